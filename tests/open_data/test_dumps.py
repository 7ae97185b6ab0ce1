"""The files of each night: whole, equal to the interface, kept for some days, and never half of them."""

import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from participa.accounts.models import Role
from participa.documents import services as documents
from participa.events.models import EventState
from participa.extensions import db
from participa.history import services as history
from participa.history.models import HistoryKind
from participa.open_data import catalogue, dumping
from participa.open_data.resources import RESOURCES
from participa.questions.models import WithholdReason
from participa.shared import audit
from participa.shared.clock import at_instant
from participa.shared.unit_of_work import UnitOfWorkFlask, unit_of_work
from tests import factories as make
from tests.factories import documents as make_documents
from tests.factories import history as make_history
from tests.pages import PageClient

pytestmark = pytest.mark.usefixtures("context", "nights")
NIGHT = datetime(2026, 8, 5, 8, tzinfo=UTC)  # three in the morning in Colombia
Make = Callable[[datetime], bool]


@pytest.fixture
def make_night() -> Make:
    def made(at: datetime = NIGHT) -> bool:
        with at_instant(at):
            return dumping.make_dump()

    return made


def file(client: PageClient, name: str, day: str = dumping.LATEST) -> bytes:
    answer = client.get(f"/datos/descargas/{day}/{name}", buffered=True)
    assert answer.status_code == 200
    return answer.get_data()


def table(client: PageClient, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file(client, f"{name}.csv").decode("utf-8-sig")), delimiter=";"))


def test_a_night_says_what_the_interface_says(client: PageClient, make_night: Make):
    body = '=HYPERLINK("http://otro.example") y "comillas"; y\nrenglones'
    make.public_question(body=body)
    make.public_question(at=datetime(2026, 3, 2, 15, tzinfo=UTC))
    assert make_night(NIGHT)
    told = client.get("/datos/api/v1/preguntas").get_json()["datos"]
    whole = json.loads(file(client, "preguntas.json"))
    strip = [{**row, "pagina": row["pagina"].removeprefix("http://localhost")} for row in told]
    assert (whole["datos"], whole["filas"]) == (strip, 2)
    first, second = table(client, "preguntas")
    assert first["pregunta"] == f"'{body}", "a spreadsheet would take it for a formula"
    assert second["recibida"] == "2026-03-02T10:00:00-05:00"


def test_the_index_tells_size_digest_and_rows_of_each_file(client: PageClient, make_night: Make):
    make_night(NIGHT)
    index = json.loads(file(client, "indice.json"))
    assert len(index["archivos"]) == 3 * len(RESOURCES)
    for told in index["archivos"]:
        body = file(client, told["archivo"], "2026-08-05")
        assert (len(body), hashlib.sha256(body).hexdigest()) == (told["bytes"], told["sha256"])


def test_a_night_is_made_once_and_the_last_ones_are_kept(app: UnitOfWorkFlask, make_night: Make, monkeypatch):
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], open_data_days=2))
    assert [make_night(NIGHT.replace(day=day)) for day in (5, 5, 6, 7)] == [True, False, True, True]
    assert dumping.days() == ["2026-08-07", "2026-08-06"]


def test_a_file_that_says_the_same_is_the_same_on_the_disk(make_night: Make):
    make_night(NIGHT)
    make.public_question()
    make_night(NIGHT.replace(day=6))
    earlier, later = (dumping.find(day, "espacios.csv") for day in dumping.days())
    assert earlier
    assert later
    assert earlier.path.samefile(later.path)
    earlier, later = (dumping.find(day, "preguntas.csv") for day in dumping.days())
    assert earlier
    assert later
    assert not earlier.path.samefile(later.path)


def test_half_a_night_is_never_seen(client: PageClient, make_night: Make, monkeypatch: pytest.MonkeyPatch):
    """A process that dies while it writes leaves nothing to read; the next one begins anew."""
    broken = replace(RESOURCES[-1], read=lambda *_: 1 / 0)
    with monkeypatch.context() as planted:
        planted.setattr(dumping, "RESOURCES", (*RESOURCES[:-1], broken))
        with pytest.raises(ZeroDivisionError):
            make_night(NIGHT)
    assert dumping.days() == []
    assert client.get("/datos/descargas/ultima/preguntas.csv").status_code == 404
    assert make_night(NIGHT)


def test_the_first_is_made_at_once_and_the_next_ones_at_night(app: UnitOfWorkFlask, make_night: Make, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(dumping.jobs, "soon", lambda act: asked.append(act.__name__))
    with at_instant(NIGHT):
        dumping.make_due()
    make_night(NIGHT)
    for hour in (6, 8):  # one and three in the morning in Colombia
        with at_instant(NIGHT.replace(day=6, hour=hour)):
            dumping.make_due()
    assert len(asked) == 2


@pytest.mark.parametrize("name", ["making.lock", "../making.lock", "preguntas.exe", "indice.json/"])
def test_only_files_of_a_night_are_handed_out(client: PageClient, make_night: Make, name: str):
    make_night(NIGHT)
    assert client.get(f"/datos/descargas/ultima/{name}").status_code == 404
    assert client.get("/datos/descargas/.making/preguntas.csv").status_code == 404


def test_the_pages_say_what_each_table_holds(client: PageClient, make_night: Make):
    make.public_question()
    assert "Los archivos se hacen cada noche" in client.get("/datos/").text
    make_night(NIGHT)
    assert "/datos/descargas/ultima/preguntas.csv" in client.get("/datos/").text
    page = client.get("/datos/tablas/preguntas").text
    assert all(one.words in page for one in RESOURCES[0].fields)
    assert "Creative Commons" in page


def test_the_catalogue_says_the_same_in_both_forms(client: PageClient, make_night: Make):
    make_night(NIGHT)
    graph = client.get("/datos/catalogo.jsonld").get_json(force=True)["@graph"]
    sets = [node for node in graph if node["@type"] == "dcat:Dataset"]
    assert [one["dct:identifier"] for one in sets] == [one.name for one in RESOURCES]
    known = {node["@id"] for node in graph}
    assert {file["@id"] for one in sets for file in one["dcat:distribution"]} <= known
    for node in graph:
        if "dcat:downloadURL" in node:
            name = node["dcat:downloadURL"]["@id"].rpartition("/")[2]
            assert len(file(client, name)) == int(node["dcat:byteSize"]["@value"])
    turtle = client.get("/datos/catalogo.ttl").text
    assert turtle.count(" a dcat:Dataset ;") == len(sets)
    assert all(f"<{name}>" in turtle for name in known)


def test_a_literal_of_the_catalogue_cannot_end_early():
    title = {"@value": 'uno" ;\n <b>', "@language": "es"}
    node = {"@id": "http://a.example/", "@type": "dcat:Dataset", "dct:title": title}
    assert r'"uno\" ;\n <b>"@es' in catalogue.as_turtle([node]).decode()


def test_what_was_hidden_since_is_in_no_file_any_more(client: PageClient, make_night: Make, monkeypatch):
    """Neither under the stable address nor in the nights of before; the last one is made again without it."""
    monkeypatch.setattr(dumping.jobs, "soon", lambda act: act())
    secret = "El secreto del acueducto de la vereda"
    row = make.public_question(body=secret, at=datetime(2026, 8, 3, 15, tzinfo=UTC))
    make_night(NIGHT.replace(day=4))
    make_night(NIGHT)
    kept = [found.path for day in dumping.days() if (found := dumping.find(day, "preguntas.json"))]
    assert all(secret in path.read_text() for path in kept)
    with at_instant(NIGHT + timedelta(minutes=5)):
        make.withhold(db.session.merge(row), WithholdReason.R1)
        for day in (dumping.LATEST, *dumping.days()):
            answer = client.get(f"/datos/descargas/{day}/preguntas.json")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
            assert secret not in answer.text
            assert client.get(f"/datos/descargas/{day}/espacios.json", buffered=True).status_code == 200
        dumping.make_due()
        assert not any(path.exists() for path in kept)
    with at_instant(NIGHT + timedelta(minutes=11)):
        dumping.make_due()
    told = json.loads(file(client, "preguntas.json"))["datos"]
    assert [(one["pregunta"], one["reservada"]) for one in told] == [(None, True)]
    assert dumping.days() == ["2026-08-05", "2026-08-04"]
    assert client.get("/datos/descargas/2026-08-04/preguntas.json").status_code == 503


def test_each_table_knows_what_takes_its_words_back(make_night: Make):
    """A table of which something may be hidden later says so, or its files would keep it."""
    assert {one.name for one in RESOURCES if one.hidden} == {
        *("preguntas", "documentos-de-espacios", "temas", "acciones-de-mejora", "informes", "documentos", "historia"),
    }
    for one in RESOURCES:
        assert not dumping.has_hidden(one, NIGHT)


def withdraw_document() -> None:
    author = make.user(Role.APPROVER)
    row = make_documents.document(author, text="La dirección de la casa de alguien.")
    documents.withdraw(row, "Tenía un dato de una persona.", author)


def withdraw_history() -> None:
    admin = make.user(Role.ADMIN)
    row = make_history.line(HistoryKind.QUESTION, "k1", "¿Cuándo abren la vía?")
    history.withdraw(make_history.loaded(admin, HistoryKind.QUESTION, row).id, "Era de otra entidad.", admin)


def remove_photo() -> None:
    event = make.event(EventState.HELD)
    audit.record("remove_document", event, None, kind="photo", sha256="")


@pytest.mark.parametrize(
    ("name", "hide"),
    [
        ("documentos", withdraw_document),
        ("historia", withdraw_history),
        ("documentos-de-espacios", remove_photo),
    ],
)
def test_what_is_withdrawn_is_seen(name: str, hide: Callable[[], None]):
    begun = datetime.now(UTC)
    with unit_of_work():
        hide()
    seen = {one.name for one in RESOURCES if dumping.has_hidden(one, begun)}
    assert seen == {name}
    assert not any(dumping.has_hidden(one, begun + timedelta(hours=1)) for one in RESOURCES)


def test_a_question_that_came_later_takes_no_file_back(context):
    make.withhold(make.public_question(), WithholdReason.R1)
    assert not dumping.has_hidden(RESOURCES[0], datetime(2026, 1, 1, tzinfo=UTC))
