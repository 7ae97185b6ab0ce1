"""Cronogramas without a table, and documents that are no cronograma at all."""

import io

import docx
import pytest

from participa.strategy.importing import NoSchedule, WarningCode, read_document
from tests.strategy.documents import writers
from tests.strategy.documents.blocks import table

pytestmark = pytest.mark.same_everywhere


def told(plan):
    return [(row.code, row.name, row.responsible_text, row.date_text) for row in plan.activities]


def test_labels_inside_the_items():
    plan = read_document(
        "CRONOGRAMA DE RENDICIÓN DE CUENTAS 2024\n\n"
        "1. Conformar el equipo líder. Responsable: Secretaría de Planeación. Fecha: 15 de febrero de 2024\n"
        "2. Publicar el informe. Responsable: Oficina de Prensa. Producto: informe. Fecha: noviembre de 2024\n"
        "3. Hacer la audiencia. Responsable: Despacho. Plazo: 12/12/2024\n"
    )
    assert told(plan) == [
        ("1", "Conformar el equipo líder.", "Secretaría de Planeación", "15 de febrero de 2024"),
        ("2", "Publicar el informe.", "Oficina de Prensa", "noviembre de 2024"),
        ("3", "Hacer la audiencia.", "Despacho", "12/12/2024"),
    ]
    assert plan.activities[1].goal == "informe"
    assert plan.title == "CRONOGRAMA DE RENDICIÓN DE CUENTAS 2024"


def test_dashes_and_parentheses_inside_the_items_and_sections_between():
    plan = read_document(
        "Plan de trabajo vigencia 2023\nAPRESTAMIENTO\n"
        "1) Conformar el equipo - Secretaría de Planeación - marzo de 2023\n"
        "2) Caracterizar los grupos - Secretaría de Gobierno - abril de 2023\n"
        "EJECUCIÓN\n"
        "3) Realizar diálogos (Secretaría de Desarrollo Social) - mayo a julio de 2023\n"
    )
    assert told(plan) == [
        ("1", "Conformar el equipo", "Secretaría de Planeación", "marzo de 2023"),
        ("2", "Caracterizar los grupos", "Secretaría de Gobierno", "abril de 2023"),
        ("3", "Realizar diálogos", "Secretaría de Desarrollo Social", "mayo a julio de 2023"),
    ]
    assert [row.stages for row in plan.activities] == [("aprestamiento",), ("aprestamiento",), ("ejecucion",)]


def test_numbers_of_several_levels_and_numbering_that_begins_again():
    levels = read_document(
        "Cronograma\n1.1.1 Definir\nSecretaría de Planeación\n1.1.2 Decidir\nSecretaría de Gobierno\n"
        "1.2.1 Informar\nSecretaría de Hacienda\n2.1.1 Convocar\nOficina de Prensa\n"
    )
    assert [row.code for row in levels.activities] == ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]
    again = read_document(
        "CRONOGRAMA\nINFORMACIÓN\n1. Publicar\nOficina de Prensa\n2. Divulgar\nOficina de Prensa\n"
        "DIÁLOGO\n1. Escuchar\nDespacho del Alcalde\n"
    )
    assert [(row.section_position, row.code) for row in again.activities] == [(1, "1"), (1, "2"), (2, "1")]


def test_records_with_every_part_labelled():
    plan = read_document(
        "1. Actividad: Conformar\nResponsable: Planeación\nFecha: febrero de 2021\n\n"
        "2. Actividad: Publicar\nResponsable: Prensa\nFecha: marzo de 2021\n\n"
        "3. Actividad: Escuchar\nResponsable: Alcalde\nFecha: diciembre de 2021\n"
    )
    assert [row.name for row in plan.activities] == ["Conformar", "Publicar", "Escuchar"]


def test_a_line_that_is_a_date_is_the_date():
    plan = read_document(
        "CRONOGRAMA 2024\n1 Conformar\nSecretaría de Planeación\n15 de febrero de 2024\n2 Publicar\nOficina de Prensa\n"
        "Marzo de 2024\n3 Evaluar la gestión del\n2024.\nOficina de Control Interno\n"
    )
    assert told(plan) == [
        ("1", "Conformar", "Secretaría de Planeación", "15 de febrero de 2024"),
        ("2", "Publicar", "Oficina de Prensa", "Marzo de 2024"),
        ("3", "Evaluar la gestión del 2024.", "Oficina de Control Interno", ""),
    ]


def test_bullets():
    plan = read_document(
        "Cronograma 2024\n- Conformar equipo. Responsable: Planeación, fecha: marzo\n"
        "- Publicar informe. Responsable: Prensa, fecha: abril\n- Evaluar. Responsable: Control, fecha: mayo\n"
    )
    assert [(row.code, row.responsible_text, row.periods) for row in plan.activities] == [
        ("", "Planeación", ("2024-03",)),
        ("", "Prensa", ("2024-04",)),
        ("", "Control", ("2024-05",)),
    ]


def test_an_uncertain_responsible_stays_in_the_text_and_is_told():
    plan = read_document(
        "Cronograma\n1 Publicar el informe\nOficina de Prensa\n2 Divulgar el informe\nOficina de Prensa\n"
        "3 Presentar el informe Comité Ampliado Municipal\n"
    )
    last = plan.activities[2]
    assert (last.name, last.responsible_text) == ("Presentar el informe Comité Ampliado Municipal", "")
    assert "No se pudo separar" in " ".join(warning.text for warning in last.warnings)


def test_a_number_inside_a_sentence_begins_no_activity():
    plan = read_document(
        "Cronograma\n1 Responder en un término de\n2 días hábiles\nSecretaría General\n"
        "2 Publicar\nOficina de Prensa\n3 Evaluar\nSecretaría General\n"
    )
    assert [row.code for row in plan.activities] == ["1", "2", "3"]
    assert plan.activities[0].name == "Responder en un término de 2 días hábiles"


def as_bytes(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_numbers_that_the_word_processor_writes_by_itself():
    document = docx.Document()
    document.add_paragraph("Cronograma 2024")
    for name, office in (("Conformar", "Planeación"), ("Publicar", "Prensa"), ("Evaluar", "Control")):
        document.add_paragraph(f"{name} el informe. Responsable: {office}", style="List Number")
    assert told(read_document(as_bytes(document))) == [
        ("1", "Conformar el informe.", "Planeación", ""),
        ("2", "Publicar el informe.", "Prensa", ""),
        ("3", "Evaluar el informe.", "Control", ""),
    ]


def test_a_column_numbered_by_the_word_processor():
    document = docx.Document()
    rows = document.add_table(rows=3, cols=3).rows
    for cell, text in zip(rows[0].cells, ("No.", "Actividad", "Responsable"), strict=True):
        cell.text = text
    for row, name in zip(rows[1:], ("Conformar", "Publicar"), strict=False):
        row.cells[0].paragraphs[0].style = document.styles["List Number"]
        row.cells[1].text, row.cells[2].text = name, "Planeación"
    plan = read_document(as_bytes(document))
    assert [(row.code, row.name) for row in plan.activities] == [("1.", "Conformar"), ("2.", "Publicar")]


# --- what is no cronograma ---

PROGRAMME = table(
    ["HORA", "ACTIVIDAD", "RESPONSABLE"],
    ["8:00 a.m.", "Registro de asistentes", "Oficina de Prensa"],
    ["8:30 a.m.", "Himnos", "Maestro de ceremonias"],
    ["9:00 a.m.", "Presentación del informe", "Alcalde"],
)
PROSE = (
    "ESTRATEGIA DE RENDICIÓN DE CUENTAS 2024\n1. Introducción\nLa rendición de cuentas es una expresión de control "
    "social.\n2. Objetivo general\nFortalecer los espacios de diálogo con la ciudadanía.\n3. Marco legal\nLey 1757 de "
    "2015.\n4. Metodología\nSe harán espacios de diálogo, convocados por la Secretaría de Gobierno.\n"
)


@pytest.mark.parametrize(
    "write",
    [writers.as_xlsx, writers.as_docx, writers.as_csv, writers.as_html, writers.as_pdf],
    ids=lambda w: w.__name__,
)
def test_the_programme_of_an_event_is_no_cronograma(write):
    with pytest.raises(NoSchedule, match="programa de un evento"):
        read_document(write(["AUDIENCIA PÚBLICA, 12 de diciembre de 2024", PROGRAMME]))


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "La alcaldía informa que el viernes, 12 de diciembre, habrá audiencia.\n\nSe invita a todos, veedores y demás.",
        "AGENDA\n1. 8:00 a.m. Instalación\n2. 8:15 a.m. Himnos\n3. 9:00 a.m. Informe\n4. 11:00 a.m. Cierre\n",
        "ORDEN DEL DÍA\n1. Himno nacional\n2. Saludo de bienvenida\n3. Informe\n4. Receso\n5. Cierre del evento\n",
        "LISTADO DE ASISTENCIA\nNo.\tNombre\tCédula\tFirma\n1\tVecina\t123\t\n2\tVecino\t456\t\n3\tVeedora\t789\t\n",
        "Versión\tFecha\tDescripción\n1\t3/03/2024\tCreación\n",
        "No.\tACTIVIDAD\tRESPONSABLE\n",
        "Informe\n\nEste año se hicieron actividades en todo el municipio como:\n- Vías\n- Escuelas\n- Hospitales\n",
    ],
)
def test_other_documents_are_refused_with_a_sentence(text):
    with pytest.raises(NoSchedule) as refused:
        read_document(text)
    assert str(refused.value).endswith(".")
    assert len(str(refused.value).split()) <= 20


def test_hours_in_a_calendar_of_several_days_are_no_programme():
    text = (
        "Fecha\tHora\tActividad\tLugar\tResponsable\n"
        "3/03/2025\t8:00 a.m.\tDiálogo en la vereda\tEscuela\tGobierno\n"
        "10/03/2025\t2:00 p.m.\tDiálogo en el barrio\tParque\tGobierno\n"
    )
    plan = read_document(text)
    assert len(plan.activities) == 2
    assert WarningCode.NOT_A_SCHEDULE not in {warning.code for warning in plan.warnings}
