"""The five real cronogramas, as text and rebuilt as every other kind of document."""

from collections import Counter
from functools import cache

import pytest

from participa.strategy.importing import WarningCode, as_dict, read_document
from tests.strategy.documents import writers
from tests.strategy.documents.blocks import of_text
from tests.strategy.documents.seeds import ACTION_PLAN, ALL, IBAGUE_2021, IBAGUE_2022, ITAGUI, NUMBERED, seed

pytestmark = pytest.mark.same_everywhere

WRITERS = (writers.as_xlsx, writers.as_docx, writers.as_csv, writers.as_html, writers.as_pdf)
APRESTAMIENTO, DISENO, PREPARACION = "aprestamiento", "diseno", "preparacion"
EJECUCION, SEGUIMIENTO = "ejecucion", "seguimiento"


@cache
def plan_of(name):
    return read_document(seed(name), name)


@pytest.fixture(autouse=True)
def _real_documents():
    for name in ALL:
        seed(name)


def counts(plan):
    return {section.label: len(plan.activities_of(section)) for section in plan.sections}


def stages(plan):
    return {
        section.label: dict(Counter(stage for row in plan.activities_of(section) for stage in row.stages))
        for section in plan.sections
    }


def cuatrimestres(plan):
    return Counter(tuple(int(period[-1]) for period in row.periods) for row in plan.activities)


def rows_without_responsible(plan):
    return [row.line for row in plan.activities if not row.responsible_text]


def row_at(plan, line):
    return next(row for row in plan.activities if row.line == line)


# --- how many, where ---


@pytest.mark.parametrize(
    ("name", "total", "sections"),
    [
        (ITAGUI, 46, [11, 18, 7, 3, 7]),
        (IBAGUE_2021, 29, [10, 9, 10]),
        (IBAGUE_2022, 19, [8, 6, 5]),
        (NUMBERED, 48, []),
        (ACTION_PLAN, 19, [5, 8, 2, 4]),
    ],
)
def test_activities_by_section(name, total, sections):
    plan = plan_of(name)
    assert len(plan.activities) == total
    assert list(counts(plan).values()) == sections
    assert bool(plan.activities_of(None)) is (not sections)


def test_sections_keep_their_label_and_suggest_an_element():
    assert [(s["label"], s["element"], s["stage"], s["count"]) for s in as_dict(plan_of(ACTION_PLAN))["sections"]] == [
        ("Información", "informacion", None, 5),
        ("Diálogo", "dialogo", None, 8),
        ("Incentivos", "responsabilidad", None, 2),
        ("Evaluación y seguimiento", "responsabilidad", SEGUIMIENTO, 4),
    ]
    assert list(counts(plan_of(IBAGUE_2021))) == ["INFORMACIÓN", "DIÁLOGO", "RESPONSABILIDAD"]


# --- stages and cuatrimestres ---


def test_stages_of_2021():
    assert stages(plan_of(IBAGUE_2021)) == {
        "INFORMACIÓN": {APRESTAMIENTO: 2, DISENO: 3, PREPARACION: 2, EJECUCION: 3},
        "DIÁLOGO": {APRESTAMIENTO: 1, DISENO: 2, EJECUCION: 6},
        "RESPONSABILIDAD": {APRESTAMIENTO: 1, DISENO: 2, PREPARACION: 3, EJECUCION: 1, SEGUIMIENTO: 4},
    }
    assert row_at(plan_of(IBAGUE_2021), 50).stages == (PREPARACION, EJECUCION)


def test_stages_of_2022():
    assert stages(plan_of(IBAGUE_2022)) == {
        "INFORMACIÓN": {APRESTAMIENTO: 1, DISENO: 2, PREPARACION: 2, EJECUCION: 3},
        "DIÁLOGO": {DISENO: 1, EJECUCION: 5},
        "RESPONSABILIDAD": {PREPARACION: 3, EJECUCION: 1, SEGUIMIENTO: 2},
    }
    assert row_at(plan_of(IBAGUE_2022), 59).stages == (PREPARACION, EJECUCION)


@pytest.mark.parametrize("name", [ITAGUI, ACTION_PLAN, NUMBERED])
def test_no_stage_is_invented(name):
    assert {row.stages for row in plan_of(name).activities} == {()}


def test_cuatrimestres_of_2021():
    plan = plan_of(IBAGUE_2021)
    assert cuatrimestres(plan) == {(2, 3): 16, (1,): 5, (3,): 3, (1, 2, 3): 3, (2,): 2}
    assert {row.schedule_kind for row in plan.activities} == {"set"}
    assert all(row.starts_on is None and row.ends_on is None for row in plan.activities)


def test_cuatrimestres_of_2022():
    assert cuatrimestres(plan_of(IBAGUE_2022)) == {(2, 3): 11, (1, 2, 3): 4, (3,): 2, (1,): 1, (2,): 1}


def test_the_shifted_headings_of_2021_follow_their_group():
    plan = plan_of(IBAGUE_2021)
    assert [row_at(plan, line).periods for line in (33, 34, 37)] == [("2021-C2",), ("2021-C1",), ("2021-C3",)]


def test_the_row_alone_on_its_page_is_understood():
    row = row_at(plan_of(IBAGUE_2021), 58)
    assert (row.stages, row.periods) == ((SEGUIMIENTO,), ("2021-C1", "2021-C2", "2021-C3"))
    assert row.goal.startswith("Informe cuatrimestral")
    assert row.responsible_text == "Oficina de Control Interno"
    assert row.element == "responsabilidad"
    assert {WarningCode.GLUED_MARK, WarningCode.MOVED_CELLS} <= {warning.code for warning in row.warnings}


# --- responsibles ---


def test_missing_responsibles_stay_missing():
    assert rows_without_responsible(plan_of(IBAGUE_2021)) == [23, 25, 52]
    assert rows_without_responsible(plan_of(IBAGUE_2022)) == [31, 34, 36, 50]
    assert rows_without_responsible(plan_of(ITAGUI)) == rows_without_responsible(plan_of(ACTION_PLAN)) == []


def test_a_product_in_the_place_of_the_responsible_is_kept_and_told():
    row = row_at(plan_of(IBAGUE_2021), 54)
    assert (row.goal, row.responsible_text, row.offices) == ("", "Plan de mejoramiento implementado", ())
    assert [warning.code for warning in row.warnings] == [WarningCode.DOUBTFUL_RESPONSIBLE]


def test_an_unbalanced_quote_swallows_nothing():
    assert row_at(plan_of(IBAGUE_2021), 17).goal.startswith('"Documento de caracterización')
    assert row_at(plan_of(IBAGUE_2022), 29).responsible_text.endswith("apoyo equipo de rendición de cuentas")


def test_offices_of_the_action_plan():
    plan = plan_of(ACTION_PLAN)
    assert row_at(plan, 10).offices == (
        "Secretaría de Apoyo a la Gestión",
        "Secretaría de Planeación",
        "todas las dependencias",
    )
    assert row_at(plan, 10).involves_all_offices
    assert row_at(plan, 27).offices == ("Todas las dependencias",)
    assert row_at(plan, 11).offices == ("Dirección de relaciones públicas y comunicaciones",)


def test_two_offices_without_separator_are_two_where_the_document_names_both():
    planning = "Departamento Administrativo de Planeación"
    assert row_at(plan_of(ITAGUI), 17).offices == ("Secretaria de Comunicaciones", planning)
    assert row_at(plan_of(ITAGUI), 26).offices == (planning, "TIC")
    assert row_at(plan_of(ITAGUI), 25).bodies == ("Comité Rendición de Cuentas",)


def test_rows_cut_by_a_page_are_joined():
    plan = plan_of(ACTION_PLAN)
    assert row_at(plan, 20).name.endswith("de una audiencia pública participativa")
    assert row_at(plan, 37).goal.endswith("evaluación del proceso a la comunidad")
    joined = [warning.line for row in plan.activities for warning in row.warnings]
    assert joined == [24, 43]


SP, SPC = "Secretaría de Planeación", "Secretaría de Participación Comunitaria"
DC, TIYC = "Dirección de Comunicaciones", "Dirección de TIyC"
DC_TIYC, SPC_TIYC, BOTH = f"{DC} y TIyC", f"{SPC} y {TIYC}", f"{SP} {SPC}"
LEADERS = "Grupo Líder de Rendición de Cuentas"
LIAISONS = "Enlaces de Rendición de Cuentas de cada dependencia"
YOUTH = f"{SPC}, Secretaría de Integración Social y {LIAISONS}"
RESPONSIBLES = [
    *(BOTH, SP, SPC, SPC, LEADERS, SPC, f"{TIYC} y Comunicaciones", SPC_TIYC, DC, SPC),
    *(DC_TIYC, SPC, SPC, DC_TIYC, DC_TIYC, BOTH, "Enlaces de Renición de Cuentas por Dependencia", SPC, SPC_TIYC, SPC),
    *(SPC, SPC, DC, DC, f"Enlaces de la {DC} de cada dependencia.", f"{LIAISONS}.", f"{LIAISONS}.", DC_TIYC),
    *(f"{SPC}, enlaces de las dependencias y {TIYC}", f"{SPC} y {DC}", SPC.replace("ía", "ia", 1), DC_TIYC),
    *(SPC, SPC, SPC, SPC, YOUTH, YOUTH, DC, f"{SP} y Enlaces de cada dependencia.", DC_TIYC),
    *(f"{LEADERS} y Equipo Estratégico del Alcalde",),
    *(f"{DC}, Secretaría de Participación comunitaria y Enlaces de Rendición de cuentas por cada dependencia.",),
    *(LEADERS, f"{SPC} y {LIAISONS}.", SPC, BOTH, DC_TIYC),
]


def test_the_48_responsibles_of_the_list():
    plan = plan_of(NUMBERED)
    assert [row.code for row in plan.activities] == [str(number) for number in range(1, 49)]
    assert [row.responsible_text for row in plan.activities] == RESPONSIBLES
    assert plan.activities[0].name == "Conformación Equipo Líder Rendición de Cuentas"
    assert plan.activities[-1].name == "Publicación del informe"


def test_offices_of_the_list():
    offices = [row.offices for row in plan_of(NUMBERED).activities]
    assert offices[0] == offices[15] == offices[46] == (SP, SPC)
    assert offices[10] == (DC, TIYC)
    assert offices[6] == (f"{TIYC} y Comunicaciones",)
    assert offices[28] == (SPC, "enlaces de las dependencias", TIYC)
    assert offices[42] == (DC, "Secretaría de Participación comunitaria", RESPONSIBLES[42].split(" y ")[1].rstrip("."))


# --- years ---


def test_years():
    assert [plan_of(name).year for name in ALL] == [2020, 2021, 2022, 2025, None]
    codes = {warning.code for warning in plan_of(NUMBERED).warnings}
    assert WarningCode.YEAR_CONFLICT in codes


# --- the same table in every kind of file ---

FIELDS = (
    *("section_position", "code", "name", "goal", "indicator", "responsible_text", "offices", "element", "stages"),
    *("starts_on", "ends_on", "periods", "schedule_kind"),
)


def essence(plan):
    labels = [writers.in_latin(section.label) for section in plan.sections]
    return plan.year, labels, [tuple(_latin(getattr(row, field)) for field in FIELDS) for row in plan.activities]


def _latin(value):
    if isinstance(value, tuple):
        return tuple(_latin(inner) for inner in value)
    return writers.in_latin(value) if isinstance(value, str) else value


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("name", ALL)
def test_the_same_document_of_another_kind_gives_the_same_activities(name, write):
    rebuilt = write(of_text(seed(name).decode()))
    assert essence(read_document(rebuilt)) == essence(plan_of(name))


def test_semicolons_commas_and_old_encodings_give_the_same_activities():
    blocks = of_text(seed(IBAGUE_2021).decode())
    for data in (
        writers.as_csv(blocks, ";", "cp1252"),
        writers.as_csv(blocks, ",", "utf-8"),
        writers.as_csv(blocks, "\t"),
    ):
        assert essence(read_document(data)) == essence(plan_of(IBAGUE_2021))
