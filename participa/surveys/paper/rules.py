"""Who may print, type and compare sheets, and when. Pure."""

from participa.accounts.models import Role, User
from participa.surveys.models import Level, Survey
from participa.surveys.paper.models import PaperSheet

TYPISTS = frozenset({Role.COMMUNICATIONS, Role.APPROVER, Role.MODERATOR})
ON_PAPER = frozenset({Level.OPEN, Level.CHECKED, Level.CODE})
MOST_SHEETS = 5000
MOST_AT_ONCE = 200


def takes_paper(survey: Survey) -> bool:
    """A sheet is one answer by its number. Who must show a document or an account cannot do it on paper."""
    return survey.level in ON_PAPER


def may_check(sheet: PaperSheet, person: User) -> bool:
    """Somebody else than who typed it."""
    return sheet.is_waiting and sheet.typed_by_id != person.id
