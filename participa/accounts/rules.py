"""Who may manage accounts, how long to wait after wrong passwords, and which passwords are too easy."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from participa.accounts.common_passwords import PIECES
from participa.accounts.models import Role, User

SHORT_PERIOD, MOST_IN_SHORT_PERIOD = timedelta(minutes=5), 10
LONG_PERIOD, MOST_IN_LONG_PERIOD = timedelta(hours=24), 100
FREE_FAILURES = 5
FEWEST_LETTERS_OF_ITS_OWN = 5
RUN = 4


def may_read_accounts(user: User) -> bool:
    """Administration and Control Interno read who is in the team."""
    return user.is_active and user.role in (Role.ADMIN, Role.CONTROL)


def may_manage_accounts(user: User) -> bool:
    return user.is_active and user.role is Role.ADMIN


def may_disable(actor: User, user: User) -> bool:
    """Nobody shuts himself out, so an administrator always stays."""
    return may_manage_accounts(actor) and actor.id != user.id


def may_give_role(actor: User, user: User, role: Role) -> bool:
    """Nobody changes his own role, so an administrator always stays."""
    return may_manage_accounts(actor) and (actor.id != user.id or user.role is role)


def may_reset_second_factor(actor: User, user: User) -> bool:
    """One's own is removed on one's own page, with the password."""
    return may_manage_accounts(actor) and actor.id != user.id


def needs_department(role: Role) -> bool:
    """A liaison answers for one office."""
    return role is Role.LIAISON


def may_enroll(user: User) -> bool:
    """A second factor is chosen once: else whoever knows only the password would replace it."""
    return user.is_active and not user.has_second_factor


def next_try_at(failures: Sequence[datetime]) -> datetime | None:
    """When the next try is allowed after these failures, oldest first; None when nothing has to be waited for.

    Ten in five minutes and a hundred in a day at most; from the fifth on each wait doubles, up to five minutes. Every
    wait ends by itself. `failures` are those of the last 24 hours.
    """
    waits = [_after_growing_delay(failures)]
    waits += [_after_period(failures, SHORT_PERIOD, MOST_IN_SHORT_PERIOD)]
    waits += [_after_period(failures, LONG_PERIOD, MOST_IN_LONG_PERIOD)]
    return max((wait for wait in waits if wait is not None), default=None)


def _after_growing_delay(failures: Sequence[datetime]) -> datetime | None:
    beyond = len(failures) - FREE_FAILURES
    if beyond < 0:
        return None
    seconds: int = 2 ** min(beyond, 20)
    return failures[-1] + min(timedelta(seconds=seconds), SHORT_PERIOD)


def _after_period(failures: Sequence[datetime], period: timedelta, most: int) -> datetime | None:
    return failures[-most] + period if len(failures) >= most else None


def is_guessable(password: str, email: str) -> bool:
    """Whether little is left of a password without the e-mail, common words, runs (1234, aaaa) and signs."""
    folded = _folded(password)
    if len(set(folded)) < FEWEST_LETTERS_OF_ITS_OWN or _is_repeated(folded):
        return True
    return len(_own_letters(folded, _folded(email))) < FEWEST_LETTERS_OF_ITS_OWN


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _is_repeated(text: str) -> bool:
    return text in (text + text)[1:-1]


def _own_letters(password: str, email: str) -> str:
    local_part = email.partition("@")[0]
    for piece in (email, local_part, *PIECES):
        if len(piece) >= RUN:
            password = password.replace(piece, " ")
    return "".join(letter for letter in _without_runs(password) if letter.isalnum())


def _without_runs(text: str) -> str:
    kept, start = "", 0
    while start < len(text):
        end = _end_of_run(text, start)
        if end - start < RUN:
            end = start + 1
            kept += text[start]
        start = end
    return kept


def _end_of_run(text: str, start: int) -> int:
    """Where the run that begins at `start` ends: letters that are equal or follow each other up or down."""
    if start + 1 >= len(text):
        return start + 1
    step = ord(text[start + 1]) - ord(text[start])
    end = start + 1
    while abs(step) <= 1 and end < len(text) and ord(text[end]) - ord(text[end - 1]) == step:
        end += 1
    return end
