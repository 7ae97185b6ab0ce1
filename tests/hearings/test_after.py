"""What remains of a hearing: who was heard, the rule of the order with what departed from it, and the archive."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings import hall
from participa.hearings.models import (
    Extent,
    HearingState,
    LivePromise,
    LiveTrace,
    MicrophoneTurn,
    OverrideReason,
    Stage,
    StageMove,
    Support,
    SupportDecision,
    SupportState,
    TurnState,
)
from participa.hearings.queries import equity
from participa.questions.models import LinkKind, QuestionLink, WithholdReason
from participa.shared.clock import at_instant, now
from participa.shared.suppression import FEW
from tests import factories as make
from tests.factories.keep import keep
from tests.pages import parse

SAID = "Persona Reservada"
HELD = {"device": "aparato", "network": "red", "browser": "navegador", "state": SupportState.HELD}


@pytest.fixture
def over(context):
    """A hearing that ended: 14 of one vereda, 7 answered and one grouped with them; three of another; one hidden."""
    hearing = make.hearing(state=HearingState.CLOSED, closed_at=now(), salt=None, present=80)
    author = make.user()
    spoken = {"stage": Stage.ANSWERED, "extent": Extent.PARTIAL, "second": 3725}
    staged = [make.staged(hearing, territory="La Esperanza", **(spoken if place < 7 else {})) for place in range(14)]
    staged += [make.staged(hearing, territory="San José") for _ in range(3)]
    link = {"question": staged[13].question, "leader": staged[0].question, "kind": LinkKind.GROUPED}
    keep(QuestionLink(**link, at=hearing.closed_at, author_id=author.id))
    step = {"from_value": Stage.NO_TURN, "to_value": Stage.NEXT, "at": now(), "author_id": author.id}
    keep(StageMove(staged_id=staged[1].id, reason=OverrideReason.URGENT, note=SAID, **step))
    decided = {"is_accepted": False, "number": 12, "at": now(), "author_id": author.id}
    keep(SupportDecision(staged_id=staged[2].id, reason="=Programa", **decided))
    keep(LiveTrace(staged_id=staged[0].id, at=now(), readers=40, supports=3, place=2))
    keep(LivePromise(hearing_id=hearing.id, text="Arreglar la vía", second=61, at=now(), author_id=author.id))
    hidden = make.staged(hearing, territory="San José")
    make.withhold(hidden.question, WithholdReason.R1)
    keep(LiveTrace(staged_id=hidden.id, at=now(), readers=1, supports=1, place=3))
    return hearing


def table(found: equity.Equity, title: str) -> dict[str, equity.Row]:
    (wanted,) = (one for one in found.tables if one.title == title)
    return {row.name: row for row in (*wanted.rows, wanted.whole)}


def test_the_team_sees_who_was_heard_with_groups_and_without_hidden_questions(over):
    places = table(equity.of(over, is_public=False), "Por territorio")
    assert (places["La Esperanza"].heard, places["La Esperanza"].waits) == (8, 6)
    assert (places["San José"].heard, places["San José"].waits) == (0, 3)
    assert places["San José"].is_unheard
    assert places["Todas"].total == 17


def test_small_numbers_are_hidden_for_everybody_also_from_who_subtracts(over):
    found = equity.of(over, is_public=True)
    places = table(found, "Por territorio")
    assert places["San José"].waits is None
    shown = [row.total for name, row in places.items() if name != "Todas"]
    assert shown.count(None) != 1
    numbers = [number for one in found.tables for row in one.rows for number in (row.heard, row.waits)]
    assert not any(number and number < FEW for number in numbers)


def test_the_public_pages_open_only_after_the_end(client, over):
    for page in ("equidad", "archivo", "acta"):
        assert client.get(f"/vivo/{over.room_code}/{page}").status_code == 200
    going_on = make.hearing(room_code="OTRA7")
    for page in ("equidad", "archivo"):
        assert client.get(f"/vivo/{going_on.room_code}/{page}").status_code == 404


def test_the_archive_is_one_file_with_page_tables_and_data(client, over):
    answer = client.get(f"/vivo/{over.room_code}/archivo")
    assert answer.mimetype == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    names = set(archive.namelist())
    assert {"audiencia.html", "participa.css", "audiencia.json", "preguntas.csv", "apoyos.csv"} <= names
    page = archive.read("audiencia.html").decode()
    assert "UTC" not in page, "people read days and hours of Colombia; the tables keep the instants"
    told = json.loads(archive.read("audiencia.json"))
    assert len(told["preguntas"]) == 17
    assert told["preguntas"][0]["Minuto"] == "1:02:05"
    assert told["preguntas"][0]["Vence"]
    assert (len(told["apoyos"]), len(told["uniones"]), len(told["compromisos"])) == (1, 1, 1)
    assert told["fuera-de-orden"][0]["Motivo"] == "Hay un riesgo que no da espera"
    rows = list(csv.reader(io.StringIO(archive.read("decisiones.csv").decode("utf-8-sig")), delimiter=";"))
    assert rows[1][-1] == "'=Programa"
    whole = b"".join(archive.read(name) for name in names if name != "participa.css").decode()
    assert SAID not in whole
    assert "<script" not in whole


def test_the_same_hearing_gives_the_same_file(client, over):
    first, second = (client.get(f"/vivo/{over.room_code}/archivo").data for _ in range(2))
    assert first == second


def test_of_a_hidden_question_nothing_reaches_the_archive(client, over):
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/vivo/{over.room_code}/archivo").data))
    told = json.loads(archive.read("audiencia.json"))
    assert all(row["Territorio"] == "La Esperanza" for row in told["preguntas"][:14])
    assert len([row for row in told["preguntas"] if row["Territorio"] == "San José"]) == 3


def test_everybody_reads_the_rule_what_departed_from_it_and_what_was_decided(client, over):
    page = client.get(f"/vivo/{over.room_code}/reglas").get_data(as_text=True)
    for told in ("Hay un riesgo que no da espera", "12 apoyos descartados", "=Programa", "apoyan quienes la leyeron"):
        assert told in page
    assert SAID not in page


@pytest.mark.parametrize(
    ("share", "told"), [(20, "De cada cien turnos, 20 son para preguntas en papel"), (0, "cuando ninguna otra espera")]
)
def test_the_rule_says_how_paper_and_voice_get_their_turns(client, context, share, told):
    hearing = make.hearing(silent_share=share)
    assert told in client.get(f"/vivo/{hearing.room_code}/reglas").get_data(as_text=True)


def test_supports_are_left_out_only_after_asking(client, context):
    staged = make.staged(make.hearing())
    keep(Support(staged_id=staged.id, hearing_id=staged.hearing_id, **HELD, device_since=now(), at=now()))
    client.sign_in(make.user(Role.MODERATOR))
    path = f"/vivo/gestion/{staged.hearing.room_code}/apoyos"
    form = {"csrf_token": parse(client.get(path).get_data(as_text=True)).hidden["csrf_token"], "reason": "Un programa."}
    asked = client.post(f"{path}/{staged.id}/descartar", data=form)
    assert (asked.status_code, "¿Descartar 1 apoyo?" in asked.get_data(as_text=True)) == (200, True)
    assert db.session.scalar(select(func.count()).select_from(SupportDecision)) == 0
    sure = parse(asked.get_data(as_text=True)).hidden
    assert client.post(f"{path}/{staged.id}/descartar", data=sure).status_code == 303
    assert db.session.scalars(select(SupportDecision)).one().reason == "Un programa."


def test_the_number_of_the_hall_changes_and_lives_half_an_hour(context):
    hearing = make.hearing()
    first = hall.label_of(hearing)
    assert len(first) == 4
    with at_instant(now() + timedelta(minutes=19)):
        assert hall.is_good(hearing, f" {first[:2]} {first[2:]} ")
    with at_instant(now() + timedelta(minutes=31)):
        assert not hall.is_good(hearing, first)
    assert not hall.is_good(hearing, "")
    over = make.hearing(room_code="OTRA8", state=HearingState.CLOSED, salt=None)
    assert hall.label_of(over) == ""
    assert not hall.is_good(over, first)


def test_a_phone_types_the_number_and_is_in_the_hall(client, context):
    hearing = make.hearing()
    page = f"/vivo/{hearing.room_code}/sala"
    wrong = client.submit(page, {"digits": "no"})
    assert wrong.status_code == 422
    assert "Ese número no es el de la pantalla" in wrong.get_data(as_text=True)
    assert client.submit(page, {"digits": hall.label_of(hearing)}).status_code == 303
    assert "ya está en la sala" in client.get(page).get_data(as_text=True)


def test_guesses_of_the_number_are_counted_also_of_a_phone_that_throws_its_name_away(client, context):
    hearing = make.hearing()
    page = f"/vivo/{hearing.room_code}/sala"
    with at_instant(now()):
        for _ in range(8):
            told = client.submit(page, {"digits": "no"})
        assert "antes de escribir otro número" in told.get_data(as_text=True)
        told = client.submit(page, {"digits": hall.label_of(hearing)})
        assert told.status_code == 422
        for _ in range(60):
            client.delete_cookie("asking")
            told = client.submit(page, {"digits": "no"})
        assert "antes de escribir otro número" in told.get_data(as_text=True)


def test_a_phone_cannot_hand_the_hall_on_to_another(client, context):
    hearing = make.hearing()
    page = f"/vivo/{hearing.room_code}/sala"
    client.submit(page, {"digits": hall.label_of(hearing)})
    client.delete_cookie("asking")
    assert "ya está en la sala" not in client.get(page).get_data(as_text=True)


def test_the_minutes_tell_neither_the_place_nor_the_number_of_what_is_not_public(client, over):
    hidden = make.staged(over, territory="Vereda Oculta", stage=Stage.ANSWERED, extent=Extent.COMPLETE)
    make.withhold(hidden.question, WithholdReason.R1)
    waiting = make.question(over.event)
    unread = make.staged(over, question=waiting, territory="Vereda Callada")
    promised = {"hearing_id": over.id, "at": now(), "author_id": make.user().id, "text": "Revisar."}
    keep(LivePromise(**promised, staged_id=unread.id))
    turn = {"hearing_id": over.id, "position": 1, "speaker": SAID, "state": TurnState.DONE}
    keep(MicrophoneTurn(**turn, question_id=waiting.id))
    page = client.get(f"/vivo/{over.room_code}/acta").get_data(as_text=True)
    assert "El texto de esta pregunta ya no es público" in page
    for word in ("Vereda Oculta", "Vereda Callada", waiting.radicado, SAID):
        assert word not in page
