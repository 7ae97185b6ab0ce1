"""Made-up cronogramas of made-up towns: every rule of real tables, in every kind of file that can hold it."""

import pytest

from participa.strategy.importing import WarningCode, as_dict, read_document
from tests.strategy.documents import writers
from tests.strategy.documents.blocks import Merge, table
from tests.strategy.every_kind import (
    MAYOR,
    MONTHS,
    PLANNING,
    PRESS,
    WITH_MERGES,
    by_section,
    in_every_kind,
    marks,
    names,
)

pytestmark = pytest.mark.same_everywhere

# --- dates in columns ---


@in_every_kind()
def test_start_and_end_under_one_heading(write):
    plan = read_document(
        write(
            [
                table(
                    ["N°", "ACTIVIDAD", "FECHA", "", "RESPONSABLE", "OBSERVACIONES"],
                    ["", "", "INICIO", "FIN", "", ""],
                    ["1", "Sensibilizar a los servidores", "05/02/24", "09/02/24", "Gobierno", "virtual"],
                    ["2", "Elaborar piezas", "12-feb-24", "1 de marzo de 2024", "Prensa", ""],
                    merges=[Merge(0, 2, across=2), *(Merge(0, column, down=2) for column in (0, 1, 4, 5))],
                )
            ]
        )
    )
    found = [(str(row.starts_on), str(row.ends_on)) for row in plan.activities]
    assert found == [("2024-02-05", "2024-02-09"), ("2024-02-12", "2024-03-01")]
    assert plan.activities[0].extra == (("OBSERVACIONES", "virtual"),)


@in_every_kind()
def test_stages_in_a_merged_first_column_and_dates_in_words(write):
    plan = read_document(
        write(
            [
                table(
                    ["Etapa", "Actividad", "Responsable", "Fecha"],
                    ["Aprestamiento", "Conformar el equipo", PLANNING, "15 de febrero de 2024"],
                    ["", "Capacitar a los servidores", "Talento Humano", "4 al 8 de marzo de 2024"],
                    ["Ejecución", "Realizar encuentros", "Todas las dependencias", "Mayo, julio y septiembre de 2024"],
                    ["", "Responder preguntas", "Enlaces", "Dentro de los 15 días siguientes"],
                    ["Seguimiento y evaluación", "Informe de control", "Control Interno", "Cuatrimestral"],
                    merges=[Merge(1, 0, down=2), Merge(3, 0, down=2)],
                )
            ]
        )
    )
    assert [row.schedule_kind for row in plan.activities] == ["exact", "range", "set", "relative", "periodic"]
    assert [row.stages for row in plan.activities] == [
        *[("aprestamiento",)] * 2,
        *[("ejecucion",)] * 2,
        ("seguimiento",),
    ]
    assert plan.activities[2].periods == ("2024-05", "2024-07", "2024-09")
    assert plan.activities[2].involves_all_offices


def test_a_period_in_the_column_of_the_first_day_needs_no_last_day():
    header = "Actividad\tFecha inicio\tFecha fin\tResponsable\n"
    text = header + "Encuentros\tAbril a noviembre de 2023\t\tGobierno\nInforme\t3/05/2023\t\tPlaneación\n"
    first, second = read_document(text).activities
    assert (str(first.starts_on), str(first.ends_on), first.warnings) == ("2023-04-01", "2023-11-30", ())
    assert [warning.code for warning in second.warnings] == [WarningCode.MISSING_DATE]


# --- merged cells ---


def merged_responsible():
    return [
        table(
            ["No", "Actividad", "Inicio", "Fin", "Responsable"],
            ["1", "Recoger información", "1/02/2024", "9/02/2024", PLANNING],
            ["2", "Consolidar el informe", "12/02/2024", "16/02/2024", ""],
            ["3", "Publicar el informe", "26/02/2024", "26/02/2024", PRESS],
            merges=[Merge(1, 4, down=2)],
        )
    ]


@in_every_kind(WITH_MERGES)
def test_a_merged_responsible_belongs_to_all_its_rows(write):
    plan = read_document(write(merged_responsible()))
    assert [row.responsible_text for row in plan.activities] == [PLANNING, PLANNING, PRESS]


def test_a_blank_responsible_in_a_text_is_not_carried_down():
    plan = read_document(writers.as_csv(merged_responsible()))
    assert [row.responsible_text for row in plan.activities] == [PLANNING, "", PRESS]
    assert WarningCode.MISSING_RESPONSIBLE in {warning.code for warning in plan.activities[1].warnings}


@in_every_kind(WITH_MERGES)
def test_an_activity_merged_over_two_rows_is_one(write):
    plan = read_document(
        write(
            [
                table(
                    ["No.", "Actividad", "Producto", "Responsable", "Fecha"],
                    ["1", "Preparar la información", "Documento", PLANNING, "Enero 2024"],
                    ["", "", "Presentación", PRESS, "Febrero 2024"],
                    ["2", "Publicar el informe", "Informe", PRESS, "Marzo 2024"],
                    merges=[Merge(1, 0, down=2), Merge(1, 1, down=2)],
                )
            ]
        )
    )
    first, second = plan.activities
    assert (first.goal, first.offices) == ("Documento; Presentación", (PLANNING, PRESS))
    assert first.periods == ("2024-01", "2024-02")
    assert [warning.code for warning in first.warnings] == [WarningCode.JOINED_ROW]
    assert second.name == "Publicar el informe"


@in_every_kind()
def test_the_heading_of_activities_over_numbers_and_texts(write):
    plan = read_document(
        write(
            [
                "Plan Anticorrupción y de Atención al Ciudadano 2021",
                table(
                    ["Componente 3: Rendición de cuentas"],
                    ["Subcomponente", "Actividades", "", "Meta o producto", "Responsable", "Fecha programada"],
                    [
                        "Subcomponente 1 Información de calidad",
                        "1.1",
                        "Publicar los informes",
                        "Informes",
                        PRESS,
                        "Permanente",
                    ],
                    ["", "1.2", "Actualizar la sección de la página", "Sección", PRESS, "30/06/2021 y 30/12/2021"],
                    [
                        "Subcomponente 2 Diálogo de doble vía",
                        "2.1",
                        "Realizar una audiencia",
                        "Audiencia",
                        MAYOR,
                        "Diciembre",
                    ],
                    merges=[Merge(0, 0, across=6), Merge(1, 1, across=2), Merge(2, 0, down=2)],
                ),
            ]
        )
    )
    assert [(row.code, row.name) for row in plan.activities] == [
        ("1.1", "Publicar los informes"),
        ("1.2", "Actualizar la sección de la página"),
        ("2.1", "Realizar una audiencia"),
    ]
    assert [(section.label, section.elemento) for section in plan.sections] == [
        ("Subcomponente 1 Información de calidad", "informacion"),
        ("Subcomponente 2 Diálogo de doble vía", "dialogo"),
    ]
    assert plan.activities[1].periods == ("2021-06-30", "2021-12-30")
    assert [warning.code for warning in plan.activities[2].warnings] == [WarningCode.ASSUMED_YEAR]


# --- sections, tables, sheets ---


@in_every_kind()
def test_numbered_sections_above_their_numbered_activities(write):
    rows = (
        ["1", "Aprestamiento", "", ""],
        ["1.1", "Conformar el equipo", "Planeación", "Enero"],
        ["2", "Diálogos en el territorio", "", ""],
        ["2.1", "Encuentro en la vereda", "Gobierno", "15 de mayo"],
    )
    plan = read_document(write(["ESTRATEGIA 2024", table(["No.", "Actividad", "Responsable", "Fecha"], *rows)]))
    assert by_section(plan) == [
        ("1 Aprestamiento", ["Conformar el equipo"]),
        ("2 Diálogos en el territorio", ["Encuentro en la vereda"]),
    ]
    assert plan.activities[0].stages == ("aprestamiento",)


@in_every_kind()
def test_tables_of_different_columns_and_others_that_are_no_cronograma(write):
    plan = read_document(
        write(
            [
                "Cronograma 2024",
                "INFORMACIÓN",
                table(["Actividad", "Responsable", "Fecha"], ["Publicar el boletín", "Prensa", "Mensual"]),
                "DIÁLOGO",
                table(
                    ["No.", "Acción", "Producto", "Líder", "Desde", "Hasta"],
                    ["1", "Hacer la audiencia", "Acta", "Despacho", "2/12/2024", "3/12/2024"],
                ),
                "Control de cambios",
                table(["Versión", "Fecha", "Descripción del cambio"], ["A", "10/01/2024", "Creación del documento"]),
            ]
        )
    )
    assert by_section(plan) == [("INFORMACIÓN", ["Publicar el boletín"]), ("DIÁLOGO", ["Hacer la audiencia"])]
    assert plan.activities[1].responsible_text == "Despacho"
    assert "Creación del documento" in " ".join(line.text for line in plan.unassigned_lines)
    assert as_dict(plan)["columns"]["name"] == ["Actividad", "Acción"]
    assert [[column.meaning for column in table.columns][:2] for table in plan.tables] == [
        ["name", "responsible_text"],
        ["code", "name"],
    ]


def test_sheets_named_as_elements_are_sections():
    def sheet(name):
        return ["CRONOGRAMA 2024", table(["No.", "ACTIVIDAD", "RESPONSABLE"], ["1", name, PLANNING])]

    sheets = {"Información": sheet("Publicar el informe"), "Diálogo": sheet("Hacer la audiencia")}
    plan = read_document(writers.as_xlsx([], sheets))
    assert by_section(plan) == [("Información", ["Publicar el informe"]), ("Diálogo", ["Hacer la audiencia"])]
    assert [row.sheet for row in plan.activities] == ["Información", "Diálogo"]
    assert plan.title == "CRONOGRAMA 2024"


@in_every_kind()
def test_rows_with_only_a_name_are_activities_where_rows_are_true_rows(write):
    header = ["ACTIVIDADES", "RESPONSABLES"]
    rows = (["Conformar el equipo", PLANNING], ["Publicar la estrategia", ""], ["y sus anexos", ""])
    plan = read_document(write([table(header, *rows)]))
    assert names(plan) == ["Conformar el equipo", "Publicar la estrategia y sus anexos"]


# --- headings by their words ---


def test_questions_as_headings_and_numbers_inside_the_texts():
    rows = ("1. Hacer el foro\tPlaneación\tMarzo", "2. Hacer la feria\tGobierno\tAbril", "3. Evaluar\tControl\tMayo")
    text = "\n".join(["¿Qué?\t¿Quién?\t¿Cuándo?", *rows])
    plan = read_document(text, year=2024)
    assert [(row.code, row.name) for row in plan.activities] == [
        ("1", "Hacer el foro"),
        ("2", "Hacer la feria"),
        ("3", "Evaluar"),
    ]


def test_goal_product_budget_and_months_in_two_columns():
    header = "Estrategia\tActividad\tMeta\tProducto\tIndicador\tPresupuesto\tResponsable\tFecha de inicio\tFecha fin"
    row = "Comunicación\tPublicar el boletín\t4\tBoletín\tNúmero\t$ 5.000.000\tPrensa\tFebrero\tNoviembre"
    (found,) = read_document(f"{header}\n{row}", year=2024).activities
    assert (found.goal, found.indicator, found.budget) == ("Boletín", "Número", "$ 5.000.000")
    assert found.extra == (("Meta", "4"),)
    assert (str(found.starts_on), str(found.ends_on)) == ("2024-02-01", "2024-11-30")
    assert len(found.periods) == 10


def test_a_row_whose_words_are_those_of_headings_is_still_an_activity():
    header = "No.\tActividad\tMeta\tResponsable\n"
    text = header + "1\tActividades lúdicas\tMeta\tOficina\n2\tTareas de cierre\tProducto\tLíder\n"
    assert names(read_document(text)) == ["Actividades lúdicas", "Tareas de cierre"]


def test_marks_that_moved_go_back_to_their_columns_when_there_is_one_way():
    header = "\tACTIVIDADES\tAprestamiento\tDiseño\tEjecución\tPRODUCTO\tI semestre\tII semestre\tRESPONSABLE"
    usual = "INFORMACIÓN\tPublicar el informe de gestión\tX\t\t\tInforme publicado\tX\t\tOficina de Prensa"
    moved = "Publicar el boletín de la audiencia\t\tX Boletín publicado\tX\tX\tOficina de Prensa"
    first, second = read_document("\n".join([header, usual, moved]), year=2024).activities
    assert (second.name, second.goal) == ("Publicar el boletín de la audiencia", "Boletín publicado")
    assert (second.stages, second.periods) == (("ejecucion",), ("2024-S1", "2024-S2"))
    assert second.section_position == first.section_position


def test_a_person_decides_what_a_column_means():
    text = "Actividad\tResponsable\tApoya\tEnero\tFebrero\nForo\tVeedora\tOficina de Prensa\tX\t\n"
    guessed = [column.meaning for column in read_document(text, year=2024).tables[0].columns]
    assert guessed == ["name", "responsible_text", "", "periods", "periods"]
    choices = {"Responsable": "", "Apoya": "responsible_text", "Enero": ""}
    (row,) = read_document(text, year=2024, choices=choices).activities
    assert row.responsible_text == "Oficina de Prensa"
    assert row.extra == (("Responsable", "Veedora"), ("Enero", "X"))
    assert row.periods == ()


# --- a plain text ---


def test_semicolons_of_an_old_spreadsheet():
    data = (
        "No;Actividad;Fecha inicio;Fecha fin;Responsable\r\n"
        "1;Señalizar la vía;3/03/2025;4/03/2025;Secretaría de Obras\r\n"
        '2;"Hacer el foro; con gremios";5/03/2025;6/03/2025;"Secretaría ""General"""\r\n'
        '3;"Diseñar\r\npiezas";7/03/2025;7/03/2025;Prensa\r\n'
    ).encode("cp1252")
    plan = read_document(data, "plan.csv")
    assert names(plan) == ["Señalizar la vía", "Hacer el foro; con gremios", "Diseñar piezas"]
    assert plan.activities[1].responsible_text == 'Secretaría "General"'
    assert plan.year == 2025


def test_commas_and_quotes_that_do_not_balance():
    text = 'No,Actividad,Responsable\n1,"Hacer el foro,Planeación\n2,Publicar el informe,Prensa\n3,Evaluar",Control\n'
    assert names(read_document(text)) == ['"Hacer el foro', "Publicar el informe", 'Evaluar"']


def test_a_table_of_bars():
    text = "# Cronograma 2024\n| No. | Actividad | Responsable |\n|---|---|---|\n| 1 | Evaluar | **Control** |\n"
    plan = read_document(text)
    assert (names(plan), plan.activities[0].responsible_text, plan.title) == (["Evaluar"], "Control", "Cronograma 2024")


def test_a_page_with_cells_left_open():
    page = (
        "<html><h1>Cronograma 2024</h1><table>"
        "<tr><th rowspan=2>Actividad<th rowspan=2>Responsable<th colspan=2>Semestre<tr><th>1<th>2"
        "<tr><td colspan=4>INFORMACI&Oacute;N<tr><td>Bolet&iacute;n<br>mensual<td>Prensa<td><td>X</table>"
        "<p>Nota: sujeto a cambios</p><script>var a = 1;</script></html>"
    )
    plan = read_document(page)
    assert by_section(plan) == [("INFORMACIÓN", ["Boletín mensual"])]
    assert plan.activities[0].periods == ("2024-S2",)
    assert [line.text for line in plan.unassigned_lines] == ["Nota: sujeto a cambios"]


def test_columns_set_with_spaces():
    plan = read_document(
        "CRONOGRAMA 2024\n\n"
        "No.   ACTIVIDAD                     FECHA             RESPONSABLE\n"
        "1     Conformar el equipo líder     15 de febrero     Secretaría de\n"
        "      de rendición                                    Planeación\n"
        "2     Publicar el informe           30 de noviembre   Oficina de Prensa\n\n"
        "ETAPA DE EVALUACIÓN\n"
        "3     Evaluar                       Diciembre         Control Interno\n"
        "Página 2\n"
        "4     Mejorar                       Diciembre         Planeación\n"
    )
    assert names(plan) == ["Conformar el equipo líder de rendición", "Publicar el informe", "Evaluar", "Mejorar"]
    assert plan.activities[0].responsible_text == PLANNING
    assert by_section(plan) == [("ETAPA DE EVALUACIÓN", ["Evaluar", "Mejorar"])]


def test_week_day_and_year_in_columns_of_their_own():
    weeks = read_document("Actividad\tMes\tSemana\tLíder\nDefinir\tEnero\tS 2-3\tPrensa\n", year=2024)
    assert weeks.activities[0].periods == ("2024-01-W2", "2024-01-W3")
    days = read_document("Día\tMes\tAño\tEvento\tLíder\n6\tMayo\t2024\tFeria\tPrensa\n")
    assert str(days.activities[0].starts_on) == "2024-05-06"


def test_sections_that_are_months_date_their_activities():
    plan = read_document("Actividad\tLíder\nENERO\t\nDefinir\tPrensa\nFEBRERO\t\nPublicar\tPrensa\n", year=2024)
    assert [row.periods for row in plan.activities] == [("2024-01",), ("2024-02",)]


def test_the_text_of_many_marks_stays_short():
    months = [f"{month} {week}" for month in MONTHS for week in ("S1", "S2", "S3", "S4")]
    header = table(["Actividad", "Líder", *months], ["Definir", "Prensa", *marks(48, *range(1, 49))])
    (row,) = read_document(writers.as_csv([header]), year=2024).activities
    assert len(row.date_text) < 200
