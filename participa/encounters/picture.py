"""What the document of an encounter says, as plain data that can be frozen and read again. Nothing here is personal."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from participa.commitments.queries.board import Figures
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, Standing
from participa.shared.ledger import canonical, instant

# In the order in which an encounter tells them: what was done, what goes on, what was not.
ORDER = (
    *(Standing.FULFILLED, Standing.FULFILLED_LATE, Standing.ON_TIME, Standing.AT_RISK, Standing.OVERDUE),
    *(Standing.UNFULFILLED, Standing.NOT_VIABLE),
)
EVERY_YEAR, EVERY_SPACE, EVERY_OFFICE = "Todos los años", "Todos los espacios", "Todas las dependencias"


@dataclass(frozen=True)
class NewDate:
    """Another date that was given to a commitment, with its public reason. All are days of Colombia."""

    on: date
    old: date | None
    new: date | None
    reason: str


@dataclass(frozen=True)
class Voice:
    """What internal control, or an oversight body, found the last time."""

    who: str
    on: date
    completion: str
    agreement: str
    tone: str


@dataclass(frozen=True)
class Last:
    """The last line of the history."""

    on: date
    label: str
    text: str


@dataclass(frozen=True)
class Told:
    """One commitment as the document tells it. `observations`: how many citizens' observations it received."""

    code: str
    text: str
    standing: Standing
    promised_on: date
    first_due_on: date | None
    due_on: date | None
    fulfilled_on: date | None
    percent: int
    voices: tuple[Voice, ...]
    disagreement: str
    new_dates: tuple[NewDate, ...]
    observations: int
    last: Last | None
    territory: str
    space: str

    @property
    def standing_label(self) -> str:
        return STANDING_LABELS[self.standing]

    @property
    def standing_tone(self) -> str:
        return STANDING_TONES[self.standing]


@dataclass(frozen=True)
class OfficePart:
    """What one office promised. `remark` is all that it may add.

    `rate` is how many of each hundred were fulfilled by their first date, as it was counted at the cut; None: of none.
    """

    id: int
    name: str
    remark: str
    figures: Figures
    rate: int | None
    commitments: tuple[Told, ...]

    @property
    def by_standing(self) -> list[tuple[str, list[Told]]]:
        """The commitments of each standing that has any, by its word, in the order in which they are told."""
        groups = [(one, [told for told in self.commitments if told.standing is one]) for one in ORDER]
        return [(STANDING_LABELS[standing], found) for standing, found in groups if found]


@dataclass(frozen=True)
class Picture:
    """The whole document. `years`, `spaces` and `offices` say what is in it, in words."""

    title: str
    opening: str
    cut_at: datetime
    years: str
    spaces: str
    office_names: str
    rate: int | None
    parts: tuple[OfficePart, ...]

    @property
    def figures(self) -> Figures:
        return together(self.parts)

    @property
    def commitments(self) -> Iterator[tuple[OfficePart, Told]]:
        return ((part, told) for part in self.parts for told in part.commitments)

    @property
    def disagreements(self) -> int:
        return sum(bool(told.disagreement) for _part, told in self.commitments)

    @property
    def shares(self) -> list[dict[str, Any]]:
        """How many of all stand how, as the rows of a chart."""
        whole = self.figures
        return [{"label": STANDING_LABELS[one], "value": whole.of(one), "of": whole.promised} for one in ORDER]


def together(parts: Sequence[OfficePart]) -> Figures:
    """The figures of the whole document."""
    return sum((part.figures for part in parts), Figures())


def part_of(number: int, name: str, remark: str, commitments: Sequence[Told], day: date) -> OfficePart:
    """An office with its figures on a day of Colombia: counted from what is told, so that the two never differ."""
    amounts = Counter(told.standing for told in commitments)
    slips = sum(len(told.new_dates) for told in commitments)
    told = sorted(commitments, key=lambda one: (ORDER.index(one.standing), one.code))
    outlived = sum(_has_outlived(one, day) for one in commitments)
    undated = sum(one.standing is Standing.FULFILLED and one.first_due_on is None for one in commitments)
    figures = Figures(tuple(amounts[one] for one in Standing), slips, outlived, undated)
    return OfficePart(number, name, remark, figures, figures.on_time_rate, tuple(told))


def _has_outlived(told: Told, day: date) -> bool:
    """Whether it is owed after its first date because another one was given."""
    is_owed = told.standing in (Standing.ON_TIME, Standing.AT_RISK)
    return is_owed and told.first_due_on is not None and told.first_due_on < day


def as_data(picture: Picture, number: int) -> dict[str, Any]:
    """The picture as it is kept in a version: texts, numbers and lists alone."""
    whole: dict[str, Any] = _plain(asdict(picture)) | {"version": number, "figures": _figures(picture.figures)}
    for kept, part in zip(whole["parts"], picture.parts, strict=True):
        kept["figures"] = _figures(part.figures)
    return whole


def _figures(figures: Figures) -> dict[str, Any]:
    by_standing = {one.value: figures.of(one) for one in ORDER}
    others = {name: getattr(figures, name) for name in ("promised", "slips", "outlived", "undated")}
    return {"by_standing": by_standing} | others


def _plain(thing: Any) -> Any:
    """The same with days and instants written as ISO 8601, the instants in UTC."""
    if isinstance(thing, dict):
        return {key: _plain(one) for key, one in thing.items()}
    if isinstance(thing, list | tuple):
        return [_plain(one) for one in thing]
    if isinstance(thing, datetime):
        return instant(thing)
    return thing.isoformat() if isinstance(thing, date) else thing


def as_text(data: dict[str, Any]) -> str:
    """The canonical JSON of a version: what its digest is of, and what anybody may download to check it."""
    return canonical(data)


def digest_of(data: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(as_text(data).encode()).hexdigest()


def of_data(data: dict[str, Any]) -> Picture:
    """A version as it was frozen."""
    return Picture(
        title=data["title"],
        opening=data["opening"],
        cut_at=datetime.fromisoformat(data["cut_at"]),
        years=data["years"],
        spaces=data["spaces"],
        office_names=data["office_names"],
        rate=data["rate"],
        parts=tuple(_part(kept) for kept in data["parts"]),
    )


def _part(kept: dict[str, Any]) -> OfficePart:
    counted = kept["figures"]
    amounts = tuple(counted["by_standing"].get(one.value, 0) for one in Standing)
    figures = Figures(amounts, *(counted.get(name, 0) for name in ("slips", "outlived", "undated")))
    told = tuple(map(_told, kept["commitments"]))
    return OfficePart(kept["id"], kept["name"], kept["remark"], figures, kept["rate"], told)


def _told(kept: dict[str, Any]) -> Told:
    days = {name: _day(kept[name]) for name in ("promised_on", "first_due_on", "due_on", "fulfilled_on")}
    lists = {
        "standing": Standing(kept["standing"]),
        "voices": tuple(Voice(**one | {"on": _day(one["on"])}) for one in kept["voices"]),
        "new_dates": tuple(
            NewDate(**one | {name: _day(one[name]) for name in ("on", "old", "new")}) for one in kept["new_dates"]
        ),
        "last": Last(**kept["last"] | {"on": _day(kept["last"]["on"])}) if kept["last"] else None,
    }
    return Told(**kept | days | lists)


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
