"""The drawings of a report: whole SVG that says what it shows, and that needs no color."""

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import Phase, given, settings

from participa.shared.report.charts import LOOKS, MOST_DRAWN, svg
from participa.shared.report.model import Chart, ChartKind, Series
from tests.shared.report.reports import charts

pytestmark = pytest.mark.same_everywhere

SVG = "{http://www.w3.org/2000/svg}"


def bars(*series: Series, kind: ChartKind = ChartKind.BARS, labels: int = 2) -> Chart:
    return Chart("por_tema", "Por tema", kind, tuple(f"Tema {place}" for place in range(labels)), series, "Dos temas.")


def texts(drawn: str) -> list[str]:
    return [one.text or "" for one in fromstring(drawn).iter(f"{SVG}text")]


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])
@given(charts())
def test_any_chart_is_a_whole_drawing_with_its_words_and_nothing_that_runs(chart):
    tree = fromstring(str(svg(chart)))
    assert (tree.get("role"), tree[0].tag, tree[1].tag) == ("img", f"{SVG}title", f"{SVG}desc")
    names = {one.tag.removeprefix(SVG) for one in tree.iter()}
    assert names <= {"svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "g", "text"}
    assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on") or name == "style"]


def test_each_bar_says_its_value_and_a_hidden_one_is_not_drawn():
    drawn = str(svg(bars(Series("Preguntas", (1250, None)))))
    assert texts(drawn) == ["Tema 0", "1.250", "Tema 1", "—"]
    assert drawn.count('fill="url(') == 1


def test_series_are_told_apart_without_color():
    looks = [(look.over, look.dashes, look.mark) for look in LOOKS]
    assert len({over for over, _, _ in looks}) == len({mark for _, _, mark in looks}) == len(looks)
    drawn = str(svg(bars(Series("A tiempo", (3, 1)), Series("Tarde", (1, 0)), kind=ChartKind.STACKED)))
    assert "A tiempo" in texts(drawn)
    assert "3 · 1" in texts(drawn)


def test_a_line_breaks_where_nobody_knows():
    drawn = str(svg(bars(Series("2026", (1, None, 3, 4)), kind=ChartKind.LINE, labels=4)))
    (line,) = [one.get("d") for one in fromstring(drawn).iter(f"{SVG}path") if one.get("stroke-dasharray")]
    assert (line.count("M"), line.count("L")) == (2, 1)


def test_a_drawing_with_many_bars_says_what_it_left_out():
    drawn = str(svg(bars(Series("Preguntas", tuple(range(30))), labels=30)))
    assert f"Tema {MOST_DRAWN - 1}" in texts(drawn)
    assert f"Tema {MOST_DRAWN}" not in texts(drawn)
    assert "Se dibujan los primeros 20. La tabla los tiene todos." in texts(drawn)
