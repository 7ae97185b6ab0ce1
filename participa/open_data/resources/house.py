"""The offices of the entity, and how much is hidden each month and why."""

from sqlalchemy import select

from participa.accounts.models import Department
from participa.extensions import db
from participa.open_data.addresses import page
from participa.open_data.fields import Field, FieldKind, Filter, Resource, Row, Wanted, address
from participa.questions.models import Question, Restriction
from participa.restrictions.models import Appeal
from participa.restrictions.queries import months
from participa.restrictions.queries.months import Month

TEXT, WHOLE = FieldKind.TEXT, FieldKind.WHOLE
COUNTS = {
    "recibidas": ("received", "Cuántas llegaron.", Question.received_at),
    "publicadas": ("published", "De cuántas se lee el texto.", Question.visibility),
    "en_espera": ("waiting", "Cuántas esperan revisión.", Question.visibility),
    "apeladas": ("appealed", "Cuántas decisiones se apelaron.", Appeal.id),
    "aceptadas": ("upheld", "Cuántas apelaciones se aceptaron.", Appeal.outcome),
}


def read_offices(wanted: Wanted, after: int, most: int) -> list[Row]:
    """Also those that are no longer active: earlier answers name them."""
    found = select(Department).where(Department.id > after).order_by(Department.id).limit(most)
    return [
        (one.id, {"numero": one.id, "nombre": one.name, "activa": one.is_active}) for one in db.session.scalars(found)
    ]


def read_restrictions(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The monthly table of what is hidden, the first month first."""
    rows = [(_mark(month), month) for month in reversed(months.months())]
    chosen = [row for row in rows if row[0] > after and wanted.year in (None, _year(row[1]))]
    return [(mark, _month(month, wanted)) for mark, month in chosen[:most]]


def _year(month: Month) -> int:
    return int(month.key.partition("-")[0])


def _mark(month: Month) -> int:
    """«2026-08» is 202608."""
    return int(month.key.replace("-", ""))


def _month(month: Month, wanted: Wanted) -> dict[str, int | str]:
    return {
        "mes": month.key,
        **{name: month.counts[column] for name, (column, _words, _of) in COUNTS.items()},
        "tachadas": sum(month.redacted.values()),
        "reservadas": sum(month.withheld.values()),
        "pagina": page(wanted.site, "restrictions.index"),
    }


OFFICES = Resource(
    name="dependencias",
    title="Dependencias",
    about="Las dependencias de la entidad, con el número que sirve para filtrar las otras tablas.",
    fields=(
        Field("numero", WHOLE, "El número de la dependencia.", (Department.id,)),
        Field("nombre", TEXT, "Su nombre.", (Department.name,)),
        Field("activa", FieldKind.YES_NO, "Si hoy recibe preguntas.", (Department.is_active,)),
    ),
    read=read_offices,
    page="questions.performance",
)
RESTRICTIONS = Resource(
    name="reservas",
    title="Textos tachados y reservados",
    about="Cada mes, cuántas preguntas llegaron y de cuántas no se lee todo el texto.",
    fields=(
        Field("mes", TEXT, "El mes: 2026-08 es agosto de 2026.", (Question.received_at,)),
        *(Field(name, WHOLE, words, (of,)) for name, (_column, words, of) in COUNTS.items()),
        Field("tachadas", WHOLE, "Cuántas tienen partes ocultas.", (Restriction.kind,)),
        Field("reservadas", WHOLE, "De cuántas no se publica el texto.", (Restriction.kind,)),
        address("La página con los motivos.", Restriction.id),
    ),
    read=read_restrictions,
    page="restrictions.index",
    filters={Filter.YEAR: "El año del mes."},
)
