"""What the page of a space shows the team of its invitations."""

from flask import url_for

from participa.accounts.models import User
from participa.events.doors import Door
from participa.events.models import Event
from participa.invitations import queries, rules
from participa.invitations.models import Reply
from participa.shared.templating import counted


def for_team(event: Event, person: User) -> list[Door]:
    """The panel «Invitaciones», for who may read the list of guests."""
    if person.role not in rules.READERS:
        return []
    figures = queries.figures(event.id)
    url = url_for("invitations.staff.space", slug=event.slug)
    if not figures.total:
        return [Door("Invitaciones", "Todavía no se ha invitado a nadie.", url, "Preparar invitaciones")]
    coming = figures.replied(Reply.CONFIRMED, Reply.REGISTERED)
    text = (
        f"{counted(figures.total, 'invitación', 'invitaciones')}. "
        f"{counted(coming, 'dijo que sí', 'dijeron que sí')} y "
        f"{counted(figures.replied(Reply.DECLINED), 'que no', 'que no')}."
    )
    return [Door("Invitaciones", text, url, "Ver las invitaciones")]
