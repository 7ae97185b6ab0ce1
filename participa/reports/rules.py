"""Who writes a report, who reviews it, who publishes it, and when."""

from participa.accounts.models import Role, User
from participa.reports.kinds import Kind
from participa.reports.models import FileState, KeptReport, KeptVersion, ReportState

READERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER, Role.LIAISON, Role.CONTROL)
WRITERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.APPROVER, Role.CONTROL)  # of some kind; the kind says which
REVIEWERS = (Role.APPROVER, Role.CONTROL)
PUBLISHERS = (Role.COMMUNICATIONS, Role.APPROVER)
MOVES = {
    ReportState.DRAFT: frozenset({ReportState.IN_REVIEW}),
    ReportState.IN_REVIEW: frozenset({ReportState.DRAFT, ReportState.APPROVED}),
    ReportState.APPROVED: frozenset({ReportState.DRAFT, ReportState.PUBLISHED}),
    ReportState.PUBLISHED: frozenset({ReportState.DRAFT}),
}


def may_become(report: KeptReport, to: ReportState) -> bool:
    return to in MOVES[report.state]


def writes(person: User, kind: Kind) -> bool:
    """Whether the reports of this kind are written by people like this one."""
    return person.role in kind.roles


def reviews(person: User, kind: Kind) -> bool:
    """Whether the reports of this kind are approved by people like this one."""
    return person.role in kind.approvers


def publishes(person: User, kind: Kind) -> bool:
    return person.role in PUBLISHERS or reviews(person, kind)


def may_write(person: User, kind: Kind, report: KeptReport) -> bool:
    return writes(person, kind) and report.state is ReportState.DRAFT


def may_correct(person: User, kind: Kind, report: KeptReport) -> bool:
    """A published report goes on in a further version."""
    return writes(person, kind) and report.state is ReportState.PUBLISHED


def may_decide(person: User, kind: Kind, report: KeptReport) -> bool:
    """Approve or return what waits for it; whether this person wrote a part is asked of the history."""
    return reviews(person, kind) and report.state is ReportState.IN_REVIEW


def may_return(person: User, kind: Kind, report: KeptReport) -> bool:
    """Also what was approved and is not public yet; who sent it to review may take it back."""
    if report.state is ReportState.APPROVED:
        return reviews(person, kind)
    return report.state is ReportState.IN_REVIEW and (reviews(person, kind) or writes(person, kind))


def may_publish(person: User, kind: Kind, report: KeptReport) -> bool:
    return publishes(person, kind) and report.state is ReportState.APPROVED


def may_withdraw(person: User, kind: Kind, version: KeptVersion) -> bool:
    return reviews(person, kind) and version.is_readable


def may_discard(person: User, kind: Kind, report: KeptReport) -> bool:
    """A draft that nobody else has read."""
    return may_write(person, kind, report) and not report.is_public


def may_link(person: User, kind: Kind) -> bool:
    """Say which activities a report fulfils, at any moment."""
    return writes(person, kind) or reviews(person, kind)


def has_failed(version: KeptVersion) -> bool:
    return any(file.state is FileState.FAILED for file in version.files)
