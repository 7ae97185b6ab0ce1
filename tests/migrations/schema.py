"""What a database is made of, and rows for tables that are known only by looking at them."""

import re
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, Table, inspect, text

Rows = dict[str, list[dict[str, Any]]]
SAMPLES: dict[type, Any] = {
    bool: True,
    int: 1,
    float: 1.5,
    date: date(2026, 8, 4),
    datetime: datetime(2026, 8, 4, 14, 5, tzinfo=UTC),
    object: "texto",  # the text vectors of PostgreSQL say no kind
    dict: {},
    bytes: b"texto",
}
SOME_DAY = SAMPLES[datetime]
# What a guard of a later table asks for: an earlier answer is withheld only once another one is public.
ROWS: Rows = {
    "answer_version": [{"published_at": SOME_DAY}, {"id": 2, "number": 2, "published_at": SOME_DAY}],
    "commitment": [{"state": "registered"}],
    "commitment_check": [{"author_id": 1, "body_name": ""}],
    "commitment_entry": [{"kind": "progress"}],
    "commitment_evidence": [{"entry_id": 1, "check_id": None, "file_id": 1, "url": ""}],
    "commitment_source_decision": [{"commitment_id": None, "reason": "No promete nada."}],
    "document_version": [{"number": 1, "reason": ""}],
    "encounter_document": [{"number": 1, "reason": ""}],
    "history_load": [{"state": "preview"}],
    "kept_report": [{"state": "draft"}],
    "public_document": [{"state": "draft"}],
    "report_version": [{"number": 1, "reason": ""}],
    "report_file": [{"state": "waiting"}],
}


def fingerprint(connection: Connection) -> dict[str, Any]:
    """Tables, columns, indexes, constraints and triggers, comparable between two moments of one database."""
    found: dict[str, Any] = {"triggers": triggers(connection)}
    looking = inspect(connection)
    for name in sorted(looking.get_table_names()):
        found[name] = {
            "columns": sorted(_plain(column) for column in looking.get_columns(name)),
            "primary": _plain(looking.get_pk_constraint(name)),
            "foreign": sorted(_plain(key) for key in looking.get_foreign_keys(name)),
            "unique": sorted(_plain(key) for key in looking.get_unique_constraints(name)),
            "indexes": sorted(_plain(index) for index in looking.get_indexes(name)),
            "checks": sorted(_plain(check) for check in looking.get_check_constraints(name)),
        }
    return found


def _plain(described: Any) -> str:
    """The description of a part without what is no property of it (the order in a dict, the identity of a type)."""
    return repr(sorted((key, _words(value)) for key, value in dict(described).items() if key != "comment"))


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return repr(sorted((key, str(option)) for key, option in value.items()))
    return str(value)


def triggers(connection: Connection) -> list[str]:
    sqlite = "SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    query = sqlite if connection.dialect.name == "sqlite" else postgresql
    return sorted(connection.execute(text(query)).scalars())


def tables(connection: Connection) -> MetaData:
    """The tables, without those in which SQLite keeps the index of a search: their rows follow from others."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: "_fts" not in name)
    return found


def fill(connection: Connection) -> None:
    """Put rows into every empty table, one but for ROWS: what the checks allow, pointing at rows that exist."""
    for table in tables(connection).sorted_tables:
        if (
            table.name == "alembic_version"
            or connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
        ):
            continue
        allowed = _first_allowed(connection, table)
        values = {column.name: _value(column, allowed) for column in table.columns if not _is_left_out(column)}
        for chosen in ROWS.get(table.name, [{}]):
            connection.execute(table.insert().values(values | chosen))


def _is_left_out(column: sa.Column[Any]) -> bool:
    return column.nullable and not column.foreign_keys


def _value(column: sa.Column[Any], allowed: dict[str, str]) -> Any:
    if column.name in allowed:
        return allowed[column.name]
    if isinstance(column.type, sa.JSON):
        return {}
    kind = column.type.python_type
    if kind is not str:
        return SAMPLES[kind]
    return column.name[: getattr(column.type, "length", None) or 200]


def _first_allowed(connection: Connection, table: Table) -> dict[str, str]:
    """For each column with a closed list of values, the first of the list."""
    found = {}
    for check in inspect(connection).get_check_constraints(table.name):
        literal = re.search(r"'([^']*)'", check["sqltext"])
        for column in table.columns:
            if literal and re.search(rf"\b{column.name}\b", check["sqltext"].partition("'")[0]):
                found[column.name] = literal.group(1)
    return found


def all_rows(connection: Connection) -> Rows:
    return {
        table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        for table in tables(connection).sorted_tables
        if table.name != "alembic_version"
    }


def kept(rows: Rows, known: dict[str, set[str]]) -> dict[str, list[str]]:
    """The part of the rows that fits into these tables and columns, as text."""
    return {
        name: sorted(
            repr(sorted((key, str(value)) for key, value in row.items() if key in columns)) for row in rows[name]
        )
        for name, columns in known.items()
        if name in rows
    }


def columns(connection: Connection) -> dict[str, set[str]]:
    return {
        table.name: {column.name for column in table.columns}
        for table in tables(connection).sorted_tables
        if table.name != "alembic_version"
    }


def broken_references(connection: Connection) -> list[Any]:
    """On SQLite, rows that point nowhere; PostgreSQL cannot hold such rows."""
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.execute(text("PRAGMA foreign_key_check")))
