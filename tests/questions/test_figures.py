"""The figures of the public list, on days of Colombia."""

from datetime import UTC, datetime, timedelta

import pytest

from participa.extensions import db
from participa.questions.models import Status
from participa.questions.queries.figures import Figures, count, performance, plain
from participa.questions.queries.figures import whole as figures
from participa.questions.services import counting
from participa.questions.services.counting import keep, keep_figures
from participa.shared.clock import now, today
from tests import factories as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
MONDAY = datetime(2020, 11, 30, 15, tzinfo=UTC)
END_OF_TERM = datetime(2020, 12, 23, 4, 59, tzinfo=UTC)  # 11:59 p. m. of the 22nd in Bogotá, the fifteenth business day


def answered(at: datetime) -> None:
    make.question(at=MONDAY, status=Status.PUBLISHED, answered_at=at)


def test_without_questions_there_are_no_figures():
    found = figures()
    assert (found.received, found.answered_in_time, found.answered_late, found.pending, found.median_days) == (
        *(0, 0, 0, 0),
        None,
    )


def test_the_last_minute_of_the_term_is_in_time_and_the_next_is_late():
    answered(END_OF_TERM)
    answered(END_OF_TERM + timedelta(minutes=1))
    make.question(at=MONDAY)
    make.question(at=MONDAY, status=Status.REJECTED)
    found = figures()
    assert (found.received, found.answered_in_time, found.answered_late, found.pending) == (4, 1, 1, 1)


def test_the_median_is_in_business_days():
    for day in (2, 5, 11):  # Wednesday; Saturday; Friday after a holiday
        answered(datetime(2020, 12, day, 15, tzinfo=UTC))
    assert figures().median_days == 4
    answered(MONDAY)
    assert figures().median_days == 3


# The page of the figures


def test_figures_are_told_by_office_and_by_topic(client):
    topic, office = make.topic("Vías"), make.department("Secretaría de Salud")
    make.department("Oficina sin preguntas")
    at = now() - timedelta(days=60)
    done = {"status": Status.PUBLISHED, "department_id": office.id, "topic_id": topic.id}
    make.question(at=at, answered_at=at + timedelta(days=1), **done)
    make.question(at=at, answered_at=now(), **done)
    make.question(at=at, department_id=office.id)
    make.question(at=now() - timedelta(days=500), answered_at=now() - timedelta(days=499), **done)
    counted = count(today())
    assert list(counted.offices) == ["Secretaría de Salud"]
    told = counted.offices["Secretaría de Salud"]
    assert (told.received, told.answered_in_time, told.answered_late) == (3, 1, 1)
    assert (told.pending, told.overdue, told.share_in_time) == (1, 1, 50)
    assert (counted.topics["Vías"].received, counted.topics["Vías"].overdue) == (2, 0)
    assert (counted.whole.received, counted.recent.received) == (4, 3)
    assert "Secretaría de Salud" in client.get("/preguntas/cifras").get_data(as_text=True)


def test_all_in_time_is_a_hundred_and_nearly_all_is_not():
    assert Figures(answered_in_time=199, answered_late=1).share_in_time == 99
    assert Figures(answered_in_time=200).share_in_time == 100
    assert Figures(pending=3).share_in_time is None


def test_what_is_kept_is_what_was_counted():
    answered(MONDAY + timedelta(days=1))
    counted = count(today())
    keep("questions", plain(counted))
    db.session.expire_all()
    assert performance() == counted


def test_pages_do_not_count_what_is_kept(client, database, app, monkeypatch):
    monkeypatch.setitem(app.extensions, counting.RESTS, {})
    answered(MONDAY + timedelta(days=1))
    keep_figures()
    answered(MONDAY + timedelta(days=1))
    with statements(database) as seen:
        for page in ("/preguntas/", "/preguntas/cifras", "/"):
            assert client.get(page).status_code == 200
    assert not [each for each in seen if "coalesce(sum" in each]
    assert figures().received == 1
    keep_figures()  # too soon: counting takes time
    monkeypatch.setitem(app.extensions, counting.RESTS, {})
    keep_figures()
    assert figures().received == 2
