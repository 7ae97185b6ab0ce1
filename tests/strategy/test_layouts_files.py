"""Layouts that only some kinds of file have: workbooks, pasted text, lists, cards, web pages, documents."""

import io
from datetime import date

import docx
import openpyxl
import pytest

from participa.strategy.importing import WarningCode, read_document
from tests.strategy.documents import writers
from tests.strategy.documents.blocks import Merge, table
from tests.strategy.documents.layouts import by_section, column, in_every_kind

pytestmark = pytest.mark.same_everywhere

PLANNING, PRESS, TREASURY = "Secretaría de Planeación", "Oficina de Prensa", "Secretaría de Hacienda"
AUDIT = "Oficina de Control Interno"


def workbook(*rows, change=lambda sheet: None):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# --- workbooks ---


def test_headings_in_the_seventh_row_after_a_letterhead():
    def letterhead(sheet):
        sheet.merge_cells("A1:A4")
        sheet.merge_cells("B1:E2")

    plan = read_document(
        workbook(
            ["", "ALCALDÍA MUNICIPAL DE AGUA MANSA", "", "", "", "Código: GE-F-01"],
            ["", "", "", "", "", "Versión: 1"],
            ["", "CRONOGRAMA DE RENDICIÓN DE CUENTAS", "", "", "", "Fecha: 10/01/2020"],
            ["", "Vigencia 2024"],
            [],
            ["Objetivo: informar a la comunidad sobre la gestión del año."],
            ["No.", "ACTIVIDAD", "META", "RESPONSABLE", "FECHA INICIO", "FECHA FIN"],
            [1, "Hacer el diagnóstico", "1 documento", PLANNING, date(2024, 1, 15), date(2024, 1, 31)],
            [2, "Rendir cuentas en cada comuna", "5 encuentros", PRESS, date(2024, 5, 2), date(2024, 6, 28)],
            [3, "Evaluar el proceso", "1 informe", AUDIT, date(2024, 12, 2), date(2024, 12, 20)],
            change=letterhead,
        )
    )
    assert (plan.year, len(plan.activities), plan.sections) == (2024, 3, ())
    assert column(plan, "starts_on") == [date(2024, 1, 15), date(2024, 5, 2), date(2024, 12, 2)]
    assert "CRONOGRAMA DE RENDICIÓN DE CUENTAS" in plan.title


def test_days_shown_in_the_english_way_are_days():
    def in_english(sheet):
        for row in (2, 3):
            sheet.cell(row, 3).number_format = "[$-409]mmmm d, yyyy"

    plan = read_document(
        workbook(
            ["Actividad", "Responsable", "Fecha"],
            ["Publicar el informe", PRESS, date(2023, 7, 6)],
            ["Hacer el foro", PLANNING, date(2023, 12, 1)],
            change=in_english,
        )
    )
    assert column(plan, "starts_on") == [date(2023, 7, 6), date(2023, 12, 1)]


def test_numbers_of_days_that_lost_their_format_are_days_and_are_told():
    plan = read_document(
        workbook(
            ["Actividad", "Responsable", "Fecha inicio", "Fecha fin"],
            ["Publicar el informe", PRESS, 44378, 44392],
            ["Hacer el foro", PLANNING, "44501", "44501"],
        )
    )
    assert column(plan, "starts_on") == [date(2021, 7, 1), date(2021, 11, 1)]
    assert column(plan, "ends_on") == [date(2021, 7, 15), date(2021, 11, 1)]
    assert all(WarningCode.SERIAL_DATE in [told.code for told in row.warnings] for row in plan.activities)


def test_hidden_rows_and_columns_are_read_and_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    plan = read_document(
        workbook(
            ["Actividad", "Responsable", "Producto", "Fecha"],
            ["Publicar el informe", PRESS, "Informe", "Marzo de 2022"],
            ["Hacer el foro", PLANNING, "Memorias", "Abril de 2022"],
            change=hide,
        )
    )
    assert column(plan, "goal") == ["Informe", "Memorias"]
    assert any("oculta" in warning.text and "columna" in warning.text.lower() for warning in plan.warnings)


def test_a_blank_column_first_and_blank_rows_between():
    plan = read_document(
        workbook(
            [],
            ["", "", "Cronograma de rendición de cuentas 2022"],
            [],
            ["", "", "Actividad", "", "Responsable", "", "Fecha"],
            [],
            ["", "", "Publicar el informe", "", PRESS, "", "30/03/2022"],
            [],
            ["", "", "Hacer el foro", "", PLANNING, "", "29/04/2022"],
        )
    )
    assert column(plan, "name") == ["Publicar el informe", "Hacer el foro"]
    assert column(plan, "responsible_text") == [PRESS, PLANNING]
    assert column(plan, "ends_on") == [date(2022, 3, 30), date(2022, 4, 29)]


def test_one_sheet_for_each_element_and_one_of_instructions():
    heading = ["Actividad", "Responsable", "Fecha"]
    sheets = {
        "Instrucciones": ["Escriba una actividad por fila.", "No cambie los títulos."],
        "1. Información": [table(heading, ["Publicar el plan", PRESS, "Enero 2023"])],
        "2. Diálogo": [
            table(heading, ["Hacer el foro", PLANNING, "Mayo 2023"], ["Oír barrios", PLANNING, "Junio 2023"])
        ],
    }
    plan = read_document(writers.as_xlsx([], sheets=sheets))
    assert by_section(plan) == [("1. Información", 1), ("2. Diálogo", 2)]
    assert [section.elemento for section in plan.sections] == ["informacion", "dialogo"]


# --- text with signs between ---


def test_semicolons_with_days_in_two_columns():
    plan = read_document(
        "Municipio de Cerro Bonito;;;;\nPlan de rendición de cuentas 2021;;;;\n;;;;\n"
        "No;Actividad;Responsable;Desde;Hasta\n"
        f"1;Alistar datos;{PLANNING};1/02/2021;26/02/2021\n"
        f'2;"Publicar informe; versión ciudadana";{PRESS};1/03/2021;31/03/2021\n'.encode("cp1252")
    )
    assert column(plan, "name") == ["Alistar datos", "Publicar informe; versión ciudadana"]
    assert column(plan, "ends_on") == [date(2021, 2, 26), date(2021, 3, 31)]


def test_commas_with_commas_inside_quoted_cells():
    plan = read_document(
        "Actividad,Responsable,Fecha programada\n"
        '"Informar sobre vías, parques y escuelas","Planeación, Obras",Tercer trimestre de 2022\n'
        '"Rendir cuentas a niñas, niños y jóvenes",Educación,"Agosto 9, 2022"\n'.encode()
    )
    assert column(plan, "name")[0] == "Informar sobre vías, parques y escuelas"
    assert column(plan, "periods")[0] == ("2022-Q3",)
    assert str(plan.activities[1].starts_on) == "2022-08-09"


def test_a_table_of_markdown():
    plan = read_document(
        "# Cronograma de rendición de cuentas 2025\n\n## Diálogo\n\n"
        "| N.º | Actividad | Responsable | Fecha |\n|----:|:----------|:-----------:|-------|\n"
        f"| 1 | **Abrir** el foro | {PRESS} | 3 al 7 de marzo de 2025 |\n"
        f"| 2 | Cerrar el foro | {PRESS} | 28/03/2025 |\n\n"
        "## Responsabilidad\n\n| N.º | Actividad | Responsable | Fecha |\n|---|---|---|---|\n"
        f"| 1 | Evaluar el foro | {AUDIT} | II trimestre |\n".encode()
    )
    assert column(plan, "name") == ["Abrir el foro", "Cerrar el foro", "Evaluar el foro"]
    assert [(section.elemento, len(plan.activities_of(section))) for section in plan.sections] == [
        *(("dialogo", 2), ("responsabilidad", 1))
    ]
    assert plan.activities[2].periods == ("2025-Q2",)
    assert plan.year == 2025


def test_pasted_table_with_page_numbers_and_headings_that_repeat():
    heading = "ACTIVIDAD\tPRODUCTO\tRESPONSABLE\tFECHA"
    plan = read_document(
        f"PLAN DE ACCIÓN RENDICIÓN DE CUENTAS 2023\n{heading}\n"
        f"Crear el micrositio\tMicrositio\t{PRESS}\tFebrero\n"
        f"Alistar el informe\tInforme\t{PLANNING}\tAbril\n"
        f"Página 1 de 2\nwww.vallesereno.example\n{heading}\n"
        f"Convocar a la ciudadanía\tInvitación\t{PRESS}\tNoviembre\n"
        f"Página 2 de 2\n".encode()
    )
    assert column(plan, "periods") == [("2023-02",), ("2023-04",), ("2023-11",)]
    assert len(plan.activities) == 3


# --- lists and cards ---


def test_a_list_by_months():
    plan = read_document(
        "CRONOGRAMA DE ACTIVIDADES RENDICIÓN DE CUENTAS 2024\n\nMARZO\n"
        f"1. Conformar el equipo. Responsable: {PLANNING}\n2. Capacitar al equipo. Responsable: {PLANNING}\n"
        f"ABRIL\n3. Publicar el informe. Responsable: {PRESS}\n".encode()
    )
    assert len(plan.activities) == 3
    assert column(plan, "periods") == [("2024-03",), ("2024-03",), ("2024-04",)]


def test_cards_of_two_columns():
    def card(name, who, when, goal):
        return table(["Actividad", name], ["Meta o producto", goal], ["Responsable", who], ["Fecha programada", when])

    for write in (writers.as_xlsx, writers.as_docx, writers.as_html, writers.as_pdf, writers.as_csv):
        plan = read_document(
            write(
                [
                    "Estrategia de rendición de cuentas 2022",
                    card("Publicar el plan de compras", TREASURY, "31/01/2022", "Plan publicado"),
                    card("Hacer un recorrido de obras", PLANNING, "Mayo de 2022", "1 recorrido"),
                    card("Evaluar la audiencia", AUDIT, "Diciembre de 2022", "1 informe"),
                ]
            )
        )
        assert column(plan, "name") == [
            *("Publicar el plan de compras", "Hacer un recorrido de obras", "Evaluar la audiencia")
        ], write.__name__
        assert column(plan, "responsible_text") == [TREASURY, PLANNING, AUDIT]
        assert column(plan, "goal") == ["Plan publicado", "1 recorrido", "1 informe"]
        assert str(plan.activities[0].ends_on) == "2022-01-31"


def test_activities_across_and_their_parts_down():
    plan = read_document(
        workbook(
            ["Cronograma de rendición de cuentas 2022"],
            ["Actividad", "Publicar el informe", "Hacer el foro", "Evaluar"],
            ["Responsable", PRESS, PLANNING, AUDIT],
            ["Fecha inicio", "1/03/2022", "2/05/2022", "1/12/2022"],
            ["Fecha fin", "31/03/2022", "6/05/2022", "16/12/2022"],
        )
    )
    assert column(plan, "name") == ["Publicar el informe", "Hacer el foro", "Evaluar"]
    assert column(plan, "responsible_text") == [PRESS, PLANNING, AUDIT]
    assert column(plan, "ends_on") == [date(2022, 3, 31), date(2022, 5, 6), date(2022, 12, 16)]


# --- documents and pages ---


def test_a_document_with_chapters_before_its_table():
    document = docx.Document()
    document.add_heading("Estrategia de rendición de cuentas 2023", 0)
    for chapter in ("Introducción", "Marco normativo", "Objetivos"):
        document.add_heading(chapter, 1)
        document.add_paragraph("La administración informa a la comunidad sobre su gestión, con datos claros. " * 4)
    terms = document.add_table(rows=0, cols=2)
    for term in (
        ["Término", "Definición"],
        ["Diálogo", "Conversación entre las partes."],
        ["Meta", "Lo que se espera."],
    ):
        for cell, text in zip(terms.add_row().cells, term, strict=True):
            cell.text = text
    document.add_heading("Cronograma", 1)
    plan_table = document.add_table(rows=0, cols=4)
    for row in (
        ["Etapa", "Actividad", "Responsable", "Fecha"],
        ["Aprestamiento", "Crear el equipo", PLANNING, "Enero de 2023"],
        ["Ejecución", "Hacer la audiencia", PRESS, "Noviembre de 2023"],
    ):
        for cell, text in zip(plan_table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("Este documento se revisa cada año.")
    buffer = io.BytesIO()
    document.save(buffer)
    plan = read_document(buffer.getvalue())
    assert column(plan, "name") == ["Crear el equipo", "Hacer la audiencia"]
    assert column(plan, "stages") == [("aprestamiento",), ("ejecucion",)]
    assert plan.year == 2023


def test_a_page_with_a_head_a_foot_and_lists_inside_cells():
    page = (
        "<html><body><nav><ul><li>Inicio</li><li>Transparencia</li></ul></nav>"
        "<h1>Cronograma de rendición de cuentas 2024</h1>"
        "<table><thead><tr><th>Actividad</th><th>Responsables</th><th>Cu&aacute;ndo</th></tr></thead><tbody>"
        f"<tr><td>Publicar<br>el balance</td><td><ul><li>{PLANNING}</li><li>{TREASURY}</li></ul></td><td>Mayo</td></tr>"
        f"<tr><td>Hacer la&nbsp;audiencia</td><td>{PRESS}</td><td>5/12/2024</td></tr></tbody>"
        "<tfoot><tr><td colspan=3>Total: 2 actividades</td></tr></tfoot></table>"
        "<footer>Alcaldía de Valle Sereno</footer></body></html>"
    )
    plan = read_document(page.encode())
    assert column(plan, "name") == ["Publicar el balance", "Hacer la audiencia"]
    assert column(plan, "offices") == [(PLANNING, TREASURY), (PRESS,)]
    assert column(plan, "periods")[0] == ("2024-05",)


@in_every_kind((writers.as_docx, writers.as_html, writers.as_pdf, writers.as_xlsx))
def test_a_responsible_and_a_goal_merged_over_several_activities(write):
    plan = read_document(
        write(
            [
                table(
                    ["Actividad", "Meta", "Responsable", "Fecha"],
                    ["Alistar datos", "1 base", PLANNING, "Enero 2022"],
                    ["Escribir el informe", "1 informe", "", "Febrero 2022"],
                    ["Publicar el informe", "", PRESS, "Marzo 2022"],
                    merges=[Merge(1, 2, down=2), Merge(2, 1, down=2)],
                )
            ]
        )
    )
    assert column(plan, "responsible_text") == [PLANNING, PLANNING, PRESS]
    assert column(plan, "goal") == ["1 base", "1 informe", "1 informe"]


@pytest.mark.parametrize(
    ("text", "kind", "periods"),
    [
        ("Fecha programada: 30/06/2021", "exact", ()),
        ("Febrero – Diciembre", "range", tuple(f"2021-{month:02}" for month in range(2, 13))),
        ("Cuando se requiera", "relative", ()),
        ("De acuerdo con la necesidad", "relative", ()),
        ("A demanda", "relative", ()),
        ("Durante la vigencia 2021", "set", ("2021",)),
        ("Durante todo el año", "permanent", ()),
        ("1er semestre", "set", ("2021-S1",)),
        ("Primer y tercer trimestre", "set", ("2021-Q1", "2021-Q3")),
        ("Ene-Mar", "range", ("2021-01", "2021-02", "2021-03")),
        ("Cada trimestre", "periodic", ()),
        ("Mensualmente", "periodic", ()),
        ("Enero 30 de 2021", "exact", ()),
        ("30 de junio y 31 de diciembre de 2021", "set", ("2021-06-30", "2021-12-31")),
        ("A 31 de diciembre de 2021", "range", ()),
        ("Del 1 de marzo al 30 de abril de 2021", "range", ()),
        ("Hasta el 30/11/2021", "range", ()),
        ("Última semana de octubre", "set", ("2021-10",)),
        ("A finales de mayo", "set", ("2021-05",)),
        ("Segunda quincena de mayo", "range", ()),
        ("31-dic-21", "exact", ()),
        ("December 1, 2021", "exact", ()),
        ("N/A", "unknown", ()),
        ("Por definir", "relative", ()),
    ],
)
def test_how_dates_are_told(text, kind, periods):
    plan = read_document(f"Actividad\tResponsable\tFecha\nSembrar árboles\t{PLANNING}\t{text}\n".encode(), year=2021)
    row = plan.activities[0]
    assert (row.schedule_kind, row.periods) == (kind, periods)
