"""One application and one migrated database a run; each test in a transaction that is rolled back."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask_migrate import upgrade
from sqlalchemy import Connection

from participa import create_app
from participa.config import Mode, Settings
from participa.extensions import db
from participa.hearings.publishing import FOLDER
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.pages import PageClient
from tests.parts import need, postgres

# The same examples on every machine, and none refused for being slow: time is for the bench.
hypothesis.settings.register_profile("participa", deadline=None, derandomize=True)
hypothesis.settings.load_profile("participa")

ON_POSTGRESQL = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    need.require(postgres.find_binaries(), "PostgreSQL", "make system")
    with postgres.temporary_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def database_url(data_dir: Path, request: pytest.FixtureRequest) -> str:
    """An empty database of the kind that TEST_DATABASE names."""
    if ON_POSTGRESQL:
        return request.getfixturevalue("cluster").create_database()
    return f"sqlite:///{data_dir / 'participa.db'}"


@pytest.fixture(scope="session")
def settings(data_dir: Path, database_url: str) -> Settings:
    return Settings(
        mode=Mode.TEST,
        data_dir=data_dir,
        database_url=database_url,
        secret_key="s" * 32,
        code_key="c" * 32,
        mail_from="participa@demostracion.example",
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[UnitOfWorkFlask]:
    app = create_app(settings)
    with app.app_context():
        db.session.configure(join_transaction_mode="create_savepoint")
        upgrade()
        engine = db.engine
    yield app
    engine.dispose()


@pytest.fixture
def database(app: UnitOfWorkFlask) -> Iterator[Connection]:
    """The connection that all sessions of this test share, inside a transaction that never lands.

    What was published of its hearings goes with it.
    """
    with app.app_context():
        engine = db.engine
    connection = engine.connect()
    transaction = connection.begin()
    engines = db._app_engines[app]
    engines[None] = connection
    try:
        yield connection
    finally:
        engines[None] = engine
        transaction.rollback()
        connection.close()
        shutil.rmtree(app.extensions["settings"].data_dir / FOLDER, ignore_errors=True)


@pytest.fixture
def context(app: UnitOfWorkFlask, database: Connection) -> Iterator[None]:
    """An application context over the database of this test, for tests of services, queries and rules."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: UnitOfWorkFlask, database: Connection) -> PageClient:
    """A browser without JavaScript that checks each page it opens."""
    return PageClient(app, app.response_class, use_cookies=True)
