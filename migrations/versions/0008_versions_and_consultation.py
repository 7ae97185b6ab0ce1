"""A strategy by versions, activities described by hand, and the consultation of the draft."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_STRATEGY = (
    ("change_reason", sa.Text(), ""),
    ("approving_body", sa.String(200), ""),
    ("approval_act", sa.String(200), ""),
    ("approved_on", sa.Date(), None),
    ("consultation_opens_on", sa.Date(), None),
    ("consultation_closes_on", sa.Date(), None),
)
OF_ACTIVITY = (
    ("elemento", sa.String(32), None),
    ("etapas", sa.JSON(), "[]"),
    ("meta_pdm", sa.Text(), ""),
    ("ods", sa.JSON(), "[]"),
    ("budget", sa.BigInteger(), None),
    ("topics", sa.JSON(), "[]"),
)
FIXED_OF_OBSERVATION = (
    "body",
    "radicado",
    "received_at",
    "strategy_id",
    "activity_id",
    "form_key_digest",
    "code_digest",
)
FIXED_OF_REPLY = ("decision", "reasons", "number", "observation_id", "author_id", "written_at")


def upgrade() -> None:
    for table, columns in (("strategy", OF_STRATEGY), ("activity", OF_ACTIVITY)):
        for name, kind, value in columns:
            is_required = value is not None
            op.add_column(table, sa.Column(name, kind, nullable=not is_required, server_default=value))
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN replaces_id INTEGER "
            f"CONSTRAINT fk_{table}_replaces_id_{table} REFERENCES {table} (id)"
        )
        op.create_index(f"ix_{table}_replaces_id", table, ["replaces_id"])
    _create_value_groups()
    _create_observations()
    _create_replies()
    for table, fixed in (("observation", _differs(FIXED_OF_OBSERVATION)), ("observation_reply", _published_differs())):
        _refuse(table, "DELETE")
        _refuse(table, "UPDATE", fixed)


def _create_value_groups() -> None:
    op.create_table(
        "value_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_group")),
        sa.UniqueConstraint("name", name=op.f("uq_value_group_name")),
    )
    op.create_table(
        "activity_value_group",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("value_group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_value_group_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["value_group_id"], ["value_group.id"], name=op.f("fk_activity_value_group_value_group_id_value_group")
        ),
        sa.PrimaryKeyConstraint("activity_id", "value_group_id", name=op.f("pk_activity_value_group")),
    )
    op.create_index("ix_activity_value_group_value_group_id", "activity_value_group", ["value_group_id"])


def _create_observations() -> None:
    op.create_table(
        "observation_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_observation_counter")),
    )
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("radicado", sa.String(length=20), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withheld_because", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["strategy_id"], ["strategy.id"], name=op.f("fk_observation_strategy_id_strategy")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_observation_activity_id_activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("radicado", name=op.f("uq_observation_radicado")),
        sa.UniqueConstraint("form_key_digest", name=op.f("uq_observation_form_key_digest")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_observation_code_digest")),
    )
    op.create_index("ix_observation_strategy_id", "observation", ["strategy_id", "id"])
    op.create_index("ix_observation_activity_id", "observation", ["activity_id"])


def _create_replies() -> None:
    op.create_table(
        "observation_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "accepted",
                "partly",
                "not_accepted",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_reply_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_observation_reply_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_observation_reply_published_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_reply")),
        sa.UniqueConstraint("observation_id", "number", name=op.f("uq_observation_reply_observation_id_number")),
    )


def downgrade() -> None:
    for table in ("observation_reply", "observation"):
        for act in ("delete", "update"):
            _drop(table, act)
        op.drop_table(table)
    for table in ("observation_counter", "activity_value_group", "value_group"):
        op.drop_table(table)
    for table, columns in (("activity", OF_ACTIVITY), ("strategy", OF_STRATEGY)):
        op.drop_index(f"ix_{table}_replaces_id", table)
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("replaces_id")
            for name, _kind, _value in reversed(columns):
                batch_op.drop_column(name)


def _differs(columns: tuple[str, ...]) -> str:
    word = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"OLD.{column} {word} NEW.{column}" for column in columns)


def _published_differs() -> str:
    """A reply may be rewritten until it is published."""
    return f"OLD.published_at IS NOT NULL AND ({_differs(FIXED_OF_REPLY)})"


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
