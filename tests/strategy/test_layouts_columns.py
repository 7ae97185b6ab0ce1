"""Less usual columns and rows of made-up tables: years, weeks, halves, marks of two rows, objectives between rows."""

import pytest

from participa.strategy.importing import read_document
from tests.strategy.documents import writers
from tests.strategy.documents.blocks import Merge, table
from tests.strategy.documents.layouts import by_section, column, in_every_kind

pytestmark = pytest.mark.same_everywhere

PLANNING, PRESS = "Secretaría de Planeación", "Oficina de Prensa"


@in_every_kind()
def test_halves_of_two_years(write):
    plan = read_document(
        write(
            [
                "Estrategia de rendición de cuentas 2022-2023",
                table(
                    ["Actividad", "Responsable", "2022", "", "2023", ""],
                    ["", "", "S1", "S2", "S1", "S2"],
                    ["Capacitar líderes", PLANNING, "X", "", "X", ""],
                    ["Hacer el foro", PRESS, "", "X", "", ""],
                    merges=[
                        *(Merge(0, 0, down=2), Merge(0, 1, down=2)),
                        *(Merge(0, 2, across=2), Merge(0, 4, across=2)),
                    ],
                ),
            ]
        )
    )
    assert column(plan, "periods") == [("2022-S1", "2023-S1"), ("2022-S2",)]


@in_every_kind()
def test_month_and_week_in_one_heading(write):
    plan = read_document(
        write(
            [
                "Cronograma 2022",
                table(
                    ["Actividad", "Responsable", "Marzo S1", "Marzo S2", "Semana 3 de marzo", "Abril S1"],
                    ["Capacitar líderes", PLANNING, "X", "", "", ""],
                    ["Hacer el foro", PRESS, "", "X", "X", "X"],
                ),
            ]
        )
    )
    assert column(plan, "periods") == [("2022-03-W1",), ("2022-03-W2", "2022-03-W3", "2022-04-W1")]


@in_every_kind()
def test_the_year_in_a_column_of_its_own(write):
    rows = [["2022", "Capacitar líderes", PLANNING, "Marzo"], ["2022", "Hacer el foro", PRESS, "Permanente"]]
    plan = read_document(write([table(["Vigencia", "Actividad", "Responsable", "Fecha"], *rows)]))
    assert column(plan, "periods") == [("2022-03",), ()]
    assert column(plan, "schedule_kind") == ["set", "permanent"]


@in_every_kind((writers.as_csv, writers.as_docx, writers.as_xlsx))
def test_numbered_objectives_between_the_rows(write):
    plan = read_document(
        write(
            [
                table(
                    ["Actividad", "Responsable", "Fecha"],
                    ["Objetivo específico 1: Informar con claridad a la comunidad", "", ""],
                    ["Publicar el informe", PRESS, "Mayo 2022"],
                    ["Objetivo específico 2: Dialogar con las organizaciones", "", ""],
                    ["Hacer el foro", PLANNING, "Junio 2022"],
                )
            ]
        )
    )
    assert [count for _, count in by_section(plan)] == [1, 1]


@in_every_kind()
def test_quarters_written_as_months(write):
    plan = read_document(
        write(
            [
                "Plan 2023",
                table(
                    ["Actividad", "Responsable", "Ene-Mar", "Abr-Jun", "Jul-Sep", "Oct-Dic"],
                    ["Hacer audiencias", PLANNING, "X", "", "", "X"],
                    ["Publicar informes", PRESS, "", "X", "", ""],
                ),
            ]
        )
    )
    assert column(plan, "periods") == [("2023-Q1", "2023-Q4"), ("2023-Q2",)]


@in_every_kind((writers.as_xlsx, writers.as_docx, writers.as_html, writers.as_pdf))
def test_months_merged_over_their_activities(write):
    plan = read_document(
        write(
            [
                "Cronograma 2024",
                table(
                    ["MES", "ACTIVIDAD", "RESPONSABLE"],
                    ["Febrero", "Crear el equipo", PLANNING],
                    ["", "Capacitar al equipo", PLANNING],
                    ["Marzo", "Publicar el plan", PRESS],
                    merges=[Merge(1, 0, down=2)],
                ),
            ]
        )
    )
    assert column(plan, "periods") == [("2024-02",), ("2024-02",), ("2024-03",)]


@in_every_kind()
def test_the_more_precise_of_two_columns_of_activities(write):
    plan = read_document(
        write(
            [
                table(
                    ["Objetivo", "Acción", "Actividades", "Responsable", "Fecha", "Actividades realizadas"],
                    ["Informar", "Medios", "Grabar un video", PRESS, "Mayo 2022", "Ninguna"],
                    ["Dialogar", "Encuentros", "Hacer el foro", PLANNING, "Junio 2022", "Ninguna"],
                )
            ]
        )
    )
    assert column(plan, "name") == ["Grabar un video", "Hacer el foro"]
    assert ("Acción", "Medios") in plan.activities[0].extra


def test_sheets_named_as_months_date_their_activities():
    heading = ["Actividad", "Responsable"]
    sheets = {
        "ENERO": [table(heading, ["Crear el equipo", PLANNING], ["Publicar el plan", PRESS])],
        "FEBRERO": [table(heading, ["Hacer el foro", PLANNING])],
    }
    plan = read_document(writers.as_xlsx([], sheets=sheets), year=2024)
    assert column(plan, "periods") == [("2024-01",), ("2024-01",), ("2024-02",)]


@in_every_kind((writers.as_xlsx, writers.as_docx, writers.as_html))
def test_offices_one_below_the_other_in_a_cell_are_two(write):
    rows = [["Publicar el informe", f"{PLANNING}\n{PRESS}", "Mayo 2022"], ["Hacer el foro", PLANNING, "Junio 2022"]]
    data = write([table(["Actividad", "Responsables", "Fecha"], *rows)])
    if write is writers.as_html:
        data = data.replace(b"\n", b"<br>")
    assert column(read_document(data), "offices") == [(PLANNING, PRESS), (PLANNING,)]


def test_a_long_table_goes_over_the_pages_of_a_pdf():
    text = "Actividad número {} con un texto de varias palabras que hace alta la fila y la lleva a otra página"
    rows = [[str(number), text.format(number), PLANNING, "Mayo 2022"] for number in range(1, 61)]
    plan = read_document(writers.as_pdf(["Cronograma 2022", table(["No", "Actividad", "Responsable", "Fecha"], *rows)]))
    assert column(plan, "name") == [text.format(number) for number in range(1, 61)]


def test_columns_set_with_spaces_without_numbers():
    plan = read_document(
        "PLAN DE RENDICIÓN 2022\n\n"
        "Actividad                 Responsable                Fecha\n"
        "Publicar el informe       Oficina de Prensa          7/03/2022\n"
        "Hacer el foro             Secretaría de Planeación   8/04/2022\n".encode()
    )
    assert column(plan, "name") == ["Publicar el informe", "Hacer el foro"]
    assert [str(row.starts_on) for row in plan.activities] == ["2022-03-07", "2022-04-08"]


def test_paragraphs_with_a_label_each():
    plan = read_document(
        "\n\n".join(
            f"Actividad: {name}\nResponsable: {who}\nFecha: {when}"
            for name, who, when in (
                ("Publicar el informe", PRESS, "7/03/2022"),
                ("Hacer el foro", PLANNING, "abril de 2022"),
                ("Evaluar el foro", PLANNING, "permanente"),
            )
        ).encode()
    )
    assert column(plan, "name") == ["Publicar el informe", "Hacer el foro", "Evaluar el foro"]
    assert column(plan, "responsible_text") == [PRESS, PLANNING, PLANNING]
    assert column(plan, "schedule_kind") == ["exact", "set", "permanent"]


def test_cells_that_came_one_on_each_line():
    parts = ["1", "Crear el equipo", PLANNING, "Febrero de 2023", "2", "Publicar el informe", PRESS, "15/03/2023"]
    parts += ["3", "Hacer la audiencia", PLANNING, "Diciembre de 2023"]
    plan = read_document("\n".join(["CRONOGRAMA 2023", "No.", "Actividad", "Responsable", "Fecha", *parts]).encode())
    assert column(plan, "name") == ["Crear el equipo", "Publicar el informe", "Hacer la audiencia"]
    assert column(plan, "responsible_text") == [PLANNING, PRESS, PLANNING]
    assert column(plan, "periods") == [("2023-02",), (), ("2023-12",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_line_that_names_the_sign_of_a_spreadsheet(encoding):
    text = f"sep=;\nActividad;Responsable;Fecha\nHacer el foro;{PLANNING};15 mar 2024\nPublicar;{PRESS};mar-24\n"
    plan = read_document(text.encode(encoding))
    assert column(plan, "name") == ["Hacer el foro", "Publicar"]
    assert plan.title == ""
