"""The whole life of several questions at once, in any order: none vanishes and the record tells each step (P29, P30).

Each act is taken by somebody who may take it now and then; refusals are committed too, so that half-done ones show.
"""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import selectinload

from participa.accounts.models import Role
from participa.calendar import services as calendar
from participa.calendar.models import DayKind, OwnDay
from participa.extensions import db
from participa.questions import services
from participa.questions.device import Arrival, Device
from participa.questions.models import (
    AnswerMedium,
    Channel,
    Clarification,
    Kind,
    LinkKind,
    Purpose,
    Quarantine,
    Question,
    QuestionLink,
    Restriction,
    Status,
    TermCause,
    TermChange,
    TermKind,
    Visibility,
    WithholdReason,
)
from participa.questions.models.redaction import OF_PARTS, Part, parts_of, public_text
from participa.questions.moves import MOVES, UNDONE, Axis
from participa.questions.queries import public
from participa.questions.queries import restrictions as hidden
from participa.questions.services import chronicle, restricting, undoing
from participa.questions.submission import Hand, Submission
from participa.record import verifier
from participa.restrictions import services as restrictions
from participa.restrictions.models import Appeal, Outcome
from participa.shared import ledger
from participa.shared.clock import at_instant, now, today
from participa.shared.ledger import Entry, LedgerEntry
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import ANSWER, NOTE, Team, attempt, team

MOST = 4
S, V = Status, Visibility
WORDS = "¿Por qué el alcalde mintió sobre la obra?"
ENTERED: dict[tuple[str, str | None, str], Entry] = {
    (Axis.STATUS, S.GROUPED, S.CLASSIFIED): Entry.UNGROUPED,
    (Axis.STATUS, None, S.ASSIGNED): Entry.ASSIGNED,
    (Axis.STATUS, None, S.TRANSFERRED): Entry.TRANSFERRED,
    (Axis.STATUS, None, S.CLARIFYING): Entry.CLARIFYING,
    (Axis.STATUS, None, S.RECEIVED): Entry.CLARIFIED,
    (Axis.STATUS, None, S.ARCHIVED): Entry.ARCHIVED,
    (Axis.STATUS, None, S.GROUPED): Entry.GROUPED,
    (Axis.STATUS, None, S.REFERRED): Entry.REFERRED,
    (Axis.STATUS, None, S.REJECTED): Entry.REJECTED,
    (Axis.STATUS, None, S.ANSWERED): Entry.ANSWERED,
    (Axis.STATUS, None, S.PUBLISHED): Entry.ANSWER_PUBLISHED,
    (Axis.VISIBILITY, V.WITHHELD, V.PUBLIC): Entry.RESTORED,
    (Axis.VISIBILITY, V.WAITING, V.PUBLIC): Entry.PUBLISHED,
    (Axis.VISIBILITY, None, V.GROUPED): Entry.PUBLISHED,
    (Axis.VISIBILITY, None, V.WITHHELD): Entry.WITHHELD,
    (Axis.CORRECTION, None, "published"): Entry.CORRECTED,
    (Axis.MARK, None, restricting.HIDDEN): Entry.REDACTED,
    (Axis.MARK, None, restricting.SHOWN): Entry.RESTORED,
}
CAUSES = {TermCause.EXTENSION: Entry.EXTENDED, TermCause.KIND: Entry.RECOUNTED, TermCause.CALENDAR: Entry.RECOUNTED}
APPEALS = (Entry.APPEALED, Entry.APPEAL_DECIDED)
which = st.integers(0, MOST - 1)
reasons = st.sampled_from(list(WithholdReason))
notes = st.sampled_from([NOTE, NOTE, ""])


def told_of(axis: str, start: str, to: str) -> Entry | None:
    """What the record says of a step, if it says anything."""
    return ENTERED.get((axis, start, to), ENTERED.get((axis, None, to)))


class LifeMachine(RuleBasedStateMachine):
    """A town hall with up to four questions, each at its own place of its life."""

    house: Team

    @initialize()
    def open_the_doors(self) -> None:
        self.house = team()
        self.at = now()
        self.asked: dict[int, SimpleNamespace] = {}
        for how in ("anonymous", "mail", "letter"):
            self.ask_on_the_web(how, rushed=False)

    # Who asks

    @precondition(lambda self: len(self.asked) < MOST)
    @rule(how=st.sampled_from(["anonymous", "named", "mail", "letter"]), rushed=st.booleans())
    def ask_on_the_web(self, how: str, rushed: bool) -> None:
        told: dict[str, Any] = {} if how == "anonymous" else {"first_names": "Persona"}
        if how == "mail":
            told |= {"answer_medium": AnswerMedium.EMAIL, "email": "persona@ejemplo.example"}
        if how == "letter":
            told |= {"answer_medium": AnswerMedium.POST, "address": "Calle 1"}
        came = Arrival(Device(make.form_key(), 0), "192.0.2.1", fell_into_trap=rushed)
        words = Submission(body=self.words(), purposes=frozenset({Purpose.MANAGE}), **told)
        self.receive(lambda: services.receive(None, words, make.form_key(), came))

    @precondition(lambda self: len(self.asked) < MOST)
    @rule(days=st.integers(0, 20), channel=st.sampled_from([Channel.PAPER, Channel.ORAL, Channel.PHONE]))
    def ask_on_paper_or_aloud(self, days: int, channel: Channel) -> None:
        hand, came = Hand(channel, self.house[Role.MODERATOR], NOTE), self.at - timedelta(days=days)
        words = Submission(body=self.words())
        self.receive(lambda: services.submit(None, words, make.form_key(), came, hand))

    def words(self) -> str:
        return f"{WORDS} ({len(self.asked)})"

    def receive(self, send: Callable[[], Any]) -> None:
        receipts: list[Any] = []
        with at_instant(self.at):
            assert attempt(lambda: receipts.append(send())) is None
        (receipt,) = receipts
        row = db.session.get_one(Question, receipt.question_id)
        kept = {"body": row.body, "salt": row.salt, "radicado": row.radicado, "due_on": row.due_on}
        self.asked[row.id] = SimpleNamespace(**kept, entry=receipt.entry_number, hash=receipt.fingerprint)

    # What befalls a question

    def act(self, number: int, verb: Callable[[Question], object]) -> None:
        """Take an act with one of the questions, a little later than the last."""
        self.at += timedelta(seconds=1)
        with at_instant(self.at):
            attempt(lambda: verb(db.session.get_one(Question, self.pick(number))))

    def pick(self, number: int) -> int:
        return list(self.asked)[number % len(self.asked)]

    @rule(number=which, assigned=st.booleans(), term=st.sampled_from([None, *TermKind]), note=notes)
    def classify(self, number: int, assigned: bool, term: TermKind | None, note: str) -> None:
        office = self.house.office if assigned else None
        moderator = self.house[Role.MODERATOR]
        self.act(number, lambda q: services.classify(q, moderator, Kind.QUESTION, None, office, note, term=term))

    @rule(number=which)
    def assign(self, number: int) -> None:
        self.act(number, lambda q: services.assign(q, self.house[Role.MODERATOR], self.house.office))

    @rule(number=which, choice=st.integers(0, 9), note=notes)
    def set_aside(self, number: int, choice: int, note: str) -> None:
        """One of the steps that the question may take from where it is."""
        self.act(number, lambda q: self.move_on(q, choice, note))

    def move_on(self, question: Question, choice: int, note: str) -> None:
        found = [to for (start, to), move in MOVES.items() if start is question.status and move.slug]
        if found:
            to = found[choice % len(found)]
            services.move(question, self.who_moves(question, to), to, note)

    @rule(number=which, other=which, to=st.sampled_from([S.GROUPED, S.GROUPED, S.REFERRED]))
    def join(self, number: int, other: int, to: Status) -> None:
        radicado = self.asked[self.pick(other)].radicado
        self.act(number, lambda q: services.move(q, self.house[Role.MODERATOR], to, NOTE, radicado=radicado))

    @rule(leader=which, steps=st.integers(2, 6), objects=st.booleans())
    def answer_one_for_several(self, leader: int, steps: int, objects: bool) -> None:
        """The others join one question, which goes its way; one of them may not agree."""
        for other in range(1, len(self.asked)):
            self.join(leader + other, leader, S.GROUPED)
        if objects:
            self.object_to_the_group(leader + 1)
        self.go_on(leader, steps)

    def who_moves(self, question: Question, to: Status) -> Any:
        """Who may take that step from where the question is."""
        if to is S.REJECTED:
            return self.house[Role.APPROVER]
        return self.house[Role.LIAISON if question.status is S.ASSIGNED else Role.MODERATOR]

    @rule(number=which, answers=st.sampled_from([True, True, False]))
    def ask_for_words(self, number: int, answers: bool) -> None:
        """Who asked makes it clear, or keeps silent until it is archived."""
        self.act(number, lambda q: services.move(q, self.house[Role.MODERATOR], S.CLARIFYING, NOTE))
        if answers:
            self.clarify(number)
        else:
            self.let_time_pass(20)
            self.act(number, lambda q: services.move(q, self.house[Role.MODERATOR], S.ARCHIVED, NOTE))

    @rule(number=which)
    def transfer(self, number: int) -> None:
        with at_instant(self.at):
            to = services.Handed("Gobernación de Ejemplo", today(), "OF-1")
        self.act(number, lambda q: services.transfer(q, self.house[Role.MODERATOR], to, NOTE))

    @rule(number=which)
    def publish_text(self, number: int) -> None:
        self.act(number, lambda q: services.publish_question(q, self.house[Role.MODERATOR]))

    @rule(number=which, reason=reasons, note=notes)
    def withhold(self, number: int, reason: WithholdReason, note: str) -> None:
        self.act(number, lambda q: services.withhold(q, self.house[Role.MODERATOR], reason, note))

    @rule(number=which, note=notes)
    def restore(self, number: int, note: str) -> None:
        self.act(number, lambda q: services.restore(q, self.house[Role.APPROVER], note))

    @rule(number=which, reason=st.sampled_from(sorted(OF_PARTS)), ends=st.booleans())
    def redact(self, number: int, reason: WithholdReason, ends: bool) -> None:
        """Hide a name, or half of the text."""
        parts = [Part(7, len(WORDS) - 10 if ends else 10, reason)]
        self.act(number, lambda q: services.redact(q, self.house[Role.MODERATOR], parts, NOTE))

    @rule(number=which)
    def show_what_was_redacted(self, number: int) -> None:
        self.act(number, lambda q: services.lift(q, self.house[Role.APPROVER], NOTE))

    @rule(number=which, agrees=st.sampled_from([True, True, False]))
    def second(self, number: int, agrees: bool) -> None:
        """Another person confirms what somebody proposed to hide, or leaves it readable."""

        def decide(question: Question) -> None:
            proposal = hidden.find_proposal(question.id)
            if proposal is not None:
                verb = services.confirm if agrees else services.discard
                verb(question, proposal, self.house[Role.APPROVER])

        self.act(number, decide)

    @rule(number=which, by_author=st.booleans())
    def appeal(self, number: int, by_author: bool) -> None:
        self.act(number, lambda q: restrictions.appeal(q, "No estoy de acuerdo.", by_author))

    @rule(number=which, outcome=st.sampled_from(list(Outcome)), who=st.sampled_from([Role.APPROVER, Role.CONTROL]))
    def decide_the_appeal(self, number: int, outcome: Outcome, who: Role) -> None:
        def decide(question: Question) -> None:
            waiting = select(Appeal).where(Appeal.question_id == question.id, Appeal.decided_at.is_(None))
            for row in db.session.scalars(waiting):
                restrictions.decide(row, self.house[who], outcome, NOTE)

        self.act(number, decide)

    @rule(number=which, hides=st.booleans())
    def take_it_back(self, number: int, hides: bool) -> None:
        """A step, and at once the step back."""
        moderator = self.house[Role.MODERATOR]

        def there_and_back(question: Question) -> None:
            before = undoing.remember(question)
            if hides:
                services.withhold(question, moderator, WithholdReason.R7, NOTE)
            else:
                services.classify(question, moderator, Kind.CONCERN, None, self.house.office)
            db.session.flush()
            undoing.step_back(question, moderator, before)

        self.act(number, there_and_back)

    @rule(number=which, sends=st.booleans())
    def draft(self, number: int, sends: bool) -> None:
        verb = services.save_and_send if sends else services.save_draft
        self.act(number, lambda q: verb(q, self.house[Role.LIAISON], f"{ANSWER} ({self.at:%H%M%S})"))

    @rule(number=which, note=notes)
    def give_back(self, number: int, note: str) -> None:
        self.act(number, lambda q: services.return_with_note(q, self.house[Role.APPROVER], note))

    @rule(number=which, at_once=st.booleans())
    def approve(self, number: int, at_once: bool) -> None:
        verb = services.approve_and_publish if at_once else services.approve
        self.act(number, lambda q: verb(q, self.house[Role.APPROVER]))

    @rule(number=which)
    def publish_answer(self, number: int) -> None:
        self.act(number, lambda q: services.publish_answer(q, self.house[Role.APPROVER]))

    @rule(number=which, agrees=st.booleans())
    def correct(self, number: int, agrees: bool) -> None:
        self.act(number, lambda q: services.correct(q, self.house[Role.LIAISON], f"Eran {self.at:%H%M%S}.", NOTE))
        if agrees:
            self.act(number, lambda q: services.publish_correction(q, self.house[Role.APPROVER]))
        else:
            self.act(number, lambda q: services.return_correction(q, self.house[Role.APPROVER], NOTE))

    @rule(number=which)
    def redact_answer(self, number: int) -> None:
        """Hide a word of what people read of the answer."""

        def hide(question: Question) -> None:
            read = [one for one in question.answers if one.published_at is not None]
            parts = parts_of(read[-1].body, [("marzo", WithholdReason.R1), ("Eran", WithholdReason.R2)]) if read else []
            if read:
                services.redact_answer(read[-1], self.house[Role.MODERATOR], parts, NOTE)

        self.act(number, hide)

    @rule(number=which)
    def clarify(self, number: int) -> None:
        self.act(number, lambda q: services.clarify(q, f"La del puente ({self.at:%H%M%S})."))

    @rule(number=which)
    def object_to_the_group(self, number: int) -> None:
        self.act(number, lambda q: services.object_to_group(q, "La mía es otra."))

    @rule(number=which, days=st.integers(0, 31), reason=notes)
    def extend(self, number: int, days: int, reason: str) -> None:
        self.act(number, lambda q: services.extend(q, self.house[Role.APPROVER], days, reason))

    @rule(ahead=st.integers(1, 25))
    def recount_after_a_decree(self, ahead: int) -> None:
        with at_instant(self.at):
            day = OwnDay(today() + timedelta(days=ahead), DayKind.CLOSED, "Día cívico", "Decreto 45")
            attempt(lambda: calendar.add_day(day, "Lo ordena el decreto", actor=None))
            attempt(lambda: services.recount(self.house[Role.ADMIN], "Un decreto."))

    @rule(number=which)
    def let_out_of_quarantine(self, number: int) -> None:
        def release(question: Question) -> None:
            held = db.session.get(Quarantine, question.id)
            if held is not None:
                services.release(held, self.house[Role.MODERATOR])

        self.act(number, release)

    @rule(days=st.integers(1, 20))
    def let_time_pass(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(number=which, steps=st.integers(1, 6))
    def go_on(self, number: int, steps: int) -> None:
        """Along the main path, so that late states are reached often."""
        liaison, approver, moderator = (self.house[role] for role in (Role.LIAISON, Role.APPROVER, Role.MODERATOR))
        path: list[Callable[[Question], object]] = [
            lambda q: services.publish_question(q, moderator),
            lambda q: services.classify(q, moderator, Kind.QUESTION, None, self.house.office),
            lambda q: services.save_and_send(q, liaison, ANSWER),
            lambda q: services.approve(q, approver),
            lambda q: services.publish_answer(q, approver),
            lambda q: services.correct(q, liaison, "Termina el 30 de julio.", NOTE),
        ]
        for step in path[:steps]:
            self.act(number, step)

    # What stays true

    @invariant()
    def all_of_it(self) -> None:
        questions = self.look()
        for truth in (
            *(
                self.each_is_there_with_its_words_and_its_number,
                self.each_is_public_waiting_or_a_tombstone_with_a_reason,
            ),
            *(self.the_record_is_whole_and_tells_each_step_once, self.no_due_date_moves_without_its_trace),
            *(self.who_is_grouped_hangs_on_one_that_will_be_answered, self.who_waits_apart_was_read_by_nobody),
            *(self.what_was_made_clear_is_kept, self.the_answer_that_holds_is_read_and_each_sealed_one_is_told),
        ):
            truth(questions)

    def look(self) -> list[Question]:
        """Every question as the database holds it now."""
        db.session.expire_all()
        found = select(Question).where(Question.id.in_(self.asked)).options(selectinload(Question.moves))
        return list(db.session.scalars(found.order_by(Question.id)))

    def each_is_there_with_its_words_and_its_number(self, questions: list[Question]) -> None:
        found = {row.id: (row.body, row.salt, row.radicado) for row in questions}
        assert found == {key: (told.body, told.salt, told.radicado) for key, told in self.asked.items()}

    def each_is_public_waiting_or_a_tombstone_with_a_reason(self, questions: list[Question]) -> None:
        for question in questions:
            if question.visibility is V.WAITING:
                with pytest.raises(NoResultFound):
                    public.by_radicado(question.radicado)
                continue
            seen = public.by_radicado(question.radicado)
            if question.visibility is V.WITHHELD:
                assert (seen.body, bool(seen.reason_label)) == ("", True)
                self.somebody_said_why(hidden.find_withholding(question.id))
                continue
            assert question.withhold_reason is None
            assert seen.body == public_text(question.body, hidden.standing_parts(question.id))
            if seen.body != question.body:
                self.somebody_said_why(hidden.find_redaction(question.id))

    def somebody_said_why(self, decision: Restriction | None) -> None:
        assert decision is not None
        assert decision.author_id
        assert decision.note.strip()

    def the_record_is_whole_and_tells_each_step_once(self, questions: list[Question]) -> None:
        rows = list(db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.n)))
        verifier.read_chain(ledger.as_file((row.hash, row.line) for row in rows))
        for question in questions:
            own, told = [row for row in rows if row.subject == question.radicado], self.asked[question.id]
            assert (own[0].n, own[0].hash) == (told.entry, told.hash)
            assert ledger.commitment_to(told.salt, told.body) in own[0].line
            kinds = [row.kind for row in own if row.kind not in (*APPEALS, Entry.ANSWER_WITHHELD)]
            assert kinds == [Entry.RECEIVED, *self.steps_to_tell(question)]
            appeals = list(db.session.scalars(select(Appeal).where(Appeal.question_id == question.id)))
            decided = sum(one.decided_at is not None for one in appeals)
            assert [row.kind for row in own].count(Entry.APPEALED) == len(appeals)
            assert [row.kind for row in own].count(Entry.APPEAL_DECIDED) == decided

    def steps_to_tell(self, question: Question) -> list[Entry]:
        causes = iter([change.cause for change in self.changes(question)])
        found = []
        for move in question.moves:
            if move.axis == Axis.TERM:
                cause = next(causes)
                entry = CAUSES[cause] if move.from_value != move.to_value else None
            elif move.note == UNDONE:
                entry = Entry.UNDONE if told_of(move.axis, move.to_value, move.from_value) else None
            else:
                entry = told_of(move.axis, move.from_value, move.to_value)
            found += [entry] if entry else []
        return found

    def changes(self, question: Question) -> list[TermChange]:
        found = select(TermChange).where(TermChange.question_id == question.id).order_by(TermChange.id)
        return list(db.session.scalars(found))

    def no_due_date_moves_without_its_trace(self, questions: list[Question]) -> None:
        for question in questions:
            due_on = self.asked[question.id].due_on
            for change in self.changes(question):
                assert change.from_due_on == due_on
                assert change.reason or change.cause is TermCause.KIND
                due_on = change.due_on
            assert question.due_on == due_on

    def who_is_grouped_hangs_on_one_that_will_be_answered(self, questions: list[Question]) -> None:
        for question in questions:
            standing = select(QuestionLink).where(QuestionLink.question_id == question.id)
            links = list(db.session.scalars(standing.where(QuestionLink.ended_at.is_(None))))
            if question.status is S.GROUPED:
                assert [link.kind for link in links] == [LinkKind.GROUPED]
                assert links[0].leader.status not in (S.GROUPED, S.REFERRED, S.REJECTED, S.ARCHIVED, S.TRANSFERRED)
            if question.status is S.REFERRED:
                assert [link.kind for link in links] == [LinkKind.REFERRED]

    def who_waits_apart_was_read_by_nobody(self, questions: list[Question]) -> None:
        for question in questions:
            held = db.session.get(Quarantine, question.id)
            if held is not None and held.released_at is None:
                assert (question.status, question.visibility) == (S.RECEIVED, V.WAITING)
                assert all(move.author_id is None for move in question.moves)

    def what_was_made_clear_is_kept(self, questions: list[Question]) -> None:
        for question in questions:
            said = [move.note for move in question.moves if move.to_value == S.RECEIVED and move.author_id is None]
            kept = select(Clarification.body).where(Clarification.question_id == question.id).order_by(Clarification.id)
            assert list(db.session.scalars(kept)) == said

    def the_answer_that_holds_is_read_and_each_sealed_one_is_told(self, questions: list[Question]) -> None:
        for question in questions:
            read = [one for one in question.answers if one.published_at is not None]
            sealed = [one for one in read if one.withheld is not None]
            told = select(func.count()).where(
                LedgerEntry.subject == question.radicado, LedgerEntry.kind == Entry.ANSWER_WITHHELD
            )
            assert db.session.scalar(told) == len(sealed)
            assert not read or read[-1].withheld is None
            if read and question.visibility in (V.PUBLIC, V.GROUPED):
                assert public.by_radicado(question.radicado).answer == read[-1].body


@pytest.mark.usefixtures("context")
def test_nothing_vanishes_in_a_whole_life():
    run(
        LifeMachine,
        settings=settings(
            max_examples=14,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),  # a whole life is not shortened: its steps are told as they were taken
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("context")
def test_the_machine_sees_a_step_that_the_record_does_not_tell(monkeypatch):
    machine = LifeMachine()
    machine.open_the_doors()
    machine.go_on(0, 2)
    machine.all_of_it()
    monkeypatch.setattr(chronicle, "moved", lambda *_values, **_named: None)
    machine.withhold(0, WithholdReason.R7, NOTE)
    with pytest.raises(AssertionError):
        machine.all_of_it()


@pytest.mark.usefixtures("context")
def test_the_machine_sees_a_due_date_that_moved_without_its_trace():
    machine = LifeMachine()
    machine.open_the_doors()
    machine.extend(0, 5, NOTE)
    machine.all_of_it()
    with unit_of_work():
        db.session.get_one(Question, machine.pick(0)).due_on += timedelta(days=1)
    with pytest.raises(AssertionError):
        machine.all_of_it()
