"""The importer over a real cronograma and over small made-up tables, one rule at a time."""

import json
import re
from dataclasses import asdict
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
    suggest,
)
from participa.strategy.importing.columns import Column, recognise
from participa.strategy.importing.dates import read_schedule
from participa.strategy.importing.folding import fold, looks_like_code
from participa.strategy.importing.grid import Row
from participa.strategy.importing.headers import find_header
from participa.strategy.importing.layout import place_rows
from participa.strategy.importing.placed import RowKind
from participa.strategy.importing.reading import MAX_BYTES, read_text
from participa.strategy.importing.schedules import ScheduleKind
from participa.strategy.importing.sections import is_section_label
from participa.strategy.importing.sources.text import rows_of as to_grid
from tests.strategy.documents.seeds import seed

HEADER = "No.\tACTIVIDAD\tFECHA INICIAL\tFECHA FINAL\tRESPONSABLE"


def table(*rows, header=HEADER):
    return "\n".join([header, *rows]) + "\n"


def activity(code="1", name="Sembrar árboles", start="3/03/2025", end="4/03/2025", responsible="Secretaría de Parques"):
    return "\t".join((code, name, start, end, responsible))


def codes_of(warnings):
    return [warning.code for warning in warnings]


def only(plan):
    (single,) = plan.activities
    return single


# --- the real cronograma of Itagüí 2020 ---


@pytest.fixture(scope="module")
def itagui():
    return read_plan(seed("itagui-2020.txt"))


def test_itagui_has_its_46_activities_in_five_sections(itagui):
    assert [(section.label, len(itagui.activities_of(section))) for section in itagui.sections] == [
        ("ETAPA DE DEFINICIÓN Y PRESENTACIÓN DE LA ESTRATEGIA", 11),
        ("ETAPA DE INFORMACION", 18),
        ("ETAPA DE DIALOGO", 7),
        ("ETAPA DE INCENTIVOS", 3),
        ("ETAPA DE EVALUACIÓN", 7),
    ]
    assert len(itagui.activities) == 46
    assert not itagui.activities_of(None)


def test_itagui_sections_suggest_element_and_stage(itagui):
    assert [(section.elemento, section.etapa) for section in itagui.sections] == [
        (None, "diseno"),
        ("informacion", None),
        ("dialogo", None),
        ("responsabilidad", None),
        ("responsabilidad", "seguimiento"),
    ]


def test_itagui_numbering_restarts_in_each_section(itagui):
    for section in itagui.sections:
        rows = itagui.activities_of(section)
        assert [row.code for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))


def test_itagui_dates_of_each_section(itagui):
    ranges = []
    for section in itagui.sections:
        rows = itagui.activities_of(section)
        ranges.append((min(row.starts_on for row in rows).isoformat(), max(row.ends_on for row in rows).isoformat()))
    assert ranges == [
        ("2020-09-09", "2020-10-09"),
        ("2020-09-15", "2020-12-03"),
        ("2020-11-23", "2020-12-04"),
        ("2020-12-04", "2020-12-16"),
        ("2020-12-04", "2021-01-15"),
    ]
    assert sum(row.starts_on == row.ends_on for row in itagui.activities) == 18
    assert itagui.activities[0].date_text == "9/09/2020 – 11/09/2020"


def test_itagui_responsible_texts_stay_as_written(itagui):
    assert all(row.responsible_text for row in itagui.activities)
    assert len({row.responsible_text for row in itagui.activities}) == 15


def test_itagui_spelling_is_kept(itagui):
    everything = json.dumps(as_dict(itagui), ensure_ascii=False)
    for misspelt in ("Contro a", "Cuenas", "organanos"):
        assert misspelt in everything


def test_itagui_warnings_are_exactly_these(itagui):
    found = [(warning.code, warning.line) for row in itagui.activities for warning in row.warnings]
    assert found == [
        (WarningCode.WEEKEND, 35),
        (WarningCode.TRAILING_DASH, 37),
        (WarningCode.TRAILING_DASH, 39),
        (WarningCode.TRAILING_DASH, 40),
        (WarningCode.OUTSIDE_YEAR, 62),
        (WarningCode.WEEKEND, 63),
    ]
    texts = [warning.text for warning in itagui.all_warnings]
    assert "La fecha final 1/11/2020 cae en domingo." in texts
    assert "La fecha inicial 5/12/2020 cae en sábado." in texts
    assert "La fecha final 15/01/2021 está fuera de la vigencia 2020." in texts


def test_itagui_leaves_nothing_unassigned(itagui):
    assert itagui.unassigned_lines == ()
    assert len(itagui.title_lines) == 3
    assert "**" not in json.dumps(as_dict(itagui))
    assert len(itagui.header_lines) == 5
    assert itagui.year == 2020


def test_itagui_is_the_same_plan_in_any_encoding_or_line_end(itagui):
    text = seed("itagui-2020.txt").decode()
    variants = (
        text,
        text.replace("\n", "\r\n").encode("utf-8-sig"),
        text.encode("cp1252"),
        text.encode("utf-16"),
        text.replace("\n", "\n\n").encode(),
    )
    assert {fingerprint(read_plan(variant)) for variant in variants} == {fingerprint(itagui)}


@pytest.mark.parametrize(
    "name", ["itagui-2020.txt", "ibague-2021.txt", "ibague-2022.txt", "plan-de-accion.txt", "estrategia-2025.txt"]
)
def test_no_real_document_loses_a_word(name):
    text = seed(name).decode()
    everything = all_texts(read_plan(text))
    missing = [word for word in re.findall(r"[^\W_]+", text) if word not in everything]
    assert missing == []


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


# --- sections ---


def sections_of(plan):
    return [(section.label, [row.name for row in plan.activities_of(section)]) for section in plan.sections]


def test_a_section_row_with_empty_cells():
    text = table(
        "ETAPA DE DIALOGO\t\t\t\t", activity(name="Conversar"), "Cierre y memoria\t\t\t\t", activity(name="Cerrar")
    )
    assert sections_of(read_plan(text)) == [("ETAPA DE DIALOGO", ["Conversar"]), ("Cierre y memoria", ["Cerrar"])]


def test_a_section_in_a_plain_line_before_each_header():
    text = (
        "Cronograma del parque\n\nEtapa de información\n"
        + table(activity(name="Informar"))
        + "\nOtros asuntos\n"
        + table(activity(name="Asear"))
    )
    plan = read_plan(text)
    assert sections_of(plan) == [("Etapa de información", ["Informar"]), ("Otros asuntos", ["Asear"])]
    assert [line.text for line in plan.title_lines] == ["Cronograma del parque"]


def test_a_section_in_a_plain_line_inside_the_table():
    text = table("Fase de ejecución", activity(name="Hacer"), "ARREGLOS FINALES", activity(name="Pintar"))
    assert sections_of(read_plan(text)) == [("Fase de ejecución", ["Hacer"]), ("ARREGLOS FINALES", ["Pintar"])]


def test_the_line_above_the_first_header_is_a_section_when_the_others_have_one():
    text = "Plan anual\nPrimera parte\n" + table(activity(name="Uno"), "Segunda parte\t\t\t\t", activity(name="Dos"))
    assert sections_of(read_plan(text)) == [("Primera parte", ["Uno"]), ("Segunda parte", ["Dos"])]
    lonely = read_plan("Plan anual\nPrimera parte\n" + table(activity(name="Uno")))
    assert lonely.sections == ()
    assert [line.text for line in lonely.title_lines] == ["Plan anual", "Primera parte"]


def test_a_section_column_is_carried_down_but_the_responsible_is_not():
    header = "Subcomponente\tActividades\tProducto\tResponsable"
    rows = ("Diálogo\tForo\tActa\tAlcaldía", "\tFeria\tFotos\t", "Incentivos\tPremio\tActa\tTalento Humano")
    text = table(*rows, header=header)
    plan = read_plan(text)
    assert sections_of(plan) == [("Diálogo", ["Foro", "Feria"]), ("Incentivos", ["Premio"])]
    assert [row.responsible_text for row in plan.activities] == ["Alcaldía", "", "Talento Humano"]


def test_a_section_written_in_the_header_row_or_in_an_unnamed_first_column():
    text = table("Información\tBoletín\tPrensa", header="\tActividades\tResponsable") + table(
        "\tForo\tAlcaldía", header="Diálogo\tActividades\tResponsable"
    )
    assert sections_of(read_plan(text)) == [("Información", ["Boletín"]), ("Diálogo", ["Foro"])]


def test_an_unnamed_first_column_with_numbers_holds_codes():
    plan = read_plan(table("1.1\tBoletín\tPrensa", header="\tActividades\tResponsable"))
    assert (only(plan).code, plan.sections) == ("1.1", ())


def test_a_section_seen_again_goes_on_and_its_other_spelling_is_listed():
    text = table(
        "ETAPA DE DIALOGO\t\t\t\t",
        activity("1", "Uno"),
        "ETAPA DE DIÁLOGO\t\t\t\t",
        activity("2", "Dos"),
    )
    plan = read_plan(text)
    assert sections_of(plan) == [("ETAPA DE DIALOGO", ["Uno", "Dos"])]
    assert [line.text for line in plan.unassigned_lines] == ["ETAPA DE DIÁLOGO"]


def test_blank_lines_do_not_end_a_section():
    text = table("ETAPA DE DIALOGO\t\t\t\t", activity("1", "Uno"), "", "\t\t\t\t", activity("2", "Dos"))
    assert sections_of(read_plan(text)) == [("ETAPA DE DIALOGO", ["Uno", "Dos"])]


def test_a_section_without_activities_is_said():
    plan = read_plan(table(activity(), "ETAPA DE EVALUACIÓN\t\t\t\t"))
    assert WarningCode.EMPTY_SECTION in codes_of(plan.warnings)


def test_capitals_are_no_title_where_everything_is_in_capitals():
    text = table(activity("1", "SEMBRAR CEIBAS"), "\tEN EL PARQUE\t\t\t", activity("2", "REGAR TODAS LAS CEIBAS"))
    plan = read_plan(text)
    assert plan.sections == ()
    assert plan.activities[0].name == "SEMBRAR CEIBAS EN EL PARQUE"


@pytest.mark.parametrize(
    ("label", "suggested"),
    [
        ("INFORMACIÓN", ("informacion", None)),
        ("1. Información de calidad y en lenguaje comprensible", ("informacion", None)),
        ("Subcomponente 2: Diálogo de doble vía", ("dialogo", None)),
        ("Incentivos para motivar la cultura", ("responsabilidad", None)),
        ("RESPONSABILIDAD", ("responsabilidad", None)),
        ("Evaluación y retroalimentación", ("responsabilidad", "seguimiento")),
        ("Evaluación y seguimiento", ("responsabilidad", "seguimiento")),
        ("ETAPA DE EVALUACIÓN", ("responsabilidad", "seguimiento")),
        ("Seguimiento y evaluación", (None, "seguimiento")),
        ("Etapa de definición", (None, "diseno")),
        ("Diseño", (None, "diseno")),
        ("Etapa de aprestamiento", (None, "aprestamiento")),
        ("Preparación/capacitación", (None, "preparacion")),
        ("III. EJECUCIÓN", (None, "ejecucion")),
        ("Informaciones varias", (None, None)),
        ("Otros asuntos", (None, None)),
        ("", (None, None)),
    ],
)
def test_labels_suggest_element_and_stage(label, suggested):
    assert suggest(label) == suggested


def test_words_of_structure_make_a_label():
    assert is_section_label("Línea estratégica 1: agua")
    assert is_section_label("Componente 3")
    assert not is_section_label("Etapa")
    assert not is_section_label("Realizar el foro de la etapa de diálogo")
    assert not is_section_label("Diálogo " * 40)


# --- continuation rows and furniture ---


def test_a_continuation_row_is_joined_to_the_same_column_and_said():
    text = table(activity("1", "Realizar una audiencia"), "\tpública\t\t\t", "\t\t\t\ty Prensa", activity("2", "Otra"))
    first, second = read_plan(text).activities
    assert first.name == "Realizar una audiencia pública"
    assert first.responsible_text == "Secretaría de Parques y Prensa"
    assert [(w.code, w.line) for w in first.warnings] == [(WarningCode.JOINED_ROW, 3), (WarningCode.JOINED_ROW, 4)]
    assert second.warnings == ()


def test_a_continuation_crosses_page_furniture():
    text = "Plan\n" + table(activity("1", "Realizar una"), "Plan", "Página 2", "@alcaldia", "\taudiencia\t\t\t")
    plan = read_plan(text)
    assert only(plan).name == "Realizar una audiencia"
    assert [line.text for line in plan.unassigned_lines] == ["Plan", "Página 2", "@alcaldia"]


def test_a_continuation_with_nothing_above_is_listed():
    plan = read_plan(table("\tpública\t\t\t", activity()))
    assert [line.text for line in plan.unassigned_lines] == ["pública"]


def test_separators_urls_and_rows_without_activity_are_listed():
    plan = read_plan(table(activity(), "--\t---\t--\t--\t--", "www.ejemplo.gov.co", "9\t\t1/03/2025\t\t", "12\t\t\t\t"))
    assert [line.line for line in plan.unassigned_lines] == [3, 4, 5, 6]
    assert len(plan.activities) == 1


def test_kinds_of_rows_in_order():
    text = "Plan\nEtapa de diálogo\n" + table(activity(), "\tfinal\t\t\t", "---")
    assert [placed.kind for placed in place_rows(to_grid(text))] == [
        RowKind.TITLE,
        RowKind.SECTION,
        RowKind.HEADER,
        RowKind.ACTIVITY,
        RowKind.CONTINUATION,
        RowKind.UNASSIGNED,
    ]


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


def all_texts(plan):
    data = asdict(plan)
    for part in (data, *data["activities"]):
        del part["warnings"]
    return json.dumps(data, ensure_ascii=False, default=str)


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
