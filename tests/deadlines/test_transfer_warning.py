"""The five business days to hand a question over are in sight wherever it is sorted (CPACA art. 21)."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.questions.models import Question, Status
from participa.questions.queries.terms import transfer_warning
from participa.shared.clock import now, today
from tests import factories as make
from tests.questions.team import sign_in, team

DESK = "/preguntas/gestion"


@pytest.fixture
def house(context):
    return team()


def old(**values) -> Question:
    return make.question(at=now() - timedelta(days=20), **values)


def warned(question: Question) -> tuple[str, str] | None:
    return transfer_warning(question, today(), current_calendar())


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.CLASSIFIED])
def test_what_nobody_sorted_in_time_is_warned_of(house, status):
    words, tone = warned(old(status=status))
    assert words.startswith("Traslado: venció hace ")
    assert tone == "bad"


def test_what_just_came_or_is_in_an_office_is_not(house):
    assert warned(make.question()) is None
    assert warned(old(status=Status.ASSIGNED, department_id=house.office.id)) is None
    assert warned(old(status=Status.TRANSFERRED)) is None


def test_the_warning_grows_with_the_days(house):
    found = {}
    question = make.question()
    for ahead in range(15):
        found[transfer_warning(question, today() + timedelta(days=ahead), current_calendar())] = ahead
    words = [row[0] for row in found if row]
    assert words[:4] == [
        "Traslado: faltan 2 días hábiles",
        "Traslado: falta 1 día hábil",
        "Traslado: vence hoy",
        "Traslado: venció hace 1 día hábil",
    ]


def test_it_is_in_the_queue_the_inbox_and_on_the_page(client, house):
    question = old()
    sign_in(client, house[Role.MODERATOR])
    for page in (f"{DESK}/", f"{DESK}/{question.radicado}", f"/clasificacion/?pregunta={question.radicado}"):
        assert "Traslado: venció hace" in client.get(page).get_data(as_text=True), page
