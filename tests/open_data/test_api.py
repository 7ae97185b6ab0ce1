"""What a program reads: the same as the public pages, by pages, and only what it asks for."""

import csv
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from participa.commitments.models import CommitmentState
from participa.events.models import EventState
from participa.open_data import description
from participa.open_data.resources import RESOURCES
from participa.questions.models import Status, WithholdReason
from participa.shared.clock import today
from participa.strategy.models import StrategyState
from tests import factories as make
from tests.factories import commitments
from tests.pages import PageClient

API = "/datos/api/v1/"
pytestmark = pytest.mark.usefixtures("context")
FIRST = Path(__file__).with_name("version_1.json")


def rows(client: PageClient, address: str) -> list[dict]:
    """Every row from an address on, following the pages."""
    found, following = [], API + address
    while following:
        answer = client.get(following).get_json()
        found, following = found + answer["datos"], answer["siguiente"]
    return found


def answered(at: datetime, days: int) -> dict[str, Any]:
    """As a question is that was answered so many days later."""
    then = at + timedelta(days=days)
    return {"status": Status.PUBLISHED, "answered_at": then, "published_at": then}


def test_a_question_is_told_as_its_page_tells_it(client: PageClient):
    asked_at = datetime(2026, 8, 3, 15, tzinfo=UTC)
    question = make.public_question(at=asked_at, body="¿Cuándo abren el puente?", **answered(asked_at, days=8))
    make.answer(question, "Se abre en octubre.")
    (told,) = rows(client, "preguntas")
    assert told["radicado"] == question.radicado
    assert told["pregunta"] == "¿Cuándo abren el puente?"
    assert told["respuesta"] == "Se abre en octubre."
    assert told["recibida"] == "2026-08-03T10:00:00-05:00"
    page = client.get(told["pagina"].removeprefix("http://localhost"))
    assert told["respuesta"] in page.text
    assert (told["dias_habiles"], told["a_tiempo"]) == (5, True)  # the seventh of August is a holiday
    assert "Respondida a tiempo" in page.text


def test_a_withheld_question_leaves_its_mark_and_no_words(client: PageClient):
    question = make.public_question(body="El vecino del 12 debe plata.")
    make.withhold(question, WithholdReason.R1)
    make.question(body="Nadie la ha revisado.")
    (told,) = rows(client, "preguntas")
    assert (told["radicado"], told["pregunta"], told["reservada"]) == (question.radicado, None, True)
    assert told["motivo_de_reserva"] == "Contiene datos personales de otra persona."


def test_pages_follow_each_other_without_gaps(client: PageClient):
    filed = [make.public_question().radicado for _ in range(5)]
    assert [one["radicado"] for one in rows(client, "preguntas?limite=2")] == filed


def test_filters_narrow_the_rows(client: PageClient):
    old = make.public_question(at=datetime(2025, 3, 1, 15, tzinfo=UTC))
    new = make.public_question(at=datetime(2026, 3, 1, 15, tzinfo=UTC))
    filed = {address: [one["radicado"] for one in rows(client, f"preguntas?{address}")] for address in FILTERED}
    assert filed["anio=2025"] == [old.radicado]
    assert filed["desde=2026-01-01"] == [new.radicado]
    assert filed["estado=Archivada"] == []


FILTERED = ("anio=2025", "desde=2026-01-01", "estado=Archivada")


def test_who_asks_what_is_new_gets_old_questions_with_new_answers(client: PageClient):
    at = datetime(2026, 3, 2, 15, tzinfo=UTC)
    make.public_question(at=at)
    question = make.public_question(at=at, **answered(at, days=20))
    assert [one["radicado"] for one in rows(client, "preguntas?desde=2026-03-20")] == [question.radicado]


def test_who_asks_what_is_new_hears_of_what_was_withheld(client: PageClient):
    question = make.public_question(at=datetime(2026, 3, 2, 15, tzinfo=UTC))
    assert rows(client, f"preguntas?desde={today()}") == []
    make.withhold(question, WithholdReason.R1)
    assert [one["reservada"] for one in rows(client, f"preguntas?desde={today()}")] == [True]


def test_commitments_are_those_of_the_public_list(client: PageClient):
    shown = make.commitment(how_known="Se ve la obra.")
    make.commitment(CommitmentState.REGISTERED)
    commitments.progress(shown, 40)
    (told,) = rows(client, "compromisos")
    (listed,) = client.get("/compromisos/lista.json").get_json()
    pairs = (
        ("codigo", "Código"),
        ("compromiso", "Compromiso"),
        ("como_va", "Cómo va"),
        ("avance", "Avance informado (%)"),
    )
    assert [told[own] for own, _theirs in pairs] == [listed[theirs] for _own, theirs in pairs]
    assert [one["avance"] for one in rows(client, "avances")][-1] == 40


def test_the_cronograma_is_that_of_its_download(client: PageClient):
    strategy = make.strategy(year=2026)
    make.activity(strategy, name="Publicar el informe", ends_on=datetime(2026, 2, 1, tzinfo=UTC).date())
    (told,) = rows(client, "actividades")
    download = client.get("/estrategia/2026/cronograma.csv").get_data().decode("utf-8-sig")
    (listed,) = csv.DictReader(StringIO(download), delimiter=";")
    assert (told["actividad"], told["termina"], told["estado"]) == (
        listed["Actividad"],
        listed["Fin"],
        listed["Estado"],
    )


def test_a_draft_is_not_there(client: PageClient):
    make.strategy(StrategyState.DRAFT)
    make.event(EventState.DRAFT, activity=make.activity())
    assert [one["estado"] for one in rows(client, "estrategias")] == ["Publicada"]  # that of the activity
    assert rows(client, "espacios") == []


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("anio=veinte", "anio"),
        ("anio=20260", "anio"),
        ("desde=ayer", "desde"),
        ("desde=2026-02-30", "desde"),
        ("estado=Perdida", "estado"),
        ("limite=0", "limite"),
        ("limite=1001", "limite"),
        ("despues=99999999999", "despues"),
        ("despues=-1", "despues"),
        ("color=rojo", "color"),
        ("anio=2025&anio=2026", "anio"),
    ],
)
def test_what_nobody_understands_is_refused_with_words(client: PageClient, asked: str, parameter: str):
    answer = client.get(f"{API}preguntas?{asked}")
    told = json.loads(answer.get_data())
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert told["parametro"] == parameter
    assert told["detail"].endswith(".")


@pytest.mark.parametrize(
    ("method", "address", "status"), [("GET", "nada", 404), ("GET", "a/b/c", 404), ("POST", "temas", 405)]
)
def test_a_wrong_address_or_method_is_told_as_data(client: PageClient, method: str, address: str, status: int):
    answer = client.open(API + address, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_another_site_may_read_and_nobody_may_write(client: PageClient):
    asker = FlaskClient(client.application, client.response_wrapper)
    answer = asker.options(f"{API}preguntas", headers={"Origin": "https://otro.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in client.get("/preguntas/").headers


def test_who_has_it_already_gets_nothing_again(client: PageClient):
    make.public_question()
    mark = client.get(f"{API}preguntas").headers["ETag"]
    assert client.get(f"{API}preguntas", headers={"If-None-Match": mark}).status_code == 304
    make.public_question()
    assert client.get(f"{API}preguntas", headers={"If-None-Match": mark}).status_code == 200


def test_what_the_first_version_promised_is_still_there():
    """Fields and tables of version 1 are never taken away nor changed; new ones may come. The file grows by hand."""
    promised = json.loads(FIRST.read_text())
    given = {one.name: {field.name: str(field.kind) for field in one.fields} for one in RESOURCES}
    assert description.VERSION == "1"
    assert {name: fields.items() <= given.get(name, {}).items() for name, fields in promised.items()} == dict.fromkeys(
        promised, True
    )
    assert promised.keys() == given.keys(), "write the new tables into version_1.json"
