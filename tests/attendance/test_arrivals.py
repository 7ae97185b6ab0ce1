from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.attendance import queries, services
from participa.attendance.models import ConflictKind, Decision, Way
from participa.attendance.services import Keeper, Outcome, Person
from participa.events.models import EventState
from participa.registrations.models import RegistrationChannel, RegistrationState
from participa.shared.clock import now
from participa.shared.errors import Closed, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.attendance import arrived, door_link, entry, registered, space_today

pytestmark = pytest.mark.usefixtures("context")
ANA = Person("Ana", "Rojas")


@pytest.fixture
def space():
    return space_today()


@pytest.fixture
def keeper():
    return Keeper(make.user(Role.MODERATOR))


def test_an_arrival_keeps_both_hours(space, keeper):
    said = now() - timedelta(minutes=3)
    with unit_of_work():
        result = services.check_in(space, registered(space), entry(device_at=said), keeper)
    assert result.is_noted
    assert result.attendance.arrived_at == result.attendance.device_at == said
    assert result.attendance.received_at > said


def test_a_second_arrival_of_one_person_is_the_first_one(space, keeper):
    who = registered(space)
    first = arrived(who)
    with unit_of_work():
        again = services.check_in(space, who, entry(Way.QR), keeper)
    assert (again.outcome, again.attendance.id) == (Outcome.ALREADY, first.id)
    assert queries.counts(space).arrived == 1


def test_the_same_key_again_is_the_same_arrival(space, keeper):
    who, said = registered(space), entry()
    with unit_of_work():
        first = services.check_in(space, who, said, keeper)
        again = services.check_in(space, who, said, keeper)
    assert again.is_noted
    assert again.attendance.id == first.attendance.id


def test_a_key_of_another_space_is_refused(space, keeper):
    said, elsewhere = entry(), space_today()
    with unit_of_work():
        services.check_in(space, registered(space), said, keeper)
    with pytest.raises(Invalid), unit_of_work():
        services.check_in(elsewhere, registered(elsewhere), said, keeper)


def test_who_cancelled_is_let_in_only_knowingly(space, keeper):
    who = registered(space, state=RegistrationState.CANCELLED)
    with unit_of_work():
        assert services.check_in(space, who, entry(), keeper).outcome is Outcome.NOT_EXPECTED
        assert services.check_in(space, who, entry(), keeper, is_let_in=True).is_noted


def test_nobody_arrives_before_the_day_nor_at_a_cancelled_space(keeper):
    for space in (make.event(), space_today(), make.event(EventState.CANCELLED)):
        is_on = space.starts_at < now()
        with unit_of_work():
            if is_on:
                assert services.check_in(space, registered(space), entry(), keeper).is_noted
                continue
            with pytest.raises(Closed):
                services.check_in(space, registered(space), entry(), keeper)


def test_an_undone_arrival_leaves_its_reason_and_room_for_another(space, keeper):
    who = registered(space)
    wrong = arrived(who)
    with pytest.raises(Invalid), unit_of_work():
        services.undo(wrong, "  ", keeper)
    with unit_of_work():
        services.undo(wrong, "Se anotó a otra persona", keeper)
    assert queries.find_standing(who) is None
    assert (wrong.undone_reason, wrong.undone_by_id) == ("Se anotó a otra persona", keeper.user_id)
    assert arrived(who).id != wrong.id


def test_a_link_undoes_only_at_its_own_door(space):
    link, _code = door_link(space_today())
    with pytest.raises(Forbidden), unit_of_work():
        services.undo(arrived(registered(space)), "No entró", Keeper(link=link))


def test_a_walk_in_is_registered_confirmed_and_in(space, keeper):
    with unit_of_work():
        result = services.walk_in(space, Person("Ana", "Rojas", "ana@ejemplo.example"), entry(Way.WALK_IN), keeper)
    who = result.attendance.registration
    assert (who.channel, who.state, who.email) == (
        RegistrationChannel.WALK_IN,
        RegistrationState.CONFIRMED,
        "ana@ejemplo.example",
    )
    counts = queries.counts(space)
    assert (counts.arrived, counts.expected, counts.without_registration) == (1, 0, 1)


def test_a_walk_in_with_a_known_name_asks_first(space, keeper):
    known = registered(space, "Ana Rojas")
    with unit_of_work():
        asked = services.walk_in(space, ANA, entry(Way.WALK_IN), keeper)
        noted = services.walk_in(space, ANA, entry(Way.WALK_IN), keeper, is_another=True)
    assert (asked.outcome, asked.registration.id) == (Outcome.TWIN, known.id)
    assert noted.is_noted
    assert queries.counts(space).arrived == 1


def test_a_line_of_the_paper_list_may_be_somebody_registered(space):
    known, author = registered(space, "Ana Rojas"), make.user(Role.MODERATOR)
    with unit_of_work():
        assert services.from_paper(space, ANA, entry(Way.PAPER), author, None).outcome is Outcome.TWIN
        result = services.from_paper(space, ANA, entry(Way.PAPER), author, True)
    assert (result.registration.id, result.attendance.way) == (known.id, Way.PAPER)


# What devices send late


@pytest.fixture
def volunteer(space):
    return Keeper(link=door_link(space)[0])


def test_what_a_device_sends_twice_is_kept_once(space, volunteer):
    who, said = registered(space), entry()
    with unit_of_work():
        outcomes = [services.receive(space, said, volunteer, who.door_digest).outcome for _ in range(3)]
    assert outcomes == [Outcome.NOTED] * 3
    assert queries.counts(space).arrived == 1


def test_two_devices_with_the_same_person_give_one_arrival_and_one_note(space, volunteer):
    who = registered(space)
    other, _code = door_link(space, label="Puerta sur")
    with unit_of_work():
        assert services.receive(space, entry(), volunteer, who.door_digest).is_noted
        second = services.receive(space, entry(), Keeper(link=other), who.door_digest)
    assert second.outcome is Outcome.ALREADY
    (conflict,) = queries.open_conflicts(space)
    assert (conflict.kind, conflict.door_link.label) == (ConflictKind.ALREADY, "Puerta sur")
    assert queries.counts(space).arrived == 1


def test_a_conflict_sent_again_is_the_same_conflict(space, volunteer):
    who, said = registered(space, state=RegistrationState.CANCELLED), entry()
    with unit_of_work():
        outcomes = [services.receive(space, said, volunteer, who.door_digest).outcome for _ in range(2)]
    assert outcomes == [Outcome.NOT_EXPECTED] * 2
    assert queries.count_open_conflicts(space) == 1


def test_who_cancelled_and_was_inside_is_noted_at_the_hour_of_the_device(space, volunteer, keeper):
    who, said = registered(space, state=RegistrationState.CANCELLED), now() - timedelta(minutes=4)
    with unit_of_work():
        services.receive(space, entry(device_at=said), volunteer, who.door_digest)
        services.decide(queries.open_conflicts(space)[0], space, Decision.LET_IN, keeper.user)
    assert queries.find_standing(who).arrived_at == said
    assert queries.open_conflicts(space) == []


def test_somebody_who_is_no_longer_in_the_list_waits_for_a_person(space, volunteer):
    with unit_of_work():
        assert services.receive(space, entry(), volunteer, "0" * 64).outcome is Outcome.UNKNOWN
    assert queries.open_conflicts(space)[0].kind is ConflictKind.UNKNOWN


@pytest.mark.parametrize(("decision", "arrivals"), [(Decision.SAME_PERSON, 1), (Decision.TWO_PEOPLE, 1)])
def test_a_suspected_twin_is_one_person_or_two(space, volunteer, keeper, decision, arrivals):
    known = registered(space, "Ana Rojas")
    with unit_of_work():
        result = services.receive(space, entry(Way.WALK_IN), volunteer, person=ANA)
        own = result.attendance
        services.decide(queries.open_conflicts(space)[0], space, decision, keeper.user)
    assert result.outcome is Outcome.TWIN
    assert queries.counts(space).arrived == arrivals
    is_one = decision is Decision.SAME_PERSON
    assert (queries.find_standing(known) is not None) is is_one
    assert (own.undone_at is not None) is is_one


def test_a_decision_must_fit_and_is_taken_once(space, volunteer, keeper):
    who = registered(space, state=RegistrationState.CANCELLED)
    with unit_of_work():
        services.receive(space, entry(), volunteer, who.door_digest)
    (conflict,) = queries.open_conflicts(space)
    with pytest.raises(Invalid), unit_of_work():
        services.decide(conflict, space, Decision.TWO_PEOPLE, keeper.user)
    with pytest.raises(Forbidden), unit_of_work():
        services.decide(conflict, space, Decision.SEEN, make.user(Role.CONTROL))
    with unit_of_work():
        services.decide(conflict, space, Decision.SEEN, keeper.user)
        services.decide(conflict, space, Decision.LET_IN, keeper.user)
    assert conflict.decision is Decision.SEEN
    assert queries.find_standing(who) is None


def test_the_list_of_a_device_carries_no_contact(space):
    registered(space, "Ana Rojas", email="ana@ejemplo.example", document_number="1017")
    (row,) = queries.door_rows(space)
    assert set(vars(row)) == {"key", "name", "attends", "state", "needs_support", "arrived_at"}


def test_territories_and_ways_are_counted(space):
    arrived(registered(space, commune="Comuna 1"), way=Way.QR)
    arrived(registered(space, commune="Comuna 1"))
    arrived(registered(space))
    assert queries.attended_by_territory(space) == {"": 1, "Comuna 1": 2}
    assert queries.counts(space).by_way == {Way.QR: 1, Way.NAME: 2}
