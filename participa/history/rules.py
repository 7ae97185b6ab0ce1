"""Who may load history, and when a load may be confirmed, left or withdrawn."""

from participa.accounts.models import Role, User
from participa.history.models import HistoryLoad, LoadState


def may_load(person: User) -> bool:
    return person.role is Role.ADMIN


def may_confirm(load: HistoryLoad) -> bool:
    return load.state is LoadState.PREVIEW


def may_withdraw(load: HistoryLoad) -> bool:
    return load.state is LoadState.LOADED
