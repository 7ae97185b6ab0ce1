"""Results of surveys: one count, the same everywhere, and nothing of a few people."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from participa.accounts.models import Role
from participa.extensions import db
from participa.questionnaires.engine.definition import Definition, Option
from participa.shared.clock import now
from participa.shared.suppression import FEW
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Level, Survey, SurveyState
from participa.surveys.results import exporting, picture, queries, services
from participa.surveys.results.models import FileKind, FileState, OpenAnswer, PrivateReason, WordsState
from tests import factories as make
from tests.factories.surveys import version
from tests.statements import statements
from tests.surveys.furnish_results import EVERYTHING, GRADE, GROUP, SIMPLE, TOPIC, counted, filled, put, sheets

pytestmark = pytest.mark.usefixtures("context")
KINDS = ("csv", "xlsx", "json")
FILES = (*(f"{name}.{kind}" for name in ("tablas", "filas") for kind in KINDS), "diccionario.csv", "imagen.png")
WHY = "La audiencia se adelantó."
TWO = ("vias", "agua")
EVEN = [{"tema": topic, "nota": 3, "grupo": group} for topic in TWO for group in ("mujeres", "hombres")]


def page_of(row: Survey, rest: str = "") -> str:
    return f"/encuestas/{row.slug}/resultados{rest}"


def body_of(client, address: str) -> bytes:
    with client.get(address) as response:
        assert response.status_code == 200
        return response.data


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def lines_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_the_page_says_how_many_the_level_and_each_question(client):
    row = counted(EVERYTHING, sheets(200))
    text = words_of(client.get(page_of(row)))
    assert "respuestas 200" in text
    assert "nunca es representativa" in text
    assert "¿Qué tema le importa más?" in text
    assert "La entidad todavía no lo ha dicho" in text


@pytest.mark.parametrize("level", [Level.CODE, Level.REGISTER, Level.ACCOUNT])
def test_only_the_lowest_levels_say_never(client, level):
    row = counted(SIMPLE, sheets(60), level=level)
    assert "nunca es representativa" not in words_of(client.get(page_of(row)))


def test_sums_are_the_same_on_page_and_in_each_file(client):
    answers = sheets(300)
    row = counted(EVERYTHING, answers)
    truth = Counter(said["tema"] for said in answers)
    told = json.loads(body_of(client, page_of(row, "/tablas.json")))
    table = next(one for one in told["tablas"] if one["pregunta"] == TOPIC.label)
    assert {line["codigo"]: line["valores"][0] for line in table["lineas"]} == truth
    from_csv = {
        line[1]: int(line[3])
        for line in lines_of(body_of(client, page_of(row, "/tablas.csv")))
        if line[0] == TOPIC.label
    }
    book = load_workbook(io.BytesIO(body_of(client, page_of(row, "/tablas.xlsx"))))
    from_book = {line[1]: line[3] for line in book["Resultados"].values if line[0] == TOPIC.label}
    assert from_csv == from_book == {one.label: truth[one.code] for one in TOPIC.options}
    text = words_of(client.get(page_of(row)))
    assert all(f"{amount} de 300" in text for amount in truth.values())


def test_the_rows_add_up_to_the_tables_in_each_kind_of_file(client):
    answers = sheets(300)
    row = counted(EVERYTHING, answers)
    truth = Counter(said["tema"] for said in answers)
    head, *lines = lines_of(body_of(client, page_of(row, "/filas.csv")))
    assert Counter(line[head.index("tema")] for line in lines) == truth
    told = json.loads(body_of(client, page_of(row, "/filas.json")))
    assert told["total_de_filas"] == len(told["filas"]) == 300
    assert Counter(line["tema"] for line in told["filas"]) == truth
    sheet = load_workbook(io.BytesIO(body_of(client, page_of(row, "/filas.xlsx"))))["Respuestas"]
    names, *values = sheet.values
    assert Counter(line[names.index("tema")] for line in values) == truth


def test_rows_have_no_words_and_the_groups_only_when_none_is_of_a_few(client):
    answers = [said | {"detalle": "Mi nombre es secreto"} for said in sheets(300)]
    row = counted(EVERYTHING, answers)
    for name in ("filas.csv", "filas.json"):
        body = body_of(client, page_of(row, f"/{name}")).decode()
        assert "secreto" not in body
    head = lines_of(body_of(client, page_of(row, "/filas.csv")))[0]
    assert "tema" in head
    assert not {"comuna", "grupo", "edad"} & set(head)
    assert "No van" in words_of(client.get(page_of(row)))


def test_groups_go_along_when_every_cell_is_of_many(client):
    row = counted(SIMPLE, EVEN * 6)
    head, *lines = lines_of(body_of(client, page_of(row, "/filas.csv")))
    assert head == ["tema", "nota", "grupo"]
    assert Counter(line[2] for line in lines) == {"mujeres": 12, "hombres": 12}


def test_few_answers_show_nothing_at_all(client):
    row = counted(SIMPLE, sheets(FEW - 1))
    assert "Muy pocas respuestas" in words_of(client.get(page_of(row)))
    for name in FILES:
        assert client.get(page_of(row, f"/{name}")).status_code == 404
    assert queries.files_of(row) == []


def test_a_small_number_is_hidden_with_another(client):
    answers = [{"tema": "vias"}] * 20 + [{"tema": "agua"}] * 10 + [{"tema": "parques"}] * 3
    row = counted(SIMPLE, answers)
    table = queries.results_of(row).item("tema").tables[0]
    values = {line.code: line.value for line in table.lines}
    assert values["parques"] is None
    assert sum(value is None for value in values.values()) >= 2
    assert "tema" not in queries.results_of(row).columns
    assert "Por qué dice «Oculto»" in words_of(client.get(page_of(row)))


def test_who_saw_a_question_does_not_tell_what_is_hidden_before():
    answers = [{"tema": "vias"}] * 60 + [{"tema": "agua", "agua_que": ["precio"]}] * 8 + [{"tema": "parques"}] * 3
    shown = queries.results_of(counted(EVERYTHING, answers))
    assert all(table.withheld for table in shown.item("agua_que").tables)


def test_a_mean_is_not_shown_beside_hidden_counts():
    answers = [{"tema": "vias", "nota": 5}] * 20 + [{"tema": "vias", "nota": 1}] * 2
    assert queries.results_of(counted(SIMPLE, answers)).item("nota").tables[0].mean == ""
    answers = [{"tema": "vias", "nota": 5}] * 10 + [{"tema": "vias", "nota": 2}] * 10
    assert queries.results_of(counted(SIMPLE, answers)).item("nota").tables[0].mean == "3,5"


def test_the_count_without_marked_answers_hides_a_few_too():
    answers = [{"tema": "vias"}] * 20 + [{"tema": "agua"}] * 20
    few = queries.results_of(counted(SIMPLE, answers, flagged=3))
    assert few.flagged is None
    assert few.item("tema").tables[0].clean_people is None
    many = queries.results_of(counted(SIMPLE, answers, flagged=8))
    assert many.flagged == 8
    assert [line.clean for line in many.item("tema").tables[0].lines[:2]] == [12, 20]


@pytest.mark.parametrize("role", [None, *Role])
def test_sealed_results_are_sealed_for_everybody(client, role):
    row = filled(EVERYTHING, sheets(50), state=SurveyState.OPEN, closed_at=None)
    assert not services.count_survey(row.id)
    if role:
        client.sign_in(make.user(role))
    text = words_of(client.get(page_of(row)))
    assert "Los resultados están sellados" in text
    assert "Vías" not in text
    for rest in (*(f"/{name}" for name in FILES), "/comparar", "/escritas/detalle"):
        assert client.get(page_of(row, rest)).status_code == 404
    team = f"/encuestas/gestion/{row.slug}/resultados"
    for rest in ("", "/escritas", "/cruce?fila=tema&columna=nota"):
        answer = client.get(team + rest)
        assert answer.status_code != 200 or ("Vías" not in words_of(answer) or rest.startswith("/cruce") is False)
        assert "de 50" not in words_of(answer)


def test_results_opened_early_say_why_and_come_with_no_rows(client):
    row = filled(SIMPLE, sheets(50), state=SurveyState.OPEN, closed_at=None, unsealed_at=now(), unsealed_reason=WHY)
    assert services.count_survey(row.id)
    text = words_of(client.get(page_of(row)))
    assert WHY in text
    assert "respuestas 50" in text
    assert queries.files_of(row) == []


def test_an_early_count_and_the_last_one_do_not_show_a_few_by_difference():
    answers = [{"tema": "vias", "nota": 3, "grupo": "mujeres"}] * 20
    row = filled(SIMPLE, answers, state=SurveyState.OPEN, closed_at=None, unsealed_at=now())
    services.count_survey(row.id)
    row = db.session.get_one(Survey, row.id)
    put(row, [{"tema": "vias", "nota": 1, "grupo": "hombres"}] * 2)
    with unit_of_work():
        db.session.get_one(Survey, row.id).state = SurveyState.CLOSED
    row = db.session.get_one(Survey, row.id)
    assert services.count_survey(row.id)
    shown = queries.results_of(row)
    assert shown.answers == 20
    assert not shown.item("tema").tables[0].is_current
    assert shown.columns == ()


def test_the_last_count_stays():
    row = counted(SIMPLE, sheets(30))
    assert not services.count_survey(row.id)


def test_hostile_words_are_texts_on_the_page_and_no_formula_in_a_file(client):
    hostile = ["<script>alert(1)</script>", "=1+1", "ignore las instrucciones", "a" * 3000, "\u202eoñam"]
    answers = [{"tema": "vias", "nota": 3, "detalle": text} for text in hostile * 2]
    row = counted(EVERYTHING, answers)
    approver = make.user(Role.APPROVER)
    for one in queries.words_to_review(row, WordsState.WAITING, None):
        services.decide(one, approver, services.Decision(WordsState.APPROVED, None, "=2+2", seen=one.stamp))
    db.session.flush()
    html = client.get(page_of(row, "/escritas/detalle")).get_data(as_text=True)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_label_that_begins_as_a_formula_is_harmless(client):
    bad = replace(TOPIC, options=(Option("a", "=1+1"), Option("b", "@suma")))
    row = counted(Definition((bad,)), [{"tema": "a"}] * 10 + [{"tema": "b"}] * 10)
    lines = lines_of(body_of(client, page_of(row, "/tablas.csv")))
    assert {line[1] for line in lines if line[0] == TOPIC.label} == {"'=1+1", "'@suma"}
    book = load_workbook(io.BytesIO(body_of(client, page_of(row, "/tablas.xlsx"))))
    assert all(cell.data_type in ("s", "n") for line in book["Resultados"].iter_rows() for cell in line if cell.value)


def test_words_are_published_only_when_approved_and_the_history_has_none_of_them(client):
    row = counted(EVERYTHING, [{"tema": "vias", "detalle": f"Idea número {number}"} for number in range(6)])
    assert "Todavía no hay nada publicado" in words_of(client.get(page_of(row, "/escritas/detalle")))
    client.sign_in(make.user(Role.COMMUNICATIONS))
    team = f"/encuestas/gestion/{row.slug}/resultados/escritas"
    first, second = queries.words_to_review(row, WordsState.WAITING, None)[:2]
    published, kept = first.text, second.text
    client.submit(f"{team}/{first.mark}", {"decision": "publicar", "heading": "Ideas", "seen": "waiting-"})
    client.submit(f"{team}/{second.mark}", {"decision": "personal_data", "seen": "waiting-"})
    text = words_of(client.get(page_of(row, "/escritas/detalle")))
    assert published in text
    assert kept not in text
    assert db.session.get_one(OpenAnswer, second.mark).reason is PrivateReason.PERSONAL_DATA


def test_possible_personal_data_are_marked_for_who_decides(client):
    row = counted(EVERYTHING, [{"tema": "vias", "detalle": "Llámeme al 3001234567"}] * 5)
    client.sign_in(make.user(Role.MODERATOR))
    one = queries.words_to_review(row, WordsState.WAITING, None)[0]
    page = client.get(f"/encuestas/gestion/{row.slug}/resultados/escritas/{one.mark}")
    assert "Puede tener datos personales" in words_of(page)


def test_possible_personal_data_are_published_only_once_looked_at(client):
    row = counted(EVERYTHING, [{"tema": "vias", "detalle": "Llámeme al 3001234567"}] * 5)
    client.sign_in(make.user(Role.MODERATOR))
    mark = queries.words_to_review(row, WordsState.WAITING, None)[0].mark
    page, form = (
        f"/encuestas/gestion/{row.slug}/resultados/escritas/{mark}",
        {"decision": "publicar", "seen": "waiting-"},
    )
    assert client.submit(page, form).status_code == 422
    assert db.session.get_one(OpenAnswer, mark).state is WordsState.WAITING
    assert client.submit(page, form | {"reviewed": "y"}).status_code == 303


def test_two_people_who_decide_on_a_text_do_not_undo_each_other(client):
    row = counted(EVERYTHING, [{"tema": "vias", "detalle": "Arreglen la vía"}] * 5)
    client.sign_in(make.user(Role.MODERATOR))
    mark = queries.words_to_review(row, WordsState.WAITING, None)[0].mark
    page = f"/encuestas/gestion/{row.slug}/resultados/escritas/{mark}"
    assert client.submit(page, {"decision": "insult", "seen": "waiting-"}).status_code == 303
    late = client.submit(page, {"decision": "publicar", "seen": "waiting-"})
    assert late.status_code == 409
    assert "Otra persona ya decidió" in words_of(late)
    assert db.session.get_one(OpenAnswer, mark).state is WordsState.PRIVATE


def test_a_survey_is_concluded_only_with_what_was_done(client):
    row = counted(SIMPLE, sheets(30))
    client.sign_in(make.user(Role.APPROVER))
    page = f"/encuestas/gestion/{row.slug}/resultados"
    assert "Falta decir qué se hizo" in words_of(client.get(page))
    assert client.submit(page, {"outcome": "Nada"}).status_code == 422
    assert db.session.get_one(Survey, row.id).state is SurveyState.CLOSED
    done = "El tema de las vías será el primero de la audiencia de agosto, con datos de cada vereda."
    assert client.submit(page, {"outcome": done}).status_code == 303
    assert db.session.get_one(Survey, row.id).state is SurveyState.CONCLUDED
    assert done in words_of(client.get(page_of(row)))


def test_a_file_that_could_not_be_made_says_so_and_is_made_again(client, monkeypatch):
    row = filled(SIMPLE, sheets(30))
    services.count_survey(row.id)
    file = queries.files_of(row)[0]
    monkeypatch.setattr(exporting, "cells_of", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exporting.make_file(file.id)
    monkeypatch.undo()
    assert queries.files_of(row)[0].state is FileState.FAILED
    assert client.get(page_of(row, f"/filas.{file.kind.value}")).status_code == 404
    client.sign_in(make.user(Role.APPROVER))
    page = f"/encuestas/gestion/{row.slug}/resultados"
    assert "Preparar otra vez" in words_of(client.get(page))
    client.submit(f"{page}/archivo/{file.kind.value}", page=page)
    assert exporting.make_file(queries.files_of(row)[0].id)
    assert body_of(client, page_of(row, f"/filas.{file.kind.value}"))


def test_a_file_with_a_row_missing_is_not_offered():
    row = filled(SIMPLE, sheets(30))
    services.count_survey(row.id)
    file = queries.files_of(row)[0]
    services.note_progress(file.id, rows_total=31)
    exporting.place_of(file).unlink(missing_ok=True)
    with pytest.raises(RuntimeError):
        exporting.make_file(file.id)
    assert queries.files_of(row)[0].state is FileState.FAILED
    assert not exporting.place_of(file).exists()


def test_the_page_asks_the_database_as_often_for_many_answers_as_for_few(client, database):
    few, many = counted(EVERYTHING, sheets(20)), counted(EVERYTHING, sheets(400))
    client.get(page_of(few))
    with statements(database) as first:
        client.get(page_of(few))
    with statements(database) as second:
        client.get(page_of(many))
    assert len(first) == len(second)


def test_the_same_questions_are_compared_over_time(client):
    asked = version(SIMPLE)
    counted(SIMPLE, sheets(40, seed=1), version=asked, title="Primera")
    last = counted(SIMPLE, sheets(40, seed=2), version=asked, title="Segunda")
    text = words_of(client.get(page_of(last, "/comparar")))
    assert GRADE.label in text
    assert "Cada encuesta" in text
    assert client.get(page_of(last)).get_data(as_text=True).count("/comparar") == 1


def test_what_each_group_said_has_the_same_totals():
    shown = queries.results_of(counted(SIMPLE, EVEN * 8))
    cross = next(one for one in shown.crosses if one.item == TOPIC.name)
    assert cross.group == GROUP.name
    assert [line.values for line in cross.table.lines] == [(8, 8), (8, 8)]


def test_the_team_crosses_two_questions_after_the_end(client):
    answers = [{"tema": "vias", "grupo": "mujeres"}] * 9 + [{"tema": "agua", "grupo": "hombres"}] * 7
    row = counted(SIMPLE, answers)
    client.sign_in(make.user(Role.CONTROL))
    text = words_of(client.get(f"/encuestas/gestion/{row.slug}/resultados/cruce?fila=tema&columna=grupo&filtro="))
    assert re.search(r"Vías 9 0 9", text)
    assert re.search(r"Total 9 7 16", text)


def test_the_rate_needs_who_came(client):
    row = counted(SIMPLE, sheets(6))
    assert "personas que asistieron" not in words_of(client.get(page_of(row)))


def test_the_picture_is_drawn_here_and_named_on_the_page(client):
    row = counted(SIMPLE, sheets(60))
    assert body_of(client, page_of(row, "/imagen.png")).startswith(b"\x89PNG")
    html = client.get(page_of(row)).get_data(as_text=True)
    assert 'property="og:image" content="http' in html


def test_the_picture_leaves_emoji_out_and_keeps_the_words():
    assert picture.without_pictures("¿Más parques? 🌳👩🏽‍🌾❤️ Sí, y 3️⃣ canchas 🇨🇴") == "¿Más parques? Sí, y 3 canchas"
    drawn = picture.draw("Alcaldía 🏛️", "Parques 🌳 y vías", "6 respuestas", "Lo más: 💧 Agua", 40, "Nivel 0.")
    assert drawn == picture.draw("Alcaldía", "Parques y vías", "6 respuestas", "Lo más: Agua", 40, "Nivel 0.")


def test_every_kind_of_file_is_waited_for_and_then_whole():
    row = filled(SIMPLE, sheets(30))
    services.count_survey(row.id)
    assert {file.kind for file in queries.files_of(row)} == set(FileKind)
    assert exporting.make_due() == len(FileKind)


def test_without_answers_nothing_fails(client):
    row = counted(SIMPLE, [])
    assert client.get(page_of(row)).status_code == 200
