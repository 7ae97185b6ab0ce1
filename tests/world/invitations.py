"""Guests, letters and invitations of the seeded world."""

from sqlalchemy import select

from participa.accounts.models import Role, User
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.invitations.models import Delivery, LetterState
from participa.shared.clock import now
from tests.factories.invitations import guest, guest_list, invitation, invitation_code, letter
from tests.world.model import World


def plant(world: World) -> None:
    """Guests, a letter in each state, an invitation that was sent, one that failed, and a list under review."""
    words, author = world.words, db.session.get_one(User, world.user[Role.COMMUNICATIONS])
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    texts = {"organization": words("Junta de acción comunal"), "territory": words("El Prado")}
    texts |= {"source": words("Lista de 2025"), "authorization": words("Firmó el formato.")}
    rows = [guest(name=words(f"Invitada {name}"), **texts) for name in ("Primera", "Segunda", "Tercera")]
    world.guest = {"own": rows[0].id, "other": rows[1].id}
    for state in LetterState:
        approved = {"approved_by_id": world.user[Role.APPROVER], "approved_at": now(), "submitted_at": now()}
        told = approved if state is LetterState.APPROVED else {}
        row = letter(event, state, author, subject=words("Invitación: {espacio}"), **told)
        world.letter[state] = row.id
    sent = invitation(event, rows[0], of_letter=row)
    failed = invitation(event, rows[1], Delivery.FAILED, row, failure=words("El servidor no la recibió."))
    world.invitation, world.invitation_code = {"sent": sent.id, "failed": failed.id}, invitation_code(sent)
    world.guest_list = guest_list(author, [["Nombre", "Correo"], [words("De la lista"), "lista@correo.example"]]).id
