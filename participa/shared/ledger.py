"""The public record: a chain of entries that nobody can change without being noticed.

Each entry is a line of canonical JSON (sorted keys, UTF-8, no spaces) that names the hash of the entry before it. Its
own hash is SHA-256(0x00 ‖ hash before ‖ line). It carries no text of anybody, only a salted commitment to it, so that a
lawful erasure leaves the chain valid. Triggers refuse to change or delete an entry; the copies that witnesses hold stop
whoever has the database in hand.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from flask import current_app
from sqlalchemy import String, Table, Text, bindparam, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from participa.config import Settings
from participa.extensions import Base, db
from participa.shared.clock import now
from participa.shared.types import UtcDateTime

GENESIS = "0" * 64
TURN = 7_220_001  # the advisory lock of the chain on PostgreSQL
HAPPENED = "sucedio"  # only in what is entered later
LATER = (f'"{HAPPENED}":', "antes de abrir el registro")  # how the line of such an entry is known
SHORT = 8  # digits of a fingerprint that people compare by eye


class Entry(StrEnum):
    """What an entry tells, in the words of the published file."""

    RECEIVED = "recibida"
    PUBLISHED = "publicada"
    GROUPED = "agrupada"
    UNGROUPED = "separada_del_grupo"
    WITHHELD = "reservada"
    RESTORED = "restaurada"
    ASSIGNED = "asignada"
    TRANSFERRED = "trasladada"
    CLARIFYING = "en_aclaracion"
    CLARIFIED = "aclarada"
    ARCHIVED = "archivada"
    REFERRED = "remitida_a_anterior"
    REJECTED = "rechazada"
    ANSWERED = "respondida"
    ANSWER_PUBLISHED = "respuesta_publicada"
    CORRECTED = "respuesta_corregida"
    EXTENDED = "prorrogada"
    RECOUNTED = "plazo_recontado"
    REDACTED = "tachada"
    ANSWER_WITHHELD = "respuesta_anterior_reservada"
    APPEALED = "apelada"
    APPEAL_DECIDED = "apelacion_resuelta"
    ERASED = "datos_suprimidos"
    COMMITTED = "compromiso_creado"
    ADVANCED = "avance"
    UNDONE = "paso_deshecho"


class LedgerEntry(Base):
    """An entry of the public record. `line` is its canonical JSON; `hash` chains it to the one before."""

    __tablename__ = "ledger_entry"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    line: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class Checkpoint(Base):
    """The length of the record and its last hash at an instant, signed. Witnesses outside the entity keep copies."""

    __tablename__ = "ledger_checkpoint"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    head: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    statement: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(128))


TABLE = cast(Table, LedgerEntry.__table__)
ADD = insert(TABLE)
LAST = select(TABLE.c.n, TABLE.c.hash).order_by(TABLE.c.n.desc()).limit(1)
WAIT = select(func.pg_advisory_xact_lock(bindparam("number")))


def append(
    kind: Entry,
    subject: str,
    commitment: str = "",
    reason: str = "",
    role: str = "",
    happened_at: datetime | None = None,
) -> tuple[int, str]:
    """Add an entry about a filing number within this transaction; its number and its hash.

    Entries follow one another without gaps: on PostgreSQL a transaction waits here for the one before it to end.
    `happened_at` says that it is entered later than it happened.
    """
    _wait_for_my_turn()
    number, before = head()
    fields = {
        "n": number + 1,
        "t": instant(now()),
        "tipo": kind.value,
        "pregunta": subject,
        "compromiso": commitment,
        "motivo": reason,
        "rol": role,
        "prev": before,
    }
    line = canonical(fields | ({HAPPENED: instant(happened_at)} if happened_at else {}))
    digest = entry_hash(before, line)
    row = {"n": number + 1, "subject": subject, "kind": kind.value, "line": line, "hash": digest}
    db.session.connection().execute(ADD, row)
    return number + 1, digest


def head() -> tuple[int, str]:
    """How many entries there are and the hash of the last one."""
    last = db.session.connection().execute(LAST).first()
    return (last.n, last.hash) if last else (0, GENESIS)


def find_entry(subject: str, kind: Entry = Entry.RECEIVED) -> tuple[int, str]:
    """Number and hash of the first entry of a kind about a filing number; (0, "") when there is none."""
    wanted = select(TABLE.c.n, TABLE.c.hash).where(TABLE.c.subject == subject, TABLE.c.kind == kind.value)
    found = db.session.connection().execute(wanted.order_by(TABLE.c.n).limit(1)).first()
    return (found.n, found.hash) if found else (0, "")


def lines_of(subject: str) -> list[dict[str, Any]]:
    """What each entry about a filing number says, in order."""
    wanted = select(TABLE.c.line).where(TABLE.c.subject == subject).order_by(TABLE.c.n)
    return [json.loads(line) for line in db.session.connection().execute(wanted).scalars()]


def canonical(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(before: str, line: str) -> str:
    """The hash of an entry, 64 hexadecimal digits, given that of the entry before it."""
    return hashlib.sha256(b"\0" + bytes.fromhex(before) + line.encode()).hexdigest()


def fresh_salt() -> str:
    """32 random bytes as hexadecimal digits."""
    return secrets.token_hex(32)


def commitment_to(salt: str, *texts: str) -> str:
    """SHA-256(salt ‖ texts): proves what was written to who holds the salt, and tells nothing to anybody else."""
    return hashlib.sha256(bytes.fromhex(salt) + "\0".join(texts).encode()).hexdigest()


def instant(at: datetime) -> str:
    """2026-08-04T14:05:09Z"""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_file(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The published form of (hash, line) pairs: one entry a line, its hash first."""
    return (f"{digest} {line}\n" for digest, line in entries)


def _wait_for_my_turn() -> None:
    settings: Settings = current_app.extensions["settings"]
    if not settings.uses_sqlite:  # SQLite has one writer at a time anyway
        db.session.connection().execute(WAIT, {"number": TURN})
