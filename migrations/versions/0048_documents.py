"""Public documents with their versions, consultations of drafts, and the news by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLES = (
    *("public_document", "document_version", "document_file"),
    *("draft_consultation", "draft_observation_counter", "draft_observation", "draft_observation_contact"),
    *("draft_reply", "news_subscriber", "news_subscriber_contact", "news_item", "news_issue"),
)
OF_VERSION = (
    *("document_id", "number", "title", "text", "reason", "written_at", "written_by_id"),
    *("published_at", "published_by_id"),
)
OF_OBSERVATION = ("body", "part", "radicado", "received_at", "consultation_id", "form_key_digest", "code_digest")
OF_REPLY = ("decision", "reasons", "number", "observation_id", "author_id", "written_at", "published_at")
IS_PUBLIC = "EXISTS (SELECT 1 FROM document_version AS v WHERE v.id = {row}.version_id AND v.published_at IS NOT NULL)"


def upgrade() -> None:
    _create_documents()
    _create_consultations()
    _create_replies()
    _create_news()
    _refuse("public_document", "DELETE", "OLD.state <> 'draft'")
    _refuse("document_version", "DELETE", "OLD.published_at IS NOT NULL")
    _refuse("document_version", "UPDATE", f"OLD.published_at IS NOT NULL AND ({_differs(OF_VERSION)})")
    _refuse("document_file", "UPDATE")
    for act, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
        _refuse_within("document_file", act, IS_PUBLIC.format(row=row), row)
    _refuse("draft_observation", "DELETE")
    _refuse("draft_observation", "UPDATE", _differs(OF_OBSERVATION))
    _refuse("draft_reply", "DELETE")
    _refuse("draft_reply", "UPDATE", f"OLD.published_at IS NOT NULL AND ({_differs(OF_REPLY)})")


def downgrade() -> None:
    for table, acts in (
        ("draft_reply", ("update", "delete")),
        ("draft_observation", ("update", "delete")),
        ("document_file", ("delete", "insert", "update")),
        ("document_version", ("update", "delete")),
        ("public_document", ("delete",)),
    ):
        for act in acts:
            _drop(table, act)
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_documents() -> None:
    table = "public_document"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            _choice("kind", "management_report", "bulletin", "memoir", "presentation", "norm", "other"),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("is_prior_report", sa.Boolean(), nullable=False),
        sa.Column("state", _choice("state", "draft", "published", "withdrawn"), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        _instant("created_at"),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        _instant("published_at", nullable=True),
        _instant("withdrawn_at", nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _check(table, "withdrawn_because", "state <> 'withdrawn' OR withdrawn_because <> ''"),
        _check(table, "published_at", "state = 'draft' OR published_at IS NOT NULL"),
        _points(table, "activity_id", "activity"),
        _points(table, "event_id", "event"),
        _points(table, "created_by_id", "user_account"),
        _key(table, "id"),
        _unique(table, "slug"),
        _unique(table, "form_key_digest"),
    )
    op.create_index("ix_public_document_list", table, ["state", "published_at", "id"])
    for column in ("activity_id", "event_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    _create_versions()


def _create_versions() -> None:
    table = "document_version"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _instant("written_at"),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        _instant("published_at", nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        _check(table, "reason", "number = 1 OR reason <> ''"),
        _points(table, "document_id", "public_document"),
        _points(table, "written_by_id", "user_account"),
        _points(table, "published_by_id", "user_account"),
        _key(table, "id"),
        _unique(table, "document_id", "number"),
    )
    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        _points("document_file", "version_id", table),
        _points("document_file", "file_id", "stored_file"),
        _key("document_file", "id"),
        _unique("document_file", "version_id", "position"),
    )
    op.create_index(op.f("ix_document_file_file_id"), "document_file", ["file_id"])


def _create_consultations() -> None:
    table = "draft_consultation"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        _instant("created_at"),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        _instant("closed_at", nullable=True),
        _check(table, "window", "closes_on >= opens_on"),
        _points(table, "document_id", "public_document"),
        _points(table, "created_by_id", "user_account"),
        _key(table, "id"),
        _unique(table, "document_id"),
    )
    op.create_index("ix_draft_consultation_closing", table, ["closed_at", "closes_on"])
    op.create_table(
        "draft_observation_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _key("draft_observation_counter", "year"),
    )
    table = "draft_observation"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("radicado", sa.String(length=20), nullable=False),
        sa.Column("form_key_digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _instant("received_at"),
        sa.Column("withheld_because", sa.String(length=300), nullable=False),
        _points(table, "consultation_id", "draft_consultation"),
        _key(table, "id"),
        *(_unique(table, column) for column in ("radicado", "form_key_digest", "code_digest")),
    )
    op.create_index("ix_draft_observation_consultation_id", table, ["consultation_id", "id"])


def _create_replies() -> None:
    table = "draft_observation_contact"
    op.create_table(
        table,
        sa.Column("observation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        _instant("given_at"),
        _points(table, "observation_id", "draft_observation"),
        _key(table, "observation_id"),
    )
    table = "draft_reply"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", _choice("decision", "accepted", "partly", "not_accepted"), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        _instant("written_at"),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        _instant("published_at", nullable=True),
        _points(table, "observation_id", "draft_observation"),
        _points(table, "author_id", "user_account"),
        _points(table, "published_by_id", "user_account"),
        _key(table, "id"),
        _unique(table, "observation_id", "number"),
    )


def _create_news() -> None:
    table = "news_subscriber"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("confirm_digest", sa.String(length=64), nullable=False),
        sa.Column("stop_digest", sa.String(length=64), nullable=False),
        _instant("asked_at"),
        _instant("confirmed_at", nullable=True),
        _instant("stopped_at", nullable=True),
        _key(table, "id"),
        *(_unique(table, column) for column in ("confirm_digest", "stop_digest")),
    )
    op.create_index(op.f("ix_news_subscriber_asked_at"), table, ["asked_at"])
    table = "news_subscriber_contact"
    op.create_table(
        table,
        sa.Column("subscriber_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        _instant("given_at"),
        _points(table, "subscriber_id", "news_subscriber"),
        _key(table, "subscriber_id"),
        _unique(table, "email_digest"),
    )
    op.create_table(
        "news_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        _instant("at"),
        _key("news_item", "id"),
        _unique("news_item", "address"),
        sqlite_autoincrement=True,  # the number of one that was taken back is given to no other
    )
    op.create_table(
        "news_issue",
        sa.Column("week", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("after_item", "until_item", "after_subscriber")),
        _instant("begun_at"),
        _instant("finished_at", nullable=True),
        _key("news_issue", "week"),
    )


def _differs(columns: tuple[str, ...]) -> str:
    word = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"OLD.{column} {word} NEW.{column}" for column in columns)


def _refuse(table: str, act: str, when: str = "") -> None:
    name, message = f"guard_{table}_{act.lower()}", f"{table}: {act} is refused"
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


def _refuse_within(table: str, act: str, when: str, row: str) -> None:
    """As _refuse, where the condition looks at another table: PostgreSQL only takes that inside the function."""
    if op.get_bind().dialect.name == "sqlite":
        _refuse(table, act, when)
        return
    name, message = f"guard_{table}_{act.lower()}", f"{table}: {act} is refused"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(table: str, act: str) -> None:
    name = f"guard_{table}_{act}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
