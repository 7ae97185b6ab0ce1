"""Bring a table, load it as a whole or leave it, and withdraw what was loaded."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import insert, update

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.history import queries, rules, tables
from participa.history.models import HistoryKind, HistoryLoad, HistoryRow, LoadState
from participa.history.tables import Table
from participa.shared import audit, follow_codes
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work

KEPT_PREVIEW = timedelta(days=1)
NOT_YOURS = "Solo Administración carga la historia."
NOTHING_NEW = "Todas las filas de este archivo ya estaban publicadas. No hay nada que cargar."
DONE = "Esta carga ya se confirmó o se retiró."
REASON = "Escriba el motivo. Se publica."
CHANGED = "Otra carga publicó antes las mismas claves con otros datos. Descarte esta y traiga el archivo otra vez."
HAS_PROBLEMS = "El archivo tiene filas por corregir. No se cargó ninguna."


def bring(kind: HistoryKind, source: str, table: Table, author: User, form_key: str) -> HistoryLoad:
    """Keep a good table until somebody confirms it. The same form again is the same load.

    Raises Forbidden; Invalid when a row is wrong or all of them are public already.
    """
    _check(author)
    digest = follow_codes.form_key_digest(form_key, _settings().code_key)
    if (earlier := queries.find_by_form_key(digest)) is not None:
        return earlier
    fresh, clashes = tables.compared(table.rows, queries.standing(source, kind))
    if table.problems or clashes:
        raise Invalid(HAS_PROBLEMS)
    if not fresh:
        raise Invalid(NOTHING_NEW)
    load = HistoryLoad(kind=kind, source=source, form_key_digest=digest, sha256=table.sha256, cells=table.cells)
    load.added, load.known = len(fresh), len(table.rows) - len(fresh)
    load.brought_at, load.brought_by_id = now(), author.id
    db.session.add(load)
    db.session.flush()
    audit.record("history_brought", load, author, rows=len(table.rows))
    return load


def confirm(number: int, author: User) -> HistoryLoad:
    """Publish every row of a load, or none. Raises Forbidden, Conflict."""
    _check(author)
    load = queries.to_change(number)
    if not rules.may_confirm(load):
        raise Conflict(DONE)
    rows = tables.kept_rows(load.kind, load.cells)
    fresh, clashes = tables.compared(rows, queries.standing(load.source, load.kind))
    if clashes:
        raise Conflict(CHANGED)
    of_load = {"load_id": load.id, "kind": load.kind, "source": load.source, "withdrawn_at": None}
    if fresh:
        db.session.execute(insert(HistoryRow), [{**row, **of_load, "year": row["day"].year} for row in fresh])
    load.state, load.loaded_at, load.cells = LoadState.LOADED, now(), []
    load.added, load.known = len(fresh), len(rows) - len(fresh)
    db.session.flush()
    audit.record("history_loaded", load, author, added=load.added, known=load.known)
    return load


def discard(number: int, author: User) -> None:
    """Forget a table that was not loaded. Raises Forbidden, Conflict."""
    _check(author)
    load = queries.to_change(number)
    if not rules.may_confirm(load):
        raise Conflict(DONE)
    audit.record("history_discarded", load, author)
    db.session.delete(load)


def withdraw(number: int, reason: str, author: User) -> HistoryLoad:
    """Take every row of a load off the public pages, with its public reason. Raises Forbidden, Conflict, Invalid."""
    _check(author)
    load = queries.to_change(number)
    if not rules.may_withdraw(load):
        raise Conflict(DONE)
    if not reason.strip():
        raise Invalid(REASON)
    load.state, load.withdrawn_at, load.withdrawn_by_id, load.reason = LoadState.WITHDRAWN, now(), author.id, reason
    db.session.flush()
    standing = (HistoryRow.load_id == load.id, HistoryRow.withdrawn_at.is_(None))
    db.session.execute(update(HistoryRow).where(*standing).values(withdrawn_at=load.withdrawn_at))
    audit.record("history_withdrawn", load, author, rows=load.added)
    return load


def forget_old_previews() -> None:
    """Each minute: a table that nobody confirmed within a day is forgotten, with what it may have held."""
    if not queries.old_previews(now() - KEPT_PREVIEW):
        return
    with unit_of_work():
        for load in queries.old_previews(now() - KEPT_PREVIEW):
            audit.record("history_discarded", load)
            db.session.delete(load)


def _check(author: User) -> None:
    if not rules.may_load(author):
        raise Forbidden(NOT_YOURS)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
