"""What is read of encounters: the spaces that are one, their versions, and the commitments as they stand now."""

from datetime import date, datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import Department, User
from participa.commitments.disagreement import disagreement_of, last_of_each
from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentObservation,
    EntryKind,
)
from participa.commitments.queries import observing
from participa.commitments.queries import public as commitments
from participa.commitments.standing import standing_of
from participa.encounters import picture
from participa.encounters.models import Encounter, EncounterDocument
from participa.events.models import Event, EventState, event_activity
from participa.extensions import db
from participa.questions.models import Question
from participa.shared.clock import local
from participa.strategy.models import Activity

PER_PAGE = 25
MOST = 2000  # commitments that one document tells


def find_of(event_id: int) -> Encounter | None:
    return db.session.scalars(_whole().where(Encounter.event_id == event_id)).first()


def of_event(event: Event) -> Encounter:
    """The encounter of a space. Raises NoResultFound."""
    return db.session.scalars(_whole().where(Encounter.event_id == event.id)).one()


def to_change(event_id: int) -> Encounter:
    """The same as it is now, which nobody else changes until the end of the request. Raises NoResultFound."""
    db.session.scalars(select(Encounter.event_id).where(Encounter.event_id == event_id).with_for_update()).one()
    found = _whole().where(Encounter.event_id == event_id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _whole() -> Select[Encounter]:
    lists = (selectinload(Encounter.remarks), selectinload(Encounter.documents))
    return select(Encounter).options(joinedload(Encounter.event), *lists)


def version(event: Event, number: int) -> EncounterDocument:
    """A published version of the document of a space. Raises NoResultFound."""
    own = (EncounterDocument.event_id == event.id, EncounterDocument.number == number)
    return db.session.scalars(select(EncounterDocument).where(*own)).one()


def versions(event_id: int) -> list[EncounterDocument]:
    """The published versions, first to last."""
    found = select(EncounterDocument).where(EncounterDocument.event_id == event_id)
    return list(db.session.scalars(found.order_by(EncounterDocument.number)))


def published(page: int) -> Pagination:
    """The newest version of each public space, the latest space first. 404 beyond the last page."""
    found = _newest().order_by(Event.starts_at.desc(), Event.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def of_activity(activity: Activity) -> list[EncounterDocument]:
    """The newest version of each public space that fulfils an activity, in the order of their dates."""
    own = _newest().join(event_activity, event_activity.c.event_id == Event.id)
    found = own.where(event_activity.c.activity_id == activity.id)
    return list(db.session.scalars(found.order_by(Event.starts_at, Event.id)))


def _newest() -> Select[EncounterDocument]:
    last = select(EncounterDocument.event_id, func.max(EncounterDocument.number).label("number"))
    newest = last.group_by(EncounterDocument.event_id).subquery()
    is_newest = (EncounterDocument.event_id == newest.c.event_id) & (EncounterDocument.number == newest.c.number)
    shown = select(EncounterDocument).join(newest, is_newest).join(EncounterDocument.encounter).join(Encounter.event)
    options = joinedload(EncounterDocument.encounter).joinedload(Encounter.event)
    return shown.where(Event.state != EventState.DRAFT).options(options)


def for_team(page: int) -> Pagination:
    """Every encounter, the latest space first. 404 beyond the last page."""
    found = _whole().join(Encounter.event).order_by(Event.starts_at.desc(), Event.id.desc())
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def startable() -> list[Event]:
    """The spaces that are no encounter yet and were not cancelled, the latest first."""
    is_one = select(Encounter.event_id).where(Encounter.event_id == Event.id).exists()
    found = select(Event).where(Event.state != EventState.CANCELLED, ~is_one)
    return list(db.session.scalars(found.order_by(Event.starts_at.desc(), Event.id.desc()).limit(100)))


def spaces() -> list[Event]:
    """The public spaces where something was promised, the latest first."""
    held = select(Commitment.id).where(Commitment.event_id == Event.id, commitments.is_promise()).exists()
    found = select(Event).where(held, Event.state != EventState.DRAFT)
    return list(db.session.scalars(found.order_by(Event.starts_at.desc(), Event.id.desc())))


def count_told(encounter: Encounter) -> int:
    """How many commitments are in, counted up to one more than a document may tell."""
    some = select(Commitment.id).where(*_in(encounter)).limit(MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def picture_of(encounter: Encounter, at: datetime) -> picture.Picture:
    """The document as the data tell it at this instant. A fixed number of statements."""
    day, remarks = local(at).date(), {remark.department_id: remark.text for remark in encounter.remarks}
    amounts, by_office = _observations(encounter), dict[int, list[picture.Told]]()
    names: dict[int, str] = {}
    for one in db.session.scalars(_told(encounter)):
        names[one.lead_id] = one.lead.name
        by_office.setdefault(one.lead_id, []).append(_tell(one, day, amounts.get(one.id, 0)))
    ordered = sorted(names, key=lambda number: (names[number], number))
    parts = tuple(picture.part_of(one, names[one], remarks.get(one, ""), by_office[one], day) for one in ordered)
    return picture.Picture(
        title=encounter.event.title,
        opening=encounter.opening,
        cut_at=at.replace(microsecond=0),
        years=", ".join(map(str, sorted(encounter.years))) or picture.EVERY_YEAR,
        spaces=_titles(encounter) or picture.EVERY_SPACE,
        office_names=", ".join(_office_names(encounter)) or picture.EVERY_OFFICE,
        rate=picture.together(parts).on_time_rate,
        parts=parts,
    )


def _in(encounter: Encounter) -> list[ColumnElement[bool]]:
    """The public promises that the team chose; an empty list leaves none out."""
    chosen = (
        (Commitment.year, encounter.years),
        (Commitment.event_id, encounter.event_ids),
        (Commitment.lead_id, encounter.office_ids),
    )
    return [commitments.is_promise(), *(column.in_(values) for column, values in chosen if values)]


def _told(encounter: Encounter) -> Select[Commitment]:
    entries = selectinload(Commitment.entries)
    return (
        select(Commitment)
        .where(*_in(encounter))
        .options(
            *(joinedload(one) for one in (Commitment.lead, Commitment.event, Commitment.place)),
            entries.joinedload(CommitmentEntry.author).joinedload(User.department),
            selectinload(Commitment.checks),
        )
        .order_by(Commitment.id)
        .limit(MOST)
    )


def _observations(encounter: Encounter) -> dict[int, int]:
    """How many observations each of them received, as the page of the commitment counts them."""
    of = CommitmentObservation
    found = select(of.commitment_id, func.count()).join(Commitment, Commitment.id == of.commitment_id)
    found = found.join(Question, Question.id == of.question_id).where(observing.counts_for_all(), *_in(encounter))
    rows = db.session.execute(found.group_by(of.commitment_id))
    return {row[0]: row[1] for row in rows}


def _tell(one: Commitment, day: date, observations: int) -> picture.Told:
    last = one.entries[-1] if one.entries else None
    return picture.Told(
        code=one.code,
        text=one.text,
        standing=standing_of(one, day),
        promised_on=one.promised_on,
        first_due_on=one.first_due_on,
        due_on=one.due_on,
        fulfilled_on=one.fulfilled_on,
        percent=one.percent,
        voices=tuple(map(_voice, last_of_each(one.checks))),
        disagreement=disagreement_of(one),
        new_dates=tuple(map(_new_date, filter(_is_new_date, one.entries))),
        observations=observations,
        last=picture.Last(local(last.at).date(), last.label, last.text) if last else None,
        territory=one.territory,
        space=one.event.title if one.event and one.event.is_public else "",
    )


def _is_new_date(entry: CommitmentEntry) -> bool:
    """Of the whole commitment, as the board counts them; not of one of its steps."""
    return entry.kind is EntryKind.RESCHEDULED and entry.step_id is None


def _new_date(entry: CommitmentEntry) -> picture.NewDate:
    return picture.NewDate(local(entry.at).date(), entry.old_due_on, entry.new_due_on, entry.text)


def _voice(check: CommitmentCheck) -> picture.Voice:
    return picture.Voice(
        check.by_whom, check.checked_on, check.completion_label, check.agreement_label, check.agreement_tone
    )


def _titles(encounter: Encounter) -> str:
    if not encounter.event_ids:
        return ""
    found = select(Event.title).where(Event.id.in_(encounter.event_ids), Event.state != EventState.DRAFT)
    return ", ".join(db.session.scalars(found.order_by(Event.starts_at, Event.id)))


def _office_names(encounter: Encounter) -> list[str]:
    if not encounter.office_ids:
        return []
    found = select(Department.name).where(Department.id.in_(encounter.office_ids))
    return list(db.session.scalars(found.order_by(Department.name, Department.id)))
