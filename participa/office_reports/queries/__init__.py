"""The reports of the offices, as read."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import Department, Role, User
from participa.events.models import Event, event_activity
from participa.extensions import db
from participa.office_reports import rules
from participa.office_reports.models import OfficeReport, ReportCall, ReportEvidence, ReportState
from participa.questions.models import Question
from participa.strategy.models import activity_department

PER_PAGE = 25


@dataclass(frozen=True)
class Progress:
    """A space whose reports were asked for, and how many of them came."""

    call: ReportCall
    asked: int
    handed_in: int

    @property
    def missing(self) -> int:
        return self.asked - self.handed_in


def event_to_change(event_id: int) -> Event:
    """The space, held until the end of the request: its reports are asked for one by one."""
    return db.session.scalars(select(Event).where(Event.id == event_id).with_for_update()).one()


def find_call(event_id: int) -> ReportCall | None:
    return db.session.get(ReportCall, event_id)


def call_of(event: Event) -> ReportCall:
    """Raises NoResultFound."""
    return db.session.scalars(select(ReportCall).where(ReportCall.event_id == event.id)).one()


def reports_of(event_id: int) -> list[OfficeReport]:
    """Every report of a space, by name of the office, with its versions and evidence. A fixed number of statements."""
    found = _whole().join(OfficeReport.department).where(OfficeReport.event_id == event_id)
    return list(db.session.scalars(found.order_by(Department.name, OfficeReport.id)))


def report_of(event: Event, department_id: int) -> OfficeReport:
    """Raises NoResultFound."""
    found = _whole().where(OfficeReport.event_id == event.id, OfficeReport.department_id == department_id)
    return db.session.scalars(found).one()


def find_report(event_id: int, department_id: int) -> OfficeReport | None:
    found = _whole().where(OfficeReport.event_id == event_id, OfficeReport.department_id == department_id)
    return db.session.scalars(found).first()


def report_to_change(event: Event, department_id: int) -> OfficeReport:
    """The same, held until the end of the request. Raises NoResultFound."""
    own = (OfficeReport.event_id == event.id, OfficeReport.department_id == department_id)
    db.session.scalars(select(OfficeReport.id).where(*own).with_for_update()).one()
    return db.session.scalars(_whole().where(*own).execution_options(populate_existing=True)).one()


def _whole() -> Select[OfficeReport]:
    lists = (selectinload(OfficeReport.versions), selectinload(OfficeReport.moves))
    files = selectinload(OfficeReport.evidence).joinedload(ReportEvidence.file)
    return select(OfficeReport).options(joinedload(OfficeReport.department), *lists, files)


def evidence_of(report: OfficeReport, number: int) -> ReportEvidence:
    """A piece of evidence of this report. Raises NoResultFound."""
    return db.session.scalars(_pieces().where(ReportEvidence.report_id == report.id, ReportEvidence.id == number)).one()


def public_evidence(event: Event, number: int) -> ReportEvidence:
    """One that everybody may see, of a published whole. Raises NoResultFound."""
    found = _pieces().join(ReportEvidence.report).join(ReportCall, ReportCall.event_id == OfficeReport.event_id)
    shown = found.where(
        OfficeReport.event_id == event.id,
        OfficeReport.state == ReportState.CONSOLIDATED,
        ReportCall.published_at.is_not(None),
        ReportEvidence.is_public,
        ReportEvidence.id == number,
    )
    return db.session.scalars(shown).one()


def find_evidence_by_form_key(digest: str) -> ReportEvidence | None:
    return db.session.scalars(_pieces().where(ReportEvidence.form_key_digest == digest)).first()


def _pieces() -> Select[ReportEvidence]:
    return select(ReportEvidence).options(joinedload(ReportEvidence.file))


def offices_concerned(event: Event) -> list[int]:
    """The offices of the activities that the space fulfils, and those that were asked something in it."""
    of_activities = (
        select(activity_department.c.department_id)
        .join(event_activity, event_activity.c.activity_id == activity_department.c.activity_id)
        .where(event_activity.c.event_id == event.id)
    )
    asked = select(Question.department_id).where(Question.event_id == event.id, Question.department_id.is_not(None))
    both = of_activities.union(asked).subquery()
    return list(db.session.scalars(select(both.c.department_id).order_by(both.c.department_id)))


def offices() -> list[Department]:
    """Every office in use, by name."""
    return list(db.session.scalars(select(Department).where(Department.is_active).order_by(Department.name)))


def offices_with(ids: Collection[int]) -> list[Department]:
    """These, by name."""
    return list(db.session.scalars(select(Department).where(Department.id.in_(ids)).order_by(Department.name)))


def liaisons(department_ids: Collection[int]) -> list[User]:
    """Who may write for these offices and can enter."""
    found = select(User).where(User.role == Role.LIAISON, User.department_id.in_(department_ids), User.is_active)
    return list(db.session.scalars(found.order_by(User.id)))


def calls(page: int) -> Pagination:
    """Spaces whose reports were asked for, latest first."""
    found = select(ReportCall).join(ReportCall.event).options(joinedload(ReportCall.event))
    ordered = found.order_by(Event.starts_at.desc(), Event.id.desc())
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def progress(of: Collection[ReportCall]) -> list[Progress]:
    """How many reports of these calls came. One statement."""
    amount, done = func.count(OfficeReport.id), OfficeReport.state.in_((ReportState.SENT, ReportState.CONSOLIDATED))
    counted = select(OfficeReport.event_id, amount, amount.filter(done)).group_by(OfficeReport.event_id)
    wanted = counted.where(OfficeReport.event_id.in_([one.event_id for one in of])).order_by(OfficeReport.event_id)
    rows = {event_id: (asked, came) for event_id, asked, came in db.session.execute(wanted)}
    return [Progress(one, *rows.get(one.event_id, (0, 0))) for one in of]


def of_office(department_id: int | None, page: int) -> Pagination:
    """The reports of one office, those it still owes first."""
    found = (
        select(OfficeReport)
        .join(OfficeReport.event)
        .where(OfficeReport.department_id == department_id)
        .options(joinedload(OfficeReport.event))
    )
    is_done = OfficeReport.state.in_((ReportState.SENT, ReportState.CONSOLIDATED))
    ordered = found.order_by(is_done, Event.starts_at.desc(), OfficeReport.id)
    return db.paginate(ordered, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def due_days(of: Collection[OfficeReport]) -> dict[int, ReportCall]:
    """The call of each of these reports, by number of the space."""
    found = select(ReportCall).where(ReportCall.event_id.in_([one.event_id for one in of]))
    return {one.event_id: one for one in db.session.scalars(found.order_by(ReportCall.event_id))}


def missing(event_id: int) -> list[OfficeReport]:
    """The reports that did not come, by name of the office."""
    return [report for report in reports_of(event_id) if not report.is_handed_in]


def waiting_calls() -> list[ReportCall]:
    """Calls of which a report is missing, the oldest first."""
    lacks = select(OfficeReport.id).where(
        OfficeReport.event_id == ReportCall.event_id, OfficeReport.state.in_(rules.WRITABLE)
    )
    found = select(ReportCall).where(lacks.exists()).options(joinedload(ReportCall.event))
    return list(db.session.scalars(found.order_by(ReportCall.due_on, ReportCall.event_id)))


def published() -> list[ReportCall]:
    """The wholes that everybody may read, latest space first."""
    found = select(ReportCall).join(ReportCall.event).options(joinedload(ReportCall.event))
    shown = found.where(ReportCall.published_at.is_not(None))
    return list(db.session.scalars(shown.order_by(Event.starts_at.desc(), Event.id.desc())))


def consolidated(event_id: int) -> list[OfficeReport]:
    """The reports that make the whole, by name of the office."""
    return [report for report in reports_of(event_id) if report.state is ReportState.CONSOLIDATED]
