"""Columns of marks: months, weeks, quarters, elements and stages."""

import pytest

from participa.strategy.importing import WarningCode, read_document
from tests.strategy.documents.blocks import Merge, table
from tests.strategy.every_kind import MAYOR, MONTHS, PLANNING, PRESS, by_section, in_every_kind, marks, names, periods

pytestmark = pytest.mark.same_everywhere

# --- columns of marks ---


@in_every_kind()
def test_months_with_titles_above_totals_and_notes_below(write):
    plan = read_document(
        write(
            [
                "ALCALDÍA DE VALLE SERENO",
                "CRONOGRAMA RENDICIÓN DE CUENTAS 2024",
                table(
                    ["No.", "ACTIVIDAD", "RESPONSABLE", *MONTHS],
                    ["1", "Conformar el equipo líder", PLANNING, *marks(12, 1, 2)],
                    ["2", "Publicar el informe de gestión", PRESS, *marks(12, 11)],
                    ["", "TOTAL ACTIVIDADES: 2", ""],
                ),
                "Elaboró: profesional de Planeación",
                "Nota: las fechas pueden cambiar.",
            ]
        )
    )
    assert names(plan) == ["Conformar el equipo líder", "Publicar el informe de gestión"]
    assert [row.periods for row in plan.activities] == [("2024-01", "2024-02"), ("2024-11",)]
    assert plan.title == "ALCALDÍA DE VALLE SERENO CRONOGRAMA RENDICIÓN DE CUENTAS 2024"
    assert plan.sections == ()
    assert len(plan.unassigned_lines) == 3


@in_every_kind()
def test_two_rows_of_headings_with_initials_of_months(write):
    plan = read_document(
        write(
            [
                "Estrategia de Rendición de Cuentas Vigencia 2023",
                table(
                    ["Componente", "Actividad", "Producto", "Responsable", "CRONOGRAMA 2023", *[""] * 11],
                    ["", "", "", "", *"EFMAMJJASOND"],
                    ["Información", "Actualizar la página", "Página", PRESS, *marks(12, 3, 6)],
                    ["", "Elaborar boletines", "Boletines", PRESS, *marks(12, 12)],
                    ["Diálogo", "Hacer mesas de trabajo", "Mesas", PLANNING, *marks(12, 4)],
                    merges=[
                        *(Merge(0, column, down=2) for column in range(4)),
                        *(Merge(0, 4, across=12), Merge(2, 0, down=2)),
                    ],
                ),
            ]
        )
    )
    assert by_section(plan) == [
        ("Información", ["Actualizar la página", "Elaborar boletines"]),
        ("Diálogo", ["Hacer mesas de trabajo"]),
    ]
    assert periods(plan) == [["03", "06"], ["12"], ["04"]]
    assert [row.goal for row in plan.activities] == ["Página", "Boletines", "Mesas"]


@in_every_kind()
def test_quarters_in_roman_and_sections_as_wide_rows_that_name_stages(write):
    plan = read_document(
        write(
            [
                "Vigencia: 2025",
                table(
                    ["Código", "Actividades", "Meta o producto", "Indicador", "Dependencia responsable", "Trimestre"],
                    ["", "", "", "", "", "I", "II", "III", "IV"],
                    ["APRESTAMIENTO"],
                    ["1.1.1", "Capacitar al equipo líder", "Equipo capacitado", "1 taller", PLANNING, *marks(4, 1)],
                    ["1.1.2", "Hacer el autodiagnóstico", "Documento", "1", PLANNING, *marks(4, 1, 2)],
                    ["EJECUCIÓN"],
                    ["3.1.1", "Realizar la audiencia pública", "Acta", "1", MAYOR, *marks(4, 3, 4)],
                    merges=[Merge(0, 5, across=4), Merge(2, 0, across=9), Merge(5, 0, across=9)],
                ),
            ]
        )
    )
    assert [row.code for row in plan.activities] == ["1.1.1", "1.1.2", "3.1.1"]
    assert periods(plan) == [["Q1"], ["Q1", "Q2"], ["Q3", "Q4"]]
    assert [row.stages for row in plan.activities] == [("aprestamiento",), ("aprestamiento",), ("ejecucion",)]
    assert plan.activities[0].indicator == "1 taller"


WEEKS_UNDER = table(
    ["ACTIVIDAD", "RESPONSABLE", "ENERO", "", "", "", "FEBRERO", "", "", ""],
    ["", "", *"S1 S2 S3 S4 S1 S2 S3 S4".split()],  # noqa: SIM905
    ["Definir los temas de la audiencia", "Planeación", *marks(8, 1, 2)],
    ["Convocar a la ciudadanía", "Comunicaciones", *marks(8, 4, 5)],
    merges=[Merge(0, 2, across=4), Merge(0, 6, across=4)],
)
WEEKS_BESIDE = table(
    ["", "", "ENERO", "", "", "", "FEBRERO", "", "", ""],
    ["ACTIVIDAD", "RESPONSABLE", *"12341234"],
    *WEEKS_UNDER.rows[2:],
    merges=WEEKS_UNDER.merges,
)


@in_every_kind()
@pytest.mark.parametrize("weeks", [WEEKS_UNDER, WEEKS_BESIDE], ids=["under", "above"])
def test_weeks_under_their_months(write, weeks):
    plan = read_document(write(["Cronograma 2026", weeks]))
    assert periods(plan) == [["01-W1", "01-W2"], ["01-W4", "02-W1"]]


@in_every_kind()
def test_weeks_written_inside_the_month(write):
    header = ["ACTIVIDAD", "RESPONSABLE", "ENERO", "FEBRERO", "MARZO"]
    rows = (["Definir temas", "Planeación", "S 2-3"], ["Convocar", "Prensa", "", "S4", "Semana 1"])
    plan = read_document(write(["Cronograma 2026", table(header, *rows)]))
    assert periods(plan) == [["01-W2", "01-W3"], ["02-W4", "03-W1"]]
    assert plan.activities[0].date_text == "ENERO: S 2-3"


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["SEMESTRE 1", "SEMESTRE 2"], "S2"),
        (["I Cuatrimestre", "II Cuatrimestre", "III Cuatrimestre"], "C2"),
        (["Ene - Mar", "Abr - Jun", "Jul - Sep", "Oct - Dic"], "Q2"),
        (["1er trim.", "2do trim.", "3er trim.", "4to trim."], "Q2"),
        (["Bimestre 1", "Bimestre 2", "Bimestre 3"], "B2"),
        (["Enero", "Febrero", "Marzo"], "02"),
    ],
)
def test_names_of_the_parts_of_a_year(headings, expected):
    text = "\t".join(["Actividad", "Líder", *headings]) + "\n" + "\t".join(["Hacer el foro", "Planeación", "", "✓"])
    (row,) = read_document(text, year=2024).activities
    assert row.periods == (f"2024-{expected}",)


@pytest.mark.parametrize(
    ("mark", "expected"), [("x", 1), ("✔", 1), ("•", 1), ("1", 1), ("Sí", 1), ("-", 0), ("No", 0), ("0", 0)]
)
def test_marks(mark, expected):
    text = f"Actividad\tResponsable\tEnero\tFebrero\nHacer el foro\tPlaneación\t{mark}\tX\n"
    (row,) = read_document(text, year=2024).activities
    assert len(row.periods) == 1 + expected
    assert row.warnings == ()


def test_a_percentage_is_taken_as_a_mark_and_told():
    text = "Actividad\tResponsable\tI trimestre\tII trimestre\nInforme\tPlaneación\t25%\t75%\n"
    (row,) = read_document(text, year=2024).activities
    assert row.periods == ("2024-Q1", "2024-Q2")
    assert [warning.code for warning in row.warnings] == [WarningCode.UNSURE_MARK] * 2
    assert row.extra == (("I trimestre", "25%"), ("II trimestre", "75%"))


@in_every_kind()
def test_elements_and_stages_as_columns_of_marks(write):
    plan = read_document(
        write(
            [
                table(
                    [
                        "Actividad",
                        "Elemento",
                        "",
                        "",
                        "Etapa",
                        "",
                        "",
                        "",
                        "",
                        "Responsable",
                        "Fecha de inicio",
                        "Fecha fin",
                    ],
                    ["", "Información", "Diálogo", "Responsabilidad"]
                    + ["Aprestamiento", "Diseño", "Preparación", "Ejecución", "Seguimiento y evaluación"],
                    ["Identificar grupos", *marks(3, 1), *marks(5, 1), "Planeación", "01/03/2024", "29/03/2024"],
                    ["Hacer un foro juvenil", *marks(3, 2), *marks(5, 4), "Prensa", "01/08/2024", "30/08/2024"],
                    ["Hacer plan de mejora", *marks(3, 3), *marks(5, 5), "Control", "02/12/2024", "13/12/2024"],
                    merges=[Merge(0, 1, across=3), Merge(0, 4, across=5)],
                )
            ]
        )
    )
    assert [row.element for row in plan.activities] == ["informacion", "dialogo", "responsabilidad"]
    assert [row.stages for row in plan.activities] == [("aprestamiento",), ("ejecucion",), ("seguimiento",)]
    assert plan.sections == ()
