"""The reports that are kept, as read: those of the team and those that everybody reads."""

from collections.abc import Sequence
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import db
from participa.reports.models import FileState, KeptReport, KeptVersion, ReportActivity, ReportFile, ReportState
from participa.shared import audit
from participa.strategy.models import Activity

PER_PAGE = 20
WRITING = ("report_text_written", "report_submitted")
PUBLIC = KeptReport.published_at.is_not(None)


def by_slug(slug: str) -> KeptReport:
    """A report for the team. Raises NoResultFound."""
    return db.session.scalars(_whole().where(KeptReport.slug == slug)).one()


def to_change(report: KeptReport) -> KeptReport:
    """The report as it is now, which nobody else changes until the end of the request. Raises NoResultFound."""
    db.session.flush()
    wanted = KeptReport.id == report.id
    db.session.scalars(select(KeptReport.id).where(wanted).with_for_update()).one()
    return db.session.scalars(_whole().where(wanted).execution_options(populate_existing=True)).one()


def _whole() -> Select[KeptReport]:
    parts = (
        joinedload(KeptReport.event),
        joinedload(KeptReport.plan),
        selectinload(KeptReport.texts),
        selectinload(KeptReport.versions).selectinload(KeptVersion.files).joinedload(ReportFile.file),
    )
    return select(KeptReport).options(*parts)


def find(kind: str, subject_key: str) -> KeptReport | None:
    """The only report of a kind about a subject."""
    found = _whole().where(KeptReport.kind == kind, KeptReport.subject_key == subject_key)
    return db.session.scalars(found).first()


def public_by_slug(slug: str) -> KeptReport:
    """A report that everybody reads. Raises NoResultFound."""
    return db.session.scalars(_whole().where(KeptReport.slug == slug, PUBLIC)).one()


def public_version(report: KeptReport, number: int) -> KeptVersion:
    """A published version, also one that was withdrawn. Raises NoResultFound."""
    found = select(KeptVersion).where(KeptVersion.report_id == report.id, KeptVersion.number == number)
    found = found.where(KeptVersion.published_at.is_not(None)).options(selectinload(KeptVersion.files))
    return db.session.scalars(found).one()


def document_of(version: KeptVersion) -> str:
    """The canonical JSON of a version."""
    found = select(KeptVersion.document).where(KeptVersion.id == version.id)
    text: str = db.session.scalars(found).one()
    return text


def with_document(version_id: int) -> KeptVersion:
    """A version with its document and its report. Raises NoResultFound."""
    found = select(KeptVersion).where(KeptVersion.id == version_id)
    return db.session.scalars(found.options(undefer(KeptVersion.document), joinedload(KeptVersion.report))).one()


def published(page: int, year: int | None = None, kind: str = "") -> Pagination:
    """What everybody reads, latest year first and what was published last first. 404 beyond the last page."""
    found = _whole().where(*_wanted(year, kind), PUBLIC)
    found = found.order_by(KeptReport.year.desc(), KeptReport.published_at.desc(), KeptReport.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def _wanted(year: int | None, kind: str) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if year is not None:
        wanted.append(KeptReport.year == year)
    if kind:
        wanted.append(KeptReport.kind == kind)
    return wanted


def public_years() -> list[int]:
    """The years with a published report, latest first."""
    return list(db.session.scalars(select(KeptReport.year).where(PUBLIC).distinct().order_by(KeptReport.year.desc())))


def public_kinds() -> set[str]:
    """The names of the kinds with a published report."""
    return set(db.session.scalars(select(KeptReport.kind).where(PUBLIC).distinct()))


def all_public() -> list[KeptReport]:
    """Every published report in the order of its number, without its files: for maps, feeds and indexes."""
    found = select(KeptReport).where(PUBLIC).options(selectinload(KeptReport.versions)).order_by(KeptReport.id)
    return list(db.session.scalars(found))


def for_team(page: int, state: ReportState | None = None) -> Pagination:
    """Every report, what changed last first. 404 beyond the last page."""
    found = _whole()
    if state is not None:
        found = found.where(KeptReport.state == state)
    found = found.order_by(KeptReport.changed_at.desc(), KeptReport.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def state_counts() -> dict[ReportState, int]:
    """How many reports are in each state."""
    rows = db.session.execute(select(KeptReport.state, func.count()).group_by(KeptReport.state))
    return {state: amount for state, amount in rows}  # noqa: C416 - the rows are no plain pairs


def is_read() -> ColumnElement[bool]:
    """Of a report: whether its address has something to read, because its newest version was not withdrawn."""
    newest = select(func.max(KeptVersion.id)).where(KeptVersion.published_at.is_not(None))
    standing = KeptVersion.withdrawn_at.is_(None)
    return KeptReport.versions.any(and_(KeptVersion.id.in_(newest.group_by(KeptVersion.report_id)), standing))


def count_to_correct() -> int:
    """How many reports have nothing to read because their newest version was withdrawn, and nobody corrects them."""
    found = select(func.count(KeptReport.id)).where(KeptReport.state == ReportState.PUBLISHED, ~is_read())
    return db.session.scalar(found) or 0


def of_event(event: Event) -> list[KeptReport]:
    """The reports of a space in the order in which they were begun."""
    found = _whole().where(KeptReport.event_id == event.id).order_by(KeptReport.id)
    return list(db.session.scalars(found))


def public_of_event(event: Event) -> list[KeptReport]:
    return [report for report in of_event(event) if report.is_public]


def of_activity(activity: Activity) -> list[KeptReport]:
    """The published reports that fulfil an activity, in the order in which they were published."""
    found = _whole().join(ReportActivity).where(ReportActivity.activity_id == activity.id, PUBLIC)
    return list(db.session.scalars(found.order_by(KeptReport.published_at, KeptReport.id)))


def activities_of(report: KeptReport) -> list[Activity]:
    """The activities that a report fulfils, with their strategies."""
    found = select(Activity).join(ReportActivity).where(ReportActivity.report_id == report.id)
    return list(db.session.scalars(found.options(joinedload(Activity.strategy)).order_by(Activity.id)))


def wrote(person: User, report: KeptReport) -> bool:
    """Whether a part of the report is of this person, or this person sent it to review."""
    return audit.has_done(person, [report], WRITING)


def with_digest(digest: str) -> list[tuple[KeptVersion, ReportFile | None]]:
    """The published versions, and of each the file, whose SHA-256 this is, in hexadecimal."""
    public = KeptVersion.published_at.is_not(None)
    report = joinedload(KeptVersion.report)
    versions = select(KeptVersion).where(KeptVersion.digest == digest, public).options(report)
    files = select(ReportFile).join(ReportFile.version).where(ReportFile.sha256 == digest, public)
    files = files.options(joinedload(ReportFile.version).joinedload(KeptVersion.report))
    by_document = [(version, None) for version in db.session.scalars(versions.order_by(KeptVersion.id))]
    return [*by_document, *((file.version, file) for file in db.session.scalars(files.order_by(ReportFile.id)))]


def is_left(at: datetime) -> ColumnElement[bool]:
    """Which files wait to be made, or belonged to a process that said nothing more; none of a withdrawn version."""
    abandoned = and_(ReportFile.state == FileState.MAKING, ReportFile.held_until < at)
    is_read = ReportFile.version_id.in_(select(KeptVersion.id).where(KeptVersion.withdrawn_at.is_(None)))
    return and_(is_read, or_(ReportFile.state == FileState.WAITING, abandoned))


def files_left(at: datetime, version_id: int | None = None) -> Sequence[int]:
    """The numbers of the files that are to be made now, the oldest first."""
    found = select(ReportFile.id).where(is_left(at)).order_by(ReportFile.id)
    if version_id is not None:
        found = found.where(ReportFile.version_id == version_id)
    return list(db.session.scalars(found))
