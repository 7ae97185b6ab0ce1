"""The importer over a real cronograma and over small made-up tables, one rule at a time."""

import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participa.shared.business_days import WorkCalendar
from participa.strategy.importing import (
    ImportProblem,
    WarningCode,
    as_dict,
    fingerprint,
    read_plan,
)
from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.folding import fold, looks_like_code
from participa.strategy.importing.layout import place_rows
from participa.strategy.importing.reading import read_text
from participa.strategy.importing.schedules import ScheduleKind
from participa.strategy.importing.sources.text import rows_of as to_grid
from tests.strategy.cronograma import HEADER, activity, all_texts, codes_of, only, table

pytestmark = pytest.mark.same_everywhere

# --- dates ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9/09/2020", date(2020, 9, 9)),
        ("09/9/20", date(2020, 9, 9)),
        ("12-05-2026", date(2026, 5, 12)),
        ("1.12.2024", date(2024, 12, 1)),
        ("3 / 4 / 2025", date(2025, 4, 3)),
        ("2025-04-03", date(2025, 4, 3)),
        ("2025-04-03 00:00:00", date(2025, 4, 3)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_dates_are_read_day_first(text, expected):
    value = read_schedule(text)
    assert (value.raw, value.kind) == (text, ScheduleKind.EXACT)
    assert value.starts_on == value.ends_on == expected


@pytest.mark.parametrize("text", ["13/25/2020", "29/02/2023", "1/1/202", "0/1/2020", "1/1/1492", "pronto", "1-2/2020"])
def test_unreadable_dates_keep_their_text(text):
    value = read_schedule(text)
    assert (value.raw, value.kind, value.starts_on) == (text, ScheduleKind.UNKNOWN, None)


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "..."])
def test_a_cell_of_marks_holds_no_date(text):
    assert read_schedule(text).is_empty


# --- checks ---


def warnings_for(year=2025, calendar=None, **cells):
    text = table(activity(**cells))
    plan = read_plan(text, year) if calendar is None else read_plan(text, year, calendar)
    return [(warning.code, warning.text) for warning in only(plan).warnings]


def test_a_sound_activity_has_no_warnings():
    assert warnings_for() == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            {"start": "5/03/2025", "end": "3/03/2025"},
            (WarningCode.END_BEFORE_START, "La fecha final 3/03/2025 es anterior a la fecha inicial 5/03/2025."),
        ),
        ({"end": "8/03/2025"}, (WarningCode.WEEKEND, "La fecha final 8/03/2025 cae en sábado.")),
        ({"end": "24/03/2025"}, (WarningCode.HOLIDAY, "La fecha final 24/03/2025 cae en festivo (Día de San José).")),
        ({"end": "6/03/2026"}, (WarningCode.OUTSIDE_YEAR, "La fecha final 6/03/2026 está fuera de la vigencia 2025.")),
        ({"end": ""}, (WarningCode.MISSING_DATE, "Falta la fecha final.")),
        ({"start": "-"}, (WarningCode.MISSING_DATE, "Falta la fecha inicial.")),
        ({"start": "", "end": ""}, (WarningCode.MISSING_DATE, "Falta la fecha.")),
        ({"responsible": ""}, (WarningCode.MISSING_RESPONSIBLE, "Falta el responsable.")),
        ({"responsible": "--"}, (WarningCode.MISSING_RESPONSIBLE, "Falta el responsable.")),
        (
            {"responsible": "Prensa –"},
            (WarningCode.TRAILING_DASH, "El responsable «Prensa –» termina en guion: puede faltar otra dependencia."),
        ),
        (
            {"end": "pronto"},
            (WarningCode.UNREADABLE_DATE, "No se pudo leer la fecha final «pronto». Escríbala como día/mes/año."),
        ),
    ],
)
def test_each_check_warns_once(cells, expected):
    assert warnings_for(**cells) == [expected]


def test_one_day_activities_are_warned_once():
    assert codes(warnings_for(start="8/03/2025", end="8/03/2025")) == [WarningCode.WEEKEND]
    assert warnings_for(start="8/03/2025", end="8/03/2025")[0][1] == "La fecha 8/03/2025 cae en sábado."


def codes(found):
    return [code for code, _ in found]


def test_own_closed_days_are_warned():
    calendar = WorkCalendar("propio", closed={date(2025, 3, 4): "Fiestas del municipio"}, saturday_works=True)
    assert codes(warnings_for(calendar=calendar)) == [WarningCode.CLOSED_DAY]
    assert warnings_for(calendar=calendar, end="8/03/2025") == []


def test_a_very_long_text_is_kept_and_warned():
    name = "palabra " * 20_000
    assert codes(warnings_for(name=name)) == [WarningCode.LONG_TEXT]
    assert only(read_plan(table(activity(name=name)))).name == name.strip()


def test_a_repeated_number_in_a_section_is_warned():
    plan = read_plan(
        table(activity("1", "Uno"), activity("1", "Dos"), "ETAPA DE DIALOGO\t\t\t\t", activity("1", "Tres"))
    )
    assert [codes_of(row.warnings) for row in plan.activities] == [[], [WarningCode.REPEATED_CODE], []]


def test_a_missing_responsible_suggests_both_neighbours():
    rows = [activity("1", responsible="Prensa"), activity("2", responsible=""), activity("3", responsible="Parques")]
    warning = read_plan(table(*rows)).activities[1].warnings[0]
    assert warning.text == "Falta el responsable. En las filas vecinas: «Prensa» y «Parques»."


def test_the_year_is_guessed_from_the_dates_and_said():
    plan = read_plan(table(activity("1", end="4/03/2026"), activity("2")))
    assert plan.year == 2025
    assert "Se tomó 2025 como vigencia, el año que más se repite en las fechas." in [w.text for w in plan.warnings]
    assert WarningCode.GUESSED_YEAR not in codes_of(read_plan(table(activity()), 2025).warnings)


def test_tables_without_date_or_responsible_columns_are_said_once():
    plan = read_plan(table("1\tForo", "2\tFeria", header="No.\tActividad"))
    assert codes_of(plan.all_warnings) == [WarningCode.NO_DATE_COLUMN, WarningCode.NO_RESPONSIBLE_COLUMN]


# --- output ---


def test_the_dict_goes_to_json_and_back():
    plan = read_plan("Título\nETAPA DE DIALOGO\n" + table(activity()))
    data = json.loads(json.dumps(as_dict(plan)))
    assert list(data) == ["title", "year", "columns", "sections", "activities", "unassigned", "warnings"]
    assert data["title"] == "Título"
    assert data["columns"]["starts_on"] == "FECHA INICIAL"
    assert data["sections"] == [{"label": "ETAPA DE DIALOGO", "element": "dialogo", "stage": None, "count": 1}]
    assert data["activities"] == [
        {
            "row": 4,
            "section": "ETAPA DE DIALOGO",
            "code": "1",
            "name": "Sembrar árboles",
            "product": "",
            "indicator": "",
            "responsible_text": "Secretaría de Parques",
            "offices": ["Secretaría de Parques"],
            "element": "dialogo",
            "stages": [],
            "starts_on": "2025-03-03",
            "ends_on": "2025-03-04",
            "periods": [],
            "schedule_kind": "range",
            "schedule_text": "3/03/2025 – 4/03/2025",
            "warnings": [],
        }
    ]


def test_the_fingerprint_follows_the_content_only():
    base = fingerprint(read_plan(table(activity())))
    assert re.fullmatch(r"[0-9a-f]{64}", base)
    assert fingerprint(read_plan("Título\n\n" + table(activity()), 2030)) == base
    assert fingerprint(read_plan(table(activity(name="Sembrar a\u0301rboles")))) == base
    for changed in (
        {"name": "Sembrar arboles"},
        {"code": "2"},
        {"end": "5/03/2025"},
        {"responsible": "Secretaría de Aguas"},
    ):
        assert fingerprint(read_plan(table(activity(**changed)))) != base


def test_folding_forgets_case_accents_and_punctuation():
    assert fold("  DIÁLOGO, de: doble-vía  ") == "dialogo de doble via"
    assert [looks_like_code(text) for text in ("7", "3.1.2", "4a", "A-2", "IV", "b)", "1º")] == [True] * 7
    assert [looks_like_code(text) for text in ("Foro", "ETAPA", "", "12 foros")] == [False] * 4


def test_five_thousand_rows_are_read_whole():
    rows = [activity(str(number), f"Actividad número {number}") for number in range(5_000)]
    assert len(read_plan(table(*rows)).activities) == 5_000


@pytest.mark.parametrize(
    "hostile",
    [
        '"' * 200_000,
        '"a\n' * 15_000,
        '"""\n' * 15_000,
        "x" + "\t" * 299 + ("\nx" + "\t" * 299) * 1_500,
        "1." * 100_000,
        "(" * 100_000,
        "a" + " " * 500_000 + "b",
        HEADER + "\n" + "1\tx\t" + "1/" * 50_000 + "\t\t" + "-" * 100_000 + "x",
    ],
)
def test_hostile_shapes_end(hostile):
    """A reader with a quadratic pattern would not finish here; nothing else is asserted about time."""
    read_plan(hostile)


# --- properties ---


piece = st.one_of(
    st.sampled_from(
        ["No.", "Actividad", "Responsable", "Fecha inicial", "Fecha", "Etapa", "ETAPA DE DIALOGO", "Información"]
        + ["1", "2.1", "x", "-", "--", "**", '"', '""', "3/03/2025", "@uno", "Página 1", "foro", "FORO", "", ""]
    ),
    st.text(alphabet='abcáñX19 ."*-/#', max_size=12),
)
row_text = st.lists(piece, max_size=7).map("\t".join)
table_text = st.lists(st.one_of(row_text, st.just(HEADER)), max_size=14).map("\n".join)


@settings(max_examples=400, deadline=None)
@given(table_text)
def test_no_text_is_ever_lost(text):
    everything = all_texts(read_plan(text)).casefold()
    assert [word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in everything] == []


@settings(max_examples=300, deadline=None)
@given(table_text)
def test_every_row_has_one_part(text):
    rows = to_grid(read_text(text))
    assert [placed.row for placed in place_rows(rows)] == rows
    plan = read_plan(text)
    assert all(row.name for row in plan.activities)
    for section in (None, *plan.sections):
        positions = [row.position for row in plan.activities_of(section)]
        assert positions == list(range(1, len(positions) + 1))


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.binary(), table_text.map(lambda text: text.encode("cp1252")), table_text))
def test_only_import_problems_are_raised(data):
    try:
        plan = read_plan(data)
    except ImportProblem as problem:
        assert str(problem)  # noqa: PT017 - either outcome is right
    else:
        json.dumps(as_dict(plan))
        assert len(fingerprint(plan)) == 64
