"""From a kept report to what it says with the data of now, and from a frozen version to what it said."""

import json
from dataclasses import dataclass, replace

from flask import current_app

from participa.config import Settings
from participa.events.models import Event
from participa.extensions import db
from participa.improvement.models import ImprovementPlan
from participa.reports.kinds import Kind, Scope, Subject, Texts, kind_of
from participa.reports.models import KeptReport, KeptVersion
from participa.reports.queries import kept
from participa.shared.clock import local
from participa.shared.errors import NotFound
from participa.shared.report.document import as_text, digest, from_document, to_document
from participa.shared.report.model import Report

PASSING = ("cut_at", "number", "reason", "address")
NO_SUBJECT = "No encontramos de qué sería ese informe."


def kind(report: KeptReport) -> Kind:
    return kind_of(report.kind)


def subject_of(report: KeptReport) -> Subject:
    """What a kept report is about."""
    return Subject(report.scope, report.year, report.event, report.term, report.plan)


def subject_named(scope: Scope, key: str) -> Subject:
    """The subject of a `Subject.key`. Raises NotFound for one that is not there or is of another scope."""
    parts = key.split(":")
    if parts[0] != scope.value or not all(part.isdecimal() and len(part) < 10 for part in parts[1:]):
        raise NotFound(NO_SUBJECT)
    numbers = [int(part) for part in parts[1:]]
    found = _of_row(scope, numbers[0]) if len(numbers) == 1 else _of_period(scope, *numbers[:2])
    if found is None or found.key != key:
        raise NotFound(NO_SUBJECT)
    return found


def _of_row(scope: Scope, number: int) -> Subject | None:
    if scope is Scope.PLAN:
        plan = db.session.get(ImprovementPlan, number)
        return Subject(scope, plan.year, plan=plan) if plan else None
    event = db.session.get(Event, number) if scope in {Scope.EVENT, Scope.SESSION} else None
    return Subject(scope, local(event.starts_at).year, event) if event else None


def _of_period(scope: Scope, year: int = 0, term: int = 0) -> Subject | None:
    terms = {Scope.YEAR: {0}, Scope.TERM: {1, 2, 3}}.get(scope, set())
    return Subject(scope, year, term=term) if term in terms and 2000 <= year <= 2100 else None


def slug_of(found: Kind, subject: Subject) -> str:
    """The permanent address of the report of a kind about a subject."""
    if subject.event is not None:
        return f"{found.name}-{subject.event.slug}"
    if subject.plan is not None:
        return f"{found.name}-{subject.year}-{subject.plan.id}"
    return "-".join([found.name, str(subject.year), *([str(subject.term)] if subject.term else [])])


def texts_of(report: KeptReport) -> Texts:
    """What was written, and the draft of now where nobody wrote."""
    written = {text.key: text.text for text in report.texts}
    return Texts(kind(report).drafts(subject_of(report)) | written)


def live(report: KeptReport) -> Report:
    """What the report says with the data of now."""
    built = kind(report).build(subject_of(report), texts_of(report))
    return replace(built, address=address_of(report), number=next_number(report), reason=report.reason)


def next_number(report: KeptReport) -> int:
    return len(report.public_versions) + 1


def path_of(report: KeptReport) -> str:
    """The path of its page on this site."""
    return current_app.url_map.bind("").build("reports.detail", {"slug": report.slug})


def address_of(report: KeptReport) -> str:
    """The permanent address, the same in a request and in a chore."""
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url + path_of(report)


def with_reason(said: Report, reason: str) -> Report:
    """The same, telling what this version changes."""
    return replace(said, reason=reason)


@dataclass(frozen=True)
class Seen:
    """What the data said at one instant, of the report as it was at this revision."""

    report: Report
    text: str
    digest: str
    revision: int


def look(report: KeptReport) -> Seen:
    """What would be frozen. Within `reading_first` all its numbers are of the same instant."""
    return frozen(live(report), report.revision)


def frozen(said: Report, revision: int) -> Seen:
    document = to_document(said)
    return Seen(said, as_text(document), digest(document), revision)


def read(version: KeptVersion) -> Report:
    """What a version said when it was frozen."""
    return from_document(json.loads(kept.document_of(version)))


def has_changed(said: Report, now_says: Report) -> bool:
    """Whether the data or the texts say something else by now, whatever the instant."""
    return _lasting(said) != _lasting(now_says)


def _lasting(said: Report) -> dict[str, object]:
    return {name: value for name, value in to_document(said).items() if name not in PASSING}
