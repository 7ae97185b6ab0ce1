"""What looks like a cronograma and is none: the programme of one event, minute by minute, and documents in prose."""

import re
from collections.abc import Sequence

from participa.strategy.importing.assembly import ActivityRow
from participa.strategy.importing.columns import HOURS
from participa.strategy.importing.fields import Fields
from participa.strategy.importing.folding import fold, without_accents

CLOCK = re.compile(
    r"\b\d{1,2}\s?[:.h]\s?\d{2}\s*(?:[ap]\.?\s?m\b|hrs?\b|horas\b)|\b\d{1,2}:\d{2}\b|\b\d{1,2}\s*[ap]\.?\s?m\b"
)
CEREMONY = re.compile(
    r"\b(?:himnos?|instalacion|palabras (?:de|del)|saludo|refrigerio|almuerzo"
    r"|registro de (?:asistentes|asistencia|participantes)|ingreso de asistentes"
    r"|inscripcion y registro|actos? protocolarios?|orden del dia|intermedio|receso"
    r"|cierre del evento|bienvenida|agradecimientos|despedida|marcha final|minuto de silencio"
    r"|proyeccion del? video|apertura del evento)\b"
)
PROSE = re.compile(
    r"(?:introduccion|presentacion|marco (?:legal|normativo|conceptual|juridico)"
    r"|objetivos?(?: generales| general| especificos)?"
    r"|alcance|definiciones|metodologia|glosario|contenido|tabla de contenido|justificacion|diagnostico|antecedentes"
    r"|conclusiones|recomendaciones|normatividad|bibliografia|anexos|generalidades|responsabilidades"
    r"|terminos y definiciones)"
)
PLAN_TITLE = re.compile(
    r"(?:\S+ ){0,14}?(?:cronograma|plan de accion|plan de trabajo)\b.{0,120}|(?:\S+ ){0,4}actividades"
)
LONG_ITEM = 700
LETTERS_OF_PROSE = 350


def is_programme(rows: Sequence[ActivityRow], fields: Sequence[Fields]) -> bool:
    """True when most rows have an hour and none tells a period: the minutes of one day."""
    if not rows or _several_days(fields):
        return False
    timed = sum(_has_clock(row) for row in rows)
    ceremonies = sum(bool(CEREMONY.search(without_accents(row.name))) for row in fields)
    has_hours = any(fold(heading) in HOURS for row in rows for heading in row.table.headings)
    return timed * 2 > len(rows) or (has_hours and timed * 3 > len(rows)) or ceremonies * 3 > len(rows) * 2


def _several_days(fields: Sequence[Fields]) -> bool:
    days = {day for row in fields for day in (row.schedule.starts_on, row.schedule.ends_on) if day}
    periods = {period for row in fields for period in row.schedule.periods}
    return len(days) > 1 or len(periods) > 1


def _has_clock(row: ActivityRow) -> bool:
    return any(CLOCK.search(without_accents(cell)) for cell in row.cells.values())


def is_prose(fields: Sequence[Fields], titles: Sequence[str]) -> bool:
    """True when a numbered list is the table of contents or the chapters of a text, not a list of activities."""
    chapters = sum(
        bool(PROSE.fullmatch(fold(row.name)) or PROSE.match(fold(row.name)) and len(row.name) > LONG_ITEM)
        for row in fields
    )
    if chapters > 1 or _mean_length(fields) > LETTERS_OF_PROSE:
        return True
    told = sum(bool(row.responsible or not row.schedule.is_empty) for row in fields)
    if told * 2 >= len(fields):
        return False
    return not any(PLAN_TITLE.fullmatch(fold(title)) for title in titles)


def _mean_length(fields: Sequence[Fields]) -> float:
    return sum(len(row.name) for row in fields) / max(len(fields), 1)
