"""The acta on the page and on paper: who was heard, what was decided of supports, where the recording is."""

import io
import json
import zipfile
from datetime import timedelta

import pypdfium2
import pytest

from participa.hearings import minutes
from participa.hearings.desk import figures_of
from participa.hearings.minutes_file import draw
from participa.hearings.models import (
    Extent,
    Hearing,
    HearingState,
    LivePromise,
    Stage,
    StagedQuestion,
    SupportDecision,
)
from participa.hearings.queries import equity, history
from participa.hearings.snapshot import Card
from participa.questions.models import LinkKind, QuestionLink
from participa.shared.clock import now
from tests import factories as make
from tests.factories.keep import keep
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
RECORDING = "https://video.example/audiencia"


@pytest.fixture
def over():
    """A hearing that ended, with one question answered and one that waits."""
    values = {"state": HearingState.CLOSED, "closed_at": now(), "salt": None, "recording_url": RECORDING}
    hearing = make.hearing(**values)
    office = make.department(name="Salud")
    spoken = {"stage": Stage.ANSWERED, "extent": Extent.PARTIAL}
    make.staged(hearing, territory="La Esperanza", department=office, **spoken)
    make.staged(hearing, territory="El Prado", department=office)
    return hearing


def join(child: StagedQuestion, leader: StagedQuestion, **values) -> None:
    link = {"question": child.question, "leader": leader.question, "kind": LinkKind.GROUPED}
    link["at"] = child.hearing.closed_at or now()
    keep(QuestionLink(**(link | values), author_id=make.user().id))


def first_answered(hearing: Hearing) -> StagedQuestion:
    return history.answered_in_order(hearing)[0]


def joined(hearing: Hearing, **values) -> StagedQuestion:
    """One more question of a group whose first was answered."""
    child = make.staged(hearing, **values)
    join(child, first_answered(hearing))
    return child


def on_paper(hearing: Hearing) -> str:
    paper = pypdfium2.PdfDocument(draw("Alcaldía", minutes.read(hearing)))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in paper).split())


def archive(client, hearing: Hearing) -> dict[str, list[dict[str, str]]]:
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/vivo/{hearing.room_code}/archivo").data))
    return json.loads(packed.read("audiencia.json"))


@pytest.mark.parametrize(
    ("grouped", "parted", "is_heard"), [(-1, None, True), (-1, 1, True), (-2, -1, False), (1, None, False)]
)
def test_what_is_grouped_or_parted_after_the_end_changes_nothing_of_what_was_heard(over, grouped, parted, is_heard):
    """Hours from the end of the hearing."""
    child = make.staged(over, territory="San José")
    ended = {"ended_at": over.closed_at + timedelta(hours=parted)} if parted else {}
    join(child, first_answered(over), at=over.closed_at + timedelta(hours=grouped), **ended)
    assert ("San José" not in minutes.read(over).unheard) is is_heard
    assert minutes.read(over).answered[0].joined == is_heard


def test_one_of_a_group_was_heard_with_the_one_that_leads_it(over):
    roads = make.department(name="Vías")
    joined(over, territory="San José", department=roads)
    told = minutes.read(over)
    assert dict(told.counts)["Se respondió en parte"] == 2
    assert told.left == 1
    assert {one.name: (one.waited, one.answered) for one in told.territories} == {
        "El Prado": (1, 0),
        "La Esperanza": (1, 1),
        "San José": (1, 1),
    }
    assert [(one.name, one.answered) for one in told.offices] == [("Salud", 1), ("Vías", 1)]
    assert told.unheard == ["El Prado"]
    assert [said.joined for said in told.answered] == [1]


def test_the_acta_and_the_page_of_who_was_heard_agree(over):
    joined(over, territory="San José")
    alone = make.staged(over, territory="Lejana")
    join(alone, first_answered(over), ended_at=now())
    (table,) = (one for one in equity.of(over, is_public=False).tables if one.title == "Por territorio")
    heard = {row.name: (row.total, row.heard) for row in table.rows}
    assert heard == {one.name: (one.waited, one.answered) for one in minutes.read(over).territories}


def test_the_page_says_how_many_were_answered_with_one(client, over):
    joined(over)
    page = client.get(f"/vivo/{over.room_code}/acta").get_data(as_text=True)
    assert "Con ella: 1 pregunta unida" in page
    assert "Con ella, 1 pregunta unida" in on_paper(over)


def test_the_paper_tells_what_the_page_tells(over):
    staged = first_answered(over)
    decided = {"is_accepted": False, "number": 12, "reason": "Un programa", "at": now(), "author_id": make.user().id}
    keep(SupportDecision(staged_id=staged.id, **decided))
    told = on_paper(over)
    for words in (RECORDING, "Apoyos en revisión", "Se descartaron 12 Un programa", "Oficinas oídas", "Salud 1 de 2"):
        assert words in told


def test_the_paper_of_a_hearing_in_its_order_says_so_in_a_good_sentence(over):
    told = on_paper(over)
    assert "Cambios del orden Ninguno" in told
    assert "Apoyos sin contar Ninguno" in told
    assert "cada una con su motivo" not in told


def test_the_archive_tells_of_one_of_a_group_what_was_answered_to_the_one_that_leads_it(client, over):
    child = joined(over)
    told = {row["Radicado"]: row["Respuesta en la audiencia"] for row in archive(client, over)["preguntas"]}
    assert told[child.question.radicado] == "Se respondió en parte"
    assert list(told.values()).count("") == 1


def test_the_archive_tells_the_minutes_of_promises_as_the_acta_does(client, over):
    began = over.recording_began_at
    values = {"hearing_id": over.id, "text": "Arreglar la vía", "author_id": make.user().id}
    keep(LivePromise(**values, second=61, at=began + timedelta(seconds=3725)))
    keep(LivePromise(**values, second=5, at=began - timedelta(seconds=5)))
    told = [row["Minuto"] for row in archive(client, over)["compromisos"]]
    assert told == [one.minute for one in minutes.read(over).promises] == ["1:02:05", ""]


def test_what_the_acta_asks_does_not_grow_with_what_it_tells(database, over):
    def asked() -> int:
        with statements(database) as seen:
            minutes.read(over)
        return len(seen)

    joined(over)
    few = asked()
    for _ in range(4):
        joined(over, department=make.department())
        make.staged(over, stage=Stage.ANSWERED, extent=Extent.COMPLETE)
    assert asked() == few


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"supports": 1, "readers": 20}, "1 apoyo de 20 personas que la leyeron"),
        ({"supports": 12, "readers": 1400}, "12 apoyos de 1.400 personas que la leyeron"),
        ({"readers": 1}, "1 persona la leyó"),
        ({"readers": 2}, "2 personas la leyeron"),
        ({"is_silent": True}, "Papel o micrófono"),
    ],
)
def test_the_figures_of_the_desk_are_said_well(figures, words):
    assert figures_of(Card(1, "", "", **figures)) == words
