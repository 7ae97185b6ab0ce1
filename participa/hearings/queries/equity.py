"""Who was heard in a hearing and who not: by territory, by channel and by topic.

Only questions that everybody may read are counted; one of a group is heard with the one that leads it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from participa.extensions import db
from participa.hearings.models import Hearing, Stage, StagedQuestion
from participa.hearings.queries.groups import beside_leader
from participa.questions.models import CHANNEL_LABELS, Channel, KnownPlace, Question, Topic, Visibility
from participa.questions.models.words import PlaceKind
from participa.shared.suppression import TOTAL, Shown, protect_table

HEARD, WAITS = "heard", "waits"
ON_STAGE = (Stage.ON_SCREEN, Stage.ANSWERED)
READABLE = (Visibility.PUBLIC, Visibility.GROUPED)
NOWHERE, NO_TOPIC, REST = "Sin lugar conocido", "Sin tema", "Otros"
MOST_ROWS = 15  # of a table for everybody: the protection of small numbers grows with them
MOST_SILENT = 60


@dataclass(frozen=True)
class Row:
    """One territory, channel or topic. A number is None where it would point to a few people."""

    name: str
    heard: Shown
    waits: Shown
    total: Shown

    @property
    def is_unheard(self) -> bool:
        return self.heard == 0 and self.total != 0


@dataclass(frozen=True)
class Table:
    title: str
    heading: str
    rows: Sequence[Row]
    whole: Row

    @property
    def hides(self) -> bool:
        return any(None in (row.heard, row.waits, row.total) for row in (*self.rows, self.whole))


@dataclass(frozen=True)
class Equity:
    """`silent_places` are those of the gazetteer of which no question speaks."""

    tables: Sequence[Table]
    silent_places: Sequence[str]


def of(hearing: Hearing, is_public: bool) -> Equity:
    """With small numbers hidden for everybody; as they are for the team, before the next question is chosen."""
    rows = _rows(hearing)
    parts = (
        ("Por territorio", "Territorio", Counter((row[0] or NOWHERE, row[3]) for row in rows)),
        ("Por canal", "Canal", Counter((CHANNEL_LABELS[row[1]], row[3]) for row in rows if row[1])),
        ("Por tema", "Tema", Counter((row[2] or NO_TOPIC, row[3]) for row in rows)),
    )
    tables = [_table(title, heading, counts, is_public) for title, heading, counts in parts if counts]
    return Equity(tables, _silent_places({row[0] for row in rows}))


def _rows(hearing: Hearing) -> list[tuple[str, Channel | None, str | None, str]]:
    leader = aliased(StagedQuestion)
    columns = (StagedQuestion.territory, Question.channel, Topic.name, StagedQuestion.stage, leader.stage)
    found = beside_leader(select(*columns), leader, hearing)
    found = found.outerjoin(Question, Question.id == StagedQuestion.question_id).outerjoin(Question.topic)
    found = found.where(or_(Question.id.is_(None), Question.visibility.in_(READABLE)))
    rows = db.session.execute(found.order_by(StagedQuestion.id))
    return [(*row[:3], HEARD if {row[3], row[4]} & set(ON_STAGE) else WAITS) for row in rows]


def _table(title: str, heading: str, counts: Counter[tuple[str, str]], is_public: bool) -> Table:
    sizes = Counter[str]()
    for (name, _state), amount in counts.items():
        sizes[name] += amount
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    if is_public and len(names) > MOST_ROWS:
        counts, names = _with_rest(counts, names[: MOST_ROWS - 1])
    shown = _protected(counts, names) if is_public else _plain(counts, names)
    rows = [Row(name, *shown[name]) for name in names]
    return Table(title, heading, rows, Row("Todas", *shown[TOTAL]))


def _with_rest(counts: Counter[tuple[str, str]], kept: list[str]) -> tuple[Counter[tuple[str, str]], list[str]]:
    joined = Counter[tuple[str, str]]()
    for (name, state), amount in counts.items():
        joined[name if name in kept else REST, state] += amount
    return joined, [*kept, REST]


def _protected(counts: Counter[tuple[str, str]], names: Sequence[str]) -> dict[str, tuple[Shown, Shown, Shown]]:
    cells = protect_table(counts, names, (HEARD, WAITS)).cells
    return {name: (cells[name, HEARD], cells[name, WAITS], cells[name, TOTAL]) for name in (*names, TOTAL)}


def _plain(counts: Counter[tuple[str, str]], names: Sequence[str]) -> dict[str, tuple[Shown, Shown, Shown]]:
    shown: dict[str, tuple[Shown, Shown, Shown]] = {}
    for name in (*names, TOTAL):
        heard, waits = (
            sum(counts[one, state] for one in (names if name == TOTAL else [name])) for state in (HEARD, WAITS)
        )
        shown[name] = (heard, waits, heard + waits)
    return shown


def _silent_places(named: set[str]) -> list[str]:
    """The veredas and barrios that the entity knows and of which no question of the hearing speaks."""
    known = (
        KnownPlace.is_active,
        KnownPlace.kind.in_((PlaceKind.VEREDA, PlaceKind.BARRIO)),
        KnownPlace.name.not_in(named),
    )
    found = select(KnownPlace.name).where(*known).order_by(KnownPlace.name, KnownPlace.id).limit(MOST_SILENT)
    return list(db.session.scalars(found))
