"""Who may do what with a survey, and when. Pure."""

from datetime import datetime, timedelta

from participa.accounts.models import Role, User
from participa.surveys.models import Survey, SurveyState

EDITORS = frozenset({Role.COMMUNICATIONS, Role.APPROVER})
READERS = EDITORS | {Role.MODERATOR, Role.CONTROL, Role.ADMIN}
LENDERS = EDITORS | {Role.MODERATOR}
LEAST_TOGETHER = 10  # answers shuffled into the box at once, while more may come
SHARE_TOGETHER = 10  # and at least one of so many that lie there already
TABLET_HOURS = 8
MOST_CODES = 2000
LONGEST = timedelta(days=365)


def may_edit(person: User) -> bool:
    return person.role in EDITORS


def may_read(person: User) -> bool:
    """Whether this person sees the surveys of the team, without what anybody said."""
    return person.role in READERS


def receives(survey: Survey, at: datetime) -> bool:
    """Whether answers are taken at this instant."""
    return survey.state is SurveyState.OPEN and survey.opens_at <= at < survey.closes_at and bool(survey.secret)


def is_due_to_open(survey: Survey, at: datetime) -> bool:
    return survey.state is SurveyState.OPEN and survey.opens_at <= at


def may_be_shaken(waiting: int, in_box: int, is_last: bool) -> bool:
    """Few at a time would say whose they are; each time the whole box is written anew, so it grows by a tenth."""
    return waiting > 0 and (is_last or waiting >= max(LEAST_TOGETHER, -(-in_box // SHARE_TOGETHER)))


def is_editable(survey: Survey) -> bool:
    return survey.state is SurveyState.DRAFT


def may_unseal(survey: Survey) -> bool:
    return survey.state is SurveyState.OPEN and survey.unsealed_at is None


def may_lend(survey: Survey) -> bool:
    """Whether a device may be made a tablet of it."""
    return survey.takes_tablet and survey.state is SurveyState.OPEN


def fits(opens_at: datetime, closes_at: datetime) -> bool:
    return opens_at < closes_at <= opens_at + LONGEST
