"""The alerts of appeals that wait for a decision: to whoever may decide them and, once overdue, to control too."""

from collections.abc import Iterator, Sequence
from datetime import date

from participa.accounts.models import Role, User
from participa.deadlines import mails, rules
from participa.deadlines.queries import alerts as queries
from participa.restrictions import queries as restrictions
from participa.restrictions.models import Appeal

Stages = Sequence[tuple[int, date, date]]


def alert(people: list[User], stages: Stages) -> None:
    """Tell the present stage of each appeal once; `stages` are those of the alerts of the day."""
    for appeal in restrictions.open_appeals():
        stage = next((stage for stage, first, last in stages if first <= appeal.due_on <= last), None)
        if stage is None:
            continue
        for reason, person in _hearers(people, appeal, stage == rules.OVERDUE):
            mails.queue_appeal(appeal, stage, reason, person)


def _hearers(people: list[User], appeal: Appeal, is_overdue: bool) -> Iterator[tuple[str, User]]:
    """Who hears of an appeal and why; while nobody may decide it, who can hire somebody that may."""
    deciders = restrictions.deciders(people, appeal)
    yield from (("decides", person) for person in deciders)
    if not deciders:
        yield from (("nobody", person) for person in queries.with_role(people, Role.ADMIN))
    if is_overdue:
        yield from (("control", person) for person in queries.with_role(people, Role.CONTROL))
