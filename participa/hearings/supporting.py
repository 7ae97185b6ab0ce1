"""What may be supported, and when a support counts. Pure."""

from collections.abc import Collection

from participa.accounts.models import Role, User
from participa.hearings.models import Hearing, Stage, StagedQuestion, SupportState
from participa.questions.models import Visibility

SHOWN = (Visibility.PUBLIC, Visibility.GROUPED)
REVIEWERS = (Role.MODERATOR, Role.ADMIN)


def takes_supports(hearing: Hearing) -> bool:
    return hearing.is_open and hearing.takes_supports and bool(hearing.salt)


def may_gather(staged: StagedQuestion) -> bool:
    """Whether a question still waits and everybody may read it."""
    is_shown = staged.question is None or staged.question.visibility in SHOWN
    return is_shown and staged.stage is not Stage.ANSWERED and not staged.is_silent


def counts(states: Collection[SupportState]) -> bool:
    """Whether a phone with these supports in one group is one of its supporters."""
    return SupportState.COUNTED in states


def is_held(states: Collection[SupportState]) -> bool:
    """Whether it waits for a person of the team, and does not count by another question of the group."""
    return SupportState.HELD in states and not counts(states)


def may_review(person: User) -> bool:
    return person.role in REVIEWERS
