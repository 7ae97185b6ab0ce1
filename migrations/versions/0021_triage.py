"""The queue of new questions: leases and what can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KINDS = (
    *("pregunta", "inquietud", "propuesta", "observacion"),
    *("solicitud_informacion", "queja", "denuncia", "felicitacion"),
)
TABLES = ("triage_keys", "triage_step", "triage_lease")


def upgrade() -> None:
    _create_leases()
    _create_steps()
    op.create_index("ix_question_move_at", "question_move", ["at"])
    op.create_table(
        "triage_keys",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("are_on", sa.Boolean(), nullable=False),
        _points("triage_keys", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_triage_keys")),
    )


def _create_leases() -> None:
    op.create_table(
        "triage_lease",
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        _points("triage_lease", "question_id", "question"),
        _points("triage_lease", "holder_id", "user_account"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_triage_lease")),
    )
    op.create_index("ix_triage_lease_holder_id_until", "triage_lease", ["holder_id", "until"])


def _create_steps() -> None:
    op.create_table(
        "triage_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_key", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("did", _choice("did", "published", "assigned", "classified", "withheld", "grouped"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_move_id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", *KINDS), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("mail_keys", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _points("triage_step", "question_id", "question"),
        _points("triage_step", "actor_id", "user_account"),
        _points("triage_step", "topic_id", "topic"),
        _points("triage_step", "department_id", "department"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_step")),
    )
    op.create_index("ix_triage_step_act_key", "triage_step", ["act_key"])
    op.create_index("ix_triage_step_question_id", "triage_step", ["question_id"])
    op.create_index("ix_triage_step_actor_id_at", "triage_step", ["actor_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_question_move_at", "question_move")
    for table in TABLES:
        op.drop_table(table)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
