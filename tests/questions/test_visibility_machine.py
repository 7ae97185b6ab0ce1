"""After any sequence of acts by anybody, no question has vanished and its history still adds up (P30, P31)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import rules, services
from participa.questions.models import Kind, Question, RestrictionProposal, Status, Visibility, WithholdReason
from participa.questions.models.redaction import MARK, OF_PARTS, parts_of, public_text
from participa.questions.moves import Axis
from participa.questions.queries import public, restrictions
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import attempt, team

STARTS = {Axis.STATUS: "received", Axis.VISIBILITY: "waiting", Axis.CORRECTION: "none"}
TABLES: dict[str, Any] = {
    Axis.STATUS: rules.MOVES,
    Axis.VISIBILITY: rules.VISIBILITY_MOVES,
    Axis.CORRECTION: rules.CORRECTION_MOVES,
}
BODY = "¿Por qué el alcalde mintió sobre la obra?"
people = st.sampled_from([*Role, "colleague", "stranger"])
notes = st.sampled_from(["", "Con su razón."])
fragments = st.sampled_from(["alcalde", "obra", BODY])
texts = st.sampled_from(["", "Sí.", "La obra termina el 30 de junio.", "Se corrigió la fecha de la obra."])


class QuestionMachine(RuleBasedStateMachine):
    """Anybody tries anything, in any order; refusals are committed like successes, so that half-done ones show."""

    @initialize()
    def receive(self) -> None:
        self.house = team()
        self.other = make.question()
        self.question_id = make.question(body=BODY).id
        self.seen_bodies: dict[int, str] = {}

    @property
    def question(self) -> Question:
        return db.session.get_one(Question, self.question_id)

    def who(self, name):
        return getattr(self.house, name) if isinstance(name, str) and hasattr(self.house, name) else self.house[name]

    def act(self, verb, name, *values, **named) -> None:
        attempt(lambda: verb(self.question, self.who(name), *values, **named))

    @rule(who=people, kind=st.sampled_from(list(Kind)), assigned=st.booleans(), note=notes)
    def classify(self, who, kind, assigned, note):
        self.act(services.classify, who, kind, None, self.house.office if assigned else None, note)

    @rule(who=people, note=notes, to=st.sampled_from(list(Status)))
    def move(self, who, note, to):
        self.act(services.move, who, to, note, radicado=self.other.radicado)

    @rule(who=people)
    def publish_question(self, who):
        self.act(services.publish_question, who)

    @rule(who=people, reason=st.sampled_from(list(WithholdReason)), note=notes)
    def withhold(self, who, reason, note):
        self.act(services.withhold, who, reason, note)

    @rule(
        who=people,
        fragment=st.sampled_from(["alcalde", "obra", BODY]),
        reason=st.sampled_from(list(OF_PARTS)),
        note=notes,
    )
    def redact(self, who, fragment, reason, note):
        self.act(services.redact, who, parts_of(BODY, [(fragment, reason)]), note)

    @rule(who=people, note=notes)
    def lift(self, who, note):
        self.act(services.lift, who, note)

    @rule(who=people, is_confirmed=st.booleans())
    def second_person(self, who, is_confirmed):
        proposal = restrictions.find_proposal(self.question_id)
        if proposal is not None:
            self.act(services.confirm if is_confirmed else services.discard, who, proposal)

    @rule(who=people, note=notes)
    def restore(self, who, note):
        self.act(services.restore, who, note)

    @rule(who=people, body=texts)
    def save_draft(self, who, body):
        self.act(services.save_draft, who, body)

    @rule(who=people, body=texts)
    def save_and_send(self, who, body):
        self.act(services.save_and_send, who, body)

    @rule(who=people, note=notes)
    def give_back(self, who, note):
        self.act(services.return_with_note, who, note)

    @rule(who=people, at_once=st.booleans())
    def approve(self, who, at_once):
        self.act(services.approve_and_publish if at_once else services.approve, who)

    @rule(who=people)
    def publish_answer(self, who):
        self.act(services.publish_answer, who)

    @rule(who=people, body=texts, note=notes)
    def correct(self, who, body, note):
        self.act(services.correct, who, body, note)

    @rule(who=people, note=notes, publishes=st.booleans())
    def review_correction(self, who, note, publishes):
        if publishes:
            self.act(services.publish_correction, who)
        else:
            self.act(services.return_correction, who, note)

    @rule(reason=st.sampled_from(list(WithholdReason)), restored=st.booleans())
    def those_who_may_withhold_and_restore(self, reason, restored):
        attempt(lambda: services.withhold(self.question, self.house[Role.MODERATOR], reason, "Con su razón."))
        if restored:
            attempt(lambda: services.restore(self.question, self.house[Role.APPROVER], "Se revisó."))

    @rule(steps=st.integers(1, 6))
    def those_who_may_go_on(self, steps):
        """Along the main path, so that deep states are reached often."""
        path = (
            lambda q: services.classify(q, self.house[Role.MODERATOR], Kind.QUESTION, None, self.house.office),
            lambda q: services.save_and_send(q, self.house[Role.LIAISON], "La obra termina el 30 de junio."),
            lambda q: services.publish_question(q, self.house[Role.MODERATOR]),
            lambda q: services.approve(q, self.house[Role.APPROVER]),
            lambda q: services.publish_answer(q, self.house[Role.APPROVER]),
            lambda q: services.correct(q, self.house[Role.LIAISON], "Termina el 30 de julio.", "La fecha."),
        )
        for step in path[:steps]:
            attempt(lambda: step(self.question))  # noqa: B023 - called in this very turn

    @invariant()
    def it_is_there_with_its_words(self):
        db.session.expire_all()
        assert self.question.body == BODY

    @invariant()
    def it_is_public_waiting_or_a_tombstone_with_a_reason(self):
        question = self.question
        if question.visibility is Visibility.WITHHELD:
            assert question.withhold_reason is not None
            seen = public.by_radicado(question.radicado)
            assert (seen.body, seen.reason_label != "") == ("", True)
        else:
            assert question.withhold_reason is None
        if question.visibility in (Visibility.PUBLIC, Visibility.GROUPED):
            seen, parts = public.by_radicado(question.radicado), restrictions.standing_parts(question.id)
            assert seen.body == public_text(BODY, parts)
            assert all(piece.reason in OF_PARTS for piece in seen.pieces if piece.text == MARK)

    @invariant()
    def who_hides_what_everybody_reads_is_not_alone(self):
        for proposal in db.session.scalars(select(RestrictionProposal).where(RestrictionProposal.is_confirmed)):
            assert proposal.closed_by_id != proposal.author_id
        for move in self.question.moves:
            if move.to_value == Visibility.WITHHELD and move.from_value != Visibility.WAITING:
                hidden = restrictions.find_withholding(self.question_id)
                is_checkable = hidden.reason in (WithholdReason.R6, WithholdReason.R7)
                assert is_checkable or move.author_id in self._second_persons()

    def _second_persons(self):
        confirmed = select(RestrictionProposal.closed_by_id).where(RestrictionProposal.is_confirmed)
        return set(db.session.scalars(confirmed))

    @invariant()
    def the_history_is_one_chain_of_allowed_steps_up_to_now(self):
        question = self.question
        now_at = {
            Axis.STATUS: question.status,
            Axis.VISIBILITY: question.visibility,
            Axis.CORRECTION: rules.correction_of(question),
        }
        for axis, table in TABLES.items():
            place = STARTS[axis]
            for move in (move for move in question.moves if move.axis == axis):
                assert move.from_value == place
                self._was_allowed(move, table)
                place = move.to_value
            assert place == now_at[axis]

    def _was_allowed(self, move, table):
        allowed = next(rule for (start, to), rule in table.items() if (start, to) == (move.from_value, move.to_value))
        assert move.author.role in allowed.roles
        assert bool(move.note) or not allowed.note

    @invariant()
    def a_public_answer_was_approved_by_another_person(self):
        for version in self.question.answers:
            assert version.published_at is None or version.approved_at is not None
            assert version.approved_by_id is None or version.approved_by_id != version.author_id
            if version.approved_at is not None:
                assert self.seen_bodies.setdefault(version.number, version.body) == version.body
                assert version.body.strip()

    @invariant()
    def published_means_that_there_is_an_answer_to_read(self):
        question = self.question
        if question.status is Status.PUBLISHED:
            assert question.published_at is not None
            assert any(version.published_at for version in question.answers)
            assert question.answered_at is not None


@pytest.mark.usefixtures("context")
def test_nothing_vanishes_whatever_the_team_does():
    run_state_machine_as_test(
        QuestionMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("context")
def test_the_database_keeps_a_question_from_losing_its_reason():
    machine = QuestionMachine()
    machine.receive()
    machine.withhold(Role.MODERATOR, WithholdReason.R1, "Con su razón.")
    machine.it_is_public_waiting_or_a_tombstone_with_a_reason()
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(update(Question).where(Question.id == machine.question_id).values(withhold_reason=None))
