"""Writing a call for topics and making it public."""

import secrets

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, follow_codes
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.slugs import to_slug
from participa.shared.unit_of_work import unit_of_work
from participa.topics import rules
from participa.topics.models import CallDetails, CallState, TopicCall
from participa.topics.queries import calls as queries

RESERVED_SLUGS = frozenset({"gestion", "seguir"})
CHANGED = "Otra persona cambió esta convocatoria mientras usted escribía. Revise y guarde otra vez."


class Changed(Invalid):
    """Somebody else changed it since this person opened it."""


def write(details: CallDetails, form_key: str, author: User) -> TopicCall:
    """A draft. The same form key again is the first one."""
    require_editor(author)
    digest = digest_of(form_key)
    earlier = queries.find_by_form_key(digest)
    if earlier is not None:
        return earlier
    call = TopicCall(
        slug=_free_slug(details.title), form_key_digest=digest, created_at=now(), salt=secrets.token_hex(32)
    )
    _apply(call, details)
    db.session.add(call)
    db.session.flush()  # the history quotes its number
    audit.record("call_written", call, author)
    return call


def edit(call: TopicCall, details: CallDetails, author: User, seen: int | None = None) -> None:
    """Change what is written. Raises Conflict once there is a vote, Changed when somebody else changed it."""
    require_editor(author)
    held = queries.lock(call)
    if seen is not None and seen != held.revision:
        raise Changed(CHANGED)
    if held.vote is not None:
        raise Conflict("Ya hay una votación. La convocatoria no se cambia.")
    _apply(held, details)
    if held.is_public:
        _check(held)
    db.session.flush()
    audit.record("call_edited", held, author)


def publish(call: TopicCall, author: User) -> None:
    """Make it public. A second click changes nothing. Raises Invalid with what is lacking."""
    require_editor(author)
    held = queries.lock(call)
    if held.state is CallState.PUBLISHED:
        return
    _check(held)
    held.state = CallState.PUBLISHED
    db.session.flush()
    audit.record("call_published", held, author)


def forget_devices() -> None:
    """The chore: once nominations are over nobody can ask the digests about a device."""
    over = queries.over_with_salt(now())
    if not over:
        return
    with unit_of_work():
        for number in over:
            held = db.session.get_one(TopicCall, number)
            held.salt = None


def require_editor(author: User) -> None:
    if not rules.may_edit(author):
        raise Forbidden("Su cuenta no tiene permiso para llevar convocatorias de temas.")


def require_grouper(author: User) -> None:
    if not rules.may_group(author):
        raise Forbidden("Su cuenta no tiene permiso para agrupar postulaciones.")


def digest_of(form_key: str) -> str:
    """What is kept of a form key, so that a retry is known."""
    return follow_codes.form_key_digest(form_key, settings().code_key)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _apply(call: TopicCall, details: CallDetails) -> None:
    for name in details.__dataclass_fields__:
        setattr(call, name, getattr(details, name))


def _check(call: TopicCall) -> None:
    lacks = list(rules.lacks_to_publish(call, now()))
    if lacks:
        raise Invalid(" ".join(lacks))


def _free_slug(title: str) -> str:
    slug = to_slug(title, "convocatoria")
    taken, free, number = queries.slugs_like(slug) | RESERVED_SLUGS, slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
