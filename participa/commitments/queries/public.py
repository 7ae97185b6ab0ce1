"""What everybody may read of commitments: the list and each one with its history.

Only promises that are public are listed and counted; an action of an improvement plan is read on its own page. Pages go
by their last commitment and not by a number: no row is skipped. How many there are is counted up to MOST_COUNTED.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import Department, User
from participa.commitments.disagreement import is_disagreed, verdict_of
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentKind,
    CommitmentOffice,
    CommitmentPartner,
    CommitmentQuestion,
    CommitmentState,
    CommitmentStep,
)
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, Standing, is_standing, standing_of
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.questions.models import KnownPlace
from participa.shared import search
from participa.shared.clock import today
from participa.shared.files import StoredFile
from participa.shared.templating import plain_day
from participa.strategy.models import Activity

SEARCHED = "commitment"  # under this name the words of commitments are looked up
PER_PAGE = 20
MOST_COUNTED = 10_000
FEW_FOUND = 500
WHOLE_MUNICIPALITY = 0  # in the place of a territory


@dataclass(frozen=True)
class Filters:
    """How the list is narrowed. `place_id` WHOLE_MUNICIPALITY is what has no place; `lead_id`, the office that leads.

    `day` decides how each stands, a day of Colombia; `year` is the one of the code.
    """

    words: str = ""
    standing: Standing | None = None
    lead_id: int | None = None
    place_id: int | None = None
    event_slug: str = ""
    year: int | None = None
    day: date = field(default_factory=today)

    @property
    def is_narrow(self) -> bool:
        chosen = (self.standing, self.lead_id, self.event_slug, self.year, self.words.strip())
        return any(chosen) or self.place_id is not None


@dataclass(frozen=True)
class Listed:
    """A line of the list; nothing in it is personal. Days are of Colombia.

    `agreement` is that of the last check; `is_in_dispute`, whether the last check of any voice does not match.
    """

    id: int
    code: str
    text: str
    state: CommitmentState
    percent: int
    promised_on: date
    first_due_on: date | None
    due_on: date | None
    next_step_on: date | None
    fulfilled_on: date | None
    published_at: datetime
    how_known: str
    lead: str
    place: str | None
    event_slug: str | None
    event_title: str | None
    steps: int
    steps_done: int
    agreement: Agreement | None
    is_in_dispute: bool
    standing: Standing

    @property
    def standing_label(self) -> str:
        return STANDING_LABELS[self.standing]

    @property
    def standing_tone(self) -> str:
        return STANDING_TONES[self.standing]

    @property
    def territory(self) -> str:
        return self.place or "Todo el municipio"

    @property
    def agreement_label(self) -> str:
        return verdict_of(self.agreement, self.is_in_dispute)[0] if self.agreement else ""

    @property
    def agreement_tone(self) -> str:
        return verdict_of(self.agreement, self.is_in_dispute)[1] if self.agreement else ""

    @property
    def has_new_date(self) -> bool:
        """Whether the date that was published first is not the one of today."""
        return self.first_due_on is not None and self.first_due_on != self.due_on


@dataclass(frozen=True)
class Page:
    """Some commitments, the latest published first. `before` and `after` are the codes from which others begin."""

    items: list[Listed]
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Shape:
    """By what a statement is narrowed, whatever the values: each is put together once."""

    names: tuple[str, ...]
    standing: Standing | None
    day: date


def page(wanted: Filters, after: str = "", before: str = "") -> Page:
    """A page of the list, beyond the commitment `after` or up to `before`. Raises NoResultFound for an unknown one."""
    back = bool(before) and not after
    rows = _read(wanted, after or before, back, PER_PAGE + 1)
    goes_on, items = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if back:
        items = items[::-1]
        return Page(items, items[0].code if goes_on else None, items[-1].code if items else None)
    return Page(items, (items[0].code if items else after) if after else None, items[-1].code if goes_on else None)


def every(wanted: Filters, most: int) -> list[Listed]:
    """The whole list, at most so many, the latest published first."""
    return _read(wanted, "", False, most)


def by_ids(ids: Collection[int], day: date) -> list[Listed]:
    """Public commitments by the numbers of their rows, in no order, as they stand on a day of Colombia."""
    return _told(db.session.execute(_columns().where(is_promise(), Commitment.id.in_(ids))), day)


def sharing(wanted: Filters) -> dict[int, list[str]]:
    """Who shares each one with the office that leads: the other offices by name, then the other entities."""
    return _sharing(*_narrowed(_counted(_shape(wanted)), wanted))


def sharing_of(ids: Collection[int]) -> dict[int, list[str]]:
    """The same of these commitments, by the numbers of their rows."""
    return _sharing(ids, {})


def _sharing(meant: Any, values: dict[str, Any]) -> dict[int, list[str]]:
    offices = select(CommitmentOffice.commitment_id, Department.name).join(CommitmentOffice.department)
    partners = select(CommitmentPartner.commitment_id, CommitmentPartner.name)
    found: dict[int, list[str]] = {}
    for who, key in ((offices, CommitmentOffice.commitment_id), (partners, CommitmentPartner.commitment_id)):
        rows = db.session.execute(who.where(key.in_(meant)).order_by(*who.selected_columns), values)
        for number, name in rows:
            found.setdefault(number, []).append(name)
    return found


def of_event(event: Event) -> list[Listed]:
    """The public commitments that were born in a space, the latest first."""
    return every(Filters(event_slug=event.slug), MOST_COUNTED)


def count(wanted: Filters, most: int = MOST_COUNTED) -> int:
    """How many, counted up to `most` and one more."""
    found, values = _narrowed(_counted(_shape(wanted)), wanted)
    some = found.limit(most + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some), values) or 0


def counts(wanted: Filters) -> dict[Standing, int]:
    """How many stand how, as the database tells; the standing that is wanted plays no part."""
    any_standing = replace(wanted, standing=None)
    found, values = _narrowed(_summed(_shape(any_standing)), any_standing)
    return dict(zip(Standing, db.session.execute(found, values).one(), strict=True))


@cache
def is_promise() -> ColumnElement[bool]:
    """What is listed and counted, in the words of the index by which it is ordered."""
    return and_(Commitment.kind == CommitmentKind.PROMISE, Commitment.published_at.is_not(None))


def _shape(wanted: Filters) -> Shape:
    chosen = {
        "lead": wanted.lead_id is not None,
        "place": wanted.place_id not in (None, WHOLE_MUNICIPALITY),
        "nowhere": wanted.place_id == WHOLE_MUNICIPALITY,
        "event": bool(wanted.event_slug),
        "year": wanted.year is not None,
    }
    return Shape(tuple(name for name, is_chosen in chosen.items() if is_chosen), wanted.standing, wanted.day)


CONDITIONS: dict[str, ColumnElement[bool]] = {
    "lead": Commitment.lead_id == bindparam("lead_id"),
    "place": Commitment.place_id == bindparam("place_id"),
    "nowhere": Commitment.place_id.is_(None),
    "event": Commitment.event_id == bindparam("event_id"),
    "year": Commitment.year == bindparam("year"),
}


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    standing = [is_standing(shape.standing, shape.day)] if shape.standing else []
    return [is_promise(), *(CONDITIONS[name] for name in shape.names), *standing]


@lru_cache(maxsize=200)
def _counted(shape: Shape) -> Select[*tuple[Any, ...]]:
    return select(Commitment.id).where(*_conditions(shape))


@lru_cache(maxsize=200)
def _summed(shape: Shape) -> Select[*tuple[Any, ...]]:
    return select(*sums(shape.day)).where(*_conditions(shape))


@lru_cache(maxsize=8)
def sums(day: date) -> tuple[ColumnElement[int], ...]:
    """How many of the rows stand how, in the order of Standing."""
    return tuple(func.count().filter(is_standing(one, day)) for one in Standing)


@lru_cache(maxsize=200)
def _lines(shape: Shape, has_start: bool, back: bool) -> Select[*tuple[Any, ...]]:
    """The columns of Listed in its order, as far as they are columns."""
    found = _columns().where(*_conditions(shape))
    key = tuple_(Commitment.published_at, Commitment.id)
    if has_start:
        start = tuple_(bindparam("start_at", type_=Commitment.published_at.type), bindparam("start_id"))
        found = found.where(key > start if back else key < start)
    ways = (Commitment.published_at, Commitment.id)
    return found.order_by(*(ways if back else [way.desc() for way in ways]))


@cache
def _columns() -> Select[*tuple[Any, ...]]:
    of = Commitment
    steps = select(func.count(CommitmentStep.id)).where(CommitmentStep.commitment_id == of.id).correlate(of)
    last = select(CommitmentCheck.agreement).where(CommitmentCheck.commitment_id == of.id).correlate(of)
    return (
        select(
            *(of.id, of.code, of.text, of.state, of.percent, of.promised_on, of.first_due_on, of.due_on),
            *(of.next_step_on, of.fulfilled_on, of.published_at, of.how_known, Department.name, KnownPlace.name),
            *(Event.slug, Event.title, steps.scalar_subquery()),
            steps.where(CommitmentStep.done_on.is_not(None)).scalar_subquery(),
            last.order_by(CommitmentCheck.id.desc()).limit(1).scalar_subquery(),
            is_disagreed().label("is_in_dispute"),
        )
        .outerjoin(Department, Department.id == of.lead_id)
        .outerjoin(KnownPlace, KnownPlace.id == of.place_id)
        .outerjoin(Event, and_(Event.id == of.event_id, Event.state != EventState.DRAFT))
    )


def _read(wanted: Filters, start: str, back: bool, most: int) -> list[Listed]:
    found, values = _narrowed(_lines(_shape(wanted), bool(start), back), wanted)
    rows = db.session.execute(found.limit(most), values | _start(start))
    return _told(rows, wanted.day)


def _told(rows: Iterable[Any], day: date) -> list[Listed]:
    """A row has the columns that decide how it stands, under the names of the model."""
    return [Listed(*(*row, standing_of(row, day))) for row in rows]


def _narrowed(found: Select[*tuple[Any, ...]], wanted: Filters) -> tuple[Select[*tuple[Any, ...]], dict[str, Any]]:
    """The words that are looked for, or the code, and the values of the other filters."""
    values = {"lead_id": wanted.lead_id, "place_id": wanted.place_id, "year": wanted.year}
    if wanted.event_slug:
        values["event_id"] = db.session.scalar(_event_id(), {"slug": wanted.event_slug})
    return (found.where(_has_words(wanted.words)) if wanted.words.strip() else found), values


@cache
def _event_id() -> Select[int]:
    return select(Event.id).where(Event.slug == bindparam("slug"), Event.state != EventState.DRAFT)


def _has_words(words: str) -> ColumnElement[bool]:
    """Of few, their numbers; words of many are looked for along the list, which finds a page of them soon."""
    few = search.find_few(SEARCHED, words, FEW_FOUND)
    if few is None:
        return search.holds(SEARCHED, Commitment.id, words)
    coded = select(Commitment.id).where(Commitment.code == words.strip().upper())
    return Commitment.id.in_([*few, *db.session.scalars(coded)])


def has_many_words(wanted: Filters) -> bool:
    """Whether so many hold the words that nobody counts them."""
    return bool(wanted.words.strip()) and search.find_few(SEARCHED, wanted.words, FEW_FOUND) is None


def _start(code: str) -> dict[str, Any]:
    """Where a commitment stands in the list. Raises NoResultFound for one that is not in it."""
    if not code:
        return {}
    place = select(Commitment.published_at, Commitment.id).where(is_promise(), Commitment.code == code)
    row = db.session.execute(place).one()
    return {"start_at": row[0], "start_id": row[1]}


def by_code(code: str) -> Commitment:
    """A public commitment or action with its whole history, in a fixed count of statements. Raises NoResultFound."""
    return db.session.execute(_whole(), {"code": code}).scalar_one()


@cache
def _whole() -> Select[Commitment]:
    of = Commitment
    public = (of.code == bindparam("code"), of.state != CommitmentState.REGISTERED)
    entries, checks = selectinload(of.entries), selectinload(of.checks)
    return (
        select(of)
        .where(*public)
        .options(
            *(joinedload(one) for one in (of.lead, of.event, of.topic, of.place)),
            joinedload(of.activity).joinedload(Activity.strategy),
            *(selectinload(of.partners), selectinload(of.steps)),
            selectinload(of.offices).joinedload(CommitmentOffice.department),
            selectinload(of.questions).joinedload(CommitmentQuestion.question),
            entries.joinedload(CommitmentEntry.author).joinedload(User.department),
            entries.joinedload(CommitmentEntry.step),
            entries.selectinload(CommitmentEntry.evidence).joinedload(CommitmentEvidence.file),
            checks.selectinload(CommitmentCheck.evidence).joinedload(CommitmentEvidence.file),
        )
    )


def evidence_of_file(name: str) -> tuple[StoredFile, str]:
    """The file of this random name and what it shows. Raises NoResultFound for what is internal or not public."""
    shown = CommitmentEvidence
    owner = func.coalesce(CommitmentEntry.commitment_id, CommitmentCheck.commitment_id)
    found = (
        select(StoredFile, shown.description)
        .join(shown, shown.file_id == StoredFile.id)
        .outerjoin(CommitmentEntry, CommitmentEntry.id == shown.entry_id)
        .outerjoin(CommitmentCheck, CommitmentCheck.id == shown.check_id)
        .join(Commitment, Commitment.id == owner)
        .where(StoredFile.name == name, shown.is_internal.is_(False), Commitment.state != CommitmentState.REGISTERED)
    )
    stored, description = db.session.execute(found).one()
    return stored, description


def offices() -> list[tuple[int, str]]:
    """The offices that lead a public commitment, by name."""
    return [(row.id, row.name) for row in db.session.execute(_holding(Department, Commitment.lead_id))]


def places() -> list[tuple[int, str]]:
    """The whole municipality, and the places that a public commitment is for, by name."""
    rows = db.session.execute(_holding(KnownPlace, Commitment.place_id))
    return [(WHOLE_MUNICIPALITY, "Todo el municipio"), *((row.id, row.name) for row in rows)]


@cache
def _holding(model: type[Department] | type[KnownPlace], column: Any) -> Select[int, str]:
    held = select(Commitment.id).where(column == model.id, is_promise()).exists()
    return select(model.id, model.name).where(held).order_by(model.name, model.id)


def spaces() -> list[tuple[str, str]]:
    """The public spaces where a public commitment was made, the latest first, by the word of their address."""
    return [(row.slug, f"{row.title} ({plain_day(row.starts_at)})") for row in db.session.execute(_spaces())]


@cache
def _spaces() -> Select[str, str, datetime]:
    made = select(Commitment.id).where(Commitment.event_id == Event.id, is_promise()).exists()
    shown = select(Event.slug, Event.title, Event.starts_at).where(Event.state != EventState.DRAFT, made)
    return shown.order_by(Event.starts_at.desc(), Event.id.desc())


def years() -> list[int]:
    """The years of public commitments, the latest first, without gaps between the first and the last."""
    first, last = db.session.execute(_first_and_last()).one()
    return list(range(last, first - 1, -1)) if first else []


@cache
def _first_and_last() -> Select[int, int]:
    """Each end is looked up in the index by year."""
    ends = (
        select(Commitment.year).where(is_promise()).order_by(way).limit(1)
        for way in (Commitment.year, Commitment.year.desc())
    )
    first, last = (end.scalar_subquery() for end in ends)
    return select(first, last)
