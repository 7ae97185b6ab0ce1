"""What similar questions are known by: places, synonyms and the decisions of the team."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

UNLEARNED = sa.text("NOT is_learned")
TABLES = ("help_switch", "word_count", "question_words", "synonym_group", "known_place")


def upgrade() -> None:
    _create_places()
    _create_synonyms()
    _create_words()
    _create_counts()
    _create_switches()


def _create_places() -> None:
    kinds = ("vereda", "barrio", "colegio", "obra", "programa", "otro")
    op.create_table(
        "known_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("kind", *kinds), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_place")),
        sa.UniqueConstraint("key", name=op.f("uq_known_place_key")),
    )


def _create_synonyms() -> None:
    op.create_table(
        "synonym_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_group")),
    )


def _create_words() -> None:
    op.create_table(
        "question_words",
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stems", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.Column("is_learned", sa.Boolean(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        _points("question_words", "question_id", "question"),
        _points("question_words", "department_id", "department"),
        _points("question_words", "topic_id", "topic"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_words")),
    )
    op.create_index(
        "ix_question_words_unlearned",
        "question_words",
        ["question_id"],
        sqlite_where=UNLEARNED,
        postgresql_where=UNLEARNED,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_question_words_fts ON question_words USING gin (stems)")
        return
    op.execute(
        "CREATE VIRTUAL TABLE question_words_fts USING fts5(stems, content='question_words', "
        "content_rowid='question_id', tokenize='unicode61 remove_diacritics 0')"
    )


def _create_counts() -> None:
    op.create_table(
        "word_count",
        sa.Column("kind", _choice("kind", "all", "department", "topic"), nullable=False),
        sa.Column("stem", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "stem", "ref", name=op.f("pk_word_count")),
    )


def _create_switches() -> None:
    op.create_table(
        "help_switch",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_help_switch")),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE question_words_fts")
    for table in TABLES:
        op.drop_table(table)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
