"""Who may read, moderate and conclude the results of a survey, and when. Pure."""

from datetime import datetime, timedelta

from participa.accounts.models import Role, User
from participa.shared.clock import local
from participa.surveys.models import Survey, SurveyState
from participa.surveys.results.models import FileState, PrivateReason, RowsFile, SurveySummary, WordsState

READERS = frozenset({Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL, Role.ADMIN})
MODERATORS = frozenset({Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER})
CONCLUDERS = frozenset({Role.COMMUNICATIONS, Role.APPROVER})
SHORTEST_OUTCOME = 40
STUCK = timedelta(minutes=10)


def is_due(survey: Survey, summary: SurveySummary | None, at: datetime) -> bool:
    """Whether the counts are missing: once after the end; before it, when opened early, once a day."""
    if not survey.shows_results or (summary is not None and summary.is_final):
        return False
    return summary is None or survey.is_over or local(summary.counted_at).date() < local(at).date()


def may_conclude(person: User, survey: Survey) -> bool:
    """Whether this person may say now what was done with the results, or say it better."""
    return person.role in CONCLUDERS and survey.is_over


def is_enough(outcome: str) -> bool:
    return len(outcome.strip()) >= SHORTEST_OUTCOME


def may_moderate(person: User, survey: Survey) -> bool:
    return person.role in MODERATORS and survey.is_over


def is_whole(state: WordsState, reason: PrivateReason | None) -> bool:
    """What is not published has a reason of the list; what is published has none."""
    return (state is WordsState.PRIVATE) is (reason is not None)


def is_file_due(file: RowsFile, at: datetime) -> bool:
    """Whether it waits to be made, or the process that made it died."""
    if file.state is FileState.WAITING:
        return True
    return file.state is FileState.MAKING and file.changed_at < at - STUCK


def counts_as_done(survey: Survey) -> bool:
    return survey.state is SurveyState.CONCLUDED
