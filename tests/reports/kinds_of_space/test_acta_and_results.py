"""The acta and the results report say what the other pages of the space say; every report of a space is well made."""

import re
from datetime import timedelta

import pytest

from participa.commitments.models import CommitmentState
from participa.events.models import AgendaItem, DocumentKind, EventState, RouteMoment, RouteStep
from participa.hearings.models import Extent, HearingState, LivePromise, MicrophoneTurn, Stage, TurnState
from participa.questions.models import Status, WithholdReason
from participa.reports import kinds
from participa.reports.kinds import Texts
from participa.shared.clock import now
from participa.shared.report.document import from_document, to_document
from participa.shared.report.model import Chart, Figures, Heading, Note, Report, Table
from tests import factories as make
from tests.factories import topics
from tests.factories.keep import keep
from tests.reports.kinds_of_space.reading import NAMES, built, plain, subject_of, table, words

pytestmark = pytest.mark.usefixtures("context")
SPEAKER = "Anselmo Micrófono"


@pytest.fixture
def space():
    """A hearing that ended: three answered aloud, one of them hidden since; two promises, one struck; two turns."""
    event = make.event(EventState.ANSWERING, recording_url="https://videos.example/audiencia")
    hearing = make.hearing(event=event, state=HearingState.CLOSED, closed_at=now(), salt=None, present=80)
    keep(AgendaItem(event_id=event.id, position=1, title="Apertura", minutes=10, responsible="Alcaldía"))
    keep(RouteStep(event_id=event.id, moment=RouteMoment.BEFORE, position=1, text="Invitar por la emisora"))
    spoken = {"stage": Stage.ANSWERED, "extent": Extent.PARTIAL, "second": 3725, "territory": "La Esperanza"}
    staged = [make.staged(hearing, **spoken) for _ in range(3)]
    staged += [make.staged(hearing, territory="San José") for _ in range(2)]
    make.withhold(staged[2].question, WithholdReason.R1)
    author, at = make.user(), now()
    keep(LivePromise(hearing_id=hearing.id, text="Arreglar la vía", second=61, at=at, author_id=author.id))
    struck = {"text": "Hacer un puente", "struck_at": at, "struck_by_id": author.id}
    keep(LivePromise(hearing_id=hearing.id, second=90, at=at, author_id=author.id, **struck))
    for place, state in enumerate((TurnState.DONE, TurnState.ABSENT), 1):
        turn = {"began_at": at - timedelta(seconds=95), "ended_at": at} if state is TurnState.DONE else {}
        keep(MicrophoneTurn(hearing_id=hearing.id, position=place, speaker=SPEAKER, state=state, **turn))
    return event


def test_the_acta_says_what_the_minutes_of_the_hearing_say(client, space):
    report = built("acta", space)
    page = plain(client.get("/vivo/sala7/acta").get_data(as_text=True))
    for name in ("respondidas-en-vivo", "compromisos-dichos", "turnos", "territorios-oidos"):
        rows = table(report, name)
        assert rows
        for row in rows:
            for text in row.values():
                said = text.removeprefix("(Tachado: se anotó por error) ")
                assert said in page or said in ("Sin radicado", "Sin pregunta", "Sin oficina", "Sin decir")
    facts = {row["Dato"]: row["Qué dice"] for row in table(report, "datos-del-espacio")}
    assert f"Preguntas recibidas {facts['Preguntas recibidas']}." in page
    assert f"Con el texto reservado: {facts['Preguntas con el texto reservado']}" in page
    assert f"Personas en la sala {facts['Personas en la sala']}" in page
    assert f"Se respondió en parte: {facts['Se respondió en parte']}." in page
    left = facts["No alcanzaron a salir y se responden por escrito"]
    assert f"No alcanzaron a salir {left}." in page


def test_nobody_who_spoke_is_named_and_what_was_hidden_is_not_told(space):
    said = words(built("acta", space))
    assert SPEAKER not in said
    assert "El texto de esta pregunta ya no es público." in said
    assert "(Tachado: se anotó por error) Hacer un puente" in said


def test_a_hearing_that_goes_on_is_not_in_the_acta():
    event = make.event(EventState.HELD)
    make.staged(make.hearing(event=event), stage=Stage.ANSWERED, extent=Extent.COMPLETE)
    assert kinds.kind_of("acta").lacks(subject_of(event))
    assert "Preguntas respondidas en vivo" not in words(built("acta", event))


def test_the_results_bring_together_what_the_space_left(client, space):
    make.document(space, DocumentKind.CONTEXT, title="Cartilla de la vía")
    promise = make.commitment(CommitmentState.UNDER_WAY, event_id=space.id, percent=40)
    topics.decided(event_id=space.id)
    answered = make.public_question(space, at=now() - timedelta(days=3), status=Status.PUBLISHED, answered_at=now())
    make.answer(answered)
    report = built("resultados", space)
    [row] = table(report, "compromisos")
    page = plain(client.get(f"/compromisos/{promise.code}").get_data(as_text=True))
    assert row["Código"] == promise.code
    assert row["Cómo va"] in page
    assert row["Avance informado"] == "40\u00a0%"
    themes = [(line["Puesto"], line["Tema"]) for line in table(report, "temas-1")]
    assert themes == [("1", "Arreglo de vías"), ("2", "Agua potable"), ("3", "Puesto de salud")]
    assert table(report, "ruta") == [{"Momento": "Antes", "Tarea": "Invitar por la emisora", "Responde": "Sin dato"}]
    assert [line["Documento"] for line in table(report, "documentos-previos")] == ["Cartilla de la vía"]
    counted = {line["Clase"]: line["Cuántas"] for line in table(report, "clases")}
    listed = client.get(f"/preguntas/?espacio={space.slug}&tipo=pregunta").get_data(as_text=True)
    assert f"{counted['Pregunta']} preguntas" in plain(listed)


def test_the_drafts_hold_what_the_platform_knows_and_a_written_text_takes_their_place(space):
    kind, subject = kinds.kind_of("resultados"), subject_of(space)
    drafts = kind.drafts(subject)
    assert "Presentación, preguntas y respuestas." in drafts["preparacion"]
    assert drafts["intro"].endswith("No se anotó quién llegó. Se recibieron 5 preguntas.")
    said = words(kind.build(subject, Texts({**drafts, "conclusions": "Se hará otra en la vereda."})))
    assert "Se hará otra en la vereda." in said
    numbers = [int(number) for number in re.findall(r"^(\d+)\. \w", said, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1)), "a part without anything to tell leaves no gap"


def named(report: Report) -> list[str]:
    """Each word by which a part of the report is found."""
    parts = [block.name for block in report.blocks if isinstance(block, Table | Figures | Chart)]
    return parts + [block.anchor for block in report.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("name", NAMES)
def test_each_report_is_well_made_with_data_and_without(client, space, name):
    for event in (space, make.event(EventState.HELD)):
        report = built(name, event)
        assert from_document(to_document(report)) == report
        assert len(named(report)) == len(set(named(report)))
        assert all(re.fullmatch(r"[a-z0-9-]+", word) for word in named(report))
        levels = [2, *(block.level for block in report.blocks if isinstance(block, Heading))]
        assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))
        for block in report.blocks:
            if isinstance(block, Note):
                assert client.get(block.address).status_code in (200, 404 if name == "evaluacion-del-espacio" else 200)
