"""The charts of a report as SVG: the same drawing in the page and in the PDF, without scripts and without color alone.

Each series has its own pattern (or its own line and its own mark), every bar says its value, and a table beside tells
the same numbers. Lengths are those of the drawing, 400 wide.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import NamedTuple

from markupsafe import Markup, escape

from participa.shared.report import telling
from participa.shared.report.model import Chart, ChartKind, Series

WIDE = 400.0
SIZE = 16  # of the letters
LONGEST_LABEL = 40  # letters that fit
BAR, GAP = 16.0, 26.0
PLOT_HEIGHT = 200.0
LEFT, RIGHT = 62.0, 14.0
MOST_TICKS = 6  # labels under a line
MOST_DRAWN = 20  # labels of a drawing that goes down the page
HIDDEN = "—"
NO_WORD = r"[^a-zA-Z0-9_-]+"
INK, PAPER = "#0d464c", "#ffffff"


class Look(NamedTuple):
    """How a series is known: a ground, a pattern over it, and for lines their dashes and marks."""

    ground: str
    over: str
    dashes: str
    mark: str


LOOKS = (
    Look("#0d464c", "", "", "circle"),
    Look("#f3b33d", '<path d="M0 8 8 0" stroke="#0b2b2f" stroke-width="1.6"/>', "7 4", "square"),
    Look("#bcd6d6", '<circle cx="4" cy="4" r="1.7" fill="#0b2b2f"/>', "2 3", "triangle"),
    Look("#9c1f1b", '<path d="M0 2H8M0 6H8" stroke="#ffffff" stroke-width="1.4"/>', "10 3 2 3", "diamond"),
    Look("#fffefb", '<path d="M0 0 8 8M0 8 8 0" stroke="#0d464c" stroke-width="1.2"/>', "5 2", "cross"),
    Look("#0d4d86", '<path d="M2 0V8M6 0V8" stroke="#ffffff" stroke-width="1.2"/>', "12 4", "ring"),
)


@dataclass(frozen=True)
class Canvas:
    """Parts of a drawing, and how high it is."""

    parts: tuple[str, ...]
    height: float


def svg(chart: Chart) -> Markup:
    """The drawing. Its title is what the PDF tells to who does not see it, so it also says what the chart shows."""
    key, body = _legend(chart), DRAWERS[chart.kind](chart)
    word = _word(chart)
    height = key.height + body.height
    return Markup("").join(
        Markup(part)  # noqa: S704 - every text in the parts was escaped where it was written
        for part in (
            f'<svg class="chart__picture" xmlns="http://www.w3.org/2000/svg" role="img" focusable="false" '
            f'aria-labelledby="{word}-t {word}-d" viewBox="0 0 {WIDE:g} {height:g}">',
            f'<title id="{word}-t">{_say(chart.title)}. {_say(chart.describe)}</title>',
            f'<desc id="{word}-d">La tabla dice los mismos números.</desc>',
            *_patterns(chart),
            *key.parts,
            f'<g transform="translate(0 {key.height:g})">',
            *body.parts,
            "</g></svg>",
        )
    )


def _say(text: str) -> str:
    return str(escape(telling.clean(text).strip().rstrip(".")))


def _short(text: str, most: int = LONGEST_LABEL) -> str:
    plain = " ".join(telling.clean(text).split())
    return str(escape(plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"))


def _patterns(chart: Chart) -> Iterator[str]:
    yield "<defs>"
    for place, _one in enumerate(chart.series):
        look = LOOKS[place % len(LOOKS)]
        yield (
            f'<pattern id="{_pattern(chart, place)}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{look.ground}"/>{look.over}</pattern>'
        )
    yield "</defs>"


def _pattern(chart: Chart, place: int) -> str:
    return f"{_word(chart)}-{place}"


def _word(chart: Chart) -> str:
    """Begins the names of the parts of a drawing: once in the page, as the name of the chart is."""
    return f"grafica-{re.sub(NO_WORD, '-', chart.name)}"


def _filled(chart: Chart, place: int, x: float, y: float, wide: float, high: float = BAR) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:g}" '
        f'fill="url(#{_pattern(chart, place)})" stroke="{INK}" stroke-width="1"/>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = SIZE) -> str:
    """`text` is already escaped."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{INK}" font-family="sans-serif">{text}</text>'
    )


def _legend(chart: Chart) -> Canvas:
    """Which pattern is which, when there is more than one."""
    if len(chart.series) < 2:
        return Canvas((), 0)
    parts: list[str] = []
    for place, one in enumerate(chart.series):
        y = 4 + place * 22.0
        sample = _line_sample(place, y) if chart.kind is ChartKind.LINE else _filled(chart, place, 0.5, y, 27, 14)
        parts += [sample, _text(36, y + 13, _short(one.name))]
    return Canvas(tuple(parts), len(chart.series) * 22.0 + 12)


def _top(values: Sequence[float | None]) -> float:
    return max((value for value in values if value is not None), default=0) or 1


def _round_top(chart: Chart) -> float:
    """The end of a scale: all of it for a percentage, otherwise 1, 2 or 5 with as many zeros as needed."""
    top = _top([value for one in chart.series for value in one.values])
    if chart.unit == "%" and top <= 100:
        return 100
    tens = 10.0 ** floor(log10(top)) if top > 0 else 1
    return next(tens * step for step in (1, 2, 5, 10) if top <= tens * step * 1.000001)


def _told(value: float | None, unit: str) -> str:
    return HIDDEN if value is None else str(escape(telling.drawn(value, unit).text))


def _bars(chart: Chart) -> Canvas:
    """A group for each label: its name above, and a bar with its value for each series."""
    top = _top([value for one in chart.series for value in one.values])
    parts, y = [], 0.0
    for place, label in enumerate(chart.labels[:MOST_DRAWN]):
        parts.append(_text(0, y + 15, _short(label)))
        y += 22
        for which, one in enumerate(chart.series):
            value = one.values[place]
            long = max((value or 0) / top, 0) * (WIDE - 104)
            parts += [_filled(chart, which, 0.5, y, long)] if long else []
            parts.append(_text(long + 8, y + 13, _told(value, chart.unit)))
            y += BAR + 4
        y += GAP - BAR
    return _ended(chart, parts, y)


def _stacked(chart: Chart) -> Canvas:
    """One bar for each label, with a piece for each series and all their values above."""
    wholes = [sum(value or 0 for value in _of_label(chart, place)) for place in range(len(chart.labels))]
    top, parts, y = _top(wholes), list[str](), 0.0
    for place, label in enumerate(chart.labels[:MOST_DRAWN]):
        told = " · ".join(_told(value, chart.unit) for value in _of_label(chart, place))
        parts += [_text(0, y + 15, _short(label, max(10, 42 - len(told)))), _text(WIDE - 1, y + 14, told, "end")]
        y += 22
        x = 0.5
        for which, value in enumerate(_of_label(chart, place)):
            long = max((value or 0) / top, 0) * (WIDE - 1)
            parts += [_filled(chart, which, x, y, long)] if long else []
            x += long
        y += GAP + 4
    return _ended(chart, parts, y)


def _ended(chart: Chart, parts: list[str], y: float) -> Canvas:
    """The drawing of bars, and what it left out."""
    if len(chart.labels) <= MOST_DRAWN:
        return Canvas(tuple(parts), y)
    rest = _text(0, y + 14, f"Se dibujan los primeros {MOST_DRAWN}. La tabla los tiene todos.")
    return Canvas((*parts, rest), y + GAP)


def _of_label(chart: Chart, place: int) -> list[float | None]:
    return [one.values[place] for one in chart.series]


def _line(chart: Chart) -> Canvas:
    """A line for each series over a scale from nothing to the largest value; where a value is missing it breaks."""
    top = _round_top(chart)
    parts = list(_scale(chart, top))
    for which, one in enumerate(chart.series):
        parts += _curve(which, _points(one, top))
    return Canvas(tuple(parts), PLOT_HEIGHT + 44)


def _scale(chart: Chart, top: float) -> Iterator[str]:
    for part in (0, 0.5, 1):
        y = _height(part)
        strength = 0.25 if part else 0.9
        yield f'<path d="M{LEFT:g} {y:.1f}H{WIDE - RIGHT:g}" stroke="{INK}" stroke-opacity="{strength}"/>'
        yield _text(LEFT - 8, y + 5, _told(top * part, chart.unit), "end", SIZE - 2)
    step = max(1, -(-len(chart.labels) // MOST_TICKS))
    for place in range(0, len(chart.labels), step):
        yield _text(
            _across(place, len(chart.labels)), PLOT_HEIGHT + 34, _short(chart.labels[place], 12), "middle", SIZE - 2
        )


def _height(part: float) -> float:
    return 12 + PLOT_HEIGHT * (1 - part)


def _across(place: int, many: int) -> float:
    inside = WIDE - LEFT - RIGHT - 28
    return LEFT + 14 + inside * (place / (many - 1) if many > 1 else 0.5)


def _points(one: Series, top: float) -> list[tuple[float, float] | None]:
    many = len(one.values)
    return [
        None if value is None else (_across(place, many), _height(max(value / top, 0)))
        for place, value in enumerate(one.values)
    ]


def _curve(which: int, points: Sequence[tuple[float, float] | None]) -> list[str]:
    look = LOOKS[which % len(LOOKS)]
    path, is_on = "", False
    for point in points:
        if point:
            path += f"{'L' if is_on else 'M'}{point[0]:.1f} {point[1]:.1f}"
        is_on = point is not None
    drawn = f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="2" stroke-dasharray="{look.dashes or "none"}"/>'
    return [drawn, *(_mark(look.mark, *point) for point in points if point)]


def _line_sample(which: int, y: float) -> str:
    return "".join(_curve(which, [(0.5, y + 7), (28, y + 7)])[:1]) + _mark(LOOKS[which % len(LOOKS)].mark, 14, y + 7)


def _mark(name: str, x: float, y: float) -> str:
    """A small sign at a point."""
    pen = f'stroke="{INK}" stroke-width="1.6"'
    if name in ("circle", "ring"):
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{INK if name == "circle" else PAPER}" {pen}/>'
    return f'<path transform="translate({x:.1f} {y:.1f})" d="{MARKS[name]}" fill="{PAPER}" {pen}/>'


MARKS = {
    "square": "M-4-4H4V4H-4z",
    "triangle": "M0-5 5 4H-5z",
    "diamond": "M0-5 5 0 0 5-5 0z",
    "cross": "M-4-4 4 4M4-4-4 4",
}
DRAWERS: dict[ChartKind, Callable[[Chart], Canvas]] = {
    ChartKind.BARS: _bars,
    ChartKind.STACKED: _stacked,
    ChartKind.LINE: _line,
}
