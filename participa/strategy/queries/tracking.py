"""The history of activities over all their versions: reports, evidence, verifications."""

from collections.abc import Sequence
from datetime import date

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import CTE, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from participa.accounts.models import User
from participa.extensions import db
from participa.shared.files import StoredFile
from participa.strategy.models import (
    REPORTABLE,
    Activity,
    ActivityEvidence,
    ActivityReport,
    Section,
    ShownState,
    Strategy,
    StrategyState,
    Verification,
    activity_department,
)
from participa.strategy.queries.versions import is_of_family
from participa.strategy.tracking import all_tracked

PUBLIC = (StrategyState.PUBLISHED, StrategyState.CLOSED)
PER_PAGE = 20


def history(activity: Activity) -> list[ActivityReport]:
    """The reports of an activity in all its public versions and in this one, the oldest first. Three statements."""
    found = select(ActivityReport).join(ActivityReport.activity).join(Activity.strategy)
    mine = found.where(is_of_family(activity), or_(Strategy.state.in_(PUBLIC), Strategy.id == activity.strategy_id))
    return list(db.session.scalars(_whole(mine).order_by(ActivityReport.id)))


def histories(activities: Sequence[Activity]) -> dict[int, list[ActivityReport]]:
    """The same for many activities, by the number of each. A fixed count of statements."""
    versions = {one.strategy_id for one in activities}
    years = select(Strategy.year).where(Strategy.id.in_(versions))
    root = _roots(select(Activity.id, Activity.replaces_id).join(Activity.strategy).where(Strategy.year.in_(years)))
    found = select(ActivityReport).join(ActivityReport.activity).join(Activity.strategy)
    told = found.where(Strategy.year.in_(years), or_(Strategy.state.in_(PUBLIC), Strategy.id.in_(versions)))
    by_root: dict[int, list[ActivityReport]] = {}
    for row in db.session.scalars(_whole(told).order_by(ActivityReport.id)):
        by_root.setdefault(root[row.activity_id], []).append(row)
    return {one.id: by_root.get(root[one.id], []) for one in activities}


def _roots(found: Select[int, int | None]) -> dict[int, int]:
    """For each activity, the first one of its line."""
    parent = {row[0]: row[1] for row in db.session.execute(found)}
    return {one: _root(one, parent) for one in parent}


def _root(one: int, parent: dict[int, int | None]) -> int:
    while (before := parent.get(one)) is not None:
        one = before
    return one


def _whole(found: Select[ActivityReport]) -> Select[ActivityReport]:
    return found.options(
        joinedload(ActivityReport.author).joinedload(User.department),
        selectinload(ActivityReport.evidence).joinedload(ActivityEvidence.file),
        selectinload(ActivityReport.verifications),
    )


def activity_locked(activity_id: int) -> Activity:
    """An activity held until the end of the transaction: its reports are written one after the other."""
    found = select(Activity).where(Activity.id == activity_id).with_for_update(of=Activity)
    return db.session.execute(found.execution_options(populate_existing=True)).scalar_one()


def find_report_by_key(form_key: str) -> ActivityReport | None:
    return db.session.scalars(select(ActivityReport).where(ActivityReport.form_key == form_key)).one_or_none()


def find_verification_by_key(form_key: str) -> Verification | None:
    return db.session.scalars(select(Verification).where(Verification.form_key == form_key)).one_or_none()


def report(report_id: int) -> ActivityReport:
    """A report with its activity. Raises NoResultFound."""
    found = _whole(select(ActivityReport).where(ActivityReport.id == report_id))
    whole = found.options(joinedload(ActivityReport.activity).joinedload(Activity.strategy))
    return db.session.execute(whole).scalar_one()


def evidence(evidence_id: int) -> ActivityEvidence:
    """A piece of evidence with its report. Raises NoResultFound."""
    found = select(ActivityEvidence).where(ActivityEvidence.id == evidence_id)
    return db.session.execute(found.options(joinedload(ActivityEvidence.report))).scalar_one()


def evidence_of_file(name: str) -> tuple[StoredFile, str]:
    """The file of evidence with this random name and what it shows, for the team. Raises NoResultFound."""
    return _pair(_of_file(name))


def public_evidence_of_file(name: str) -> tuple[StoredFile, str]:
    """The same for everybody: of a public version and not internal. Raises NoResultFound."""
    found = _of_file(name).join(ActivityEvidence.report).join(ActivityReport.activity).join(Activity.strategy)
    return _pair(found.where(Strategy.state.in_(PUBLIC), ActivityEvidence.is_internal.is_(False)))


def _of_file(name: str) -> Select[StoredFile, str]:
    pair = select(StoredFile, ActivityEvidence.description)
    return pair.join(ActivityEvidence, ActivityEvidence.file_id == StoredFile.id).where(StoredFile.name == name)


def _pair(found: Select[StoredFile, str]) -> tuple[StoredFile, str]:
    stored, description = db.session.execute(found).one()
    return stored, description


def activities_of_office(department_id: int | None) -> list[Activity]:
    """The activities in force of an office, or of all of them for None, in the order of the document."""
    found = select(Activity).join(Activity.section).join(Activity.strategy)
    found = found.where(Strategy.state == StrategyState.PUBLISHED)
    if department_id is not None:
        linked = select(activity_department.c.activity_id).where(activity_department.c.department_id == department_id)
        found = found.where(Activity.id.in_(linked))
    whole = found.options(
        contains_eager(Activity.section), contains_eager(Activity.strategy), selectinload(Activity.departments)
    )
    return list(db.session.scalars(whole.order_by(Strategy.year.desc(), Section.position, Activity.position)))


def overdue_count(department_id: int, today: date) -> int:
    """How many periods of the activities in force of an office are over without having been fulfilled."""
    activities = activities_of_office(department_id)
    every = all_tracked(activities, histories(activities), today)
    return sum(slot.shown is ShownState.OVERDUE for one in every for slot in one.slots)


def _unverified(found: Select[ActivityReport]) -> Select[ActivityReport]:
    """The latest report of each period of what is in force, in any of its versions, when nobody has verified it."""
    line = _lines_in_force()
    told = select(func.max(ActivityReport.id)).join(line, line.c.id == ActivityReport.activity_id)
    latest = told.where(ActivityReport.state.in_(REPORTABLE)).group_by(line.c.root, ActivityReport.period)
    waiting = found.join(ActivityReport.activity).where(ActivityReport.id.in_(latest))
    return waiting.where(ActivityReport.id.not_in(select(Verification.report_id)))


def _lines_in_force() -> CTE:
    """Each activity in force (`root`) with the ones that it continues, over any number of versions."""
    in_force = select(Activity.id.label("root"), Activity.id, Activity.replaces_id).join(Activity.strategy)
    line = in_force.where(Strategy.state == StrategyState.PUBLISHED).cte("line", recursive=True)
    earlier = select(line.c.root, Activity.id, Activity.replaces_id).join(line, Activity.id == line.c.replaces_id)
    return line.union(earlier)


def unverified(page: int) -> Pagination:
    """Reports that internal control has not looked at, the oldest first. 404 beyond the last page."""
    whole = _whole(_unverified(select(ActivityReport))).options(contains_eager(ActivityReport.activity))
    return db.paginate(whole.order_by(ActivityReport.id), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def unverified_count() -> int:
    counted = _unverified(select(ActivityReport)).with_only_columns(func.count(ActivityReport.id))
    return db.session.scalar(counted) or 0
