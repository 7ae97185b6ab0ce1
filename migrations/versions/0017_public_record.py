"""The public record of questions: chained entries and signed checkpoints, guarded by triggers."""

import hashlib
import json
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FIXED_OF_QUESTION = ("body", "radicado", "received_at", "channel", "form_key_digest", "code_digest")
GUARDED = ("ledger_entry", "ledger_checkpoint")


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_entry_hash")),
    )
    op.create_index("ix_ledger_entry_subject", "ledger_entry", ["subject"])
    op.create_table(
        "ledger_checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_ledger_checkpoint")),
    )
    op.add_column("question", sa.Column("salt", sa.String(length=64), nullable=False, server_default=""))
    _enter_what_was_received()
    _drop("question", "update")
    _refuse("question", "UPDATE", _differs((*FIXED_OF_QUESTION, "salt")))
    for table in GUARDED:
        _refuse(table, "DELETE")
        _refuse(table, "UPDATE")


def _enter_what_was_received() -> None:
    """One entry for each question received before the record existed, in their order."""
    connection, before = op.get_bind(), "0" * 64
    received = connection.execute(sa.text("SELECT id, radicado, body FROM question ORDER BY id")).all()
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for n, (question_id, radicado, body) in enumerate(received, 1):
        salt = secrets.token_hex(32)
        fields = {"n": n, "t": at, "tipo": "recibida", "pregunta": radicado, "prev": before, "rol": "ciudadania"}
        fields |= {
            "compromiso": hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest(),
            "motivo": "recibida antes de abrir el registro",
        }
        line = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = hashlib.sha256(b"\0" + bytes.fromhex(before) + line.encode()).hexdigest()
        row = {"n": n, "subject": radicado, "kind": "recibida", "line": line, "hash": before}
        connection.execute(sa.text("INSERT INTO ledger_entry VALUES (:n, :subject, :kind, :line, :hash)"), row)
        connection.execute(
            sa.text("UPDATE question SET salt = :salt WHERE id = :id"), {"salt": salt, "id": question_id}
        )


def downgrade() -> None:
    for table in GUARDED:
        for act in ("delete", "update"):
            _drop(table, act)
        op.drop_table(table)
    _drop("question", "update")
    op.execute("ALTER TABLE question DROP COLUMN salt")
    _refuse("question", "UPDATE", _differs(FIXED_OF_QUESTION))


def _differs(columns: tuple[str, ...]) -> str:
    word = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"OLD.{column} {word} NEW.{column}" for column in columns)


def _refuse(table: str, act: str, when: str = "") -> None:
    name = f"guard_{table}_{act.lower()}"
    message = f"{table}: {act} is refused"
    condition = f"WHEN ({when})" if when else ""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()")


def _drop(table: str, act: str) -> None:
    name = f"guard_{table}_{act}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")
