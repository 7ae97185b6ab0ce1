"""The list of the microphone: those who asked to speak when they registered, and how long names stay."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings.models import Hearing, MicrophoneTurn, TurnState
from participa.hearings.queries import conduct as queries
from participa.hearings.services import turns
from participa.hearings.services.forgetting import forget_speakers
from participa.registrations.models import Registration, RegistrationState
from participa.shared import retention
from participa.shared.clock import at_instant, now
from participa.shared.errors import Closed, Conflict, Forbidden
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep
from tests.factories.registrations import registration
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def hearing():
    return make.hearing()


@pytest.fixture
def moderator():
    return make.user(Role.MODERATOR)


def asks(hearing: Hearing, name: str, **values):
    return registration(hearing.event, first_name=name, last_name="Inscrita", wants_to_speak=True, **values)


def bring(hearing: Hearing, person) -> int:
    with unit_of_work():
        return turns.bring_registered(hearing, person)


def listed(hearing: Hearing) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.territory) for turn in queries.turns(hearing)]


def test_those_who_asked_to_speak_come_last_in_their_order_without_where_they_live(hearing, moderator):
    with unit_of_work():
        turns.add(hearing, "Quien ya esperaba", "", 60, moderator)
    asks(hearing, "Primera", neighbourhood="El Prado")
    registration(hearing.event, first_name="Callada")
    asks(hearing, "Segunda")
    assert bring(hearing, moderator) == 2
    assert listed(hearing) == [("Quien ya esperaba", ""), ("Primera Inscrita", ""), ("Segunda Inscrita", "")]


def test_twice_brings_nobody_twice_and_who_registered_since_comes(hearing, moderator):
    asks(hearing, "Primera")
    assert bring(hearing, moderator) == 1
    asks(hearing, "Primera")
    asks(hearing, "Tardía")
    assert bring(hearing, moderator) == 2, "two people with one name are two people"
    assert bring(hearing, moderator) == 0


def test_who_does_not_come_or_asked_to_be_erased_is_not_called(hearing, moderator):
    changes = [{"state": RegistrationState.CANCELLED}, {"state": RegistrationState.WAITING}, {"erased_at": now()}]
    for values in changes:
        with unit_of_work():
            row = asks(hearing, "Ausente").id
            db.session.execute(update(Registration).where(Registration.id == row).values(**values))
    assert bring(hearing, moderator) == 0


def test_only_who_reads_registrations_brings_them_and_never_into_a_rehearsal(hearing, moderator):
    asks(hearing, "Primera")
    with pytest.raises(Forbidden):
        bring(hearing, make.user(Role.ADMIN))
    rehearsal = make.hearing(event=hearing.event, room_code="ENSAYA", is_rehearsal=True)
    with pytest.raises(Conflict):
        bring(rehearsal, moderator)
    over = make.hearing(room_code="PASADA", state="closed")
    with pytest.raises(Closed):
        bring(over, moderator)
    assert listed(hearing) == []


def test_the_button_says_how_many_and_goes_when_all_are_there(client, hearing, moderator):
    asks(hearing, "Primera")
    client.sign_in(moderator)
    path = f"/vivo/gestion/{hearing.room_code}/turnos"
    page = client.get(path).get_data(as_text=True)
    assert "Traer a 1 persona" in page
    token = parse(page).hidden["csrf_token"]
    assert client.post(f"{path}/inscritas", data={"csrf_token": token}).status_code == 303
    page = client.get(path).get_data(as_text=True)
    assert "Primera Inscrita" in page
    assert "Traer a" not in page


def test_names_go_thirty_days_after_the_space_and_the_turn_stays(hearing):
    row = {"hearing_id": hearing.id, "position": 1, "speaker": "Lucero Del Campo", "state": TurnState.DONE}
    keep(MicrophoneTurn(**row, territory="El Prado"))
    (rule,) = [one for one in retention.rules() if one.key == "audiencia.microfono"]
    assert rule.days == 30
    for days, erased in ((0, 0), (30, 1)):
        with at_instant(hearing.event.ends_at + timedelta(days=days, seconds=1)), unit_of_work():
            assert forget_speakers(now() - timedelta(days=30), 10) == erased
    (kept,) = db.session.scalars(select(MicrophoneTurn).execution_options(populate_existing=True))
    assert (kept.speaker, kept.territory, kept.state) == ("", "El Prado", TurnState.DONE)
    with at_instant(hearing.event.ends_at + timedelta(days=31)), unit_of_work():
        assert forget_speakers(now(), 10) == 0
