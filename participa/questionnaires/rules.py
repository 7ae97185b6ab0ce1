"""Who may do what with questionnaires, and when."""

from participa.accounts.models import Role, User
from participa.questionnaires.models import Questionnaire, QuestionnaireVersion

EDITORS = frozenset({Role.APPROVER, Role.COMMUNICATIONS, Role.ADMIN})


def may_edit(user: User | None) -> bool:
    """None is the person at the console, or the platform itself."""
    return user is None or user.role in EDITORS


def is_writable(questionnaire: Questionnaire, version: QuestionnaireVersion) -> bool:
    """Whether its items may change: until it is used or archived."""
    return not version.is_frozen and questionnaire.archived_at is None


def is_correctable(questionnaire: Questionnaire, version: QuestionnaireVersion) -> bool:
    """Whether its words may be corrected in a new version."""
    return version.is_frozen and questionnaire.archived_at is None


def is_deletable(version: QuestionnaireVersion) -> bool:
    """Only a draft that nobody used; the others are archived."""
    return not version.is_frozen and version.number == 1
