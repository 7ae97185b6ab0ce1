"""The figures of an evaluation as everybody may read them: what the results of its surveys hide is hidden here.

The other spaces of the year enter the comparison of an item only if nothing of theirs is hidden in it. So the sum
tells nothing that their own pages do not tell.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from participa.evaluations import rules
from participa.evaluations.models import Evaluation, EvaluationDoor, EvaluationFigure
from participa.shared.suppression import Shown, protect_total
from participa.surveys import queries as surveys

SATISFACTION = "satisfaccion"
STEPS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Choice:
    """An option: how many chose it here, and of each hundred here and in the other spaces."""

    label: str
    amount: Shown
    share: Shown
    elsewhere: Shown


@dataclass(frozen=True)
class ItemFigures:
    """An item of the questionnaire. `mean` is of a scale from 1 to 5; None when something of it is hidden."""

    name: str
    words: str
    answered: Shown
    choices: list[Choice]
    is_several: bool
    is_hidden: bool
    spaces: int
    mean: float | None = None
    mean_elsewhere: float | None = None


@dataclass(frozen=True)
class DoorFigures:
    """What came through one door. `people` is None when they are a few: then nothing of it is shown."""

    door: EvaluationDoor
    people: Shown
    items: list[ItemFigures]


@dataclass(frozen=True)
class Told:
    """An evaluation for everybody. `rate` is of each hundred who attended, only of answers with a code."""

    evaluation: Evaluation
    attended: Shown
    is_attendance_known: bool
    rate: int | None
    doors: list[DoorFigures]

    @property
    def by_code(self) -> DoorFigures:
        return self.doors[0]

    @property
    def satisfaction(self) -> float | None:
        return next((item.mean for item in self.by_code.items if item.name == SATISFACTION), None)


def of(evaluation: Evaluation, others: Sequence[Evaluation] = ()) -> Told:
    """The figures of an evaluation that was counted, beside those of the others."""
    rest = [one for one in others if one.id != evaluation.id]
    doors = [_door(evaluation, door, rest) for door, _survey in evaluation.surveys]
    people = _people(evaluation, EvaluationDoor.ATTENDED)
    attended = evaluation.attended
    rate = rules.rate(people or 0, attended)
    return Told(evaluation, protect_total(attended or 0), attended is not None, rate, doors)


def _people(evaluation: Evaluation, door: EvaluationDoor) -> Shown:
    """How many came through a door: None for a few, also where nothing at all of them is shown."""
    own = [figure.people for figure in evaluation.figures if figure.door is door]
    if own:
        return own[0]
    return None if surveys.participation_count(dict(evaluation.surveys)[door]) else 0


def _door(evaluation: Evaluation, door: EvaluationDoor, others: Sequence[Evaluation]) -> DoorFigures:
    people = _people(evaluation, door)
    if not people:
        return DoorFigures(door, people, [])
    own = [figure for figure in evaluation.figures if figure.door is door]
    return DoorFigures(door, people, [_item(figure, others) for figure in own])


def _item(figure: EvaluationFigure, others: Sequence[Evaluation]) -> ItemFigures:
    pooled, answered, spaces = _elsewhere(figure, others)
    choices = [
        Choice(label, amount, _share(amount, figure.answered), _share(pooled[code] if spaces else None, answered))
        for code, label in figure.labels.items()
        for amount in [figure.counts.get(code)]
    ]
    hides = _hides(figure)
    item = ItemFigures(figure.item, figure.words, figure.answered, choices, figure.is_several, hides, spaces)
    if not set(STEPS) <= set(figure.labels):
        return item
    mean = None if hides else mean_of(figure.counts)
    return ItemFigures(**{**item.__dict__, "mean": mean, "mean_elsewhere": mean_of(pooled)})


def _elsewhere(figure: EvaluationFigure, others: Sequence[Evaluation]) -> tuple[Counter[str], int, int]:
    """The same item in the other spaces, by code: the sum, how many answered, and in how many spaces."""
    pooled: Counter[str] = Counter()
    answered = spaces = 0
    for one in _comparable(figure, others):
        pooled.update(one.counts)
        answered, spaces = answered + (one.answered or 0), spaces + 1
    return pooled, answered, spaces


def _comparable(figure: EvaluationFigure, others: Sequence[Evaluation]) -> Iterator[EvaluationFigure]:
    for other in others:
        for one in other.figures:
            is_same = (one.door, one.item) == (EvaluationDoor.ATTENDED, figure.item)
            if is_same and not _hides(one):
                yield one


def _hides(figure: EvaluationFigure) -> bool:
    """Whether anything of it is not told, or nobody answered."""
    return not figure.answered or any(amount is None for amount in figure.counts.values())


def _share(amount: Shown, total: Shown) -> Shown:
    return None if amount is None or not total else round(100 * amount / total)


def mean_of(counts: Mapping[str, int]) -> float | None:
    """The mean of a scale from 1 to 5, with one decimal."""
    people = sum(counts.get(step, 0) for step in STEPS)
    return round(sum(int(step) * counts.get(step, 0) for step in STEPS) / people, 1) if people else None


def lines(told: Told) -> list[list[str]]:
    """The figures as lines of a table."""
    return [
        [door.door.value, item.name, item.words, choice.label, _text(choice.amount), _text(item.answered)]
        + [_text(choice.share), _text(choice.elsewhere)]
        for door in told.doors
        for item in door.items
        for choice in item.choices
    ]


def _text(value: Shown) -> str:
    return "Oculto" if value is None else str(value)
