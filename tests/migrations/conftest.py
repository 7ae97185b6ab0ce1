"""An empty database for each test, of the kind that TEST_DATABASE names, and the ways to migrate it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Engine, text

from participa import create_app
from participa.config import ROOT, Mode, Settings
from participa.extensions import db
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.conftest import ON_POSTGRESQL


@dataclass
class House:
    """An application over a database of its own. `scripts` is the folder with the migrations."""

    app: UnitOfWorkFlask
    settings: Settings
    engine: Engine
    scripts: Path = ROOT / "migrations"

    def up(self, to: str = "head") -> None:
        with self.app.app_context():
            upgrade(str(self.scripts), to)

    def down(self, to: str) -> None:
        with self.app.app_context():
            downgrade(str(self.scripts), to)

    def look(self) -> Connection:
        return self.engine.connect()

    def revision(self) -> str | None:
        with self.look() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@pytest.fixture
def house(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    if ON_POSTGRESQL:
        url = request.getfixturevalue("cluster").create_database()
    else:
        url = f"sqlite:///{tmp_path / 'participa.db'}"
    settings = Settings(mode=Mode.TEST, data_dir=tmp_path, database_url=url, secret_key="s" * 32, code_key="c" * 32)
    app = create_app(settings)
    with app.app_context():
        engine = db.engine
    yield House(app, settings, engine)
    engine.dispose()
