"""Whatever anybody tries, in any order: no progress without evidence, no old date hidden, no line rewritten.

Each act is taken by somebody who may take it now and then. Refusals are committed too, so that half-done ones show.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import text

from participa.accounts.models import Role, User
from participa.commitments import rules, services
from participa.commitments.drafting import NewCommitment
from participa.commitments.looking import Checked
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentState,
    CommitmentStep,
    Completion,
    EntryKind,
    Told,
)
from participa.extensions import db
from participa.shared.clock import at_instant, local, now
from participa.shared.errors import DomainError
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.commitments.house import LINK, REASON, RESULT, filed, rows

S, K = CommitmentState, EntryKind
MANY = 5  # kinds of lines that the stories reach at least
FALLS = (K.SETBACK, K.REOPENED)
# Mostly who may, and now and then somebody else.
reporters = st.sampled_from(["liaison"] * 5 + ["partner", "stranger", "approver"])
deciders = st.sampled_from(["approver"] * 5 + ["liaison", "control", "moderator"])
movers = st.sampled_from(["liaison", "approver"] * 2 + ["partner", "stranger"])
controls = st.sampled_from(["control"] * 3 + ["liaison", "approver"])
percents = st.sampled_from([None, 0, 10, 35, 60, 80, 99, 100, 100, 100, 100, 101, -1])
lower = st.sampled_from([0, 5, 10, 20, 35, 100])
reasons = st.sampled_from(
    [REASON, REASON, "Cambió el contrato y hay que empezar el estudio otra vez.", "", "Porque sí."]
)
proofs = st.sampled_from([(), (LINK,), (RESULT,), (LINK, RESULT), (filed,)])
steps = st.sampled_from([None, None, None, 0, 1])
leads = st.sampled_from([0, 0, 0, 1, 2])
days = st.integers(-5, 400)
keys = st.sampled_from([None] * 6 + ["una-llave-repetida-1", "una-llave-repetida-2"])


class CommitmentMachine(RuleBasedStateMachine):
    """One commitment of a town hall, with two steps, an office that leads and one that shares it."""

    reached: ClassVar[set[object]] = set()

    @initialize(is_public=st.sampled_from([True] * 5 + [False]))
    def register(self, is_public: bool) -> None:
        self.at = now()
        lead, partner = make.department(), make.department()
        self.people: dict[str, User] = {
            "liaison": make.user(Role.LIAISON, lead),
            "partner": make.user(Role.LIAISON, partner),
            "stranger": make.user(Role.LIAISON, make.department()),
            **{str(role): make.user(role) for role in (Role.APPROVER, Role.CONTROL, Role.MODERATOR)},
        }
        self.offices = [self.people[name].department_id for name in ("liaison", "partner", "stranger")]
        day = local(self.at).date()
        draft = NewCommitment(
            text="Pavimentar la vía de la vereda El Encanto",
            how_known="Hay acta de entrega.",
            promised_on=day,
            due_on=day + timedelta(days=150),
            lead_id=lead.id,
            office_ids=[partner.id],
            steps=[("Contratar", day + timedelta(days=30)), ("Hacer la obra", day + timedelta(days=120))],
        )
        with unit_of_work():
            self.number = services.register(draft, self.people["moderator"], make.form_key()).id
        self.first = self.held.due_on
        self.first_of_steps = {step.id: step.due_on for step in self.held.steps}
        self.written: dict[str, dict[int, tuple[Any, ...]]] = {}
        if is_public:
            self.publish("approver")

    @property
    def held(self) -> Commitment:
        return db.session.get_one(Commitment, self.number)

    def step(self, place: int | None) -> CommitmentStep | None:
        return None if place is None else self.held.steps[place]

    def attempt(self, act: Callable[[], object]) -> None:
        """Done whole, or refused with every row as it was."""
        before = rows()
        refusal = None
        with at_instant(self.at), unit_of_work():
            try:
                act()
            except DomainError as problem:
                refusal = problem
        db.session.expire_all()
        if refusal is not None:
            assert rows() == before, refusal.message

    def teardown(self) -> None:
        self.reached.update(line.kind for line in self.held.entries)
        self.reached.update(line.state for line in self.held.entries)

    # What people do

    @rule(many=st.integers(1, 40))
    def time_goes_by(self, many: int) -> None:
        self.at += timedelta(days=many)

    @rule(by=deciders)
    def publish(self, by: str) -> None:
        self.attempt(lambda: services.publish(self.held, self.people[by]))

    @rule(by=reporters, percent=percents, shown=proofs, place=steps, key=keys)
    def report(self, by: str, percent: int | None, shown: tuple[Any, ...], place: int | None, key: str | None) -> None:
        step = self.step(place)
        given = tuple(filed() if proof is filed else proof for proof in shown)
        told = Told("Se afirmó un kilómetro.", percent, step.id if step else None, given)
        self.attempt(lambda: services.report(self.held, told, key, self.people[by]))

    @rule(by=reporters, percent=lower, reason=reasons, place=steps, key=keys)
    def set_back(self, by: str, percent: int, reason: str, place: int | None, key: str | None) -> None:
        step = self.step(place)
        self.attempt(lambda: services.set_back(self.held, percent, reason, key, self.people[by], step))

    @rule(by=movers, many=days, reason=reasons, place=steps, key=keys)
    def reschedule(self, by: str, many: int, reason: str, place: int | None, key: str | None) -> None:
        to, step = local(self.at).date() + timedelta(days=many), self.step(place)
        self.attempt(lambda: services.reschedule(self.held, to, reason, key, self.people[by], step))

    @rule(
        by=deciders, lead=st.sampled_from([0, 0, 0, 1, 2]), shared=st.sets(st.integers(0, 2)), reason=reasons, key=keys
    )
    def reassign(self, by: str, lead: int, shared: set[int], reason: str, key: str | None) -> None:
        others = [self.offices[one] for one in shared]
        self.attempt(lambda: services.reassign(self.held, self.offices[lead], others, reason, key, self.people[by]))

    @rule(by=deciders, state=st.sampled_from([S.UNFULFILLED, S.NOT_VIABLE]), reason=reasons, key=keys)
    def end(self, by: str, state: S, reason: str, key: str | None) -> None:
        self.attempt(lambda: services.end(self.held, state, reason, key, self.people[by]))

    @rule(by=deciders, percent=percents, reason=reasons, key=keys)
    def reopen(self, by: str, percent: int | None, reason: str, key: str | None) -> None:
        self.attempt(lambda: services.reopen(self.held, reason, key, self.people[by], percent))

    @rule(by=controls, completion=st.sampled_from(Completion), agreement=st.sampled_from(Agreement))
    def verify(self, by: str, completion: Completion, agreement: Agreement) -> None:
        with at_instant(self.at):
            found = Checked(local(self.at).date(), completion, agreement, "Se visitó la obra.")
        before = rows()
        self.attempt(lambda: services.verify(self.held, found, make.form_key(), self.people[by]))
        assert rows() == before  # a verification stands beside what is reported and moves nothing of it

    @rule(by=deciders, place=st.integers(0, 3))
    def withdraw_evidence(self, by: str, place: int) -> None:
        shown = [piece for entry in self.held.entries for piece in entry.evidence]
        if shown:
            piece = shown[place % len(shown)]
            self.attempt(lambda: services.withdraw(piece, REASON, self.people[by]))

    # What always holds

    @invariant()
    def progress_is_the_sum_of_lines_with_evidence(self) -> None:
        percent, state = 0, S.REGISTERED
        for line in self.held.entries:
            assert (line.from_percent, line.from_state) == (percent, state)
            percent, state = line.percent, line.state
            assert percent <= line.from_percent or (line.kind is K.PROGRESS and line.evidence)
            assert percent >= line.from_percent or (line.kind in FALLS and rules.says_why(line.text))
        assert (self.held.percent, self.held.state) == (percent, state)

    @invariant()
    def what_is_fulfilled_shows_its_result(self) -> None:
        last = self.last(lambda line: line.kind in (K.PROGRESS, *FALLS))
        if self.held.state is S.FULFILLED:
            assert last.percent == 100
            assert any(piece.shows_result for piece in last.evidence)
            assert self.held.fulfilled_on == local(last.at).date()
        else:
            assert (self.held.percent < 100, self.held.fulfilled_on) == (True, None)

    @invariant()
    def no_old_date_is_hidden(self) -> None:
        assert self.held.first_due_on == (self.first if self.held.is_public else None)
        assert self.date_told(None, self.first) == self.held.due_on
        for step in self.held.steps:
            assert self.date_told(step.id, self.first_of_steps[step.id]) == step.due_on

    def date_told(self, step_id: int | None, first: date | None) -> date | None:
        """The date of now, as the lines of the history tell it one after the other."""
        day = first
        for line in self.held.entries:
            if line.kind is K.RESCHEDULED and line.step_id == step_id:
                assert (line.old_due_on, rules.says_why(line.text)) == (day, True)
                day = line.new_due_on
        return day

    @invariant()
    def a_step_is_done_as_its_last_line_says(self) -> None:
        for step in self.held.steps:
            line = self.last(lambda one, number=step.id: one.step_id == number and one.kind is not K.RESCHEDULED)
            is_done = line is not None and line.kind is K.PROGRESS
            assert (step.done_on is not None) is is_done
            assert not is_done or line.evidence
        waiting = [step.due_on for step in self.held.steps if step.due_on and not step.done_on]
        assert not self.held.is_public or self.held.next_step_on == min(waiting, default=None)

    def last(self, wanted: Callable[[CommitmentEntry], bool]) -> Any:
        return next((line for line in reversed(self.held.entries) if wanted(line)), None)

    @invariant()
    def nothing_written_changes(self) -> None:
        kept = {
            "commitment_entry": [column.name for column in CommitmentEntry.__table__.columns],
            "commitment_evidence": [
                column.name for column in CommitmentEvidence.__table__.columns if column.name != "is_internal"
            ],
        }
        for table, columns in kept.items():
            found = db.session.execute(text(f"SELECT {', '.join(columns)} FROM {table}"))  # noqa: S608 - names of our own
            read = {row[0]: tuple(row) for row in found}
            before = self.written.get(table, {})
            assert {number: read.get(number) for number in before} == before
            self.written[table] = read

    @invariant()
    def who_answered_before_stays_in_the_history(self) -> None:
        told = [line.text for line in self.held.entries if line.kind is K.REASSIGNED]
        if told:
            assert told[-1].startswith(f"Responde desde ahora: {self.held.lead.name}.")
            assert all("Antes: " in words for words in told)


@pytest.mark.usefixtures("context")
def test_no_sequence_hides_or_invents_anything():
    run(
        CommitmentMachine,
        settings=settings(
            max_examples=24,
            stateful_step_count=35,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),  # a story is not shortened: its steps are told as they were taken
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(CommitmentMachine.reached & {*K}) >= MANY  # it did not only collect refusals


def test_every_kind_of_line_keeps_what_always_holds(context):
    one = CommitmentMachine()
    one.register(is_public=False)
    for act in (
        lambda: one.publish("approver"),
        lambda: one.report("liaison", 35, (LINK,), 0, None),
        lambda: one.reschedule("liaison", 200, REASON, None, None),
        lambda: one.reschedule("approver", 180, REASON, 1, None),
        lambda: one.set_back("liaison", 10, REASON, 0, None),
        lambda: one.end("approver", S.NOT_VIABLE, REASON, None),
        lambda: one.reopen("approver", None, REASON, None),
        lambda: one.end("approver", S.UNFULFILLED, REASON, None),
        lambda: one.reopen("approver", 5, REASON, None),
        lambda: one.reassign("approver", 2, {0}, REASON, None),
        lambda: one.report("stranger", 100, (RESULT,), None, None),
        lambda: one.verify("control", Completion.LIMITED, Agreement.DISAGREES),
        lambda: one.withdraw_evidence("approver", 0),
        lambda: one.reopen("approver", 60, REASON, None),
    ):
        before = len(one.held.entries)
        act()
        look(one)
        assert len(one.held.entries) >= before
    assert {line.kind for line in one.held.entries} == {*K}
    assert len(one.held.entries) == 12


# The machine itself, with planted defects.


@pytest.fixture
def machine(context):
    """A commitment half done, without the guards of the database."""
    one = CommitmentMachine()
    one.register(is_public=True)
    one.report("liaison", 35, (LINK,), 0, None)
    one.reschedule("liaison", 100, REASON, 1, None)
    look(one)
    assert (one.held.percent, len(one.held.entries)) == (35, 3)
    return one


def look(one: CommitmentMachine) -> None:
    one.progress_is_the_sum_of_lines_with_evidence()
    one.what_is_fulfilled_shows_its_result()
    one.no_old_date_is_hidden()
    one.a_step_is_done_as_its_last_line_says()
    one.nothing_written_changes()
    one.who_answered_before_stays_in_the_history()


def unguarded(statement: str) -> None:
    """Run it as if the database had no guards."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    names = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'commitment%'"
    if not is_sqlite:
        names = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relname LIKE 'commitment%'"
        )
    with unit_of_work():
        for name, table in db.session.execute(text(names)).all():
            db.session.execute(text(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}"))
        db.session.execute(text(statement))
    db.session.expire_all()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE commitment SET percent = 36",
        "UPDATE commitment SET percent = 34",
        "UPDATE commitment SET due_on = '2041-01-01'",
        "UPDATE commitment SET first_due_on = '2041-01-01'",
        "UPDATE commitment_step SET due_on = '2041-01-01'",
        "UPDATE commitment_step SET done_on = NULL",
        "UPDATE commitment_entry SET text = 'Todo va muy bien por aquí.' WHERE kind = 'progress'",
        "UPDATE commitment_entry SET old_due_on = new_due_on WHERE kind = 'rescheduled'",
        "DELETE FROM commitment_evidence",
        "DELETE FROM commitment_entry WHERE kind = 'rescheduled'",
        "UPDATE commitment_evidence SET shows_result = TRUE",
        "UPDATE commitment SET state = 'unfulfilled'",
    ],
)
def test_the_machine_sees_what_was_done_behind_its_back(machine, statement):
    unguarded(statement)
    with pytest.raises(AssertionError):
        look(machine)


def test_the_machine_sees_a_refusal_that_wrote_something(machine, monkeypatch):
    def half_done(held: Commitment, *_rest: object, **_more: object) -> None:
        held.scope = "Solo un tramo"
        db.session.flush()
        raise DomainError("No.")

    monkeypatch.setattr(services, "report", half_done)
    with pytest.raises(AssertionError):
        machine.report("liaison", 60, (LINK,), None, None)
