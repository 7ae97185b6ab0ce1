"""strategy"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strategy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity_name", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_consultation",
                "approved",
                "published",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("unassigned_lines", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy")),
        sa.UniqueConstraint("entity_name", "year", "version", name=op.f("uq_strategy_entity_name_year_version")),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("elemento", sa.String(length=32), nullable=True),
        sa.Column("etapa", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["strategy_id"], ["strategy.id"], name=op.f("fk_section_strategy_id_strategy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("strategy_id", "position", name=op.f("uq_section_strategy_id_position")),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("responsible_text", sa.Text(), nullable=False),
        sa.Column("date_text", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "under_way",
                "done",
                "partial",
                "not_done",
                "rescheduled",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_activity_section_id_section")),
        sa.ForeignKeyConstraint(["strategy_id"], ["strategy.id"], name=op.f("fk_activity_strategy_id_strategy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("section_id", "position", name=op.f("uq_activity_section_id_position")),
        sa.UniqueConstraint("strategy_id", "slug", name=op.f("uq_activity_strategy_id_slug")),
    )
    op.create_table(
        "activity_department",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_department_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_activity_department_department_id_department")
        ),
        sa.PrimaryKeyConstraint("activity_id", "department_id", name=op.f("pk_activity_department")),
    )
    with op.batch_alter_table("activity_department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_department_department_id"), ["department_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("activity_department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_department_department_id"))

    op.drop_table("activity_department")
    op.drop_table("activity")
    op.drop_table("section")
    op.drop_table("strategy")
