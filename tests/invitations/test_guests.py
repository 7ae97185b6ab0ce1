"""The list of guests: permission to mail, lists from files, uniting, erasing, asking for no more."""

import io

import openpyxl
import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.invitations import lists, queries, rules, services
from participa.invitations.models import Delivery, Guest, GuestDetails, GuestKind, Invitation
from participa.invitations.queries import Audience
from participa.shared import mail
from participa.shared.clock import today
from participa.shared.errors import Invalid
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.invitations import guest, invitation

pytestmark = pytest.mark.usefixtures("context")
USUAL = GuestDetails(source="Directorio público")
SIGNED = GuestDetails(source="Lista de 2025", authorization="Firmaron el formato.", authorized_on=today())


@pytest.fixture(autouse=True)
def somebody_of_communications(context):
    make.user(Role.COMMUNICATIONS)


def writer():
    return db.session.scalars(select(User).where(User.role == Role.COMMUNICATIONS).order_by(User.id)).first()


def uploaded(text, usual=USUAL):
    return services.upload(text.encode(), usual, writer())


def names():
    return sorted(db.session.scalars(select(Guest.name).where(Guest.erased_at.is_(None))))


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({}, True),
        ({"authorization": ""}, False),
        ({"authorized_on": None}, False),
        ({"authorization": "", "email": "contacto@personeria-ejemplo.gov.co"}, True),
        ({"authorization": "", "email": "contacto@gov.co.ejemplo.example"}, False),
        ({"email": ""}, False),
        ({"opted_out_at": mail.now()}, False),
        ({"bounced_at": mail.now()}, False),
    ],
)
def test_who_may_be_mailed_is_the_same_for_one_and_for_many(values, allowed):
    row = guest(**values)
    assert rules.may_be_mailed(row) is allowed
    assert [one.id for one in queries.all_guests(Audience(standing="con"))] == ([row.id] if allowed else [])


@pytest.mark.parametrize("address", ["a@b.co", "uno.dos+tres@correo.com.co", "persona@niño.co"])
def test_addresses_that_are_taken(address):
    assert rules.is_address(address)


@pytest.mark.parametrize(
    "address", ["", "sin arroba", "a@b", "a@b.co, c@d.co", "=?utf-8?q?a?=@b.co", "a@.co", "a@b..co"]
)
def test_addresses_that_are_not_taken(address):
    assert not rules.is_address(address)


def test_a_list_of_text_is_understood_and_kept_whole():
    row = uploaded(
        "Nombre completo;Organización;Correo electrónico;Celular;Vereda;Tipo\n"
        "Lideresa De La Vereda;;lideresa@correo.example;300 123 4567;El Cedro;Persona\n"
        ";Personería de Ejemplo;contacto@personeria-ejemplo.gov.co;;;Órgano de control\n",
        SIGNED,
    )
    assert row.mapping == ["name", "organization", "email", "phone", "territory", "kind"]
    outcome = services.confirm(row, writer())
    assert (outcome.added, outcome.merged, outcome.repeated) == (2, 0, 0)
    kept = {one.title: one for one in queries.all_guests(Audience())}
    assert kept["Lideresa De La Vereda"].territory == "El Cedro"
    assert kept["Lideresa De La Vereda"].source == "Lista de 2025"
    assert kept["Personería de Ejemplo"].kind is GuestKind.CONTROL_BODY


def test_a_workbook_is_understood():
    book = openpyxl.Workbook()
    for cells in (["NOMBRE", "CORREO"], ["Vocera Uno", "uno@correo.example"], ["Vocera Dos", "dos@correo.example"]):
        book.active.append(cells)
    written = io.BytesIO()
    book.save(written)
    row = services.upload(written.getvalue(), USUAL, writer())
    assert services.confirm(row, writer()).added == 2


def test_a_quoted_cell_keeps_its_separator():
    assert lists.read_cells(b'Nombre,Correo\n"Junta, la de arriba",a@b.co\n')[1] == ["Junta, la de arriba", "a@b.co"]


def test_one_bad_row_keeps_the_whole_list_out():
    row = uploaded("Nombre;Correo\nVocera Uno;uno@correo.example\nVocera Dos;no es un correo\n;tres@correo.example\n")
    wrong = [(one.line, one.problems) for one in services.read(row) if one.problems]
    assert [line for line, _ in wrong] == [3, 4]
    with pytest.raises(Invalid, match="filas con problemas"):
        services.confirm(row, writer())
    assert names() == []


def test_the_same_guest_twice_is_one_and_is_completed():
    guest(name="Vocera Uno", email="uno@correo.example", territory="", phone="")
    row = uploaded("Nombre;Correo;Barrio\nVocera;UNO@correo.example;El Prado\nOtra;uno@correo.example;Centro\n")
    outcome = services.confirm(row, writer())
    assert (outcome.added, outcome.merged, outcome.repeated) == (0, 1, 1)
    db.session.expire_all()
    (kept,) = queries.all_guests(Audience())
    assert (kept.name, kept.territory) == ("Vocera Uno", "El Prado")


def test_looking_at_a_list_keeps_nothing():
    known = guest(name="Vocera Uno", email="uno@correo.example", territory="")
    row = uploaded("Nombre;Correo;Barrio\nVocera;uno@correo.example;El Prado\nNueva;nueva@correo.example;\n")
    services.tally(row)
    db.session.flush()
    assert db.session.scalar(select(func.count()).select_from(Guest)) == 1
    assert db.session.scalar(select(Guest.territory).where(Guest.id == known.id)) == ""


def test_columns_may_be_told_anew_but_not_twice():
    row = uploaded("A;B\nVocera Uno;uno@correo.example\n")
    assert row.mapping == ["", ""]
    services.remap(row, ["name", "email"])
    assert services.confirm(row, writer()).added == 1
    with pytest.raises(Invalid, match="Dos columnas"):
        services.remap(row, ["name", "name"])


@pytest.mark.parametrize("data", [b"", b"Nombre;Correo\n", b"PK\x03\x04 nada"])
def test_what_is_no_list_is_refused_with_words(data):
    with pytest.raises(Invalid) as refusal:
        lists.read_cells(data)
    assert refusal.value.message.endswith(".")


def test_who_asked_for_no_more_stays_out_of_a_later_list():
    row = invitation(make.event(), guest(email="no@correo.example"))
    services.opt_out(row)
    services.opt_out(row)
    services.erase(row.guest, writer())
    again = uploaded("Nombre;Correo\nDe Nuevo;NO@correo.example\n", SIGNED)
    assert services.tally(again).opted_out == 1
    services.confirm(again, writer())
    (back,) = queries.all_guests(Audience())
    assert back.opted_out_at is not None
    assert not rules.may_be_mailed(back)
    typed = services.add(GuestDetails(name="Otra", email="si@correo.example", source="x"), writer())
    assert typed.opted_out_at is None


def test_erasing_leaves_the_row_and_nothing_of_the_guest():
    row = invitation(make.event())
    with unit_of_work():
        mail.queue(f"invitation/{row.id}/0", row.guest.email, "Invitación", "Su código de invitación")
    services.erase(row.guest, writer())
    db.session.expire_all()
    kept = db.session.get_one(Guest, row.guest_id)
    assert (kept.name, kept.email, kept.phone, kept.authorization, kept.match_key) == ("", "", "", "", None)
    (sent,) = db.session.execute(select(OutgoingMail.recipient, OutgoingMail.body, OutgoingMail.failed_at)).all()
    assert (sent.recipient, sent.body) == ("", "")
    assert sent.failed_at is not None
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_two_guests_become_one_with_the_invitations_of_both():
    kept, other = guest(name="Vocera", phone=""), guest(name="Vocera", territory="El Prado")
    first, second = make.event(), make.event()
    invitation(first, kept)
    invitation(first, other)
    moved = invitation(second, other)
    phone = other.phone
    services.merge(kept, other, writer())
    db.session.expire_all()
    assert (kept.phone, kept.territory) == (phone, "El Prado")
    assert db.session.get_one(Invitation, moved.id).guest_id == kept.id
    assert names() == ["Vocera"]


def test_a_new_address_has_not_bounced():
    row = guest(bounced_at=mail.now())
    services.change(row, GuestDetails(name=row.name, email="otra@correo.example", source="x"), writer())
    assert row.bounced_at is None


def test_the_same_guest_is_not_written_twice():
    row = guest()
    with pytest.raises(Invalid, match="Ya hay un invitado"):
        services.add(GuestDetails(name="Otra", email=row.email.upper(), source="x"), writer())


def test_an_unsent_invitation_is_withdrawn_when_its_guest_wants_no_more():
    row = invitation(make.event(), delivery=Delivery.APPROVED)
    services.opt_out(row)
    db.session.expire_all()
    assert row.delivery is Delivery.WITHDRAWN
