"""Who may decide an appeal and who may read the figures, and when chance no longer explains a difference. Pure."""

from collections.abc import Collection
from math import exp, lgamma

from participa.accounts.models import Role, User
from participa.restrictions.models import Appeal

APPEAL_DAYS = 5  # business days to answer an appeal
REVIEWERS = (Role.MODERATOR, Role.APPROVER)
FEW, ALARM = 50, 0.01  # decisions from which chance is asked about, and how seldom it would make such a difference


def may_decide(user: User, appeal: Appeal, involved: Collection[int]) -> bool:
    """Whether this person may decide the appeal: `involved` are those who hid the text, who never review themselves."""
    return appeal.decided_at is None and user.role in REVIEWERS and user.id not in involved


def may_appeal(earlier: Collection[Appeal], by_author: bool) -> bool:
    """Whether a decision may be appealed again: once by who asked and, before or instead, once by anybody else."""
    return not any(appeal.by_author for appeal in earlier) if by_author else not earlier


def is_alarming(p: float, decisions: int) -> bool:
    return decisions >= FEW and p < ALARM


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """How often chance alone gives a difference at least as large: Fisher's exact test, both sides, from 0 to 1.

    Each pair is (restricted, not restricted) of one of two groups.
    """
    (a, b), (c, d) = one, other
    total, hidden, group = a + b + c + d, a + c, a + b
    fixed = _log_choose(total, group)

    def chance(x: int) -> float:
        return exp(_log_choose(hidden, x) + _log_choose(total - hidden, group - x) - fixed)

    seen = chance(a) * (1 + 1e-7)
    possible = (chance(x) for x in range(max(0, group + hidden - total), min(group, hidden) + 1))
    return min(1.0, sum(each for each in possible if each <= seen))


def _log_choose(of: int, some: int) -> float:
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)
