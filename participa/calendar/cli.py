"""Orders for the console: count a term, look at the entity's own days and write one down."""

from datetime import date, datetime

import click
from flask import current_app
from sqlalchemy.exc import DBAPIError

from participa.calendar import queries, services
from participa.calendar.models import DayKind, OwnDay
from participa.calendar.public import bp
from participa.config import Settings
from participa.extensions import db
from participa.shared.business_days import BOGOTA, BaseReading, Deadline, WorkCalendar, due_from, due_on
from participa.shared.console import Text, plain_refusals
from participa.shared.templating import counted, long_day
from participa.shared.unit_of_work import unit_of_work

bp.cli.help = "El calendario: contar plazos y ver los días propios de la entidad."
ONLY_NATIONAL = "Aviso: la base de datos no está preparada. Se cuentan solo los festivos nacionales."
NOT_A_MOMENT = "Escriba la fecha así: 2020-12-04 o 2020-12-04T09:00:00-05:00."


@bp.cli.command("due")
@click.argument("moment", metavar="FECHA")
@click.option("--days", default=15, show_default=True, help="Días hábiles del plazo.")
@click.option("--explain", is_flag=True, help="Dice antes qué días no se contaron y por qué.")
@click.option(
    "--reading",
    type=click.Choice([reading.value for reading in BaseReading]),
    help="receipt: desde la recepción; filing: desde la radicación. Sin ella, la de la configuración.",
)
def due(moment: str, days: int, explain: bool, reading: str | None) -> None:
    """Dice el último día de un plazo; la fecha sola va en la última línea.

    FECHA es un día (2020-12-04) o un instante (2020-12-04T09:00:00-05:00). Sin zona horaria es la de Colombia.
    """
    try:
        deadline = _count(moment, days, _calendar(), BaseReading(reading) if reading else queries.reading())
    except OverflowError as error:  # an instant at the edge of the years, on another day in Colombia
        raise click.ClickException(NOT_A_MOMENT) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    for line in _explained(deadline) if explain else []:
        click.echo(line)
    click.echo(deadline.due_on.isoformat())


def _calendar() -> WorkCalendar:
    """The calendar of the entity or, without a migrated database, the one of the nation."""
    try:
        return queries.current_calendar()
    except DBAPIError:
        db.session.rollback()
        click.echo(ONLY_NATIONAL, err=True)
        settings: Settings = current_app.extensions["settings"]
        return WorkCalendar("nacional", saturday_works=settings.saturday_works)


def _count(moment: str, days: int, calendar: WorkCalendar, reading: BaseReading) -> Deadline:
    base = _read(moment)
    if isinstance(base, datetime):
        return due_on(base, days, calendar, reading)
    return due_from(base, days, calendar, reading)


def _read(moment: str) -> date | datetime:
    """A day of Colombia, or an aware instant. Raises ValueError with the sentence to show."""
    try:
        if len(moment) <= len("2020-12-04"):
            return date.fromisoformat(moment)
        at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise ValueError(NOT_A_MOMENT) from error
    return at if at.tzinfo else at.replace(tzinfo=BOGOTA)


def _explained(deadline: Deadline) -> list[str]:
    base, term = long_day(deadline.base_on), counted(deadline.days, "día hábil", "días hábiles")
    head = f"Base: {base}. Plazo: {term}. Calendario: {deadline.calendar_version}."
    skipped = [f"{day.isoformat()} no cuenta: {reason}" for day, reason in deadline.skipped]
    return [head, *skipped, f"Último día: {long_day(deadline.due_on)}."]


@bp.cli.command("list")
def list_() -> None:
    """Muestra los días propios de la entidad."""
    with plain_refusals():
        days = queries.days()
    for day in days:
        click.echo(f"{day.day.isoformat()}  {day.kind_label}  {day.name}  {day.legal_act}".rstrip())
    click.echo(f"{len(days)} en total.")


@bp.cli.command("add")
@click.argument("day", metavar="DÍA", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("name", metavar="NOMBRE", type=Text(120))
@click.option("--opened", is_flag=True, help="La entidad trabaja ese día aunque sea festivo.")
@click.option("--act", type=Text(200), default="", help="Acto que lo ordena.")
@click.option("--reason", required=True, type=Text(300), help="Motivo del cambio; queda en el historial.")
def add(day: datetime, name: str, opened: bool, act: str, reason: str) -> None:
    """Agrega un día propio de la entidad. Los plazos ya guardados no cambian."""
    kind = DayKind.OPENED if opened else DayKind.CLOSED
    with plain_refusals(), unit_of_work():
        services.add_day(OwnDay(day.date(), kind, name, act), reason, actor=None)
    click.echo(f"Agregado: {long_day(day.date())}.")
