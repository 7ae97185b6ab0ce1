"""What the municipality of the story brought from the system of before, of the two years earlier."""

from collections.abc import Sequence
from datetime import date

from participa.history import services, tables
from participa.history.models import HistoryKind
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.shared.clock import at_instant
from participa.shared.tables import as_csv

SOURCE = "Hojas de cálculo de la alcaldía anterior"
LOADED = -45
ROWS: dict[HistoryKind, tuple[tuple[str, ...], ...]] = {
    HistoryKind.QUESTION: (
        ("P-001", "{y1}-11-12", "¿Por qué se demoró el acueducto de la vereda El Rosal?",
         "Faltaba el permiso de la autoridad ambiental. La obra se entregó en marzo.", "{y1}-11-29",
         "Secretaría de Infraestructura", "Agua"),
        ("P-002", "{y1}-11-12", "¿Cuántos cupos nuevos hubo en los colegios?",
         "Hubo 84 cupos nuevos en tres colegios.", "{y1}-12-02", "Secretaría de Educación", "Educación"),
        ("P-003", "{y2}-12-03", "¿Qué pasó con la plata del puente peatonal?",
         "El contrato se terminó antes de tiempo y la plata volvió al municipio.", "{y2}-12-20",
         "Secretaría de Hacienda", "Vías"),
    ),
    HistoryKind.SPACE: (
        ("E-01", "{y1}-11-12", "Audiencia pública de rendición de cuentas {y1}", "Audiencia pública",
         "Coliseo municipal", "212", "Secretaría de Planeación", "Se contó qué se hizo en el año y qué faltó."),
        ("E-02", "{y2}-12-03", "Audiencia pública de rendición de cuentas {y2}", "Audiencia pública",
         "Parque principal", "168", "Secretaría de Planeación", "Se habló sobre todo de vías y de agua."),
    ),
    HistoryKind.COMMITMENT: (
        ("C-01", "{y1}-11-12", "Entregar el acueducto de El Rosal.", "Cumplido", "{y1}-12-31", "{y1}-12-28",
         "Secretaría de Infraestructura", "El agua llega todos los días."),
        ("C-02", "{y2}-12-03", "Terminar el puente peatonal.", "No cumplido", "{y1}-06-30", "",
         "Secretaría de Infraestructura", "El contrato se terminó antes de tiempo."),
    ),
}  # fmt: skip


def bring(story: Story, staff: Staff) -> None:
    """One table of each kind, read as a file is read, looked at and confirmed."""
    years = {"y1": str(story.today.year - 1), "y2": str(story.today.year - 2)}
    with at_instant(story.at(LOADED, 10)):
        for kind, rows in ROWS.items():
            written = [[cell.format(**years) for cell in row] for row in rows]
            _load(kind, written, story.day(LOADED), staff)


def _load(kind: HistoryKind, rows: Sequence[Sequence[str]], day: date, staff: Staff) -> None:
    titles = [column.title for column in tables.COLUMNS[kind]]
    table = tables.read(kind, as_csv(titles, rows), day)
    load = services.bring(kind, SOURCE, table, staff.admin, f"demostracion-historia-{kind.value}")
    services.confirm(load.id, staff.admin)
