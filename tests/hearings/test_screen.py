"""The big screen: what it shows of a published state, and how it is blanked."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings import screen
from participa.hearings.models import HearingState
from participa.hearings.publishing import FOLDER, Publisher
from participa.hearings.queries import blanking as queries
from participa.hearings.screen import Mode
from participa.hearings.services import blanking
from participa.hearings.snapshot import Card, Counters, State, snapshot_file
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.errors import Closed, Forbidden
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

CARDS = {
    1: Card(
        1, "2026-000001", "¿Cuándo abren el puesto de salud?", "Salud", "La Esperanza", supports=1240, readers=2010
    ),
    2: Card(2, "2026-000002", "¿Quién arregla el puente?", is_silent=True),
    3: Card(3, "2026-000003", "¿Cuánto costó el parque?", held=12),
    4: Card(4, "2026-000004", "¿Habrá transporte escolar?"),
}


def snapshot(**changes):
    values = {"version": 3, "at": datetime.now(UTC).isoformat(), "state": "open", "title": "Audiencia", "poll": 4}
    values |= {"now": 1, "following": [2, 3, 4], "counters": Counters(412, 398, 3, "9f3a 71c2"), "cards": CARDS}
    return State(**(values | changes))


def face(**changes):
    return screen.face(json.loads(snapshot_file(snapshot(**changes))))


@pytest.fixture
def published(app):
    """Put a state where phones and screens find it."""

    def publish(**changes):
        publisher = Publisher(app.extensions["settings"].data_dir / FOLDER / "SALA7")
        publisher.publish(snapshot(**changes))
        return publisher

    return publish


def test_three_questions_at_most_are_on_the_screen():
    shown = face()
    assert shown.now.text == CARDS[1].text
    assert [one.text for one in shown.following] == [CARDS[2].text, CARDS[3].text]


def test_a_question_says_whence_it_comes_and_who_supports_it():
    shown = face()
    assert (shown.now.whence, shown.now.figures) == (
        "Salud · La Esperanza",
        "La apoyan 1.240 de 2.010 que la leyeron",
    )
    assert [one.figures for one in shown.following] == ["Llegó en papel o por voz", "En revisión: 12"]


@pytest.mark.parametrize(
    ("changes", "mode"),
    [
        ({}, Mode.NOW),
        ({"now": None}, Mode.BETWEEN),
        ({"is_blank": True}, Mode.BLANK),
        ({"state": "closed", "is_blank": True}, Mode.CLOSED),
        ({"state": "preparing"}, Mode.PREPARING),
    ],
)
def test_the_screen_has_five_modes(changes, mode):
    assert face(**changes).mode is mode


def test_nothing_that_people_wrote_is_on_a_blank_screen():
    shown = face(is_blank=True, item="Salud", override="Viene de un territorio que no se ha oído")
    assert (shown.now, shown.following, shown.override) == (None, [], "")


@pytest.mark.parametrize(("letters", "size"), [(1, 1), (40, 1), (41, 2), (340, 7), (400, 8)])
def test_a_longer_question_has_smaller_letters(letters, size):
    assert screen.size_of("a" * letters) == size


def test_the_page_shows_the_published_state(client, published):
    published(override="Viene de un territorio que no se ha oído")
    page = client.get("/vivo/SALA7/pantalla").text
    for words in (CARDS[1].text, CARDS[2].text, "que no se ha oído", "412 recibidas", "9f3a 71c2", "Datos de hace 0 s"):
        assert words in page
    assert CARDS[4].text not in page


def test_a_state_that_still_holds_does_not_look_old(client, published):
    long_ago = datetime.now(UTC) - timedelta(minutes=3)
    publisher = published(at=long_ago.isoformat())
    assert "Datos de hace 3 min" in client.get("/vivo/SALA7/pantalla").text
    publisher.renew(snapshot())
    assert "Datos de hace 0 s" in client.get("/vivo/SALA7/pantalla").text


def test_the_page_opens_when_the_database_does_not_answer(client, published, monkeypatch):
    published()

    def fail(*_arguments, **_values):
        raise AssertionError("the database was asked")

    monkeypatch.setattr(db.session, "scalars", fail)
    monkeypatch.setattr(db.session, "execute", fail)
    assert CARDS[1].text in client.get("/vivo/SALA7/pantalla").text


def test_a_hearing_that_was_never_published_has_its_page_too(client, context):
    make.hearing(room_code="NUEVA", state=HearingState.PREPARING)
    assert "todavía no empieza" in client.get("/vivo/NUEVA/pantalla").text


def test_a_code_as_somebody_types_it_is_led_to_its_page(client, published):
    published()
    assert client.get("/vivo/sala7/pantalla").headers["Location"].endswith("/vivo/SALA7/pantalla")


@pytest.mark.parametrize("code", ["NADA", "SECRETOSECRETO", "Á7"])
def test_a_room_that_there_is_not_is_not_found(client, code):
    assert client.get(f"/vivo/{code}/pantalla", follow_redirects=True).status_code == 404


def test_without_scripts_the_page_renews_itself_if_the_person_wishes(client, published):
    published()
    assert 'http-equiv="refresh"' not in client.get("/vivo/SALA7/pantalla").text
    assert 'http-equiv="refresh" content="10"' in client.get("/vivo/SALA7/pantalla?actualizar=si").text


def test_words_of_the_address_that_mean_nothing_change_nothing(client, published):
    published()
    page = client.get("/vivo/SALA7/pantalla?tema=rosa&senas=arriba").text
    assert 'data-theme="claro" data-sign="no"' in page


def test_blanking_is_written_once_and_its_end_too(context):
    hearing, person = make.hearing(), make.user(Role.MODERATOR)
    for act in (blanking.blank, blanking.blank, blanking.show, blanking.show):
        with unit_of_work():
            act(hearing, person)
    ((blank, role),) = queries.history(hearing)
    assert blank.ended_at is not None
    assert role == "Moderación"
    assert [entry.verb for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)][-2:] == [
        "screen_blanked",
        "screen_shown",
    ]


def test_a_screen_may_be_blanked_again(context):
    hearing, person = make.hearing(), make.user(Role.MODERATOR)
    for act in (blanking.blank, blanking.show, blanking.blank):
        with unit_of_work():
            act(hearing, person)
    assert [blank.ended_at is None for blank, _role in queries.history(hearing)] == [False, True]
    assert queries.standing(hearing) is not None


def test_when_the_hearing_is_over_its_screen_stays(context):
    hearing = make.hearing(state=HearingState.CLOSED, closed_at=now())
    with pytest.raises(Closed), unit_of_work():
        blanking.blank(hearing, make.user(Role.MODERATOR))


def test_only_who_conducts_blanks_the_screen(context):
    hearing, controller = make.hearing(), make.user(Role.CONTROL)
    for act in (blanking.blank, blanking.show):
        with pytest.raises(Forbidden):
            act(hearing, controller)


@pytest.mark.parametrize(("is_there", "amount"), [(True, 1), (False, 0)])
def test_the_screen_of_the_hall_opens_a_stream_only_where_there_is_one(
    client, app, context, published, monkeypatch, is_there, amount
):
    published()
    make.hearing(room_code="SALA7")
    client.sign_in(make.user(Role.MODERATOR))
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], live_stream=is_there))
    assert client.get("/vivo/gestion/SALA7/pantalla").text.count('data-stream="/vivo/datos/SALA7/eventos"') == amount
