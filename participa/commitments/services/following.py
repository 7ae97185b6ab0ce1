"""Following a commitment by mail: asked for, confirmed from the mailbox itself, stopped at one click.

What is answered to who asks never depends on whether the address was known.
"""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from participa.commitments import mails, privacy
from participa.commitments.mails import Written
from participa.commitments.models import (
    OPEN_STATES,
    Commitment,
    CommitmentEntry,
    CommitmentFollower,
    CommitmentFollowerContact,
)
from participa.commitments.queries import following as queries
from participa.config import Settings
from participa.extensions import db
from participa.shared import audit, follow_codes, mail, retention, subscribing
from participa.shared.clock import now
from participa.shared.errors import TooMany

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_OF_AN_ADDRESS = 5  # unanswered confirmations that one mailbox gets in a day
MOST_IN_AN_HOUR = 600  # of the whole site
CROWDED = "Muchas personas están pidiendo avisos ahora. Espere una hora e intente de nuevo."


def follow(commitment: Commitment, email: str) -> None:
    """Ask an address to confirm. Asking again sends at most one mail an hour. Raises TooMany for everybody alike."""
    at = now()
    if queries.count_asked(at - HOUR) >= MOST_IN_AN_HOUR:
        raise TooMany(CROWDED)
    digest = email_digest(email)
    contact = queries.find_contact(commitment.id, digest)
    if contact is None and queries.count_asked(at - DAY, digest) >= MOST_OF_AN_ADDRESS:
        return
    follower = contact.follower if contact else _add(commitment, email, digest, at)
    if follower is not None:
        _answer(follower, at)


def _add(commitment: Commitment, email: str, digest: str, at: datetime) -> CommitmentFollower | None:
    """A new follower; None when a parallel request has just made it, and writes its mail."""
    key, seed = _settings().code_key, secrets.token_urlsafe(16)
    codes = mails.codes_of(seed, key)
    follower = CommitmentFollower(commitment=commitment, seed=seed, asked_at=at)
    follower.confirm_digest = follow_codes.code_digest(codes.confirm, key)
    follower.stop_digest = follow_codes.code_digest(codes.stop, key)
    follower.contact = CommitmentFollowerContact(
        commitment_id=commitment.id, email=email, email_digest=digest, text_version=privacy.FOLLOW_VERSION, given_at=at
    )
    try:
        with db.session.begin_nested():
            db.session.add(follower)
    except IntegrityError:
        return None
    return follower


def _answer(follower: CommitmentFollower, at: datetime) -> None:
    """The mail that the owner of the address gets; the same one not twice in an hour."""
    is_known = follower.confirmed_at is not None
    written = mails.already(follower, _settings()) if is_known else _confirmation(follower)
    send(follower, f"{'already' if is_known else 'confirm'}/{int(at.timestamp() // HOUR.total_seconds())}", written)


def _confirmation(follower: CommitmentFollower) -> Written:
    return mails.confirmation(follower, _settings(), UNCONFIRMED.kept_days)


def send(follower: CommitmentFollower, about: str, written: Written) -> None:
    """Queue a mail to a follower once; its key begins so that stopping can withdraw it."""
    if follower.contact is None:
        return
    mail.queue(_key(follower, about), follower.contact.email, written.subject, written.body, written.unsubscribe)


def _key(follower: CommitmentFollower, about: str = "") -> str:
    return f"commitment-follower/{follower.id}/{about}"


def confirm(typed_code: str) -> CommitmentFollower | None:
    """Begin to tell the owner of this code; again, it changes nothing. None for a code that confirms nobody."""
    digest = _digest(typed_code)
    follower = queries.find_by_confirm_digest(digest) if digest else None
    if follower is not None and follower.confirmed_at is None and follower.stopped_at is None:
        follower.confirmed_at = now()
        audit.record("commitment.follow", follower)
    return follower


def stop(typed_code: str) -> CommitmentFollower | None:
    """Tell nothing more to the owner of this code and erase the address; again, it changes nothing."""
    digest = _digest(typed_code)
    follower = queries.find_by_stop_digest(digest) if digest else None
    if follower is not None and follower.stopped_at is None:
        follower.stopped_at, follower.contact = now(), None
        mail.withdraw(_key(follower))
        audit.record("commitment.stop_following", follower)
    return follower


def email_digest(email: str) -> str:
    """What tells an address from another one, for who has the code key."""
    return subscribing.email_digest(email, _settings().code_key)


def _digest(typed_code: str) -> str:
    return subscribing.digest_of(typed_code, _settings().code_key)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def forget_unconfirmed(before: datetime, most: int) -> int:
    """Erase at most `most` who asked before and never confirmed; how many."""
    of = CommitmentFollower
    found = select(of.id).where(of.confirmed_at.is_(None), of.stopped_at.is_(None), of.asked_at < before)
    ids = list(db.session.scalars(found.order_by(of.id).limit(most)))
    _erase_contacts(ids)
    db.session.execute(delete(of).where(of.id.in_(ids)), execution_options={"synchronize_session": False})
    return len(ids)


def forget_over(before: datetime, most: int) -> int:
    """Erase at most `most` addresses that follow what ended before and has had no news since; how many."""
    last = select(func.max(CommitmentEntry.at)).where(CommitmentEntry.commitment_id == Commitment.id)
    over = select(Commitment.id).where(
        Commitment.state.not_in(OPEN_STATES), last.correlate(Commitment).scalar_subquery() < before
    )
    of = CommitmentFollowerContact
    found = select(of.follower_id).where(of.commitment_id.in_(over)).order_by(of.follower_id).limit(most)
    ids = list(db.session.scalars(found))
    _erase_contacts(ids)
    return len(ids)


def _erase_contacts(ids: list[int]) -> None:
    gone = delete(CommitmentFollowerContact).where(CommitmentFollowerContact.follower_id.in_(ids))
    db.session.execute(gone, execution_options={"synchronize_session": False})


UNCONFIRMED = retention.Rule(
    key="compromisos.por-confirmar",
    form="Seguir un compromiso",
    data="Correo que nadie confirmó.",
    purpose="Preguntarle si quiere recibir las novedades.",
    days=7,
    since="el día en que se pidió",
    afterwards="Se borra.",
    erase=forget_unconfirmed,
)
FOLLOWERS = retention.Rule(
    key="compromisos.seguidores",
    form="Seguir un compromiso",
    data="Correo de quien sigue un compromiso que ya terminó.",
    purpose="Enviarle las novedades del compromiso.",
    days=365,
    since="el último paso del compromiso terminado",
    afterwards="Se borra. También se borra el día en que la persona deja de seguirlo.",
    erase=forget_over,
)
