"""Expressions that both databases understand, each in its own words."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Function, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

ACCENTS = str.maketrans("áéíóúüñ", "aeiouun")
_REPLACED = [*zip("áéíóúüñ", "aeiouun", strict=True), *zip("ÁÉÍÓÚÜÑ", "aeiouun", strict=True)]


class bogota_date(GenericFunction[Any]):  # noqa: N801 - it is written as a function of SQL
    """The calendar day in Colombia of a stored instant. Colombia has been five hours behind UTC since 1993."""

    type = Date()
    inherit_cache = True


@compiles(bogota_date, "sqlite")
def _on_sqlite(element: Function[Any], compiler: SQLCompiler, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '-5 hours')"


@compiles(bogota_date, "postgresql")
def _on_postgresql(element: Function[Any], compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(({compiler.process(element.clauses, **options)}) AT TIME ZONE 'America/Bogota' AS DATE)"


def folded(text: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """A text without capitals and accents, for searching. SQLite knows no capitals with accents: hence the pairs."""
    result: ColumnElement[str] = func.lower(text)
    for accented, plain in _REPLACED:
        result = func.replace(result, accented, plain)
    return result


def fold(text: str) -> str:
    """The same for a word typed by a person."""
    return text.lower().translate(ACCENTS)
