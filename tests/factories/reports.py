"""Reports as the services make them, up to the state that a test needs."""

from participa.accounts.models import Role, User
from participa.events.models import Event
from participa.reports import building, services
from participa.reports.kinds import Scope, Subject, kind_of
from participa.reports.models import KeptReport
from participa.reports.queries import kept
from participa.shared.clock import local
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user as make_user


def of_space(event: Event) -> Subject:
    return Subject(Scope.EVENT, local(event.starts_at).year, event)


def of_term(year: int, term: int) -> Subject:
    return Subject(Scope.TERM, year, term=term)


def begun(kind: str, subject: Subject, author: User | None = None, **texts: str) -> KeptReport:
    """A draft, with these texts written."""
    person = author or make_user(Role.MODERATOR)
    with unit_of_work():
        report = services.begin(kind_of(kind), subject, person)
        for key, text in texts.items():
            services.write_text(report, key, text, person)
    return report


def submitted(report: KeptReport, author: User | None = None, reason: str = "") -> KeptReport:
    """What the data say now, sent to review."""
    person = author or make_user(Role.MODERATOR)
    seen = building.look(kept.by_slug(report.slug))
    with unit_of_work():
        services.submit(report, seen, reason, person)
    return kept.by_slug(report.slug)


def approved(report: KeptReport, approver: User | None = None) -> KeptReport:
    """Approved as it was frozen, by somebody who wrote nothing of it."""
    person = approver or make_user(Role.APPROVER)
    coming = report.coming
    assert coming is not None
    with unit_of_work():
        services.approve(report, coming.digest, person)
    return kept.by_slug(report.slug)


def published(report: KeptReport, publisher: User | None = None) -> KeptReport:
    """Public; its files wait for the job."""
    person = publisher or make_user(Role.APPROVER)
    with unit_of_work():
        services.publish(report, person)
    return kept.by_slug(report.slug)


def public_report(kind: str, subject: Subject, author: User | None = None, **texts: str) -> KeptReport:
    """A report that everybody reads, from its draft on."""
    return published(approved(submitted(begun(kind, subject, author, **texts), author)))


def corrected(report: KeptReport, author: User | None = None, reason: str = "Se corrige una cifra.") -> KeptReport:
    """A further version of a public report."""
    person = author or make_user(Role.MODERATOR)
    with unit_of_work():
        services.reopen(report, person)
    return published(approved(submitted(kept.by_slug(report.slug), person, reason)))
