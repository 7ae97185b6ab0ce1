"""What the page of a space says of its documents, what hangs from an activity, and the news of spaces."""

from flask import url_for

from participa.accounts.models import User
from participa.documents import queries, rules
from participa.documents.models import PublicDocument
from participa.documents.services import news
from participa.events.doors import Door, Move
from participa.events.models import Event, EventState
from participa.shared.clock import now
from participa.shared.templating import counted
from participa.strategy.hangings import Hanging
from participa.strategy.models import Activity

SPACE = "Espacio de diálogo"


def for_everybody(event: Event) -> list[Door]:
    """The documents of a space that its own list does not have."""
    found = [one for one in queries.of_event(event.id) if not one.is_prior_report]
    if not found:
        return []
    if len(found) == 1:
        return [Door(found[0].kind_label, f"{found[0].title}.", _address(found[0]), "Leer el documento")]
    text = f"Hay {counted(len(found), 'documento', 'documentos')} de este espacio en la biblioteca."
    return [Door("Documentos", text, url_for("documents.index", espacio=event.slug), "Ver los documentos")]


def for_team(event: Event, person: User) -> list[Door]:
    if not rules.may_write(person):
        return []
    text = "Publique el informe que se presenta, un boletín o las memorias, con resumen y versiones."
    url = url_for("documents.staff.new", espacio=event.slug)
    return [Door("Documentos y boletines", text, url, "Agregar un documento")]


def of_activity(activity: Activity) -> list[Hanging]:
    """The public documents that fulfil an activity, and the consultation of one."""
    return [
        Hanging(one.kind_label, one.title, _address(one), one.state_label, one.state_tone, one.published_at)
        for one in queries.of_activity(activity)
    ]


def _address(document: PublicDocument) -> str:
    return url_for("documents.detail", slug=document.slug)


def hear(move: Move) -> None:
    """A space that was convened is news; one that was cancelled is news no more."""
    path = f"/espacios/{move.event.slug}"
    if move.to is EventState.CONVENED:
        news.tell(SPACE, move.event.title, path, now())
    elif move.to is EventState.CANCELLED:
        news.take_back(path)
