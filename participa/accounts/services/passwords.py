"""Changing a password, and choosing one with a code of one use."""

from datetime import timedelta
from functools import partial
from time import monotonic, sleep

from sqlalchemy import func, select, update

from participa.accounts import codes, mails, queries, rules, sessions, throttle
from participa.accounts import passwords as hashing
from participa.accounts.models import ResetCode, SignInAttempt, User
from participa.accounts.services import tries
from participa.accounts.throttle import Browser
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid
from participa.shared.unit_of_work import before_work, when_kept

BY_MAIL, BY_HAND = timedelta(minutes=30), timedelta(hours=24)
MOST_BY_MAIL = 3
SECONDS_TO_ANSWER = 0.1  # several times what the longest way takes


class WrongPassword(Invalid):
    """The password that confirms an act is not the person's."""


class GuessablePassword(Invalid):
    """A password that others would try first."""


class WrongCode(Invalid):
    """A code of one use that is not good: wrong, used, expired, or of another account."""


def confirm(user: User, password: str, browser: Browser) -> None:
    """Check the password of who is signed in, before the unit of work speaks with the database.

    Raises WrongPassword, or WaitBeforeNextTry after too many of them.
    """
    with before_work() as session:
        known = queries.credentials_of_login(session, sessions.digest(user.login_token))
        attempt = tries.take(session, known.email, browser, door="confirm")
    if not hashing.is_right(password, known.password_hash):
        raise WrongPassword("La clave actual no es correcta.")
    tries.give_back(db.session(), attempt)


def change(user: User, current: str, new: str, browser: Browser) -> None:
    """Give oneself another password; all other logins end. Raises GuessablePassword and what `confirm` raises."""
    with before_work() as session:
        known = queries.credentials_of_login(session, sessions.digest(user.login_token))
    _refuse_guessable(new, known.email)
    fresh = hashing.hash_of(new)
    confirm(user, current, browser)
    user.password_hash, user.must_change_password = fresh, False
    _use_up_codes(user)
    sessions.end_all(user, except_token=user.login_token)
    audit.record("password changed", user, user)
    mails.password_changed(user)


def send_code(email: str) -> None:
    """Mail a code to the active person with this e-mail; for anybody else send nothing, and take as long.

    Three in half an hour at most, so that nobody's mailbox is flooded. Those already sent stay good.
    """
    when_kept(partial(_wait_until, monotonic() + SECONDS_TO_ANSWER))
    counted, at = f"forgot:{throttle.account_key(email)}", now()
    recent = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.account_key == counted, SignInAttempt.at > at - BY_MAIL
    )
    if (db.session.scalar(recent) or 0) >= MOST_BY_MAIL:
        return
    db.session.add(SignInAttempt(account_key=counted, device_key="", at=at))
    user = queries.find_user(email)
    if user is not None and user.is_active:
        mails.reset_code(user, _new_code(user, BY_MAIL))
        audit.record("reset code mailed", user)


def _wait_until(moment: float) -> None:
    """Runs after the commit, when nothing is held: how long the answer took says nothing about the account."""
    sleep(max(0.0, moment - monotonic()))


def print_code(user: User, actor: User | None) -> str:
    """A code of 24 hours for a person, to be handed over. `actor` is None on the command line."""
    if actor is not None and not rules.may_manage_accounts(actor):
        raise Forbidden("Solo Administración entrega códigos.")
    if not user.is_active:
        raise Invalid("Esta cuenta está desactivada. Actívela antes de entregar un código.")
    audit.record("reset code printed", user, actor)
    return _new_code(user, BY_HAND)


def choose(email: str, code: str, new: str) -> User:
    """Choose a password with a code; every login of the person ends. Raises GuessablePassword, WrongCode.

    Tries are not limited: a code has 60 bits and lives a day at most, so guessing is hopeless, and a limit would let
    anybody keep the owner out.
    """
    _refuse_guessable(new, email)
    with before_work() as session:
        code_id = queries.find_reset_code(session, email, code, now())
    if code_id is None:
        raise WrongCode("El código no es correcto, ya se usó o se venció. Pida uno nuevo.")
    fresh = hashing.hash_of(new)
    user = _use_code(code_id)
    user.password_hash, user.must_change_password = fresh, False
    _use_up_codes(user)
    sessions.end_all(user)
    audit.record("password chosen with a code", user, user)
    mails.password_changed(user)
    return user


def _use_code(code_id: int) -> User:
    """The person of a code, which is used from now on. Raises WrongCode when somebody was first."""
    using = update(ResetCode).where(ResetCode.id == code_id, ResetCode.used_at.is_(None)).values(used_at=now())
    user_id = db.session.scalar(using.returning(ResetCode.user_id))
    if user_id is None:
        raise WrongCode("El código ya se usó. Pida uno nuevo.")
    return queries.user(user_id)


def _new_code(user: User, life: timedelta) -> str:
    code = codes.fresh()
    digest = codes.digest(code, queries.reset_purpose(user.id))
    db.session.add(ResetCode(user_id=user.id, code_digest=digest, expires_at=now() + life))
    return code


def _use_up_codes(user: User) -> None:
    using = update(ResetCode).where(ResetCode.user_id == user.id, ResetCode.used_at.is_(None))
    db.session.execute(using.values(used_at=now()))


def _refuse_guessable(password: str, email: str) -> None:
    if rules.is_guessable(password, email):
        raise GuessablePassword("Esa clave es fácil de adivinar. Use varias palabras que solo usted juntaría.")
