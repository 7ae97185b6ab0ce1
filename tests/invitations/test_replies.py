"""What a guest answers, by the link or by telephone, and the places that a yes keeps."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role, User
from participa.events.models import EventState, Modality
from participa.extensions import db
from participa.invitations import services
from participa.invitations.models import CallResult, Delivery, Invitation, InvitationCall, InvitationPlace, Reply
from participa.registrations import services as registrations
from participa.registrations.models import Attends, Registration, RegistrationChannel, RegistrationState
from participa.shared.audit import AuditEntry
from participa.shared.clock import now
from participa.shared.errors import Closed, Forbidden, Invalid
from tests import factories as make
from tests.factories.invitations import guest, invitation, invitation_code
from tests.pages import parse

SEATS = (RegistrationState.REGISTERED, RegistrationState.CONFIRMED, RegistrationState.WAITING)


def places(*states):
    found = select(Registration).where(Registration.state.in_(states or SEATS)).order_by(Registration.id)
    return list(db.session.scalars(found))


@pytest.mark.usefixtures("context")
class TestAnswers:
    def test_a_yes_keeps_a_place_for_each_person(self):
        row = invitation(make.event(), guest(name="Vocera De Ejemplo"))
        receipts = services.answer(row, comes=True, people=3)
        assert (row.reply, row.people, len(receipts)) == (Reply.REGISTERED, 3, 3)
        kept = places()
        assert {one.channel for one in kept} == {RegistrationChannel.INVITATION}
        assert kept[0].email == row.guest.email
        assert [one.email for one in kept[1:]] == ["", ""]
        assert db.session.scalar(select(func.count()).select_from(InvitationPlace)) == 3

    def test_the_same_answer_again_keeps_no_more_places(self):
        row = invitation(make.event())
        services.answer(row, comes=True, people=2)
        assert services.answer(row, comes=True, people=2) == []
        assert len(places()) == 2

    def test_a_no_gives_the_places_back(self):
        row = invitation(make.event())
        services.answer(row, comes=True, people=2)
        services.answer(row, comes=False)
        assert (row.reply, row.people, places()) == (Reply.DECLINED, 0, [])
        assert len(places(RegistrationState.CANCELLED)) == 2

    def test_a_changed_mind_has_the_number_that_was_said_last(self):
        row = invitation(make.event())
        services.answer(row, comes=True, people=3)
        services.answer(row, comes=True, people=1)
        assert (row.people, len(places())) == (1, 1)

    def test_no_seat_too_many(self):
        event = make.event(capacity_in_room=2)
        receipts = services.answer(invitation(event), comes=True, people=3)
        assert [one.waits for one in receipts] == [False, False, True]

    def test_without_leave_nothing_is_registered(self):
        row = invitation(make.event())
        assert services.answer(row, comes=True, may_register=False) == []
        assert (row.reply, places()) == (Reply.CONFIRMED, [])

    @pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.HELD, EventState.RESCHEDULED])
    def test_a_space_that_is_over_takes_no_answers(self, state):
        with pytest.raises(Closed):
            services.answer(invitation(make.event(state)), comes=True)

    def test_closed_registrations_still_take_a_yes(self):
        event = make.event(registration_closes_at=now() - timedelta(hours=1))
        row = invitation(event)
        services.answer(row, comes=True, people=2)
        assert (row.people, row.reply in (Reply.CONFIRMED, Reply.REGISTERED)) == (2, True)

    @pytest.mark.parametrize("people", [0, -1, 21])
    def test_a_number_out_of_reason_is_refused(self, people):
        with pytest.raises(Invalid):
            services.answer(invitation(make.event()), comes=True, people=people)


@pytest.mark.usefixtures("context")
class TestCalls:
    def test_a_yes_on_the_telephone_is_an_answer_and_says_who_called(self):
        row, caller = invitation(make.event(), delivery=Delivery.BY_PHONE), make.user(Role.COMMUNICATIONS)
        services.note_call(row, CallResult.CONFIRMED, 2, "Llega tarde.", True, caller)
        (call,) = db.session.scalars(select(InvitationCall))
        assert (call.author_id, call.people, call.note) == (caller.id, 2, "Llega tarde.")
        assert (row.reply, len(places())) == (Reply.REGISTERED, 2)

    @pytest.mark.parametrize("result", [CallResult.NO_ANSWER, CallResult.WRONG_NUMBER])
    def test_a_call_without_an_answer_changes_no_answer(self, result):
        row = invitation(make.event(), reply=Reply.DECLINED)
        services.note_call(row, result, 1, "", False, make.user(Role.COMMUNICATIONS))
        assert row.reply is Reply.DECLINED

    def test_who_reads_does_not_call(self):
        row, reader = invitation(make.event()), make.user(Role.CONTROL)
        with pytest.raises(Forbidden):
            services.note_call(row, CallResult.DECLINED, 1, "", False, reader)


class TestPages:
    @pytest.fixture
    def row(self, context):
        return invitation(make.event(title="Audiencia del parque"), guest(name="Vocera De Ejemplo"))

    def test_a_guest_answers_with_the_code_of_the_letter(self, client, row):
        code = invitation_code(row)
        page = client.submit("/invitaciones/responder", {"code": code.lower()})
        assert page.status_code == 200
        assert "Audiencia del parque" in page.text
        assert "Vocera" not in page.text
        done = client.post(
            "/invitaciones/respuesta",
            data=self.hidden(client) | {"code": code, "comes": "si", "people": "2", "manage": "y"},
        )
        assert done.status_code == 200
        assert "Le apartamos 2 puestos" in done.text
        db.session.expire_all()
        assert db.session.get_one(Invitation, row.id).reply is Reply.REGISTERED

    @staticmethod
    def hidden(client):
        fields = parse(client.get("/invitaciones/responder").text).hidden
        return {"csrf_token": fields["csrf_token"]}

    def test_a_yes_needs_the_authorisation_and_keeps_what_was_typed(self, client, row):
        said = {"code": invitation_code(row), "comes": "si", "people": "7"}
        page = client.post("/invitaciones/respuesta", data=self.hidden(client) | said)
        assert page.status_code == 422
        assert 'value="7"' in page.text
        assert "necesitamos esta autorización" in page.text

    def test_a_wrong_code_says_so_and_guessing_is_slowed_down(self, client, row):
        said = [client.submit("/invitaciones/responder", {"code": "AAAA-AAAA-AAAA-AAAA"}) for _ in range(11)]
        assert said[0].status_code == 422
        assert said[-1].status_code == 429
        client.application.extensions.pop("follow_throttle")

    def test_one_click_and_no_more_letters(self, client, row):
        page = client.submit("/invitaciones/no-recibir", {"code": invitation_code(row)})
        assert "No le enviaremos más invitaciones" in page.text
        db.session.expire_all()
        assert row.guest.opted_out_at is not None

    def test_a_draft_has_no_open_code(self, client, row):
        draft = invitation(make.event(), delivery=Delivery.DRAFT)
        assert client.submit("/invitaciones/responder", {"code": invitation_code(draft)}).status_code == 422

    def test_the_team_takes_a_list_out_and_leaves_a_trace(self, client, row):
        person = make.user(Role.COMMUNICATIONS)
        harmful = guest(name="=HYPERLINK(1)")
        client.sign_in(person)
        page = "/invitaciones/gestion/invitados"
        answer = client.submit("/invitaciones/gestion/invitados/descargar", page=page)
        assert answer.status_code == 200
        assert "Vocera De Ejemplo" in answer.text
        assert f"'{harmful.name}" in answer.text

    def test_calls_go_on_with_the_next_guest(self, client, row):
        following = invitation(row.event, guest(name="Ágora De Ejemplo"))
        client.sign_in(make.user(Role.COMMUNICATIONS))
        address = f"/invitaciones/gestion/llamadas/{row.id}"
        answer = client.submit(address, {"result": "declined", "people": "1"})
        assert (answer.status_code, answer.location) == (303, f"/invitaciones/gestion/llamadas/{following.id}")

    def test_the_outbox_shows_no_code_and_no_body(self, client, row):
        client.sign_in(make.user(Role.CONTROL))
        page = client.get("/invitaciones/gestion/correos").text
        assert "Vocera De Ejemplo" in page
        assert invitation_code(row) not in page
        assert "Reintentar" not in page

    def test_the_page_of_a_space_counts_its_invitations(self, client, row):
        client.sign_in(make.user(Role.COMMUNICATIONS))
        page = client.get(f"/espacios/gestion/{row.event.slug}").text
        assert "1 invitación. 0 dijeron que sí y 0 que no." in page

    def test_a_list_goes_from_the_file_to_the_guests(self, client, context):
        person = make.user(Role.COMMUNICATIONS)
        client.sign_in(person)
        page = "/invitaciones/gestion/invitados/lista"
        file = (BytesIO(b"Nombre;Correo\nVocera Nueva;nueva@correo.example\n"), "lista.csv")
        review = client.submit(page, {"file": file, "source": "Directorio"}, page=page)
        assert review.status_code == 303
        assert "Vocera Nueva" in client.get(review.location).text
        kept = client.submit(f"{review.location}/guardar", page=review.location)
        assert kept.status_code == 303
        assert "Vocera Nueva" in client.get("/invitaciones/gestion/invitados").text


@pytest.mark.usefixtures("context")
def test_no_audit_entry_names_a_guest():
    row = invitation(make.event(), guest(name="Vocera De Ejemplo", email="secreta@correo.example"))
    person = db.session.get_one(User, make.user(Role.COMMUNICATIONS).id)
    services.note_call(row, CallResult.CONFIRMED, 1, "Nota con datos", True, person)
    services.opt_out(row)
    services.erase(row.guest, person)
    said = " ".join(str(detail) for detail in db.session.scalars(select(AuditEntry.detail)))
    assert "Vocera" not in said
    assert "secreta" not in said
    assert "Nota" not in said


@pytest.mark.usefixtures("context")
class TestSeatsOfAChangedAnswer:
    def test_bringing_one_more_to_a_full_house_keeps_the_seat_of_the_guest(self):
        event = make.event(capacity_in_room=1)
        row = invitation(event)
        services.answer(row, comes=True, people=1)
        make.registered(event)
        services.answer(row, comes=True, people=2)
        assert [one.state for one in places()][0] is RegistrationState.REGISTERED
        assert len(places(RegistrationState.WAITING)) == 2

    def test_another_way_of_attending_is_kept(self):
        event = make.event(modality=Modality.MIXTA, stream_url="https://ejemplo.gov.co/vivo")
        row = invitation(event)
        services.answer(row, comes=True, people=1, attends=Attends.PRESENCIAL)
        services.answer(row, comes=True, people=1, attends=Attends.VIRTUAL)
        assert [one.attends for one in places()] == [Attends.VIRTUAL]

    def test_who_cancelled_with_the_code_may_say_yes_again(self):
        row = invitation(make.event())
        (receipt,) = services.answer(row, comes=True, people=1)
        registrations.cancel(db.session.get_one(Registration, receipt.registration_id))
        assert len(services.answer(row, comes=True, people=1)) == 1
