"""A report is begun, its texts are written, it is linked to what it fulfils and sent to review."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import User
from participa.extensions import db
from participa.reports import building, rules
from participa.reports.building import Seen
from participa.reports.kinds import Kind, Subject
from participa.reports.models import KeptReport, KeptVersion, ReportState, ReportText
from participa.reports.queries import kept
from participa.shared import audit, personal_data
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid, NotFound
from participa.strategy.models import Activity, Strategy, StrategyState

NOT_WRITER = "Su cuenta no prepara este informe."
NOT_NOW = "Este informe ya no está en borrador. Recargue la página."
NOT_FOR = "Este informe no se hace para lo que eligió."
NO_TEXT = "Ese texto no es de este informe."
NO_REASON = "Explique qué cambia en esta versión. Lo lee la ciudadanía."
PERSONAL = "El texto tiene {found}. Todos lo van a leer: quítelo."
PUBLIC_STRATEGIES = (StrategyState.PUBLISHED, StrategyState.CLOSED)


class Changed(Invalid):
    """Somebody else changed it since this person opened the page."""


class Unfit(Invalid):
    """What was typed cannot be public as it is."""


def begin(kind: Kind, subject: Subject, author: User) -> KeptReport:
    """The draft of the report of a kind about a subject; when there is one already, that one.

    Raises Forbidden for who does not write it, or Conflict when the subject has no such report.
    """
    if not rules.writes(author, kind):
        raise Forbidden(NOT_WRITER)
    if (earlier := kept.find(kind.name, subject.key)) is not None:
        return earlier
    if kind.scope is not subject.scope or not kind.is_for(subject):
        raise Conflict(NOT_FOR)
    try:
        with db.session.begin_nested():
            report = _new(kind, subject, author)
    except IntegrityError:  # somebody else began it at the same time
        return kept.by_slug(building.slug_of(kind, subject))
    audit.record("report_begun", report, author, kind=kind.name)
    return report


def _new(kind: Kind, subject: Subject, author: User) -> KeptReport:
    report = KeptReport(
        kind=kind.name,
        scope=kind.scope,
        subject_key=subject.key,
        slug=building.slug_of(kind, subject),
        title=kind.title_of(subject)[:300],
        year=subject.year,
        term=subject.term,
        event=subject.event,
        plan=subject.plan,
        created_at=now(),
        created_by_id=author.id,
        changed_at=now(),
    )
    db.session.add(report)
    db.session.flush()
    return report


def write_text(report: KeptReport, key: str, text: str, author: User, seen: int | None = None) -> None:
    """Write a text block; without words, or with those of its draft, it says its draft of each moment again.

    `seen` is the revision that the author opened. Raises Forbidden, Closed after the draft, NotFound for a text of no
    such name, Changed, or Unfit for personal data.
    """
    held = _draft(report, author)
    block = next((one for one in building.kind(held).texts if one.key == key), None)
    if block is None:
        raise NotFound(NO_TEXT)
    if seen is not None and seen != held.revision:
        raise Changed("Otra persona cambió el informe mientras usted escribía. Mírelo en otra pestaña y compare.")
    check_words(text)
    row = next((one for one in held.texts if one.key == key), None)
    if not text or text == block.drafted(building.subject_of(held)):
        held.texts = [one for one in held.texts if one is not row]
    else:
        row = row or _add_text(held, key)
        row.text, row.changed_at, row.changed_by_id = text, now(), author.id
    _touch(held)
    audit.record("report_text_written", held, author, text=key)


def _add_text(report: KeptReport, key: str) -> ReportText:
    row = ReportText(report_id=report.id, key=key)
    report.texts.append(row)
    return row


def _touch(report: KeptReport) -> None:
    report.changed_at = now()
    db.session.flush()


def check_words(text: str) -> None:
    """Raises Unfit for words with personal data."""
    if found := personal_data.findings(text):
        raise Unfit(PERSONAL.format(found=personal_data.described(found)))


def _draft(report: KeptReport, author: User) -> KeptReport:
    held = kept.to_change(report)
    if not rules.writes(author, building.kind(held)):
        raise Forbidden(NOT_WRITER)
    if held.state is not ReportState.DRAFT:
        raise Closed(NOT_NOW)
    return held


def submit(report: KeptReport, seen: Seen, reason: str, author: User) -> KeptVersion:
    """Freeze what was seen as the version that comes next, for another person to review.

    Raises Forbidden, Closed when it is no draft any more, Changed when it was changed meanwhile, or Unfit without the
    reason of a later version.
    """
    held = _draft(report, author)
    if held.revision != seen.revision:
        raise Changed("Otra persona cambió el informe. Mírelo antes de enviarlo.")
    if held.is_public and not reason:
        raise Unfit(NO_REASON)
    check_words(reason)
    held.reason, held.note = (reason if held.is_public else ""), ""
    version = _freeze(held, building.frozen(building.with_reason(seen.report, held.reason), held.revision), author)
    held.state, held.title = ReportState.IN_REVIEW, version.title
    _touch(held)
    audit.record("report_submitted", held, author, number=version.number, sha256=version.digest)
    return version


def _freeze(held: KeptReport, seen: Seen, author: User) -> KeptVersion:
    version = KeptVersion(
        report=held,
        number=seen.report.number,
        title=seen.report.title[:300],
        document=seen.text,
        digest=seen.digest,
        cut_at=seen.report.cut_at,
        reason=held.reason,
        submitted_by_id=author.id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def discard(report: KeptReport, author: User) -> None:
    """Take away a draft that nobody but the team has read. Raises Forbidden, Closed, or Conflict once it was public."""
    held = _draft(report, author)
    if held.is_public:
        raise Conflict("Un informe que fue público no se descarta. Prepare una corrección o retire la versión.")
    audit.record("report_discarded", held, author, kind=held.kind)
    held.activities = []
    db.session.delete(held)
    db.session.flush()


def fulfils(report: KeptReport, activity_ids: Collection[int], author: User) -> None:
    """Say which activities of published strategies the report fulfils: those and no others. Raises Forbidden."""
    held = kept.to_change(report)
    if not rules.may_link(author, building.kind(held)):
        raise Forbidden(NOT_WRITER)
    found = select(Activity).join(Strategy).where(Activity.id.in_(set(activity_ids)))
    kept_already = {activity.id for activity in held.activities}
    found = found.where(Strategy.state.in_(PUBLIC_STRATEGIES) | Activity.id.in_(kept_already))
    held.activities = list(db.session.scalars(found.order_by(Activity.id)))
    _touch(held)
    audit.record("report_linked", held, author, activities=[activity.id for activity in held.activities])
