"""Texts become cells, and the first row tells what each column holds."""

from datetime import date

import pytest

from participa.strategy.importing import (
    ImportProblem,
    WarningCode,
    read_plan,
)
from participa.strategy.importing.columns import Column, recognise
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headers import find_header
from participa.strategy.importing.reading import MAX_BYTES, read_text
from participa.strategy.importing.sources.text import rows_of as to_grid
from tests.strategy.cronograma import HEADER, activity, codes_of, only, table

pytestmark = pytest.mark.same_everywhere

# --- reading ---


def test_reads_utf8_with_and_without_mark_and_cp1252():
    text = table(activity(name="Diseñar señalización"))
    for data in (
        text.encode(),
        text.encode("utf-8-sig"),
        text.encode("cp1252"),
        text.encode("utf-16"),
        "\ufeff" + text,
    ):
        assert only(read_plan(data)).name == "Diseñar señalización"


@pytest.mark.parametrize(
    "data",
    [
        b"No.\tACTIVIDAD\x00\n",
        "1\x002",
        b"%PDF-1.7 something",
        b"PK\x03\x04rest",
        b"\xd0\xcf\x11\xe0rest",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        bytes(range(1, 9)) * 10,
        b"\x81\x8d\x8f",
        "\ud800",
        b"\xff\xfea",
    ],
)
def test_what_is_not_text_is_refused_in_spanish(data):
    with pytest.raises(ImportProblem, match="archivo") as refused:
        read_plan(data)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("data", [b"a" * (MAX_BYTES + 1), "á" * (MAX_BYTES // 2 + 1)])
def test_more_than_two_megabytes_is_refused(data):
    with pytest.raises(ImportProblem, match="2 MB"):
        read_text(data)


def test_too_many_rows_are_refused():
    with pytest.raises(ImportProblem, match=r"20\.000 filas"):
        read_plan("a\n" * 20_001)


def test_too_many_columns_are_refused():
    with pytest.raises(ImportProblem, match="300 columnas"):
        read_plan("\t".join("a" * 301))
    assert len(to_grid("\t".join("a" * 300))[0].cells) == 300


def test_line_ends_and_page_breaks_are_all_line_ends():
    assert read_text("a\r\nb\rc\fd\ne") == "a\nb\nc\nd\ne"


def test_a_stray_control_character_becomes_a_space():
    text = table(activity(name="Reunión\x02 con la comunidad"))
    assert only(read_plan(text)).name == "Reunión con la comunidad"


# --- grid ---


def test_an_unbalanced_quote_swallows_nothing():
    rows = [activity("1", '"Sembrar'), activity("2", "Regar"), activity("3", 'Podar el "samán"')]
    assert [row.name for row in read_plan(table(*rows)).activities] == ['"Sembrar', "Regar", 'Podar el "samán"']


def test_two_unbalanced_quotes_in_different_rows_swallow_nothing():
    rows = [activity("1", '"Sembrar'), activity("2", "Regar"), activity("3", 'Podar"')]
    assert [row.name for row in read_plan(table(*rows)).activities] == ['"Sembrar', "Regar", 'Podar"']


def test_a_balanced_quote_holds_a_cell_of_several_lines():
    rows = [activity("1", '"Sembrar ""ceibas""\nen el parque\n\ncentral"'), activity("2", "Regar")]
    first, second = read_plan(table(*rows)).activities
    assert first.name == 'Sembrar "ceibas" en el parque central'
    assert (first.line, second.line) == (2, 6)


def test_quotes_inside_a_cell_stay():
    assert to_grid('"Foro" juvenil\t"Plan, versión 2"\t""\t"x')[0].cells == (
        '"Foro" juvenil',
        "Plan, versión 2",
        "",
        '"x',
    )


def test_cells_lose_bold_marks_and_repeated_spaces_only():
    (row,) = to_grid("\n \t**Feria   de\u00a0servicos** \t\n")
    assert row == Row(2, ("", "Feria de servicos", ""))


# --- headers and columns ---


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("No.", Column.CODE),
        ("N°", Column.CODE),
        ("Nº", Column.CODE),
        ("#", Column.CODE),
        ("Ítem", Column.CODE),
        ("Código", Column.CODE),
        ("actividades", Column.NAME),
        ("Acción", Column.NAME),
        ("Actividades Programadas", Column.NAME),
        ("Descripción", Column.NAME),
        ("META/PRODUCTO", Column.GOAL),
        ("Meta de producto - indicador", Column.GOAL),
        ("Entregable", Column.GOAL),
        ("Indicador", Column.INDICATOR),
        ("DEPENDENCIA RESPONSABLE", Column.RESPONSIBLE),
        ("Líder", Column.RESPONSIBLE),
        ("Responsable(s)", Column.RESPONSIBLE),
        ("Fecha  inicio:", Column.START),
        ("Desde", Column.START),
        ("Fecha de terminación", Column.END),
        ("Hasta", Column.END),
        ("Plazo", Column.DATE),
        ("Fecha programada", Column.DATE),
        ("Subcomponente / Proceso", Column.SECTION),
        ("Elemento", Column.SECTION),
        ("Observaciones", None),
        ("", None),
    ],
)
def test_headings_are_recognised_by_their_words(heading, column):
    assert recognise(heading) == column


def test_a_header_needs_the_activity_and_another_column():
    assert find_header(Row(1, ("Actividad", "Responsable")))
    assert not find_header(Row(1, ("Actividad", "Lugar")))
    assert not find_header(Row(1, ("Responsable", "Fecha")))


def test_columns_come_in_any_order_and_unknown_ones_are_kept():
    text = table(
        "Alcaldía\tTaller barrial\t12 personas\t\t5/03/2025", header="Líder\tAcción\tAsistentes\tNota\tFecha programada"
    )
    row = only(read_plan(text))
    assert (row.responsible_text, row.name, row.code) == ("Alcaldía", "Taller barrial", "")
    assert row.starts_on == row.ends_on == date(2025, 3, 5)
    assert row.extra == (("Asistentes", "12 personas"),)


def test_a_cell_beyond_the_header_is_kept():
    row = only(read_plan(table(activity() + "\taplazada")))
    assert row.extra == (("Columna 6", "aplazada"),)


def test_goal_and_indicator_have_their_fields():
    row = only(
        read_plan(table("Taller\tActa\t1 taller\tAlcaldía", header="Actividad\tProducto\tIndicador\tResponsable"))
    )
    assert (row.goal, row.indicator) == ("Acta", "1 taller")


def test_a_repeated_header_is_not_an_activity_and_may_move_columns():
    text = table(activity("1", "Sembrar")) + table(
        "Secretaría de Aguas\tRegar\t9/04/2025", header="Responsable\tActividad\tFecha"
    )
    plan = read_plan(text)
    assert [(row.name, row.responsible_text) for row in plan.activities] == [
        ("Sembrar", "Secretaría de Parques"),
        ("Regar", "Secretaría de Aguas"),
    ]
    assert [line.line for line in plan.header_lines] == [1, 3]


def test_without_header_everything_is_listed_and_said():
    plan = read_plan("Un texto\ncualquiera\n1\tdos\n")
    assert plan.activities == ()
    assert codes_of(plan.warnings) == [WarningCode.NO_TABLE, WarningCode.UNASSIGNED_LINES]
    assert [line.text for line in plan.title_lines] == ["Un texto", "cualquiera"]
    assert [(line.line, line.text) for line in plan.unassigned_lines] == [(3, "1 | dos")]


def test_a_header_without_rows_is_said():
    assert WarningCode.NO_ACTIVITIES in codes_of(read_plan(HEADER).warnings)


def test_an_empty_text_gives_an_empty_plan():
    for nothing in ("", b"", "\n \t\n"):
        plan = read_plan(nothing)
        assert (plan.activities, plan.sections, plan.year) == ((), (), None)
