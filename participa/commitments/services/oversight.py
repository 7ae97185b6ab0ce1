"""Oversight bodies: invited with a link by mail, let in with its code, and out at once when the team closes it."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, update

from participa.accounts.models import Role, User
from participa.commitments import oversight_mail, rules
from participa.commitments.looking import Invited
from participa.commitments.models import OversightBody, OversightScope
from participa.commitments.queries import oversight as queries
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, follow_codes
from participa.shared.clock import local, now, today
from participa.shared.errors import Closed, Forbidden, Invalid
from participa.shared.templating import plain_day

LONGEST = timedelta(days=730)
NOT_YOURS = "Solo quien aprueba y Control Interno invitan a una veeduría."
NAME_OF_CONTROL = "Control Interno ya invitó a una veeduría con ese nombre. Escriba otro nombre o pídale que la invite."
OF_CONTROL = "Control Interno invitó a esta veeduría. Solo Control Interno cierra su acceso."


class Dated(Invalid):
    """The last day cannot be."""


class Named(Invalid):
    """The name is that of a body that internal control invited: each voice counts under its name."""


class Unscoped(Invalid):
    """It says not exactly what the body may look at."""


def invite(new: Invited, form_key: str, author: User) -> OversightBody:
    """Let an organisation look, and write to it with its link. The same form key again is the first one.

    Raises Forbidden, Dated, Unscoped, or Named.
    """
    if not rules.may_invite(author):
        raise Forbidden(NOT_YOURS)
    _one_click_at_a_time(author)
    key_digest = follow_codes.form_key_digest(form_key, _code_key())
    if (earlier := queries.find_by_form_key(key_digest)) is not None:
        return earlier
    _check(new)
    if author.role is not Role.CONTROL and queries.is_name_of_control(new.name):
        raise Named(NAME_OF_CONTROL)
    code = follow_codes.code_for(f"oversight|{form_key}", _code_key())
    body = OversightBody(
        name=new.name,
        contact_mail=new.contact_mail,
        event_id=new.event_id,
        expires_on=new.expires_on,
        code_digest=follow_codes.code_digest(code, _code_key()),
        form_key_digest=key_digest,
        invited_at=now(),
        invited_by=author,
        scope=[OversightScope(commitment_id=number) for number in sorted(set(new.commitment_ids))],
    )
    db.session.add(body)
    db.session.flush()
    audit.record("oversight_invited", body, author, until=new.expires_on.isoformat())
    oversight_mail.queue_invitation(body, code, form_key)
    return body


def _one_click_at_a_time(author: User) -> None:
    """Let a second click of the same person wait for the first one."""
    db.session.execute(select(User.id).where(User.id == author.id).with_for_update(key_share=True))


def _check(new: Invited) -> None:
    if new.expires_on < today():
        raise Dated("Escriba un día que no haya pasado.")
    if new.expires_on > today() + LONGEST:
        raise Dated(f"El acceso dura dos años o menos. Escriba el {plain_day(today() + LONGEST)} o un día anterior.")
    if (new.event_id is None) == (not new.commitment_ids):
        raise Unscoped("Elija un espacio, o escriba los códigos de los compromisos. Uno de los dos.")


def send_again(body: OversightBody, form_key: str, author: User) -> None:
    """Write to a body with a new link; the earlier one is worth nothing. The same form key again changes nothing.

    Raises Forbidden, or Closed when its access is over.
    """
    held = _held(body, author)
    if not held.is_good(today()) or not held.contact_mail:
        raise Closed("El acceso de esta veeduría ya terminó. Invítela otra vez.")
    code = follow_codes.code_for(f"oversight|{held.id}|{form_key}", _code_key())
    digest = follow_codes.code_digest(code, _code_key())
    if held.code_digest == digest or oversight_mail.was_written(held, form_key):
        return
    held.code_digest = digest
    audit.record("oversight_link_renewed", held, author)
    oversight_mail.queue_invitation(held, code, form_key)


def revoke(body: OversightBody, reason: str, author: User) -> None:
    """Close the access of a body at once, on every device. Twice is once. Raises Forbidden or Invalid."""
    held = _held(body, author)
    if held.revoked_at is not None:
        return
    if not reason:
        raise Invalid("Escriba por qué se cierra.")
    held.revoked_at, held.revoked_by_id, held.revoked_reason = now(), author.id, reason
    audit.record("oversight_revoked", held, author)


def _held(body: OversightBody, author: User) -> OversightBody:
    held = queries.held(body.id)
    if not rules.may_invite(author):
        raise Forbidden(NOT_YOURS)
    if not rules.may_close(author, held):
        raise Forbidden(OF_CONTROL)
    return held


def note_entry(body: OversightBody) -> None:
    """Write down that a device of the body entered."""
    body.last_used_at = now()


def forget_mails(before: datetime, most: int) -> int:
    """Blank the contact mails of bodies whose access ended before; how many."""
    ended_on = local(before).date()
    over = select(OversightBody.id).where(OversightBody.contact_mail != "", queries.ended_before(ended_on, before))
    ids = list(db.session.scalars(over.order_by(OversightBody.id).limit(most)))
    blank = update(OversightBody).where(OversightBody.id.in_(ids)).values(contact_mail="")
    db.session.execute(blank, execution_options={"synchronize_session": False})
    return len(ids)


def _code_key() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.code_key
