"""Documents that are no cronograma, in every kind of file: each is refused with a sentence."""

import pytest

from participa.strategy.importing import NoSchedule, read_document
from tests.strategy.documents.blocks import table
from tests.strategy.documents.layouts import in_every_kind

pytestmark = pytest.mark.same_everywhere

PROSE = [
    "INFORME DE GESTIÓN",
    "La administración municipal presenta a la comunidad los resultados del año.",
    "Se atendieron las vías rurales, los parques y las escuelas, con recursos propios y del departamento.",
    "La secretaria de Planeación explicó las actividades y el responsable de cada una en mayo de 2021.",
    "Al final se respondieron las preguntas de los asistentes.",
]
PROGRAMME = [
    "ORDEN DEL DÍA",
    "Audiencia pública de rendición de cuentas",
    table(
        ["Hora", "Actividad", "Responsable"],
        ["8:00 a.m.", "Registro de asistentes", "Protocolo"],
        ["8:30 a.m.", "Himnos", "Banda municipal"],
        ["8:45 a.m.", "Palabras del alcalde", "Alcalde"],
        ["10:00 a.m.", "Intervención de la ciudadanía", "Moderación"],
        ["12:00 m.", "Cierre", "Protocolo"],
    ),
]
DIRECTORY = [
    "DIRECTORIO DE DEPENDENCIAS",
    table(
        ["Dependencia", "Responsable", "Cargo", "Teléfono", "Correo electrónico"],
        ["Planeación", "Líder de área", "Secretaria", "601 555 0001", "planeacion@municipio.example"],
        ["Hacienda", "Líder de área", "Secretario", "601 555 0002", "hacienda@municipio.example"],
    ),
]
BUDGET = [
    "PRESUPUESTO DE GASTOS 2022",
    table(
        ["Código", "Descripción", "Apropiación inicial", "Compromisos", "Pagos", "Saldo"],
        ["2.1", "Funcionamiento", "1.200.000.000", "900.000.000", "850.000.000", "300.000.000"],
        ["2.3", "Inversión", "5.600.000.000", "4.100.000.000", "3.900.000.000", "1.500.000.000"],
        ["2.2", "Servicio de la deuda", "300.000.000", "300.000.000", "290.000.000", "0"],
    ),
]
ATTENDANCE = [
    "LISTADO DE ASISTENCIA",
    table(
        ["No.", "Nombre", "Cédula", "Dependencia", "Firma"],
        ["1", "Asistente uno", "000", "Planeación", ""],
        ["2", "Asistente dos", "000", "Hacienda", ""],
    ),
]
RISKS = [
    "MAPA DE RIESGOS 2023",
    table(
        ["No.", "Riesgo", "Causa", "Probabilidad", "Impacto", "Responsable"],
        ["1", "Pérdida de expedientes", "Falta de archivo", "2", "4", "Archivo"],
        ["2", "Favorecer a un contratista", "Falta de control", "1", "5", "Contratación"],
    ),
]
CONTRACTS = [
    "CONTRATOS CELEBRADOS",
    table(
        ["Número", "Objeto", "Contratista", "Valor", "Fecha de inicio", "Fecha de terminación"],
        ["001", "Suministro de papelería", "Proveedor uno", "10.000.000", "1/02/2022", "28/02/2022"],
        ["002", "Mantenimiento de vías", "Proveedor dos", "90.000.000", "1/03/2022", "30/06/2022"],
    ),
]
INDICATORS = [
    "EJECUCIÓN DEL PLAN DE DESARROLLO",
    table(
        ["Línea", "Indicador", "Línea base", "Meta cuatrienio", "Avance"],
        ["Educación", "Cobertura", "80 %", "95 %", "88 %"],
        ["Salud", "Vacunación", "90 %", "98 %", "96 %"],
    ),
]
PURCHASES = [
    "PLAN ANUAL DE ADQUISICIONES",
    table(
        ["Códigos UNSPSC", "Descripción", "Fecha estimada de inicio", "Valor total estimado", "Responsable"],
        ["80111600", "Servicios de apoyo", "Enero", "30.000.000", "Planeación"],
        ["44120000", "Papelería", "Marzo", "8.000.000", "Hacienda"],
    ),
]
ALL = {
    "prose": PROSE,
    "programme": PROGRAMME,
    "directory": DIRECTORY,
    "budget": BUDGET,
    "attendance": ATTENDANCE,
    "risks": RISKS,
    "contracts": CONTRACTS,
    "indicators": INDICATORS,
    "purchases": PURCHASES,
}


@in_every_kind()
@pytest.mark.parametrize("blocks", ALL.values(), ids=ALL.keys())
def test_refused(write, blocks):
    with pytest.raises(NoSchedule):
        read_document(write(blocks))


@pytest.mark.parametrize("blocks", ALL.values(), ids=ALL.keys())
def test_refused_when_pasted(blocks):
    lines = [[block] if isinstance(block, str) else ["\t".join(row) for row in block.rows] for block in blocks]
    with pytest.raises(NoSchedule):
        read_document("\n".join(line for part in lines for line in part).encode())
