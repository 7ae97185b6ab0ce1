"""An invited organisation enters with a code, sees its commitments and nothing else, and is out at once when closed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.commitments.models import CommitmentCheck, CommitmentState, OversightBody
from participa.commitments.retention import OVERSIGHT_CONTACTS
from participa.commitments.services import oversight as services
from participa.extensions import db
from participa.shared import files
from participa.shared.audit import AuditEntry
from participa.shared.clock import now, today
from participa.shared.errors import Closed, Forbidden, Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.commitments import progress
from tests.factories.oversight import MAIL, code_in_mail, invited, oversight_body
from tests.factories.tracking import upload

pytestmark = pytest.mark.usefixtures("context")
KEY = "invitacion-de-prueba-1"
ENTER = "/compromisos/veeduria"
LIST = "/compromisos/veeduria/compromisos"
TYPED = {
    "checked_on": today().isoformat(),
    "completion": "not_begun",
    "agreement": "disagrees",
    "note": "No vimos maquinaria en el lugar.",
}


@pytest.fixture
def event():
    return make.event()


@pytest.fixture
def of_space(event):
    of = make.commitment(event_id=event.id)
    progress(of, 40)
    return of


def enter(client, code: str):
    return client.submit(ENTER, {"code": code})


def count() -> int:
    return db.session.scalar(select(func.count(CommitmentCheck.id)))


# Inviting


@pytest.mark.parametrize("role", list(Role))
def test_who_approves_and_internal_control_invite_and_nobody_else(of_space, role):
    author = make.user(role)
    if role in (Role.APPROVER, Role.CONTROL):
        assert oversight_body([of_space], author)[0].name == "Red de Veedores de Vías"
        return
    with pytest.raises(Forbidden), unit_of_work():
        services.invite(invited([of_space]), KEY, author)


def test_the_mail_brings_the_code_after_the_mark_that_no_server_sees(of_space, app):
    with app.test_request_context():
        body, code = oversight_body([of_space])
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == MAIL)).one()
    assert f"http://localhost/compromisos/veeduria#codigo={code}" in mail.body
    assert code not in mail.subject + mail.key
    assert body.name not in mail.subject
    assert code not in (body.code_digest, body.form_key_digest)


def test_without_any_address_the_mail_tells_where_to_type_the_code(of_space):
    _body, code = oversight_body([of_space])
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == MAIL)).one()
    assert "/compromisos/veeduria, y escriba el código" in mail.body
    assert "#codigo=" not in mail.body
    assert code in mail.body.replace("-", "").replace(" ", "")


def test_the_same_form_twice_is_one_body_and_one_mail(of_space):
    author = make.user(Role.CONTROL)
    for _ in range(2):
        with unit_of_work():
            services.invite(invited([of_space]), KEY, author)
    assert db.session.scalar(select(func.count(OversightBody.id))) == 1
    assert db.session.scalar(select(func.count(OutgoingMail.id)).where(OutgoingMail.recipient == MAIL)) == 1


@pytest.mark.parametrize("days", [-1, 731])
def test_the_access_ends_within_two_years_and_not_before_today(of_space, days):
    with pytest.raises(services.Dated), unit_of_work():
        services.invite(invited([of_space], expires_on=today() + timedelta(days=days)), KEY, make.user(Role.APPROVER))


def test_it_is_a_space_or_chosen_commitments(event, of_space):
    for wrong in (invited([]), invited([of_space], event_id=event.id)):
        with pytest.raises(services.Unscoped), unit_of_work():
            services.invite(wrong, KEY, make.user(Role.APPROVER))


# Entering


def test_with_its_code_it_sees_the_public_commitments_of_its_space_and_no_others(client, event, of_space):
    other = make.commitment(text="Reparar el techo de la escuela")
    draft = make.commitment(CommitmentState.REGISTERED, event_id=event.id, text="Construir una cancha nueva")
    _body, code = oversight_body(event)
    assert enter(client, code.lower()).headers["Location"] == LIST
    page = client.get(LIST).get_data(as_text=True)
    assert of_space.text in page
    assert other.text not in page
    assert draft.text not in page
    assert client.get(f"{LIST}/{of_space.code}").status_code == 200
    for hidden in (other, draft):
        assert client.get(f"{LIST}/{hidden.code}").status_code == 404


def test_what_is_published_later_in_its_space_is_in_its_scope(client, event, of_space):
    _body, code = oversight_body(event)
    enter(client, code)
    later = make.commitment(event_id=event.id)
    assert client.get(f"{LIST}/{later.code}").status_code == 200


def test_chosen_commitments_are_all_that_it_sees(client, of_space):
    neighbour = make.commitment(event_id=of_space.event_id)
    _body, code = oversight_body([of_space])
    enter(client, code)
    assert neighbour.text not in client.get(LIST).get_data(as_text=True)
    assert client.get(f"{LIST}/{neighbour.code}").status_code == 404


def test_without_a_code_the_page_asks_for_it_and_says_why(client, of_space):
    answer = client.get(f"{LIST}/{of_space.code}")
    assert (answer.status_code, answer.headers["Location"]) == (302, ENTER)
    assert "Su acceso terminó" in client.get(ENTER).get_data(as_text=True)


@pytest.mark.parametrize("code", ["", "K7QM", "0000000000000000"])
def test_a_code_that_is_none_opens_nothing(client, code):
    assert enter(client, code).status_code == 422
    assert client.get(LIST).status_code == 302


def test_the_code_of_a_door_or_an_account_of_the_team_opens_nothing_here(client, of_space):
    client.sign_in(make.user(Role.CONTROL))
    assert client.get(LIST).status_code == 403


def test_a_link_opens_no_page_of_the_team(client, of_space):
    _body, code = oversight_body([of_space])
    enter(client, code)
    for page in ("por-verificar", "veedurias", "evidencias-por-revisar"):
        assert "/cuentas/ingresar" in client.get(f"/compromisos/gestion/{page}").headers["Location"]


def test_leaving_closes_this_device(client, of_space):
    _body, code = oversight_body([of_space])
    enter(client, code)
    assert client.submit(f"{ENTER}/salir", {}, page=LIST).status_code == 303
    assert client.get(LIST).status_code == 302


# Out at once


def close(body: OversightBody) -> None:
    with unit_of_work():
        services.revoke(body, "Terminó la veeduría.", make.user(Role.CONTROL))


def end(body: OversightBody) -> None:
    with unit_of_work():
        db.session.get_one(OversightBody, body.id).expires_on = today() - timedelta(days=1)


def renew(body: OversightBody) -> None:
    with unit_of_work():
        services.send_again(body, KEY, make.user(Role.APPROVER))


@pytest.mark.parametrize("out", [close, end, renew])
def test_it_is_out_at_the_next_click_and_what_it_typed_is_not_kept(client, of_space, out):
    body, code = oversight_body([of_space])
    enter(client, code)
    page = f"{LIST}/{of_space.code}"
    form = client.get(page)
    assert form.status_code == 200
    out(body)
    assert client.get(LIST).status_code == 302
    answer = client.submit(page, TYPED | {"form_key": "llave-de-prueba-0001"}, page=ENTER)
    assert answer.status_code == 302
    assert count() == 0
    assert enter(client, code).status_code == 422


def test_the_last_day_is_still_good_and_a_new_link_opens(client, of_space):
    body, _code = oversight_body([of_space], expires_on=today())
    renew(body)
    assert enter(client, code_in_mail(body)).status_code == 303
    assert client.get(LIST).status_code == 200


def test_a_new_link_is_written_once_for_a_form_and_never_after_the_end(of_space):
    body, _code = oversight_body([of_space])
    author = make.user(Role.APPROVER)
    for _ in range(2):
        with unit_of_work():
            services.send_again(body, KEY, author)
    assert db.session.scalar(select(func.count(OutgoingMail.id)).where(OutgoingMail.recipient == MAIL)) == 2
    close(body)
    with pytest.raises(Closed), unit_of_work():
        services.send_again(body, f"{KEY}-b", author)


def test_who_approves_cannot_close_the_access_that_internal_control_gave(of_space):
    body, _code = oversight_body([of_space], make.user(Role.CONTROL))
    with pytest.raises(Forbidden), unit_of_work():
        services.revoke(body, "Nos incomoda.", make.user(Role.APPROVER))
    with pytest.raises(Forbidden), unit_of_work():
        services.send_again(body, KEY, make.user(Role.APPROVER))
    close(body)
    assert not body.is_good(today())


def test_closing_needs_a_reason_and_twice_is_once(of_space):
    body, _code = oversight_body([of_space])
    with pytest.raises(Invalid), unit_of_work():
        services.revoke(body, "", make.user(Role.APPROVER))
    close(body)
    first = body.revoked_at
    close(body)
    assert body.revoked_at == first


# Writing


def test_it_writes_a_verification_that_everybody_reads_with_the_name_of_the_organisation(client, of_space):
    body, code = oversight_body([of_space])
    enter(client, code)
    page = f"{LIST}/{of_space.code}"
    typed = TYPED | {"upload": (upload().stream, "acta.pdf"), "description": "Acta de la visita"}
    assert client.submit(page, typed).status_code == 303
    kept = db.session.scalars(select(CommitmentCheck)).one()
    assert (kept.author_id, kept.by_whom) == (None, f"Veeduría: {body.name}")
    assert "No vimos maquinaria" in client.get(page).get_data(as_text=True)
    public = client.get(f"/compromisos/{of_space.code}").get_data(as_text=True)
    assert f"Veeduría: {body.name}" in public
    assert "Acta de la visita" in public
    assert client.get(f"/compromisos/evidencias/{kept.evidence[0].file.name}").status_code == 200


def test_it_reads_its_own_verifications_and_not_those_of_another_body(client, of_space):
    _other, other_code = oversight_body([of_space], name="Comité de Control Social")
    enter(client, other_code)
    client.submit(f"{LIST}/{of_space.code}", TYPED | {"note": "Palabras del comité."})
    _body, code = oversight_body([of_space])
    enter(client, code)
    assert "Palabras del comité." not in client.get(f"{LIST}/{of_space.code}").get_data(as_text=True)


def test_evidence_that_may_hold_personal_data_waits_for_a_person(client, of_space):
    _body, code = oversight_body([of_space])
    enter(client, code)
    typed = TYPED | {"upload": (upload().stream, "carta.pdf"), "description": "Carta de cédula 52123456"}
    assert client.submit(f"{LIST}/{of_space.code}", typed).status_code == 303
    (piece,) = db.session.scalars(select(CommitmentCheck)).one().evidence
    assert piece.is_internal
    public = client.get(f"/compromisos/{of_space.code}").get_data(as_text=True)
    assert "52123456" not in public
    assert "Una persona la revisa" in public
    assert client.get(f"/compromisos/evidencias/{piece.file.name}").status_code == 404


@pytest.mark.parametrize("role", [Role.CONTROL, Role.APPROVER])
def test_internal_control_or_who_approves_shows_it(client, of_space, role):
    _body, code = oversight_body([of_space])
    enter(client, code)
    client.submit(f"{LIST}/{of_space.code}", TYPED | {"url": "https://ejemplo.example/a", "description": "Casa 5"})
    client.sign_in(make.user(role))
    held = "/compromisos/gestion/evidencias-por-revisar"
    (piece,) = db.session.scalars(select(CommitmentCheck)).one().evidence
    assert "Casa 5" in client.get(held).get_data(as_text=True)
    action = f"/compromisos/gestion/{of_space.code}/verificaciones/evidencias/{piece.id}/mostrar"
    assert client.submit(action, {}, page=held).status_code == 303
    db.session.expire_all()
    assert not piece.is_internal
    assert "Casa 5" in client.get(f"/compromisos/{of_space.code}").get_data(as_text=True)


def test_what_is_no_file_of_ours_is_refused_by_its_content(client, of_space):
    _body, code = oversight_body([of_space])
    enter(client, code)
    typed = TYPED | {"upload": (upload(b"MZ\x90\x00 programa").stream, "foto.png"), "description": "Foto"}
    assert client.submit(f"{LIST}/{of_space.code}", typed).status_code == 422
    assert count() == 0
    assert db.session.scalar(select(func.count(files.StoredFile.id))) == 0


# Privacy


def test_the_contact_mail_is_on_no_public_page_in_no_address_and_in_no_history(client, of_space):
    _body, code = oversight_body([of_space])
    enter(client, code)
    client.submit(f"{LIST}/{of_space.code}", TYPED)
    for page in (
        f"/compromisos/{of_space.code}",
        f"/compromisos/{of_space.code}/historia.json",
        "/compromisos/",
        "/compromisos/lista.csv",
        "/compromisos/lista.json",
        LIST,
        f"{LIST}/{of_space.code}",
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert MAIL not in answer.get_data(as_text=True)
    told = [str(entry.detail) for entry in db.session.scalars(select(AuditEntry))]
    assert not [words for words in told if MAIL in words or code in words]


def test_the_contact_mail_goes_after_the_end_and_the_name_stays(of_space):
    ended, _code = oversight_body([of_space], expires_on=today() - timedelta(days=31), name="Veeduría vencida")
    closed, _code = oversight_body([of_space], revoked_at=now() - timedelta(days=31), name="Veeduría cerrada")
    good, _code = oversight_body([of_space])
    before = now() - timedelta(days=OVERSIGHT_CONTACTS.days)
    with unit_of_work():
        assert OVERSIGHT_CONTACTS.erase(before, 1) == 1
        assert OVERSIGHT_CONTACTS.erase(before, 10) == 1
        assert OVERSIGHT_CONTACTS.erase(before, 10) == 0
    db.session.expire_all()
    assert [body.contact_mail for body in (ended, closed, good)] == ["", "", MAIL]
    assert ended.name == "Veeduría vencida"


# Pages of the team


def invite(client, **typed):
    usual = {
        "name": "Red de Veedores de Vías",
        "contact_mail": MAIL,
        "event": "0",
        "expires_on": (today() + timedelta(days=30)).isoformat(),
    }
    return client.submit("/compromisos/gestion/veedurias/nueva", usual | typed)


def test_the_team_invites_writes_again_and_closes(client, of_space):
    client.sign_in(make.user(Role.APPROVER))
    assert invite(client, codes=f"{of_space.code.lower()}\n{of_space.code}").status_code == 303
    page = client.get("/compromisos/gestion/veedurias").get_data(as_text=True)
    assert of_space.code in page
    assert "Abierto" in page
    body = db.session.scalars(select(OversightBody)).one()
    assert len(body.scope) == 1
    again = f"/compromisos/gestion/veedurias/{body.id}/enlace"
    assert client.submit(again, {}, page="/compromisos/gestion/veedurias").status_code == 303
    assert client.submit(f"/compromisos/gestion/veedurias/{body.id}/cerrar", {"reason": "Terminó."}).status_code == 303
    assert "Cerrado" in client.get("/compromisos/gestion/veedurias").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"contact_mail": "sin arroba"}, "Ese correo no parece completo"),
        ({"codes": "C-1999-00001"}, "C-1999-00001"),
        ({"codes": ""}, "Elija un espacio"),
        ({"name": ""}, "Escriba el nombre"),
        ({"expires_on": "2020-01-01"}, "no haya pasado"),
    ],
)
def test_what_does_not_fit_is_said(client, of_space, typed, words):
    client.sign_in(make.user(Role.CONTROL))
    answer = invite(client, **({"codes": of_space.code} | typed))
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert db.session.scalar(select(func.count(OversightBody.id))) == 0
