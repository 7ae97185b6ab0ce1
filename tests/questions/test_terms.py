"""The term of a question: which one, how it was counted, and how it moves with its trace."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import Role
from participa.calendar import services as calendar
from participa.calendar.models import DayKind, OwnDay
from participa.calendar.queries import current_calendar
from participa.extensions import db
from participa.questions import services
from participa.questions.models import AnswerMedium, Kind, Question, Status, TermCause, TermKind
from participa.questions.queries import terms
from participa.shared.business_days import BaseReading, due_from
from participa.shared.clock import at_instant, now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.ledger import LedgerEntry
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.questions.team import NOTE, attempt, nothing_changes, question_in, team

S = Status


@pytest.fixture
def house(context):
    return team()


def due_after(question, days) -> date:
    return due_from(question.base_on, days, current_calendar(), BaseReading(question.base_reading)).due_on


def entries(question) -> list[tuple[str, str]]:
    found = select(LedgerEntry).where(LedgerEntry.subject == question.radicado).order_by(LedgerEntry.n)
    return [(entry.kind, entry.line) for entry in db.session.scalars(found)]


@pytest.mark.parametrize(
    ("kind", "days"),
    [(TermKind.GENERAL_15, 15), (TermKind.INFORMATION_10, 10), (TermKind.CONSULTATION_30, 30), (TermKind.RDC_15, 15)],
)
def test_classifying_with_another_term_moves_the_due_date_from_the_same_day(kind, days, house):
    question = make.question()
    with unit_of_work():
        services.classify(question, house[Role.MODERATOR], Kind.INFORMATION, None, term=kind)
    assert (question.term_days, question.due_on) == (days, due_after(question, days))
    assert terms.kind_of(question) is kind


def test_the_change_of_a_term_keeps_the_date_before(house):
    question, before = make.question(), make.question().due_on
    with unit_of_work():
        services.classify(question, house[Role.MODERATOR], Kind.INFORMATION, None, term=TermKind.INFORMATION_10)
    (change,) = terms.changes(question.id)
    assert (change.cause, change.from_due_on, change.due_on) == (TermCause.KIND, before, question.due_on)
    assert question.due_on < before
    assert entries(question)[-1][0] == "plazo_recontado"


def test_the_same_term_is_no_change(house):
    question = make.question()
    with unit_of_work():
        services.classify(question, house[Role.MODERATOR], Kind.QUESTION, None, term=TermKind.GENERAL_15)
    assert terms.changes(question.id) == []


def test_an_extension_is_told_with_its_reason_and_keeps_both_dates(house):
    question = make.question(first_names="Persona", answer_medium=AnswerMedium.EMAIL, email="persona@ejemplo.example")
    before = question.due_on
    with unit_of_work():
        services.extend(question, house[Role.APPROVER], 10, "Falta el informe de la interventoría.")
    assert question.due_on == due_after(question, 25) > before
    (change,) = terms.changes(question.id)
    assert (change.from_due_on, change.due_on, change.reason) == (
        before,
        question.due_on,
        "Falta el informe de la interventoría.",
    )
    kind, line = entries(question)[-1]
    assert kind == "prorrogada"
    assert question.due_on.isoformat() in line
    subjects = list(db.session.scalars(select(OutgoingMail.subject)))
    assert "Cambió la fecha de su respuesta" in subjects
    assert question.moves[-1].note == "Falta el informe de la interventoría."


def test_an_extension_reaches_the_double_and_no_further(house):
    question = make.question()
    with nothing_changes():
        for days in (0, -3, 16):
            refusal = attempt(lambda: services.extend(question, house[Role.APPROVER], days, NOTE))  # noqa: B023 - called in this very turn
            assert isinstance(refusal, Invalid), days
    with unit_of_work():
        services.extend(question, house[Role.APPROVER], 15, NOTE)
    assert question.term_days == 30
    assert isinstance(attempt(lambda: services.extend(question, house[Role.APPROVER], 1, "Otra más.")), Invalid)


def test_a_second_click_extends_once(house):
    question = make.question()
    for _ in range(2):
        with unit_of_work():
            services.extend(question, house[Role.APPROVER], 5, NOTE)
    assert question.term_days == 20


def test_nothing_is_extended_once_the_term_is_over(house):
    question = make.question()
    with at_instant(now() + timedelta(days=60)), nothing_changes():
        assert isinstance(attempt(lambda: services.extend(question, house[Role.APPROVER], 5, NOTE)), Invalid)


def test_an_extension_says_why(house):
    question = make.question()
    with nothing_changes():
        assert isinstance(attempt(lambda: services.extend(question, house[Role.APPROVER], 5, " ")), Invalid)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.APPROVER])
def test_only_approval_extends(role, house):
    question = make.question()
    with nothing_changes():
        assert isinstance(attempt(lambda: services.extend(question, house[role], 5, NOTE)), Forbidden)


def test_an_answered_question_is_not_extended(house):
    question = question_in(S.ANSWERED, house)
    assert isinstance(attempt(lambda: services.extend(question, house[Role.APPROVER], 5, NOTE)), Forbidden)


def a_new_day_off(question, house) -> None:
    """The last day of the term turns into a day that does not count."""
    with unit_of_work():
        own = OwnDay(question.due_on, DayKind.CLOSED, "Día del municipio", "Decreto 12")
        calendar.add_day(own, "Se celebra la fundación.", house[Role.ADMIN])


def test_a_new_day_off_moves_nothing_by_itself_and_is_proposed(house):
    question, over = make.question(), question_in(S.REJECTED, house)
    before = question.due_on
    a_new_day_off(question, house)
    (found,) = terms.affected(current_calendar())
    assert (found.question.id, found.question.due_on) == (question.id, before)
    assert found.deadline.due_on > before
    assert over.due_on == before, "what has ended is not counted again"


def test_the_proposal_is_applied_with_its_trace_and_only_once(house):
    question = make.question(first_names="Persona", answer_medium=AnswerMedium.EMAIL, email="persona@ejemplo.example")
    before = question.due_on
    a_new_day_off(question, house)
    with unit_of_work():
        assert services.recount(house[Role.ADMIN], "Decreto 12.") == 1
    with unit_of_work():
        assert services.recount(house[Role.ADMIN], "Decreto 12.") == 0
    db.session.expire_all()
    kept = db.session.get_one(Question, question.id)
    (change,) = terms.changes(question.id)
    assert (change.cause, change.from_due_on) == (TermCause.CALENDAR, before)
    assert kept.due_on == change.due_on > before
    assert kept.calendar_version == current_calendar().version
    assert entries(kept)[-1][0] == "plazo_recontado"
    assert "Cambió la fecha de su respuesta" in list(db.session.scalars(select(OutgoingMail.subject)))


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.APPROVER, Role.ADMIN)])
def test_who_may_not_recount(role, house):
    question = make.question()
    a_new_day_off(question, house)
    with nothing_changes():
        assert isinstance(attempt(lambda: services.recount(house[role], NOTE)), Forbidden)


def test_a_due_date_is_explained_with_each_day_that_did_not_count(house):
    question = make.question()
    explained = terms.explain(question, current_calendar())
    assert explained.is_same
    assert len(explained.deadline.skipped) == (question.due_on - question.base_on).days - 15
    a_new_day_off(question, house)
    assert not terms.explain(question, current_calendar()).is_same


@pytest.mark.parametrize("statement", ["UPDATE term_change SET reason = 'otra'", "DELETE FROM term_change"])
def test_the_trace_of_a_term_is_neither_changed_nor_deleted(statement, house):
    question = make.question()
    with unit_of_work():
        services.extend(question, house[Role.APPROVER], 5, NOTE)
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.execute(text(statement))
