"""P10: the way up, the way down, with rows in the tables, and what a failure leaves behind."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from participa.config import ROOT
from participa.extensions import Base
from tests.migrations import schema
from tests.migrations.conftest import House

FOLDER = ROOT / "migrations" / "versions"
FILES = sorted(FOLDER.glob("*.py"))
NUMBERED = re.compile(r"\d{4}_[a-z0-9_]+\.py")
REVISIONS = [path.name[:4] for path in FILES]
BROKEN = """
import os, signal
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{below}", None, None
def upgrade():
    op.create_table("half_way", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE department SET name = 'cambiado'")
    {end}
def downgrade():
    op.drop_table("half_way")
"""


def drift(house: House) -> list:
    """What Alembic would still change after the last migration."""
    with house.look() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": lambda name, kind, _: "_fts" not in (name or "")}
        )
        return compare_metadata(context, Base.metadata)


def without_direction(source: str) -> list[str]:
    """The directions that a migration lacks or leaves empty."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    return [
        name
        for name in ("upgrade", "downgrade")
        if name not in functions
        or all(isinstance(step, ast.Pass | ast.Expr) and not _calls(step) for step in functions[name].body)
    ]


def _calls(step: ast.stmt) -> bool:
    return any(isinstance(node, ast.Call) for node in ast.walk(step))


def with_planted(house: House, tmp_path: Path, end: str) -> Path:
    """The migrations and one more at the end, that makes a table, changes rows, and then ends badly."""
    scripts = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "9999_planted.py").write_text(BROKEN.format(below=REVISIONS[-1], end=end))
    return scripts


def test_there_is_one_head_and_names_are_numbered_in_order():
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert scripts.get_heads() == [REVISIONS[-1]]
    assert [path.name for path in FILES if not NUMBERED.fullmatch(path.name)] == []
    assert [int(number) for number in REVISIONS] == list(range(1, len(REVISIONS) + 1))
    assert [revision.revision for revision in reversed(list(scripts.walk_revisions()))] == REVISIONS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_migration_has_both_directions(path: Path):
    assert without_direction(path.read_text()) == []


def test_a_migration_without_a_way_back_is_seen():
    assert without_direction("def upgrade():\n    op.drop_table('a')\ndef downgrade():\n    pass\n") == ["downgrade"]
    assert without_direction("def downgrade():\n    op.drop_table('a')\n") == ["upgrade"]


def test_models_and_head_say_the_same(house: House):
    house.up()
    assert drift(house) == []


def test_a_column_that_no_migration_makes_is_seen(house: House):
    house.up()
    with house.engine.begin() as connection:
        connection.execute(text("ALTER TABLE topic ADD COLUMN forgotten INTEGER"))
    assert [change[0] for change in drift(house)] == ["remove_column"]


def test_up_down_up_from_empty_gives_the_same_schema(house: House):
    house.up()
    with house.look() as connection:
        first = schema.fingerprint(connection)
    house.down("base")
    with house.look() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        assert schema.triggers(connection) == []
    house.up()
    with house.look() as connection:
        assert schema.fingerprint(connection) == first


def test_each_step_keeps_the_rows_on_the_way_down_and_up(house: House):
    house.up("0001")
    for below, revision in zip(REVISIONS, REVISIONS[1:], strict=False):
        step_keeps_rows(house, below, revision)


def step_keeps_rows(house: House, below: str, revision: str) -> None:
    house.up(revision)
    with house.engine.begin() as connection:
        schema.fill(connection)
        before, shape = schema.all_rows(connection), schema.fingerprint(connection)
    assert all(before.values()), f"{revision}: a table without rows proves nothing"
    house.down(below)
    with house.look() as connection:
        known = schema.columns(connection)
        assert schema.kept(schema.all_rows(connection), known) == schema.kept(before, known), f"down to {below}"
    house.up(revision)
    with house.look() as connection:
        assert schema.kept(schema.all_rows(connection), known) == schema.kept(before, known), f"up to {revision}"
        assert schema.fingerprint(connection) == shape
        assert schema.broken_references(connection) == []


def test_a_step_that_loses_rows_is_seen(house: House, tmp_path: Path):
    house.scripts = with_planted(house, tmp_path, 'op.execute("DELETE FROM filing_counter")')
    house.up(REVISIONS[-1])
    with pytest.raises(AssertionError, match="up to 9999"):
        step_keeps_rows(house, REVISIONS[-1], "9999")


def test_a_migration_that_fails_half_way_leaves_the_old_version_whole(house: House, tmp_path: Path):
    house.up()
    before = state(house)
    house.scripts = with_planted(house, tmp_path, 'raise ValueError("half way")')
    with pytest.raises(ValueError, match="half way"):
        house.up()
    assert state(house) == before


def test_a_migration_whose_process_is_killed_half_way_leaves_the_old_version_whole(house: House, tmp_path: Path):
    house.up()
    before = state(house)
    scripts = with_planted(house, tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade", "-d", str(scripts)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": house.settings.database_url, "PARTICIPA_DATA_DIR": str(tmp_path)},
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -9, ended.stderr[-2000:]
    assert state(house) == before


def state(house: House) -> tuple:
    """The version, the schema and the rows, with at least one row that the planted migration would change."""
    with house.engine.begin() as connection:
        schema.fill(connection)
    with house.look() as connection:
        return house.revision(), schema.fingerprint(connection), repr(schema.all_rows(connection))
