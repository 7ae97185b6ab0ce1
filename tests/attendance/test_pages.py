"""The door and the desk with forms alone, as a browser without JavaScript sends them."""

import re
from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.attendance import queries
from participa.attendance.models import DoorKind
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.clock import at_instant, local, now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.attendance import arrived, code, door_link, registered, space_today
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def space():
    return space_today()


@pytest.fixture
def volunteer(client, space):
    """A browser that opened the door with a link."""
    _link, own_code = door_link(space)
    answer = client.submit("/asistencia/puerta", {"code": own_code.lower()})
    assert answer.headers["Location"] == f"/asistencia/puerta/{space.slug}"
    return client


def door(space, rest: str = "") -> str:
    return f"/asistencia/puerta/{space.slug}{rest}"


def test_a_name_is_found_noted_and_then_says_its_hour(volunteer, space):
    registered(space, "José Muñoz")
    found = volunteer.submit(door(space, "/buscar"), {"wanted": "munoz"}, page=door(space)).get_data(as_text=True)
    key = re.search(r'name="person" value="(\w+)"', found).group(1)
    entry = re.search(r'name="entry_key" value="([\w-]+)"', found).group(1)
    typed = {"person": key, "entry_key": entry, "way": "name"}
    assert volunteer.submit(door(space, "/entrada"), typed, page=door(space)).status_code == 303
    again = volunteer.submit(door(space, "/entrada"), typed | {"entry_key": "otra-llegada-de-prueba"}, page=door(space))
    assert again.status_code == 409
    assert "Ya entró a las" in again.get_data(as_text=True)
    assert queries.counts(space).arrived == 1


def test_a_code_with_hyphens_finds_its_owner(volunteer, space):
    own = code()
    registered(space, "Ana Rojas", own_code=own)
    typed = "-".join(own[place : place + 4] for place in range(0, 16, 4)).lower()
    page = volunteer.submit(door(space, "/buscar"), {"wanted": typed}, page=door(space)).get_data(as_text=True)
    assert "Ana Rojas" in page


def test_the_door_itself_carries_no_name(volunteer, space):
    registered(space, "Ana Rojas")
    assert "Rojas" not in volunteer.get(door(space)).get_data(as_text=True)


def test_the_names_are_at_the_door_only_while_it_is_open(client, context):
    early = space_today(starts_at=now() + timedelta(days=9), ends_at=now() + timedelta(days=9, hours=1))
    registered(early, "Lucero Muñoz")
    _link, own_code = door_link(early)
    client.submit("/asistencia/puerta", {"code": own_code})
    assert client.get(door(early, "/lista")).get_json()["people"] == []
    found = client.submit(door(early, "/buscar"), {"wanted": "lucero"}, page=door(early)).get_data(as_text=True)
    assert "Lucero" not in found
    with at_instant(early.starts_at - timedelta(hours=11)):
        listed = client.get(door(early, "/lista")).get_json()
    assert [one["name"] for one in listed["people"]] == ["Lucero Muñoz"]
    assert listed["lasts"] > 11 * 3600, "seconds, because the clock of a phone may be wrong by days"


def test_the_day_after_the_list_is_empty_and_the_team_may_still_send(client, space):
    registered(space, "Lucero Muñoz")
    keeper = make.user(Role.MODERATOR)
    with at_instant(space.ends_at + timedelta(days=1)):
        client.sign_in(keeper)
        listed = client.get(door(space, "/lista")).get_json()
        form = {"entry_key": "llegada-de-anoche-1", "way": "walk_in", "first_name": "Aura", "last_name": "De La Vega"}
        answer = client.submit(door(space, "/enviar"), form, page=door(space))
    assert (listed["people"], listed["lasts"]) == ([], 0)
    assert answer.get_json()["outcome"] == "noted"


@pytest.mark.parametrize("wrong_by", [timedelta(days=4), timedelta(days=-4)])
def test_a_phone_whose_clock_is_wrong_tells_how_long_ago_it_was(volunteer, space, wrong_by):
    at = now() - timedelta(minutes=6)
    form = {
        "entry_key": "llegada-con-otro-reloj",
        "way": "walk_in",
        "first_name": "Aura",
        "last_name": "De La Vega",
        "at": (at + wrong_by).isoformat(),
        "sent_at": (now() + wrong_by).isoformat(),
    }
    volunteer.submit(door(space, "/enviar"), form, page=door(space))
    (arrival,) = queries.all_arrivals(space)
    assert abs(arrival.arrived_at - at) < timedelta(seconds=30)


def test_the_camera_is_allowed_at_the_door_alone(volunteer, space):
    assert "camera=(self)" in volunteer.get(door(space)).headers["Permissions-Policy"]
    assert "camera=()" in volunteer.get("/asistencia/puerta").headers["Permissions-Policy"]


def test_a_walk_in_with_a_known_name_is_asked_about_and_keeps_what_was_typed(volunteer, space):
    registered(space, "Ana Rojas")
    typed = {"first_name": "ana", "last_name": "rojas", "contact": "300 123 4567", "attends": "presencial"}
    asked = volunteer.submit(door(space, "/sin-inscripcion"), typed)
    assert asked.status_code == 422
    assert "300 123 4567" in asked.get_data(as_text=True)
    assert volunteer.submit(door(space, "/sin-inscripcion"), typed | {"is_another": "y"}).status_code == 303
    assert queries.counts(space).without_registration == 1


def test_an_arrival_is_undone_with_a_reason(volunteer, space):
    attendance = arrived(registered(space))
    page = door(space, f"/deshacer/{attendance.id}")
    assert volunteer.submit(page, {"reason": ""}).status_code == 422
    assert volunteer.submit(page, {"reason": "No entró"}).status_code == 303
    db.session.expire_all()
    assert (attendance.undone_reason, attendance.undone_by_id) == ("No entró", None)
    assert attendance.undone_door_link_id


def test_a_link_opens_neither_another_space_nor_the_desk(volunteer, space):
    other = space_today()
    for page in (door(other), f"/asistencia/gestion/{space.slug}", f"/asistencia/tableta/{space.slug}"):
        answer = volunteer.get(page)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/cuentas/ingresar")


@pytest.mark.parametrize("change", [{"valid_until": now() - timedelta(seconds=1)}, {"revoked_at": now()}])
def test_a_link_that_expired_or_was_closed_opens_nothing(client, space, change):
    link, own_code = door_link(space)
    client.submit("/asistencia/puerta", {"code": own_code})
    assert client.get(door(space)).status_code == 200
    with unit_of_work():
        for name, value in change.items():
            setattr(link, name, value)
    assert client.get(door(space)).status_code == 302
    assert client.get(door(space, "/lista")).status_code == 302
    refused = client.submit("/asistencia/puerta", {"code": own_code})
    assert refused.status_code == 422
    assert "no abre ninguna puerta" in refused.get_data(as_text=True)


def test_the_link_ends_with_its_day(space):
    link, _code = door_link(space)
    assert link.is_good(link.valid_until - timedelta(seconds=1))
    assert not link.is_good(link.valid_until)
    assert link.last_day == local(space.ends_at).date()  # the next one when it ends after midnight


def test_who_guesses_codes_must_wait(client):
    answers = [client.submit("/asistencia/puerta", {"code": code()}).status_code for _ in range(11)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_leaving_closes_the_door_on_the_device(volunteer, space):
    volunteer.submit("/asistencia/puerta/salir", page="/asistencia/puerta")
    assert volunteer.get(door(space)).status_code == 302


# The tablet


def test_the_tablet_finds_only_a_whole_name_that_one_person_has(client, space):
    _link, own_code = door_link(space, DoorKind.KIOSK)
    registered(space, "Ana Rojas"), registered(space, "Eva Luna"), registered(space, "Eva Luna")
    client.submit("/asistencia/puerta", {"code": own_code})
    tablet = f"/asistencia/tableta/{space.slug}"
    answers = {typed: client.submit(tablet, {"wanted": typed}) for typed in ("ana", "rojas", "eva luna", "Rojas Ana")}
    assert {typed: answer.status_code for typed, answer in answers.items()} == {
        "ana": 422,
        "rojas": 422,
        "eva luna": 422,
        "Rojas Ana": 200,
    }
    assert "¿Es usted Ana R.?" in answers["Rojas Ana"].get_data(as_text=True)
    assert "no-store" in answers["Rojas Ana"].headers["Cache-Control"]
    assert 'href="http' not in answers["ana"].get_data(as_text=True)


# The desk


def test_a_new_link_shows_its_code_once_and_is_closed(client, space):
    desk = client.sign_in(make.user(Role.MODERATOR))
    page = f"/asistencia/gestion/{space.slug}/enlaces"
    opened = desk.submit(page, {"label": "Puerta sur", "kind": "door"}).get_data(as_text=True)
    assert 'id="codigo"' in opened
    assert 'id="codigo"' not in desk.get(page).get_data(as_text=True)
    (link,) = queries.links(space)
    desk.submit(f"{page}/{link.id}/cerrar", page=page)
    db.session.expire_all()
    assert link.revoked_at is not None


def test_a_download_leaves_a_trace_and_has_no_formulas(client, space):
    arrived(registered(space, "=Ana Rojas"))
    desk = client.sign_in(make.user(Role.COMMUNICATIONS))
    page = f"/asistencia/gestion/{space.slug}"
    file = desk.submit(f"{page}/descargar", page=page).get_data(as_text=True)
    assert ";'=Ana;" in file
    (entry,) = db.session.query(AuditEntry).filter_by(verb="attendance.exported").all()
    assert entry.detail == {"people": 1, "what": "csv"}


def test_the_paper_list_is_typed_with_its_hour(client, space):
    desk = client.sign_in(make.user(Role.MODERATOR))
    page = f"/asistencia/gestion/{space.slug}/papel"
    typed = {"first_name": "Aura", "last_name": "De La Vega", "at": "00:05", "attends": "presencial"}
    answer = desk.submit(page, typed)
    assert answer.headers["Location"].endswith("/papel?hora=00:05")
    assert 'value="00:05"' in desk.get(answer.headers["Location"]).get_data(as_text=True)
    assert queries.counts(space).arrived == 1


@pytest.mark.parametrize("page", ["", "/planilla", "/por-revisar"])
def test_more_people_take_no_more_statements(client, database, space, page):
    counted = []
    for people in (2, 9):
        for _ in range(people):
            arrived(registered(space))
        desk = client.sign_in(make.user(Role.MODERATOR))
        with statements(database) as seen:
            assert desk.get(f"/asistencia/gestion/{space.slug}{page}").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_an_hour_that_is_none_is_asked_again(client, space):
    desk = client.sign_in(make.user(Role.MODERATOR))
    typed = {"first_name": "Aura", "last_name": "Vega", "at": "a las nueve", "attends": "presencial"}
    answer = desk.submit(f"/asistencia/gestion/{space.slug}/papel", typed)
    assert answer.status_code == 422
    assert "a las nueve" in answer.get_data(as_text=True)


def test_the_page_of_the_space_leads_to_its_arrivals(client, space):
    arrived(registered(space))
    page = client.sign_in(make.user(Role.CONTROL)).get(f"/espacios/gestion/{space.slug}").get_data(as_text=True)
    assert "1 persona ha llegado. Hay 1 persona con puesto." in page
