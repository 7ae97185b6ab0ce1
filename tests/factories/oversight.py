"""Oversight bodies with their link."""

from datetime import timedelta
from typing import Any

from participa.accounts.models import Role, User
from participa.commitments.looking import Invited
from participa.commitments.models import Commitment, OversightBody
from participa.commitments.services import oversight as services
from participa.events.models import Event
from participa.extensions import db
from participa.shared.clock import today
from participa.shared.follow_codes import normalise
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user
from tests.factories.keep import next_number

MAIL = "contacto@veeduria-de-prueba.example"


def invited(of: list[Commitment] | Event, **values: Any) -> Invited:
    """What the team writes of a body that may look at a space or at these commitments for a month."""
    scope = {"event_id": of.id} if isinstance(of, Event) else {"commitment_ids": [one.id for one in of]}
    usual = {"name": "Red de Veedores de Vías", "contact_mail": MAIL, "expires_on": today() + timedelta(days=30)}
    return Invited(**(usual | scope | values))


def oversight_body(
    of: list[Commitment] | Event, author: User | None = None, **values: Any
) -> tuple[OversightBody, str]:
    """A body that was invited, and the code of its link, read from its mail as the body reads it."""
    inviter = author or user(Role.APPROVER)
    rest = {name: values.pop(name) for name in ("revoked_at", "last_used_at") if name in values}
    expires_on = values.pop("expires_on", None)
    with unit_of_work():
        body = services.invite(invited(of, **values), f"veeduria-de-prueba-{next_number()}", inviter)
        for name, value in (rest | ({"expires_on": expires_on} if expires_on else {})).items():
            setattr(body, name, value)
    return body, code_in_mail(body)


def code_in_mail(body: OversightBody) -> str:
    """The code of the last mail to a body."""
    found = db.session.query(OutgoingMail.body).filter(OutgoingMail.key.startswith(f"oversight/{body.id}/"))
    text: str = found.order_by(OutgoingMail.id.desc()).limit(1).scalar()
    found_in = text.partition("#codigo=")[2] or text.partition("escriba el código ")[2]
    return normalise(found_in.split()[0].rstrip("."))
