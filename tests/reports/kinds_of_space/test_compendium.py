"""The compendium says what the public pages of questions say, number by number and word by word."""

import re
from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.events.models import EventState
from participa.questions import services
from participa.questions.models import LinkKind, Purpose, QuestionLink, Status, Transfer, Visibility, WithholdReason
from participa.questions.models.answers import AnswerPromise
from participa.questions.models.redaction import MARK, parts_of
from participa.reports import kinds
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep
from tests.reports.kinds_of_space.reading import built, figures, plain, subject_of, table, words
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
KIND = "preguntas-y-respuestas"
HIDDEN = "Mi vecino Fulgencio bota basura"


@pytest.fixture
def space():
    """Two answered in time, one late, one that shares the answer, four that wait and one that nobody has looked at."""
    event = make.event(EventState.ANSWERING)
    roads, health = make.topic("Vías"), make.topic("Salud")
    works, clinic = make.department("Secretaría de Obras"), make.department("Secretaría de Salud")
    at = now() - timedelta(days=60)
    done = {"status": Status.PUBLISHED, "published_at": at + timedelta(days=3)}
    of_roads = {"topic_id": roads.id, "department_id": works.id}
    of_health = {"topic_id": health.id, "department_id": clinic.id}
    first = make.public_question(event, at, answered_at=at + timedelta(days=3), **done, **of_roads)
    version = make.answer(first, "La vía se arregla en marzo.\nEl contrato es público.")
    keep(AnswerPromise(version_id=version.id, words="Arreglar la vía antes de junio"))
    second = make.public_question(event, at, answered_at=at + timedelta(days=4), **done, **of_health)
    make.answer(second, "El puesto abre los lunes.")
    make.answer(second, "El puesto abre los martes.")
    late = make.public_question(event, at, answered_at=now(), **done, **of_health)
    make.answer(late)
    shares = {"status": Status.GROUPED, "visibility": Visibility.GROUPED}
    member = make.question(event, at, **shares, **of_roads)
    author, link = make.user(), {"kind": LinkKind.GROUPED, "at": now()}
    keep(QuestionLink(question_id=member.id, leader_id=first.id, author_id=author.id, **link))
    moved = make.public_question(event, at, status=Status.TRANSFERRED, **of_roads)
    keep(Transfer(question_id=moved.id, entity="Gobernación", sent_on=today(), document_number="17"))
    allowed = {"purposes": frozenset({Purpose.MANAGE, Purpose.PUBLISH_NAME})}
    make.public_question(event, at, first_names="Rosalba", last_names="Innombrable", **allowed)
    make.public_question(event, now(), body="¿Cuándo abre la biblioteca?")
    hidden = make.public_question(event, at, body=HIDDEN)
    make.withhold(hidden, WithholdReason.R1)
    make.question(event, at, body="Todavía no la ha leído nadie")
    return event


def test_its_numbers_are_those_of_the_public_pages(client, space):
    told = figures(built(KIND, space), "cifras-preguntas")
    stats = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", client.get("/preguntas/").get_data(as_text=True))
    public = {label: number.strip() for label, number in stats}
    assert told["Recibidas"] == public["preguntas recibidas"] == "9"
    assert told["Respondidas a tiempo"] == public["respondidas a tiempo"] == "2"
    assert told["Respondidas tarde"] == public["respondidas tarde"] == "1"
    assert told["Por responder"] == public["por responder"] == "5"
    assert told["Días hábiles"] == public["días hábiles demora una respuesta típica"]
    counted = client.get("/preguntas/cifras").get_data(as_text=True)
    assert told["Respuestas a tiempo"] == "66\u00a0%"
    assert "66 %" in counted


def test_its_offices_and_topics_are_those_of_the_public_page_and_add_up(client, space):
    report = built(KIND, space)
    page = client.get("/preguntas/cifras").get_data(as_text=True)
    for name, what in (("por-oficina", "Oficina"), ("por-tema", "Tema")):
        lines = table(report, name)
        for line in lines[:-1]:
            rows = re.findall(rf'<th scope="row">{line[what]}</th>(.*?)</tr>', page, re.DOTALL)
            [row] = [one for one in rows if 'data-label="Recibidas"' in one]
            shown = [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
            share = line["A tiempo (%)"].replace("\u00a0", " ")
            assert shown == [line["Recibidas"], share, line["Días hábiles"], line["Por responder"], line["Vencidas"]]
        assert lines[-1][what].startswith("Sin ")
        assert sum(int(line["Recibidas"]) for line in lines) == 9
        assert sum(int(line["Por responder"]) for line in lines) == 5


def test_it_has_every_question_of_the_public_list_and_no_other(client, space):
    report = built(KIND, space)
    rows = {row["Radicado"]: row for row in table(report, "preguntas")}
    page = client.get(f"/preguntas/?espacio={space.slug}").get_data(as_text=True)
    assert set(rows) == set(re.findall(r'href="/preguntas/(\d{4}-\d+)"', page))
    assert figures(report, "cifras-preguntas")["En la lista pública"] == str(len(rows)) == "8"
    assert f"{len(rows)} preguntas" in page


def test_each_question_and_answer_is_that_of_its_page(client, space):
    report = built(KIND, space)
    for row, term in zip(table(report, "preguntas"), table(report, "plazos"), strict=True):
        assert row["Radicado"] == term["Radicado"]
        page = plain(client.get(f"/preguntas/{row['Radicado']}").get_data(as_text=True))
        for line in (*row["Pregunta"].splitlines(), *row["Respuesta"].splitlines()):
            said = re.sub(r"^(Compromiso: |No publicamos el texto de esta pregunta. )", "", line)
            if not said.startswith(("Quien preguntó ve", "La trasladamos", "Espera la misma")):
                assert plain(said).removesuffix(".") in page
        assert f"Recibida {term['Recibida']} " in page
        assert f"{term['Fecha límite']} ¿Cómo se calculó?" in page
        assert (f"Respondida {term['Respondida']}." in page) == (term["Respondida"] != "Sin respuestas")
        assert term["Cómo va"] in page


def test_it_says_what_stands_in_the_place_of_an_answer(space):
    answers = [row["Respuesta"] for row in table(built(KIND, space), "preguntas")]
    assert "La vía se arregla en marzo.\nEl contrato es público.\nCompromiso: Arreglar la vía antes de junio" in answers
    assert "El puesto abre los martes." in answers, "the last version, and not the one that it corrects"
    assert "La trasladamos a Gobernación. Esa entidad debe responder." in answers
    assert sum(said.startswith("Espera la misma respuesta que la pregunta ") for said in answers) == 1
    assert sum(said == "Todavía no hay una respuesta publicada." for said in answers) == 2


def test_nothing_hidden_is_in_it_and_nobody_is_named(space):
    said = words(built(KIND, space))
    assert HIDDEN not in said
    assert "Todavía no la ha leído nadie" not in said
    assert "Rosalba" not in said, "a document stays when who asked takes the permission back"
    assert "Contiene datos personales de otra persona." in said


def test_a_part_that_is_hidden_stays_hidden(context):
    space = make.event(EventState.HELD)
    asked = make.public_question(space, body="Llame a Clodomiro al 3001234567 por la vía")
    parts = parts_of(asked.body, [("Clodomiro", WithholdReason.R1), ("3001234567", WithholdReason.R1)])
    with unit_of_work():
        services.redact(asked, make.user(Role.MODERATOR), parts, "Datos de otra persona")
    [row] = table(built(KIND, space), "preguntas")
    assert row["Pregunta"] == f"Llame a {MARK} al {MARK} por la vía"


def test_it_says_what_it_still_lacks(space):
    lacks = kinds.kind_of(KIND).lacks(subject_of(space))
    assert lacks == ["Faltan 5 preguntas por responder.", "1 pregunta espera revisión y no sale en el informe."]


def test_the_database_is_asked_as_often_for_many_questions_as_for_few(space, database):
    with statements(database) as few:
        built(KIND, space)
    for _ in range(8):
        make.answer(make.public_question(space, status=Status.PUBLISHED, answered_at=now(), published_at=now()))
    with statements(database) as many:
        built(KIND, space)
    assert len(many) == len(few)
