"""Signing in with a password and passing the second factor."""

from sqlalchemy import update

from participa.accounts import codes, passwords, queries, sessions
from participa.accounts import second_factor as totp
from participa.accounts.models import RecoveryCode, User
from participa.accounts.services import tries
from participa.accounts.throttle import Browser
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Invalid
from participa.shared.unit_of_work import before_work

NOT_THE_SAME = "El correo o la clave no son correctos. Revise los dos e intente otra vez."
NOT_THE_CODE = "El código no es correcto o ya se usó. Espere el siguiente y escríbalo completo."


def sign_in(email: str, password: str, browser: Browser) -> User:
    """The person, when the password is right.

    Raises Invalid, the same for an unknown e-mail, a disabled account and a wrong password; WaitBeforeNextTry after
    too many of them.
    """
    with before_work() as session:
        attempt = tries.take(session, email, browser)
        known = queries.find_credentials(session, email)
    stored = known.password_hash if known else None
    right = passwords.is_right(password, stored)
    better = passwords.hash_of(password) if right and passwords.is_outdated(stored or "") else stored
    if not known or not right or not (user := _still_as_checked(known)):
        raise Invalid(NOT_THE_SAME)
    user.password_hash = better or user.password_hash
    tries.give_back(db.session(), attempt)
    return user


def _still_as_checked(known: queries.Credentials) -> User | None:
    """The person, unless disabled, or the password was changed while it was being checked."""
    user = queries.user(known.user_id)
    return user if user.is_active and user.password_hash == known.password_hash else None


def pass_second_factor(user: User, typed: str, browser: Browser) -> None:
    """Accept a code of the telephone or a recovery code, each once. Raises Invalid, or WaitBeforeNextTry."""
    with before_work() as session:
        known = queries.credentials_of_login(session, sessions.digest(user.login_token))
        attempt = tries.take(session, known.email, browser, door="second factor")
    if not _use_telephone(user, typed) and not _use_recovery_code(user, typed):
        raise Invalid(NOT_THE_CODE)
    tries.give_back(db.session(), attempt)


def _use_telephone(user: User, typed: str) -> bool:
    """Note the step of the code, so that the same code is refused from now on."""
    if not user.has_second_factor or user.totp_secret is None:
        return False
    step = totp.matching_step(user.totp_secret, typed, now(), after=user.totp_last_step)
    if step is None:
        return False
    unused = (User.totp_last_step.is_(None)) | (User.totp_last_step < step)
    using = update(User).where(User.id == user.id, unused).values(totp_last_step=step)
    return _changed_one(using)


def _use_recovery_code(user: User, typed: str) -> bool:
    digest = codes.digest(typed, queries.recovery_purpose(user.id))
    using = update(RecoveryCode).where(
        RecoveryCode.user_id == user.id, RecoveryCode.code_digest == digest, RecoveryCode.used_at.is_(None)
    )
    used = user.has_second_factor and _changed_one(using.values(used_at=now()))
    if used:
        audit.record("recovery code used", user, user)
    return used


def _changed_one(statement: object) -> bool:
    changed: int = db.session.execute(statement).rowcount  # type: ignore[call-overload]
    return changed == 1
