"""How often the answers answer: by office and by year, without showing a few people."""

import re
from datetime import UTC, datetime

import pytest

from participa.extensions import db
from participa.questions.models import KeptFigures, Status, Visibility
from participa.questions.services import counting
from participa.satisfaction import queries, services
from participa.satisfaction.models import Opinion, Verdict
from participa.shared.clock import now, today
from tests import factories as make
from tests.factories.keep import keep
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
PAGE = "/le-respondieron/"


@pytest.fixture
def offices():
    return make.department("Secretaría de Hacienda"), make.department("Secretaría de Salud")


def spoke(office, verdict, times=1, at=None):
    """So many people, each of their own question, answered by an office."""
    done = {"status": Status.PUBLISHED, "visibility": Visibility.PUBLIC, "answered_at": now()}
    for _ in range(times):
        question = make.question(**done)
        version = make.answer(question, department_id=office.id)
        opinion = {"question_id": question.id, "answer_id": version.id, "department_id": office.id}
        keep(Opinion(verdict=verdict, comment="Es un secreto", at=at or now(), **opinion))
    return question


def words(client, address=PAGE) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).get_data(as_text=True)))


def this_year() -> queries.Rates:
    return queries.rates()[today().year]


def test_without_opinions_there_are_no_rates(client):
    assert queries.rates() == {}
    assert "Todavía nadie lo ha dicho" in words(client)


def test_enough_people_are_shown_by_office(client, offices):
    spoke(offices[0], Verdict.YES, 7)
    spoke(offices[0], Verdict.NO, 5)
    spoke(offices[1], Verdict.YES, 6)
    rates = this_year()
    assert rates.whole == {"yes": 13, "partly": 0, "no": 5, "total": 18}
    assert rates.offices["Secretaría de Hacienda"] == {"yes": 7, "partly": 0, "no": 5, "total": 12}
    text = words(client)
    assert "18 personas dijeron" in text
    assert "Es un secreto" not in text


def test_a_few_people_are_hidden_and_cannot_be_found_by_subtraction(client, offices):
    spoke(offices[0], Verdict.YES, 9)
    spoke(offices[0], Verdict.NO, 2)
    spoke(offices[1], Verdict.YES, 8)
    spoke(offices[1], Verdict.NO, 6)
    rates = this_year()
    hidden = [(name, verdict) for name, told in rates.offices.items() for verdict in Verdict if told[verdict] is None]
    assert ("Secretaría de Hacienda", Verdict.NO) in hidden
    assert len(hidden) > 1
    assert "Oculto" in words(client)


def test_fewer_than_five_people_are_not_shown_at_all(client, offices):
    spoke(offices[0], Verdict.NO, 4)
    assert this_year().whole["total"] is None
    assert "menos de cinco personas" in words(client)


def test_without_any_office_to_show_the_whole_is_shown_alone(client, offices):
    for office in offices:
        spoke(office, Verdict.YES, 3)
        spoke(office, Verdict.NO, 1)
    assert this_year() == queries.Rates({"yes": None, "partly": 0, "no": None, "total": 8}, {})
    assert "Por oficina todavía no hay cinco personas" in words(client)


def test_the_last_word_of_each_person_counts_in_its_year(offices):
    question = spoke(offices[0], Verdict.NO, at=datetime(2025, 3, 1, tzinfo=UTC))
    earlier = queries.opinions(question.id)[0]
    again = {"question_id": question.id, "answer_id": earlier.answer_id, "department_id": offices[0].id}
    new_year = datetime(2026, 1, 1, 4, 59, tzinfo=UTC)  # still the last minute of 2025 in Colombia
    keep(Opinion(verdict=Verdict.YES, at=new_year, **again))
    spoke(offices[0], Verdict.YES, 4, at=new_year)
    assert queries.rates()[2025].whole == {"yes": 5, "partly": 0, "no": 0, "total": 5}


def test_each_year_has_its_page(client, offices):
    spoke(offices[0], Verdict.YES, 5, at=datetime(2025, 3, 1, tzinfo=UTC))
    spoke(offices[0], Verdict.NO, 6, at=datetime(2026, 3, 1, tzinfo=UTC))
    assert "Lo que dijeron en 2026" in words(client)
    assert "Lo que dijeron en 2025" in words(client, f"{PAGE}?anio=2025")
    for odd in ("1999", "x", "9" * 30):
        assert "Lo que dijeron en 2026" in words(client, f"{PAGE}?anio={odd}")


def test_the_page_reads_what_the_chore_counted(client, offices, database):
    client.application.extensions.pop(counting.RESTS, None)
    spoke(offices[0], Verdict.YES, 5)
    services.keep_rates()
    spoke(offices[0], Verdict.YES, 5)
    with statements(database) as seen:
        assert "5 personas dijeron" in words(client)
    assert not [each for each in seen if "FROM answer_opinion" in each]
    client.application.extensions.pop(counting.RESTS, None)
    services.keep_rates()
    assert "10 personas dijeron" in words(client)
    assert db.session.query(KeptFigures).count() == 1
