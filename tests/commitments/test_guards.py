"""The database itself keeps what was promised and told. Each guard is tried with bare SQL and without its twin."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from participa.commitments import services
from participa.commitments.models import CommitmentState, Told
from participa.commitments.services import history, reporting
from participa.extensions import db
from participa.shared.clock import today
from participa.shared.errors import Invalid
from participa.shared.unit_of_work import unit_of_work
from tests.commitments.house import LINK, REASON, RESULT, House, house, now_of, refused, report, rows
from tests.factories.commitments import check as make_check
from tests.factories.commitments import step as make_step

pytestmark = pytest.mark.usefixtures("context")
S = CommitmentState
MOVED = (
    *("commitment_rise", "commitment_fall", "commitment_date", "commitment_result"),
    *("commitment_words", "commitment_delete", "commitment_hidden"),
)
GUARDS = {f"guard_{name}": "commitment" for name in MOVED} | {"guard_commitment_step_date": "commitment_step"}


@pytest.fixture
def at() -> House:
    """Half done, with a step, a line with evidence, and a verification."""
    owed = house()
    make_step(owed.commitment)
    report(owed, 50, LINK)
    make_check(owed.commitment)
    return owed


def refuse_sql(statement: str, **values) -> None:
    """The database refuses it and every row stays."""
    before = rows()
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(text(statement), values)
    assert rows() == before


LATER = "2041-01-01"
# What nobody may write, whatever the code above says.
FORBIDDEN = {
    "progress rises without a line": "UPDATE commitment SET percent = 51",
    "progress rises to the whole": "UPDATE commitment SET percent = 100",
    "progress falls without a line": "UPDATE commitment SET percent = 49",
    "the date moves without a line": "UPDATE commitment SET due_on = '2041-01-01'",
    "the date is taken away": "UPDATE commitment SET due_on = NULL",
    "the first date changes": "UPDATE commitment SET first_due_on = '2041-01-01'",
    "the first date is taken away": "UPDATE commitment SET first_due_on = NULL",
    "the words change": "UPDATE commitment SET text = 'Estudiar la posibilidad de pavimentar'",
    "the code changes": "UPDATE commitment SET code = 'C-2020-00001'",
    "the day of the promise changes": "UPDATE commitment SET promised_on = '2020-01-01'",
    "where it comes from changes": "UPDATE commitment SET origin = 'hearing'",
    "it is no longer public": "UPDATE commitment SET state = 'registered'",
    "it is fulfilled without a result": "UPDATE commitment SET state = 'fulfilled', fulfilled_on = '2026-01-01'",
    "progress beyond the whole": "UPDATE commitment SET percent = 101",
    "it is deleted": "DELETE FROM commitment",
    "a step moves without a line": "UPDATE commitment_step SET due_on = '2041-01-01'",
    "a step loses its date": "UPDATE commitment_step SET due_on = NULL",
    "a line is rewritten": "UPDATE commitment_entry SET text = 'Se hizo todo.'",
    "a line gets another percentage": "UPDATE commitment_entry SET percent = 60",
    "a line is deleted": "DELETE FROM commitment_entry",
    "evidence points elsewhere": "UPDATE commitment_evidence SET url = 'https://otro.example/'",
    "evidence is described anew": "UPDATE commitment_evidence SET description = 'Otra cosa'",
    "evidence shows the result after all": "UPDATE commitment_evidence SET shows_result = TRUE",
    "evidence is deleted": "DELETE FROM commitment_evidence",
    "a verification is rewritten": "UPDATE commitment_check SET agreement = 'agrees', note = 'Todo bien.'",
    "a verification is deleted": "DELETE FROM commitment_check",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_database_refuses_by_itself(at, what):
    refuse_sql(FORBIDDEN[what])


LINE = """
INSERT INTO commitment_entry
  (commitment_id, kind, text, from_state, state, from_percent, percent, step_id, old_due_on, new_due_on, at)
VALUES (:id, :kind, :text, 'under_way', 'under_way', :before, :after, :step, :old, :new, '2026-01-01 00:00:00+00:00')
"""
BARE = {"text": "Sin más.", "before": 50, "after": 50, "step": None, "old": None, "new": None}


def add_line(at: House, kind: str, **values) -> None:
    db.session.execute(text(LINE), BARE | {"id": at.commitment.id, "kind": kind} | values)


def add_line_and(then: str, at: House, kind: str, values: dict[str, object]) -> None:
    with unit_of_work():
        add_line(at, kind, **values)
        db.session.execute(text(then))


@pytest.mark.parametrize(
    ("kind", "values", "then"),
    [
        # A line without evidence, or of another kind, or with other numbers, lets no progress rise.
        ("progress", {"after": 60}, "UPDATE commitment SET percent = 60"),
        ("rescheduled", {"after": 60}, "UPDATE commitment SET percent = 60"),
        ("setback", {"after": 30}, "UPDATE commitment SET percent = 20"),
        ("rescheduled", {"new": LATER}, "UPDATE commitment SET due_on = '2041-01-01'"),  # hides the old date
        ("progress", {"new": LATER}, "UPDATE commitment SET due_on = '2041-01-01'"),
        (
            "rescheduled",
            {"new": LATER},
            "UPDATE commitment_step SET due_on = '2041-01-01'",
        ),  # of the whole, not the step
    ],
)
def test_a_line_that_tells_something_else_opens_nothing(at, kind, values, then):
    before = rows()
    with pytest.raises(IntegrityError):
        add_line_and(then, at, kind, values)
    assert rows() == before


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("progress", {"after": 40}),
        ("progress", {"after": 101}),
        ("rescheduled", {"text": ""}),
        ("setback", {"after": 10, "text": ""}),
        ("invented", {}),
    ],
)
def test_a_line_falls_only_as_a_setback_and_says_why(at, kind, values):
    before = rows()
    with pytest.raises(IntegrityError), unit_of_work():
        add_line(at, kind, **values)
    assert rows() == before


def test_before_it_is_public_its_words_and_dates_are_free():
    at = house(state=S.REGISTERED)
    with unit_of_work():
        db.session.execute(text("UPDATE commitment SET text = 'Otra', due_on = '2041-01-01'"))
    assert now_of(at).text == "Otra"


def test_only_whether_everybody_sees_a_piece_of_evidence_may_change(at):
    with unit_of_work():
        db.session.execute(text("UPDATE commitment_evidence SET is_internal = TRUE"))
    assert now_of(at).entries[0].public_evidence == []


# Defects planted in the code: the database stops what the service let through.


def nothing(*_args) -> None:
    return None


@pytest.mark.parametrize("told", [Told("Casi.", 60), Told("Todo.", 100, proofs=(LINK,))])
def test_a_service_that_forgets_the_evidence_is_stopped(at, monkeypatch, told):
    monkeypatch.setattr(reporting, "_check_evidence", nothing)
    before = rows()
    with pytest.raises(IntegrityError), unit_of_work():
        services.report(at.commitment, told, None, at.liaison)
    assert rows() == before


def test_a_service_that_lets_progress_fall_is_stopped(at, monkeypatch):
    monkeypatch.setattr(reporting, "_checked", lambda _held, told: (None, told.percent))
    before = rows()
    with pytest.raises(IntegrityError), unit_of_work():
        services.report(at.commitment, Told("Menos.", 10, proofs=(LINK,)), None, at.liaison)
    assert rows() == before


def test_a_service_that_asks_for_no_reason_is_stopped(at, monkeypatch):
    monkeypatch.setattr(history, "require_reason", nothing)
    before = rows()
    with pytest.raises(IntegrityError), unit_of_work():
        services.reschedule(at.commitment, today() + timedelta(days=300), "", None, at.liaison)
    assert rows() == before


@pytest.mark.parametrize("of_step", [False, True])
def test_a_service_that_moves_a_date_before_it_is_told_is_stopped(at, monkeypatch, of_step):
    monkeypatch.setattr(history, "write", db.session.add)
    step = at.commitment.steps[0] if of_step else None
    before = rows()
    with pytest.raises(IntegrityError), unit_of_work():
        services.reschedule(at.commitment, today() + timedelta(days=80), REASON, None, at.liaison, step)
    assert rows() == before


# Guards taken away: the service refuses by itself.


@pytest.fixture
def unguarded(at) -> House:
    """The same without the guards of what moves; they come back with the end of the transaction of the test."""
    on_table = db.engine.dialect.name != "sqlite"
    with unit_of_work():
        for name, table in GUARDS.items():
            db.session.execute(text(f"DROP TRIGGER {name} ON {table}" if on_table else f"DROP TRIGGER {name}"))
    return at


def test_without_the_guards_bare_sql_does_what_it_likes(unguarded):
    with unit_of_work():
        db.session.execute(text("UPDATE commitment SET percent = 51, due_on = '2041-01-01', text = 'Otra'"))
    assert (now_of(unguarded).percent, now_of(unguarded).text) == (51, "Otra")


def test_without_the_guards_the_service_still_refuses(unguarded):
    at, day = unguarded, today()
    for told in (Told("Casi.", 60), Told("Menos.", 10, proofs=(RESULT,)), Told("Todo.", 100, proofs=(LINK,))):
        with refused(Invalid):
            services.report(at.commitment, told, None, at.liaison)
    with refused(Invalid):
        services.reschedule(at.commitment, day + timedelta(days=300), "Sí.", None, at.liaison)
    with refused(Invalid):
        services.reschedule(at.commitment, day + timedelta(days=20), "Sí.", None, at.liaison, at.commitment.steps[0])
    with refused(Invalid):
        services.set_back(at.commitment, 10, "", None, at.liaison)
    with refused(Invalid):
        services.end(at.commitment, S.UNFULFILLED, "No.", None, at.approver)
