"""What became of a topic: where it was treated, what was answered, promised and published. The team points to it."""

from dataclasses import dataclass, replace
from typing import Any

from participa.accounts.models import User
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.topics.models import LinkKind, TopicGroup, TopicLink
from participa.topics.queries import fates, groups
from participa.topics.services.calls import require_grouper

NOT_THERE = "Elija algo de la lista."


@dataclass(frozen=True)
class NewLink:
    """`ref` is the row number of a point of the agenda, a promise or a document; `radicado` that of a question."""

    kind: LinkKind
    ref: int = 0
    radicado: str = ""
    url: str = ""
    words: str = ""


def link(group: TopicGroup, new: NewLink, actor: User) -> TopicLink:
    """Point to where a topic was treated or what came of it. The same again changes nothing.

    Raises Invalid for what everybody cannot read or what is of another space, Conflict for a group that was undone.
    """
    require_grouper(actor)
    held = groups.lock(group)
    if held.ended_at is not None:
        raise Conflict("Este tema se deshizo.")
    values = _values(held, new)
    for earlier in fates.links([held]):
        if all(getattr(earlier, name) == value for name, value in values.items()):
            return earlier
    row = TopicLink(group_id=held.id, at=now(), author_id=actor.id, **values)
    db.session.add(row)
    db.session.flush()
    audit.record("topic_linked", held, actor, kind=new.kind.value)
    return row


def unlink(row: TopicLink, actor: User) -> None:
    """Take back a link that was wrong; it stays in the history. A second click changes nothing."""
    require_grouper(actor)
    db.session.refresh(row, with_for_update=True)
    if row.removed_at is None:
        row.removed_at = now()
        audit.record("topic_unlinked", row, actor)


def _values(group: TopicGroup, new: NewLink) -> dict[str, Any]:
    """The columns of the link, checked."""
    if new.kind is LinkKind.QUESTION:
        return _question(new)
    if new.kind is LinkKind.PAGE:
        return _page(new)
    column, words = _of_spaces(group, replace(new, words=""))
    return {"kind": new.kind, "words": words[:300], column: new.ref}


def _question(new: NewLink) -> dict[str, Any]:
    question = fates.find_question(new.radicado)
    if question is None:
        raise Invalid("No hay una pregunta pública con ese radicado.")
    return {"kind": new.kind, "words": f"Pregunta {question.radicado}", "question_id": question.id}


def _page(new: NewLink) -> dict[str, Any]:
    if not new.url or not new.words.strip():
        raise Invalid("Escriba la dirección y qué se encuentra allí.")
    return {"kind": new.kind, "words": new.words.strip()[:300], "url": new.url}


def _of_spaces(group: TopicGroup, new: NewLink) -> tuple[str, str]:
    """The column and the words of something of the spaces that treat the topic."""
    offered = {
        LinkKind.AGENDA: ("agenda_item_id", fates.agenda_items),
        LinkKind.PROMISE: ("promise_id", fates.promises),
        LinkKind.DOCUMENT: ("document_id", fates.documents),
    }
    column, choices = offered[new.kind]
    words = dict(choices(group)).get(new.ref)
    if words is None:
        raise Invalid(NOT_THERE)
    return column, words
