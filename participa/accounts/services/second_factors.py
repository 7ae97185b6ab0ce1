"""Choosing, renewing and removing the second factor."""

from sqlalchemy import delete

from participa.accounts import codes, queries, rules, sessions
from participa.accounts import second_factor as totp
from participa.accounts.models import RecoveryCode, User
from participa.accounts.services import passwords
from participa.accounts.throttle import Browser
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid

RECOVERY_CODES = 10
WRONG_CODE = "El código no coincide. Revise la hora del teléfono y escriba el código que ve ahora."


def enroll(user: User, typed: str) -> list[str]:
    """Confirm the secret that this login was offered; the recovery codes, shown once.

    Raises Conflict when the person has a second factor already, Invalid when the code is not the telephone's.
    """
    if not rules.may_enroll(user):
        raise Conflict("Su cuenta ya tiene un segundo factor.")
    secret = totp.offered_secret(user.login_token)
    step = totp.matching_step(secret, typed, now(), after=None)
    if step is None:
        raise Invalid(WRONG_CODE)
    user.totp_secret, user.totp_confirmed_at, user.totp_last_step = secret, now(), step
    sessions.end_all(user, except_token=user.login_token)
    audit.record("second factor chosen", user, user)
    return _new_recovery_codes(user)


def renew_recovery_codes(user: User, password: str, browser: Browser) -> list[str]:
    """New recovery codes in place of all earlier ones. Raises what `passwords.confirm` raises."""
    passwords.confirm(user, password, browser)
    if not user.has_second_factor:
        raise Conflict("Su cuenta no tiene segundo factor.")
    audit.record("recovery codes renewed", user, user)
    return _new_recovery_codes(user)


def drop(user: User, password: str, browser: Browser) -> None:
    """Remove one's own second factor. Raises what `passwords.confirm` raises."""
    passwords.confirm(user, password, browser)
    _remove(user)
    sessions.end_all(user, except_token=user.login_token)
    audit.record("second factor removed", user, user)


def reset_of(user: User, actor: User | None) -> None:
    """Remove somebody's second factor, because the telephone and the codes are lost. Ends the logins.

    `actor` is None on the command line: the way back in of the only administrator.
    """
    if actor is not None and not rules.may_reset_second_factor(actor, user):
        raise Forbidden("Quite su propio segundo factor desde «Mi cuenta».")
    _remove(user)
    sessions.end_all(user)
    audit.record("second factor reset", user, actor)


def _remove(user: User) -> None:
    """The last step stays noted: a code that was used is not good again, whatever comes."""
    user.totp_secret = user.totp_confirmed_at = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _new_recovery_codes(user: User) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    fresh = [codes.fresh() for _ in range(RECOVERY_CODES)]
    purpose = queries.recovery_purpose(user.id)
    db.session.add_all(RecoveryCode(user_id=user.id, code_digest=codes.digest(code, purpose)) for code in fresh)
    return fresh
