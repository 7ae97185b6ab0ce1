"""Orders for the console: look at a cronograma without a database, and import it."""

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app

from participa.config import Settings
from participa.shared.console import Text, plain_refusals
from participa.shared.templating import counted
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import rules, services
from participa.strategy.importing import ImportedPlan, ImportProblem, NoSchedule, as_dict, read_document, summary
from participa.strategy.importing.sources.kinds import MAX_BYTES
from participa.strategy.models import ApprovalRecord, Strategy, StrategyState
from participa.strategy.public import bp

bp.cli.help = "La estrategia: revisar e importar cronogramas."
NO_YEAR = "No se pudo saber la vigencia. Escríbala con --year."
YEARS = click.IntRange(1990, 2099)


class NotACronograma(click.ClickException):
    """The document was read and holds no cronograma; scripts tell it by the exit status."""

    exit_code = 3


@bp.cli.command("preview")
@click.argument("file", metavar="ARCHIVO", type=click.Path(path_type=Path))
@click.option("--year", type=YEARS, help="Vigencia. Sin ella se toma el año que más se repite en las fechas.")
@click.option("--json", "as_json", is_flag=True, help="Escribe el resultado completo en JSON, sin nada más.")
def preview(file: Path, year: int | None, as_json: bool) -> None:
    """Muestra qué se entiende de un cronograma, con sus avisos. No guarda nada ni necesita base de datos."""
    plan = _read(file, year)
    if as_json:
        click.echo(json.dumps(as_dict(plan), ensure_ascii=False, indent=2))
        return
    for line in summary.as_lines(plan):
        click.echo(line)


@bp.cli.command("import")
@click.argument("file", metavar="ARCHIVO", type=click.Path(path_type=Path))
@click.option("--year", type=YEARS, help="Vigencia. Sin ella se toma el año que más se repite en las fechas.")
@click.option("--entity", type=Text(200), help="Nombre de la entidad. Sin él se toma el de la configuración.")
@click.option("--title", type=Text(300), help="Título de la estrategia.")
@click.option("--publish", is_flag=True, help="Además la aprueba y la publica.")
@click.option("--reason", type=Text(1000), help="Por qué cambia lo publicado. Con --publish, si ya hay una versión.")
@click.option("--body", type=Text(200), help="Órgano que aprobó el cambio.")
@click.option("--act", type=Text(200), help="Acto que lo aprobó, por ejemplo «Acta 7».")
@click.option("--on", "approved_on", type=click.DateTime(["%Y-%m-%d"]), help="Día de la aprobación: 2026-08-04.")
def import_(
    file: Path, year: int | None, entity: str | None, title: str | None, publish: bool, **approval: Any
) -> None:
    """Importa un cronograma como borrador. El mismo archivo otra vez no cambia nada.

    Publicar sobre una versión ya publicada pide además --reason, --body, --act y --on.
    """
    plan = _read(file, year)
    known_year = year or plan.year
    if known_year is None:
        raise click.ClickException(NO_YEAR)
    settings: Settings = current_app.extensions["settings"]
    named = title or f"Estrategia de rendición de cuentas {known_year}"
    with plain_refusals(), unit_of_work():
        result = services.import_plan(
            plan, entity or settings.entity.name, known_year, named, actor=None, source_name=file.name
        )
        _record(result.strategy, approval)
        lines = [_told(result, plan), *(_published(result.strategy) if publish else [])]
    for line in lines:
        click.echo(line)


def _record(strategy: Strategy, approval: dict[str, Any]) -> None:
    """Write down the act of approval when any part of it was given."""
    if not any(approval.values()) or not rules.is_recordable(strategy.state):
        return
    day = approval["approved_on"]
    reason, body, act = (approval[name] or "" for name in ("reason", "body", "act"))
    services.write_record(strategy, ApprovalRecord(reason, body, act, day.date() if day else None), actor=None)


def _read(file: Path, year: int | None) -> ImportedPlan:
    try:
        with file.open("rb") as source:
            return read_document(source.read(MAX_BYTES + 1), file.name, year)
    except OSError as error:
        raise click.ClickException(f"No se pudo abrir el archivo «{file}».") from error
    except NoSchedule as error:
        raise NotACronograma(str(error)) from error
    except ImportProblem as error:
        raise click.ClickException(str(error)) from error


def _told(result: services.Result, plan: ImportedPlan) -> str:
    place = f"vigencia {result.strategy.year}, versión {result.strategy.version}"
    if not result.is_new:
        return f"Este cronograma ya estaba importado ({place}). Sin cambios."
    figures = ", ".join(f"{part.label} {part.count}" for part in summary.sections(plan))
    total = counted(len(plan.activities), "actividad importada", "actividades importadas")
    return f"{total} ({place}): {figures}."


def _published(strategy: Strategy) -> list[str]:
    ready = (StrategyState.APPROVED, StrategyState.PUBLISHED)
    if not any(rules.allows(strategy.state, to) for to in ready):
        return [f"La estrategia ya estaba «{strategy.state_label}»."]
    services.publish(strategy, actor=None)
    return ["La estrategia quedó publicada."]
