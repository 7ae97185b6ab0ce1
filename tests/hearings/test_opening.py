"""Opening the room begins its space; on another day it asks why; closing leads to what follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.events.models import Event, EventMove, EventState
from participa.extensions import db
from participa.hearings.models import Hearing, HearingState
from participa.hearings.services import opening
from participa.shared.audit import AuditEntry
from participa.shared.clock import at_instant, now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
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
