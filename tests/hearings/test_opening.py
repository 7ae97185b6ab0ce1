"""Opening the room begins its space; on another day it asks why; closing leads to what follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.deadlines.models import LiveAnswer
from participa.deadlines.queries.marks import find_live
from participa.events.models import Event, EventMove, EventState
from participa.extensions import db
from participa.hearings.models import Hearing, HearingState, Stage
from participa.hearings.queries import board, rooms
from participa.hearings.services import opening
from participa.questions.models import AudienceMode
from participa.shared.audit import AuditEntry
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("context")
WHY = "El río creció y se adelanta."


@pytest.fixture
def moderator():
    return make.user(Role.MODERATOR)


def prepared(**values) -> Hearing:
    """A hearing that nobody opened, of a space whose day is today."""
    today = {"starts_at": now(), "ends_at": now() + timedelta(hours=3)}
    return make.hearing(event=make.event(**(today | values)), state=HearingState.PREPARING, salt=None, opened_at=None)


def open_(hearing: Hearing, actor, reason: str = "") -> Event:
    with unit_of_work():
        opening.open_(hearing, actor, reason)
    return db.session.get_one(Event, hearing.event_id, populate_existing=True)


def test_on_its_day_the_space_is_under_way_and_a_second_click_changes_nothing(moderator):
    hearing = prepared()
    for _ in range(2):
        assert open_(hearing, moderator).state is EventState.UNDER_WAY
    (step,) = db.session.scalars(select(EventMove).where(EventMove.event_id == hearing.event_id))
    assert (step.to_state, step.author_id) == (EventState.UNDER_WAY, moderator.id)


def test_before_its_day_it_asks_why_and_the_space_stays_as_it_is(moderator):
    hearing = prepared(starts_at=now() + timedelta(days=7), ends_at=now() + timedelta(days=7, hours=3))
    with pytest.raises(opening.OtherDay), unit_of_work():
        opening.open_(hearing, moderator)
    assert open_(hearing, moderator, WHY).state is EventState.CONVENED
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "hearing_opened"))
    assert entry.detail["reason"] == WHY


def test_after_its_day_the_reason_stands_in_the_history_of_the_space(moderator):
    hearing = prepared()
    with at_instant(now() + timedelta(days=2)):
        with pytest.raises(opening.OtherDay), unit_of_work():
            opening.open_(hearing, moderator)
        assert open_(hearing, moderator, WHY).state is EventState.UNDER_WAY
    assert db.session.scalar(select(EventMove.note).where(EventMove.event_id == hearing.event_id)) == WHY


def test_who_may_not_begin_a_space_opens_the_room_and_leaves_it(moderator):
    hearing = prepared()
    assert open_(hearing, make.user(Role.ADMIN)).state is EventState.CONVENED
    assert db.session.get_one(Hearing, hearing.id).is_open


def test_a_rehearsal_is_opened_any_day_and_begins_nothing(moderator):
    event = make.event()
    rehearsal = make.hearing(event=event, is_rehearsal=True, state=HearingState.PREPARING, salt=None, opened_at=None)
    assert open_(rehearsal, moderator).state is EventState.CONVENED


def test_the_page_asks_why_and_keeps_what_was_typed(client, moderator):
    hearing = prepared(starts_at=now() + timedelta(days=7), ends_at=now() + timedelta(days=7, hours=3))
    client.sign_in(moderator)
    path = f"/vivo/gestion/{hearing.room_code}/"
    page = client.get(path).get_data(as_text=True)
    assert "Hoy no es su día" in page
    token = parse(page).hidden["csrf_token"]
    refused = client.post(f"{path}abrir", data={"csrf_token": token, "reason": " "})
    assert refused.status_code == 422
    assert "Escriba por qué se abre hoy" in refused.get_data(as_text=True)
    assert client.post(f"{path}abrir", data={"csrf_token": token, "reason": WHY}).status_code == 303


@pytest.mark.parametrize(
    ("state", "words"),
    [(EventState.UNDER_WAY, "Marcar como realizado"), (EventState.HELD, "Pasar a respuestas")],
)
def test_what_ended_leads_to_the_next_step_of_the_space(client, moderator, state, words):
    closed = {"state": HearingState.CLOSED, "closed_at": now(), "salt": None}
    hearing = make.hearing(event=make.event(state=state), **closed)
    client.sign_in(moderator)
    for page in ("", "acta"):
        assert words in client.get(f"/vivo/gestion/{hearing.room_code}/{page}").get_data(as_text=True)


@pytest.mark.parametrize("role", list(Role))
def test_what_ended_is_opened_again_by_nobody(client, role):
    """Those who conduct are told why (409); the matrix of permissions tells the others apart (403)."""
    closed = {"state": HearingState.CLOSED, "closed_at": now(), "salt": None}
    hearing = make.hearing(event=make.event(starts_at=now(), ends_at=now() + timedelta(hours=3)), **closed)
    client.sign_in(make.user(role))
    token = parse(client.get("/gestion/").get_data(as_text=True)).hidden["csrf_token"]
    answer = client.post(f"/vivo/gestion/{hearing.room_code}/abrir", data={"csrf_token": token, "reason": WHY})
    assert answer.status_code == (409 if role in (Role.MODERATOR, Role.ADMIN) else 403)
    db.session.refresh(hearing)
    assert (hearing.state, hearing.salt) == (HearingState.CLOSED, None)


def test_opening_lets_a_hall_ask_from_one_network_for_six_hours_and_a_rehearsal_does_not(moderator):
    preparing = {"state": HearingState.PREPARING, "salt": None, "opened_at": None}
    for number, room in enumerate(("ENSAYO", "SALA8", "SALA9")):
        with at_instant(now() + timedelta(hours=number)):
            event = make.event(starts_at=now(), ends_at=now() + timedelta(hours=3))
            open_(make.hearing(event=event, room_code=room, is_rehearsal=not number, **preparing), moderator)
            modes = list(db.session.scalars(select(AudienceMode.ends_at)))
            assert modes == ([now() + timedelta(hours=6)] if number else [])


@pytest.mark.parametrize(("ended", "opened", "is_sealed"), [(25, 25, True), (25, 23, False), (23, 40, False)])
def test_what_nobody_closed_loses_its_salt_a_day_later_and_is_closed_by_a_person(moderator, ended, opened, is_sealed):
    """`ended` and `opened`: hours since the space ended and since the room was opened."""
    at = now()
    event = make.event(starts_at=at - timedelta(hours=ended + 3), ends_at=at - timedelta(hours=ended))
    hearing = make.hearing(event=event, opened_at=at - timedelta(hours=opened))
    opening.seal_forgotten()
    db.session.refresh(hearing)
    assert (hearing.salt is None, hearing.takes_supports) == (is_sealed, not is_sealed)
    assert rooms.open_now() == ([] if is_sealed else [hearing])
    with unit_of_work():
        db.session.merge(hearing).takes_supports = True
    assert board.state_of(hearing, 1, now()).takes_supports is not is_sealed, "without salt no tap could count"
    with unit_of_work():
        opening.close(db.session.get_one(Hearing, hearing.id), db.session.merge(moderator))
    db.session.refresh(hearing)
    assert hearing.state is HearingState.CLOSED


def test_what_is_prepared_may_be_rehearsed(client, moderator):
    hearing = prepared()
    client.sign_in(moderator)
    page = client.get("/vivo/gestion/").get_data(as_text=True)
    assert page.count("Ensayar") == 1
    token = parse(page).hidden["csrf_token"]
    path = f"/vivo/gestion/preparar/{hearing.event.slug}"
    assert client.post(path, data={"csrf_token": token, "is_rehearsal": "y"}).status_code == 303
    assert db.session.scalar(select(Hearing).where(Hearing.is_rehearsal)).event_id == hearing.event_id


def answered_at(hearing: Hearing, second: int, marked: int | None) -> int:
    """The number of a question that was answered then, and what stands beside its terms, if anything."""
    asked = make.public_question(hearing.event)
    make.staged(hearing, question=asked, stage=Stage.ANSWERED, second=second)
    if marked:
        keep(LiveAnswer(question_id=asked.id, second=marked, at=now(), author_id=make.user(Role.MODERATOR).id))
    return asked.id


def test_the_recording_is_named_after_the_end_and_what_a_person_mended_stays(client, moderator):
    hearing = make.hearing(state=HearingState.CLOSED, closed_at=now(), salt=None)
    own, mended, taken = (answered_at(hearing, 60, marked) for marked in (60, 75, None))
    url, path = "https://videos.example/audiencia", f"/vivo/gestion/{hearing.room_code}/ajustes"
    for person, told in ((make.user(Role.ADMIN), ""), (moderator, url)):
        client.sign_in(person)
        token = parse(client.get(path).get_data(as_text=True)).hidden["csrf_token"]
        refused = client.post(path, data={"csrf_token": token, "recording_url": "videos"})
        assert (refused.status_code, "Empiece el enlace" in refused.get_data(as_text=True)) == (422, True)
        assert client.post(path, data={"csrf_token": token, "recording_url": url}).status_code == 303
        assert (find_live(own).url, find_live(mended).url, find_live(taken)) == (told, "", None)
    assert url in client.get(f"/vivo/gestion/{hearing.room_code}/").get_data(as_text=True)
    assert url in client.get(f"/vivo/{hearing.room_code}/acta").get_data(as_text=True)
