"""The figures of a space: true, without small numbers, the same on pages and in files, and published once."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from participa.accounts.models import Role
from participa.attendance.statistics import counting, protecting, publishing, showing
from participa.differential import services as differential
from participa.events.models import EventState
from participa.extensions import db
from participa.registrations.models import Attends, RegistrationChannel, RegistrationState
from participa.shared import published
from participa.shared.clock import at_instant
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories import attendance

pytestmark = pytest.mark.usefixtures("context")
AFTER = timedelta(days=3)


@pytest.fixture
def space():
    """Fourteen came (ten in the room, four online), three did not, one cancelled; it was held."""
    event = attendance.space_today()
    for number in range(18):
        is_online, commune = number >= 13, "Comuna 1" if number < 8 else ["comuna 1 ", "Rural", ""][number % 3]
        one = attendance.registered(
            event,
            commune=commune,
            attends=Attends.VIRTUAL if is_online else Attends.PRESENCIAL,
            channel=RegistrationChannel.WALK_IN if number == 0 else RegistrationChannel.WEB,
            state=RegistrationState.CANCELLED if number == 17 else RegistrationState.REGISTERED,
        )
        if number not in (10, 11, 12, 17):
            attendance.arrived(one)
    with unit_of_work():
        db.session.get_one(type(event), event.id).state = EventState.HELD
    return event


def answer(event, *people):
    """Answers about groups given before the space ends."""
    for number, answers in enumerate(people):
        with at_instant(event.ends_at), unit_of_work():
            differential.answer(event, f"{number:032x}", answers)


def publish(event):
    with at_instant(event.ends_at + AFTER), unit_of_work():
        return publishing.publish(event)


def test_the_totals_are_counted_once_each(space):
    found = counting.totals(space)
    assert (found.registered, found.cancelled, found.attended, found.at_the_door) == (17, 1, 14, 1)


def test_who_came_is_published_without_small_numbers(space):
    publish(space)
    modes = publishing.tables(space)["modo"]
    assert modes.total == 14
    assert modes.counts == {"presencial": None, "virtual": None}, "four online would be 14 minus ten"


def test_a_place_written_in_several_ways_is_one_and_rare_ones_are_not_named(space):
    publish(space)
    places = publishing.tables(space)["territorio"]
    assert set(places.counts) == {"Comuna 1", "Otros lugares", "Sin decir"}
    assert sum(shown is None for shown in places.counts.values()) >= 2


def test_nothing_is_published_before_nobody_may_answer_any_more(space):
    assert not publish_now(space)
    assert publishing.tables(space) == {}


def publish_now(event):
    with unit_of_work():
        return publishing.publish(event)


def test_the_groups_are_published_with_their_small_numbers_hidden(space):
    answer(space, *[{"gender": ["mujer"]}] * 12, *[{"gender": ["hombre"]}] * 9, {"gender": ["no_binario"]})
    publish(space)
    gender = publishing.tables(space)["grupo.gender"]
    assert gender.total == 22
    assert gender.counts["no_binario"] is None
    assert sum(shown is None for shown in gender.counts.values()) == 2
    assert publishing.tables(space)["grupo.age"].counts["no_answer"] == 22


def test_the_groups_of_few_people_are_not_published(space):
    answer(space, *[{"gender": ["mujer"]}] * 4)
    publish(space)
    assert publishing.tables(space)["grupo.gender"].total is None
    assert showing.figures(space).groups == []


def test_groups_are_published_once_and_a_correction_of_one_arrival_changes_nothing(space):
    publish(space)
    before = publishing.tables(space)
    attendance.arrived(attendance.registered(space, commune="Comuna 1"))
    publish(space)
    assert publishing.tables(space) == before


def test_a_correction_of_many_arrivals_is_published(space):
    publish(space)
    for _ in range(6):
        attendance.arrived(attendance.registered(space, commune="Comuna 1"))
    publish(space)
    assert publishing.tables(space)["modo"].total == 20


@pytest.mark.parametrize("at_closing", [0, 3])
def test_a_paper_list_typed_after_the_closing_is_published(context, at_closing):
    event = attendance.space_today()
    for _ in range(at_closing):
        attendance.arrived(attendance.registered(event))
    with unit_of_work():
        db.session.get_one(type(event), event.id).state = EventState.HELD
    publish(event)
    for _ in range(30):
        attendance.arrived(attendance.registered(event, commune="Comuna 1"))
    publish(event)
    assert publishing.tables(event)["modo"] == published.PublishedList(30 + at_closing, {"presencial": 30 + at_closing})


def test_a_part_where_there_was_nobody_is_published_later(space):
    publish(space)
    for _ in range(40):
        attendance.arrived(attendance.registered(space, channel=RegistrationChannel.PHONE))
    publish(space)
    assert publishing.tables(space)["canal"].total == 54


def test_the_chore_publishes_what_is_over_once_a_day(space, monkeypatch):
    monkeypatch.setattr(publishing, "_looked_at", {})
    with at_instant(space.ends_at + AFTER):
        assert publishing.publish_due() == 1
        assert publishing.publish_due() == 0
    assert "modo" in published.tables(publishing.subject(space))


def test_a_table_of_the_team_hides_who_did_not_come(space):
    table = protecting.for_team(space, protecting.MODE)
    assert all(
        shown is None or shown == 0 or shown >= 5
        for (row, _column), shown in table.cells.items()
        if row in ("presencial", "virtual")
    )


def test_earlier_spaces_of_the_type_are_compared(space):
    make.event(
        EventState.CLOSED, starts_at=space.starts_at - timedelta(days=90), ends_at=space.ends_at - timedelta(days=90)
    )
    make.event(EventState.CONVENED, starts_at=space.starts_at - timedelta(days=30))
    rows = showing.compared(space)
    assert [row.attended for row in rows] == [14, 0]


def test_page_and_files_say_the_same(client, space):
    answer(space, *[{"gender": ["mujer"]}] * 12, *[{"gender": ["hombre"]}] * 9, {"gender": ["no_binario"]})
    publish(space)
    page = client.get(f"/asistencia/{space.slug}/cifras")
    assert page.status_code == 200
    assert "Oculto" in page.text
    table = client.get(f"/asistencia/{space.slug}/cifras.csv").get_data().decode("utf-8-sig").splitlines()
    assert "Género;No binario;Oculto;22" in table
    book = load_workbook(BytesIO(client.get(f"/asistencia/{space.slug}/cifras.xlsx").get_data()))
    rows = [
        ";".join(str("" if cell is None else cell) for cell in row) for row in book.active.iter_rows(values_only=True)
    ]
    assert rows == table


def test_a_space_still_to_come_has_no_figures(client):
    event = make.event(EventState.CONVENED)
    for name in ("cifras", "cifras.csv", "cifras.xlsx"):
        assert client.get(f"/asistencia/{event.slug}/{name}").status_code == 404


def test_before_the_end_the_page_says_when_there_will_be_more(client, space):
    page = client.get(f"/asistencia/{space.slug}/cifras")
    assert "se publican desde el" in page.text


def test_the_team_sees_the_numbers_as_they_go(client, space):
    client.sign_in(make.user(Role.COMMUNICATIONS))
    page = client.get(f"/asistencia/gestion/{space.slug}/cifras")
    assert page.status_code == 200
    assert "Las cifras de grupos salen al final" in page.text
    book = load_workbook(BytesIO(client.get(f"/asistencia/gestion/{space.slug}/cifras.xlsx").get_data()))
    assert [cell.value for cell in book.active[1]] == ["Tabla", "Parte", "Personas", "Llegaron", "No llegaron"]


def test_a_place_that_looks_like_a_formula_is_a_text(client, context):
    event = attendance.space_today()
    for _ in range(6):
        attendance.arrived(attendance.registered(event, commune="=1+1"))
    with unit_of_work():
        db.session.get_one(type(event), event.id).state = EventState.HELD
    publish(event)
    assert "'=1+1" in client.get(f"/asistencia/{event.slug}/cifras.csv").text
    book = load_workbook(BytesIO(client.get(f"/asistencia/{event.slug}/cifras.xlsx").get_data()))
    assert "=1+1" in [cell.value for cell in book.active["B"] if cell.data_type == "s"]
