"""Registering, waiting, being offered a seat, leaving: through the services, on the database."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.events import services as events
from participa.events.models import EventState, Modality
from participa.extensions import db
from participa.registrations import codes, queries, services
from participa.registrations.application import Need
from participa.registrations.models import (
    Attends,
    NeedKind,
    NeedState,
    Registration,
    RegistrationChannel,
    RegistrationPurpose,
    RegistrationState,
)
from participa.registrations.queries import staff
from participa.registrations.services import line
from participa.shared import mail
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.templating import moment
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")


def states(event) -> list[str]:
    db.session.expire_all()
    found = select(Registration.state).where(Registration.event_id == event.id).order_by(Registration.id)
    return [state.value for state in db.session.scalars(found)]


def mails(part: str = "") -> list[OutgoingMail]:
    found = select(OutgoingMail).where(OutgoingMail.key.contains(part)).order_by(OutgoingMail.id)
    return list(db.session.scalars(found))


def do(verb, *arguments, **named):
    with unit_of_work():
        return verb(*arguments, **named)


def keeper():
    return make.user(Role.MODERATOR)


# Registering


def test_a_seat_is_kept_and_found_by_its_code():
    event = make.event()
    receipt = make.registered(event, first_name="Persona", last_name="Primera")
    found = queries.by_code(receipt.code.lower())
    assert (found.full_name, found.state) == ("Persona Primera", RegistrationState.REGISTERED)
    assert found.door_digest == codes.door_digest(event.id, receipt.code)


def test_the_code_itself_is_kept_nowhere_in_the_registration():
    receipt = make.registered(make.event())
    row = db.session.get_one(Registration, receipt.registration_id)
    assert receipt.code not in {str(getattr(row, column.key)) for column in Registration.__table__.columns}


def test_the_same_form_again_is_the_same_registration():
    event, person, key = make.event(), make.application(), secrets.token_urlsafe(16)
    first, again = do(services.register, event, person, key), do(services.register, event, person, key)
    assert first == again
    assert states(event) == ["registered"]
    assert len(mails("receipt")) == 1


def test_the_same_form_for_somebody_else_is_noticed():
    event, key = make.event(), secrets.token_urlsafe(16)
    do(services.register, event, make.application(), key)
    assert do(services.register, event, make.application(first_name="Otra"), key).differs
    assert len(states(event)) == 1


def test_each_authorisation_is_kept_with_the_version_of_its_text():
    given = frozenset({RegistrationPurpose.MANAGE, RegistrationPurpose.INVITE})
    row = make.registration(make.event(), purposes=given)
    assert {(one.purpose.value, one.text_version) for one in row.authorizations} == {
        ("manage", "inscripcion-1"),
        ("invite", "invitar-1"),
    }


def test_a_way_of_attending_that_the_space_does_not_have_is_refused():
    with pytest.raises(Invalid):
        make.registered(make.event(modality=Modality.PRESENCIAL), attends=Attends.VIRTUAL)


@pytest.mark.parametrize(
    ("state", "window"),
    [
        (EventState.CONVENED, {"registration_opens_at": now() + timedelta(days=1)}),
        (EventState.CONVENED, {"registration_closes_at": now() - timedelta(days=1)}),
        (EventState.CANCELLED, {}),
        (EventState.RESCHEDULED, {}),
        (EventState.HELD, {}),
    ],
)
def test_outside_the_window_nobody_registers_alone(state, window):
    with pytest.raises(Closed):
        make.registered(make.event(state, **window))


def test_the_team_registers_also_after_the_closing():
    event = make.event(registration_closes_at=now() - timedelta(days=1))
    person = make.application(email="")
    receipt = do(services.register, event, person, secrets.token_urlsafe(16), RegistrationChannel.PHONE, keeper())
    row = db.session.get_one(Registration, receipt.registration_id)
    assert row.authorizations[0].text_version == "inscripcion-1/telefono-1"


def test_who_does_not_keep_the_list_registers_nobody():
    with pytest.raises(Forbidden):
        do(
            services.register,
            make.event(),
            make.application(),
            "k" * 16,
            RegistrationChannel.DESK,
            make.user(Role.CONTROL),
        )


# Seats and the waiting list


def test_beyond_the_capacity_one_waits_in_order_of_arrival():
    event = make.event(capacity_in_room=2)
    receipts = [make.registered(event) for _ in range(4)]
    assert states(event) == ["registered", "registered", "waiting", "waiting"]
    assert [receipt.line for receipt in receipts] == [None, None, 1, 2]


def test_each_way_of_attending_has_its_own_seats():
    event = make.event(modality=Modality.MIXTA, capacity_in_room=1, capacity_online=1)
    for way in (Attends.PRESENCIAL, Attends.VIRTUAL, Attends.PRESENCIAL):
        make.registered(event, attends=way)
    assert states(event) == ["registered", "registered", "waiting"]
    assert queries.seats(event)[Attends.VIRTUAL].waiting == 0


def test_a_freed_seat_is_offered_to_who_came_first_with_a_code_of_its_own():
    event = make.event(capacity_in_room=1)
    seated, first, _second = (make.registration(event) for _ in range(3))
    do(services.cancel, seated)
    assert states(event) == ["cancelled", "offered", "waiting"]
    [mail] = mails("offer")
    assert mail.recipient == first.email
    code = mail.body.split("Código: ")[1].split()[0]
    assert queries.by_code(code).id == first.id


def test_who_takes_the_offer_is_confirmed_and_who_declines_gives_it_on():
    event = make.event(capacity_in_room=1)
    seated, first, second = (make.registration(event) for _ in range(3))
    do(services.cancel, seated)
    do(services.cancel, first)
    assert states(event) == ["cancelled", "cancelled", "offered"]
    do(services.accept, second)
    assert states(event)[2] == "confirmed"


def test_an_offer_that_nobody_takes_goes_to_the_next_by_itself():
    event = make.event(capacity_in_room=1)
    seated, late, following = (make.registration(event) for _ in range(3))
    do(services.cancel, seated)
    with unit_of_work():
        late.offered_until = now() - timedelta(minutes=1)
    services.keep_lines()
    services.keep_lines()
    assert states(event) == ["cancelled", "cancelled", "offered"]
    assert [mail.recipient for mail in mails("expired")] == [late.email]
    with pytest.raises(Conflict):
        do(services.accept, late)
    assert following.offered_until > now()


def test_an_offer_whose_hour_has_passed_cannot_be_taken_even_before_the_chore_runs():
    event = make.event(capacity_in_room=1)
    seated, late = make.registration(event), make.registration(event)
    do(services.cancel, seated)
    with pytest.raises(Closed):
        do(services.accept, late, at=late.offered_until)


def test_a_raised_capacity_is_noticed_within_the_minute():
    event = make.event(capacity_in_room=1)
    for _ in range(4):
        make.registration(event)
    with unit_of_work():
        event.capacity_in_room = 3
    services.keep_lines()
    assert states(event) == ["registered", "offered", "offered", "waiting"]


def test_nobody_overtakes_those_who_wait():
    event = make.event(capacity_in_room=1)
    make.registration(event), make.registration(event)
    with unit_of_work():
        event.capacity_in_room = 2
    make.registration(event)
    assert states(event) == ["registered", "waiting", "waiting"]


def test_an_offer_is_shorter_near_the_space():
    starts = now() + timedelta(hours=8)
    event = make.event(capacity_in_room=1, starts_at=starts, ends_at=starts + timedelta(hours=2))
    seated, first = make.registration(event), make.registration(event)
    do(services.cancel, seated)
    db.session.refresh(first)
    assert timedelta(hours=1, minutes=50) < first.offered_until - now() <= timedelta(hours=2)


def test_once_the_space_has_begun_no_seat_is_offered():
    starts = now() - timedelta(minutes=5)
    event = make.event(EventState.UNDER_WAY, capacity_in_room=1, starts_at=starts, ends_at=starts + timedelta(hours=2))
    seated, _waiting = make.registration(event), make.registration(event)
    do(services.cancel, seated)
    assert states(event) == ["cancelled", "waiting"]


def test_the_team_gives_a_free_seat_by_phone_but_never_one_too_many():
    event = make.event(capacity_in_room=1)
    make.registration(event)
    waiting = make.registration(event, email="", phone="3000000001")
    with pytest.raises(Conflict):
        do(services.promote, waiting, keeper())
    with unit_of_work():
        event.capacity_in_room = 2
    do(services.promote, waiting, keeper())
    assert states(event) == ["registered", "confirmed"]


def test_somebody_at_the_door_is_counted_beyond_the_capacity():
    event = make.event(EventState.UNDER_WAY, capacity_in_room=1)
    make.registration(event)
    first = do(services.walk_in, event, make.application(email=""), None, "aparato-1-persona-7")
    again = do(services.walk_in, event, make.application(email=""), None, "aparato-1-persona-7")
    assert first.registration_id == again.registration_id
    assert states(event) == ["registered", "confirmed"]
    assert queries.counts(event).by_channel == {RegistrationChannel.WEB: 1, RegistrationChannel.WALK_IN: 1}


# Groups


def test_a_group_is_registered_whole_each_with_a_code():
    event = make.event(capacity_in_room=20)
    receipt = make.group(event, tuple(f"Persona {number} Del Grupo" for number in range(20)))
    assert (receipt.with_seat, receipt.waiting) == (20, 0)
    assert len({member.code for member in receipt.members}) == 20
    assert queries.by_code(receipt.members[7].code).first_name == "Persona 7"


def test_a_group_that_does_not_fit_is_told_how_many_seats_are_left_and_nobody_is_registered():
    event = make.event(capacity_in_room=12)
    with pytest.raises(services.FewSeats, match="Quedan 12 puestos y usted escribió 20"):
        make.group(event, tuple(f"Persona {number}" for number in range(20)))
    assert states(event) == []


def test_a_group_may_choose_that_the_last_ones_wait():
    event = make.event(capacity_in_room=12)
    receipt = make.group(event, tuple(f"Persona {number}" for number in range(20)), may_wait=True)
    assert (receipt.with_seat, receipt.waiting) == (12, 8)
    assert states(event) == ["registered"] * 12 + ["waiting"] * 8


# One's own registration


def test_a_confirmation_may_be_repeated():
    row = make.registration(make.event())
    do(services.confirm, row)
    do(services.confirm, row)
    assert row.state is RegistrationState.CONFIRMED


def test_a_change_keeps_code_and_seat_and_withdraws_what_is_no_longer_authorised():
    given = frozenset({RegistrationPurpose.MANAGE, RegistrationPurpose.INVITE})
    event = make.event()
    row = make.registration(event, purposes=given, needs=(Need(NeedKind.LSC),))
    person = make.application(first_name="Nombre", last_name="Corregido", needs=(Need(NeedKind.CAPTIONS),))
    do(services.change, row, person)
    assert row.full_name == "Nombre Corregido"
    assert [need.kind for need in row.needs] == [NeedKind.CAPTIONS]
    assert [one.purpose for one in row.authorizations] == [RegistrationPurpose.MANAGE]


def test_the_other_way_of_attending_must_have_room():
    event = make.event(modality=Modality.MIXTA, capacity_online=1)
    make.registration(event, attends=Attends.VIRTUAL)
    row = make.registration(event)
    with pytest.raises(Invalid):
        do(services.change, row, make.application(attends=Attends.VIRTUAL))
    assert row.attends is Attends.PRESENCIAL


def test_erasing_leaves_the_count_and_nothing_else():
    starts = now() - timedelta(days=2)
    event = make.event(starts_at=now() + timedelta(days=1))
    row = make.registration(event, first_name="Nombre", last_name="Secreto", email="secreto@ejemplo.example")
    with unit_of_work():
        event.state, event.starts_at, event.ends_at = EventState.CLOSED, starts, starts + timedelta(hours=2)
    do(services.erase, row)
    db.session.refresh(row)
    left = {str(getattr(row, column.key)) for column in Registration.__table__.columns}
    assert not [text for text in left if "ecreto" in text or "Nombre" in text]
    assert queries.counts(event).active == 1
    assert [(mail.recipient, mail.body) for mail in mails(f"registration/{row.id}/")] == [("", "")]


def test_erasing_before_the_space_gives_the_seat_back():
    event = make.event(capacity_in_room=1)
    row, _next = make.registration(event), make.registration(event)
    receipt_state = states(event)
    do(services.erase, row)
    assert (receipt_state, states(event)) == (["registered", "waiting"], ["cancelled", "offered"])


def test_an_erased_registration_is_not_found_any_more():
    receipt = make.registered(make.event())
    do(services.erase, db.session.get_one(Registration, receipt.registration_id))
    assert queries.by_code(receipt.code) is None


# Supports


def test_a_support_goes_from_the_request_to_the_delivery():
    row, author = make.registration(make.event(), needs=(Need(NeedKind.LSC),)), keeper()
    for state in (NeedState.ARRANGED, NeedState.DELIVERED):
        do(services.note_need, row.needs[0], state, author, "Intérprete contratada")
    assert (row.needs[0].state, row.needs[0].changed_by_id) == (NeedState.DELIVERED, author.id)


def test_a_support_that_is_not_possible_needs_a_reason():
    row = make.registration(make.event(), needs=(Need(NeedKind.LSC),))
    with pytest.raises(Invalid):
        do(services.note_need, row.needs[0], NeedState.NOT_POSSIBLE, keeper())


# News of the space


def test_everybody_with_a_mail_hears_once_that_the_space_moves_and_is_cancelled():
    event, author = make.event(), make.user(Role.COMMUNICATIONS)
    reached, unreachable = make.registration(event), make.registration(event, email="", phone="3000000002")
    for state in (EventState.RESCHEDULED, EventState.RESCHEDULED, EventState.CANCELLED):
        do(events.move, event, state, author, "El coliseo está en obra.")
    news = mails("/move-")
    assert [mail.recipient for mail in news] == [reached.email, reached.email]
    assert all("El coliseo está en obra." in mail.body for mail in news)
    assert [row.id for row in queries.staff.to_phone(event)] == [unreachable.id]


def test_a_new_date_in_the_same_step_is_one_mail_with_the_date_and_the_reason():
    event, author = make.event(), make.user(Role.COMMUNICATIONS)
    reached, unreachable = make.registration(event), make.registration(event, email="", phone="3000000002")
    later = event.starts_at + timedelta(days=7)
    do(events.reschedule, event, later, later + timedelta(hours=3), author, "El coliseo está en obra.")
    (news,) = mails("/move-")
    assert news.recipient == reached.email
    assert ("El coliseo está en obra." in news.body, moment(later) in news.body) == (True, True)
    assert [row.id for row in queries.staff.to_phone(event)] == [unreachable.id]


def test_a_first_call_tells_nobody():
    event, author = make.event(EventState.RESCHEDULED), make.user(Role.COMMUNICATIONS)
    row = make.registration(make.event())
    do(events.move, event, EventState.CANCELLED, author, "Motivo")
    assert [mail.recipient for mail in mails("/move-")] == []
    assert row.state is RegistrationState.REGISTERED


def test_reading_personal_data_is_written_down():
    row, author = make.registration(make.event()), keeper()
    do(services.note_read, [row], author, "contact")
    found = select(AuditEntry.detail).where(AuditEntry.verb == "read_personal_data", AuditEntry.actor_id == author.id)
    assert list(db.session.scalars(found)) == [{"what": "contact"}]


# What a fresh look found


def test_the_reminders_of_an_erased_registration_keep_neither_address_nor_words():
    row = make.registration(make.event(), email="persona@correo.example")
    do(mail.queue, f"registration-reminder/{row.id}/1/60", row.email, "Recordatorio", "Le recordamos.")
    do(services.erase, row)
    db.session.expire_all()
    assert [(one.recipient, one.body) for one in mails("registration-reminder")] == [("", "")]


def test_who_waits_for_a_way_that_the_space_no_longer_has_gets_no_seat_of_it():
    event = make.event(modality=Modality.MIXTA, stream_url="https://ejemplo.gov.co/vivo", capacity_online=0)
    row = make.registration(event, attends=Attends.VIRTUAL)
    with unit_of_work():
        event.modality = Modality.PRESENCIAL
    with pytest.raises(Conflict, match="ya no se hace"):
        do(services.promote, row, keeper())


def test_the_contact_of_a_group_hears_of_a_new_date_once():
    event = make.event()
    make.group(event, ("Ana Uno", "Beto Dos"), email="vocera@correo.example")
    starts = event.starts_at + timedelta(days=2)
    do(events.reschedule, event, starts, starts + timedelta(hours=2), make.user(Role.APPROVER), "Por la lluvia.")
    told = [one for one in mails("registration-group/") if "/move-" in one.key]
    assert [one.recipient for one in told] == ["vocera@correo.example"]
    assert moment(starts) in told[0].body


def test_the_contact_of_a_group_hears_of_a_seat_offered_to_its_people():
    event = make.event(capacity_in_room=1)
    first = make.registration(event)
    make.group(event, ("Ana Uno",), may_wait=True, email="vocera@correo.example")
    do(services.cancel, first)
    (offer,) = [one for one in mails("registration-group/") if "/offer-" in one.key]
    assert offer.recipient == "vocera@correo.example"
    assert "Ana Uno" in offer.body


def test_who_has_a_contact_with_mail_in_the_group_need_not_be_phoned():
    event = make.event(capacity_in_room=1)
    first = make.registration(event)
    make.group(event, ("Ana Uno",), may_wait=True, email="vocera@correo.example")
    make.group(event, ("Beto Dos",), may_wait=True, phone="3001112233")
    do(services.cancel, first)
    do(events.move, event, EventState.CANCELLED, make.user(Role.APPROVER), "Por la lluvia.")
    assert [one.full_name for one in staff.to_phone(event)] == ["Beto Dos"]


def test_an_offer_that_ends_in_a_cancelled_space_promises_nothing():
    event = make.event(capacity_in_room=1)
    first, second = make.registration(event), make.registration(event, email="espera@correo.example")
    do(services.cancel, first)
    do(events.move, event, EventState.CANCELLED, make.user(Role.APPROVER), "Por la lluvia.")
    with unit_of_work():
        db.session.get_one(Registration, second.id).offered_until = now() - timedelta(minutes=1)
    services.keep_lines()
    assert mails("expired") == []


def test_a_call_is_marked_until_there_is_other_news():
    event, author = make.event(), make.user(Role.COMMUNICATIONS)
    row = make.registration(event, email="", phone="3001112233")
    do(events.move, event, EventState.RESCHEDULED, author, "Por la lluvia.")
    assert staff.still_to_phone(event) == 1
    do(services.note_call, row, author)
    assert list(staff.phoned(event, staff.to_phone(event))) == [row.id]
    assert staff.still_to_phone(event) == 0
    do(events.move, event, EventState.CANCELLED, author, "No hay auditorio.")
    assert staff.still_to_phone(event) == 1


def test_who_does_not_keep_the_list_notes_no_call():
    with pytest.raises(Forbidden):
        do(services.note_call, make.registration(make.event()), make.user(Role.CONTROL))


def test_the_line_goes_by_who_got_the_turn_of_the_space(monkeypatch):
    """Who came first but waited longer for the turn must not push back a place that was already told."""
    event, lock, turns = make.event(capacity_in_room=1), line.lock, []
    make.registration(event)

    def wait_for_the_turn(of):
        lock(of)
        turns.append(now())

    monkeypatch.setattr(line, "lock", wait_for_the_turn)
    waiting = make.registration(event)
    assert waiting.waiting_since is not None
    assert waiting.waiting_since >= turns[-1]
