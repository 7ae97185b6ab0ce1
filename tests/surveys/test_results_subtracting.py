"""Nobody finds what a few people said by subtracting pages, days or cross tables from each other."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from participa.accounts.models import Role
from participa.extensions import db
from participa.questionnaires.engine.definition import Definition, Item, ItemType, Option
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Survey, SurveyState
from participa.surveys.results import queries, services
from tests import factories as make
from tests.surveys.furnish_results import SIMPLE, TOPICS, counted, filled, put

pytestmark = pytest.mark.usefixtures("context")


def sheet(topic: str, group: str, grade: int = 3) -> dict[str, Any]:
    return {"tema": topic, "grupo": group, "nota": grade}


def early(answers: list[dict[str, Any]], flagged: int = 0) -> Survey:
    row = filled(SIMPLE, answers, flagged, state=SurveyState.OPEN, closed_at=None, unsealed_at=now())
    services.count_survey(row.id)
    return db.session.get_one(Survey, row.id)


def ended(row: Survey, answers: list[dict[str, Any]], flagged: int = 0) -> Survey:
    put(row, answers, flagged)
    with unit_of_work():
        db.session.get_one(Survey, row.id).state = SurveyState.CLOSED
    row = db.session.get_one(Survey, row.id)
    assert services.count_survey(row.id)
    return row


EVEN = [sheet(topic, group) for topic in ("vias", "agua") for group in ("mujeres", "hombres")] * 10


def test_what_a_group_said_does_not_move_by_a_few_although_each_question_moves_by_many():
    row = early(EVEN)
    before = {cross.table.name: cross.table.lines for cross in queries.results_of(row).crosses}
    more = [sheet("vias", "mujeres")] * 4 + [sheet("vias", "hombres"), sheet("agua", "mujeres")]
    row = ended(row, [*more, *[sheet("agua", "hombres")] * 4])
    shown = queries.results_of(row)
    assert all(table.is_current for table in shown.item("tema").tables)
    crosses = {cross.table.name: cross.table for cross in shown.crosses}
    assert crosses["grupo@tema"].lines == before["grupo@tema"]
    assert not crosses["grupo@tema"].is_current
    assert shown.columns == ()


def test_figures_that_stayed_say_in_the_files_when_they_were_counted_as_the_page_does(client):
    first, last = datetime(2031, 3, 4, 15, tzinfo=UTC), datetime(2031, 3, 6, 15, tzinfo=UTC)
    with time_machine.travel(first, tick=False):
        row = early(EVEN)
    more = [sheet("vias", "mujeres")] * 4 + [sheet("vias", "hombres"), sheet("agua", "mujeres")]
    with time_machine.travel(last, tick=False):
        ended(row, [*more, *[sheet("agua", "hombres")] * 4])
    page = f"/encuestas/{row.slug}/resultados"
    lines = [line.split(";") for line in client.get(f"{page}/tablas.csv").get_data(as_text=True).splitlines()]
    cuts = {line[0]: line[-1] for line in lines[1:]}
    assert lines[0][-1] == "Corte"
    assert cuts["Total"] == "6 de marzo de 2031, 10:00 a. m."
    assert "4 de marzo de 2031, 10:00 a. m." in {cut for title, cut in cuts.items() if " y " in title}
    told = json.loads(client.get(f"{page}/tablas.json").get_data(as_text=True))
    assert told["corte"].startswith("2031-03-06T15:00")
    assert {one["corte_anterior"][:10] for one in told["por_grupo"] if one["corte_anterior"]} == {"2031-03-04"}
    assert "Cifras contadas el 4 de marzo de 2031, 10:00 a. m." in client.get(f"{page}/comparar").get_data(as_text=True)
    assert "6 de marzo de 2031, 10:00 a. m." in client.get(page).get_data(as_text=True)


def test_one_more_marked_answer_is_not_told_by_the_days():
    row = ended(early(EVEN, flagged=6), EVEN[:20], flagged=1)
    assert queries.results_of(row).flagged == 6


def test_the_line_of_the_picture_does_not_move_by_a_few():
    row = early([sheet("vias", "mujeres")] * 20)
    assert queries.results_of(row).leading["of"] == 20
    row = ended(row, [sheet("vias", "hombres")] * 2)
    assert queries.results_of(row).leading["of"] == 20


def cross_page(client, row: Survey, only: str = "") -> str:
    client.sign_in(make.user(Role.CONTROL))
    page = client.get(f"/encuestas/gestion/{row.slug}/resultados/cruce?fila=tema&columna=grupo&filtro={only}")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.get_data(as_text=True)))


def test_a_filter_is_no_way_to_subtract(client):
    """Twelve women want roads; ten of them gave a 3: the other two gave a 5."""
    people = [sheet("vias", "mujeres")] * 10 + [sheet("vias", "mujeres", 5)] * 2 + [sheet("agua", "hombres", 5)] * 9
    row = counted(SIMPLE, people)
    assert "Vías 12" in cross_page(client, row)
    assert "Este cruce no se muestra" in cross_page(client, row, "nota.3")


def test_who_left_a_question_empty_is_not_the_rest_of_a_cross(client):
    people = [sheet("vias", "mujeres")] * 10 + [{"tema": "vias", "nota": 3}] * 2 + [sheet("agua", "hombres")] * 9
    assert "Este cruce no se muestra" in cross_page(client, counted(SIMPLE, people))


CODES = ["vias", "agua", "parques"]
ORDER = Item("orden", ItemType.RANKING, "Ordene los temas", options=TOPICS)


def test_a_tie_in_a_ranking_is_said_everywhere():
    even = [{"orden": ["vias", "agua", "parques"]}, {"orden": ["agua", "vias", "parques"]}] * 6
    shown = queries.results_of(counted(Definition((ORDER,)), even))
    assert shown.leading["words"] == "Vías y Agua"
    assert "Empatan en el primer lugar: Vías, Agua." in shown.item("orden").tables[0].note


def test_the_points_of_a_vote_of_three_among_many_are_those_of_the_count_of_topics():
    """Three, two and one: ten seconds are worth less than eight firsts."""
    options = tuple(Option(f"t{number}", f"Tema {number}") for number in range(1, 8))
    item = Item("orden", ItemType.RANKING, "Elija tres", options=options, maximum=3)
    cast = [{"orden": ["t1"]}] * 8 + [{"orden": ["t3", "t2"]}] * 5 + [{"orden": ["t4", "t2"]}] * 5
    shown = queries.results_of(counted(Definition((item,)), cast))
    assert shown.leading["words"] == "Tema 1"


def test_first_places_are_told_without_the_marked_answers_too():
    cast = [{"orden": [one, *(other for other in ("vias", "agua", "parques") if other != one)]} for one in CODES * 12]
    table = queries.results_of(counted(Definition((ORDER,)), cast, flagged=18)).item("orden").tables[0]
    assert {line.code: line.clean for line in table.lines} == {"vias": 6, "agua": 6, "parques": 6}
    few = queries.results_of(counted(Definition((ORDER,)), cast, flagged=9)).item("orden").tables[0]
    assert few.clean_people is None
    assert {line.clean for line in few.lines} == {None}
