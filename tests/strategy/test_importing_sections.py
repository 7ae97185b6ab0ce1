"""Sections, rows that go on, and rows that are no activity."""

import pytest

from participa.strategy.importing import (
    WarningCode,
    read_plan,
    suggest,
)
from participa.strategy.importing.layout import place_rows
from participa.strategy.importing.placed import RowKind
from participa.strategy.importing.sections import is_section_label
from participa.strategy.importing.sources.text import rows_of as to_grid
from tests.strategy.cronograma import activity, codes_of, only, table

pytestmark = pytest.mark.same_everywhere

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
