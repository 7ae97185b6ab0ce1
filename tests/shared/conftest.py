"""An application with a database of its own, whose commits are real: for tests of what happens after them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from participa import create_app
from participa.config import Settings
from participa.extensions import db
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.conftest import ON_POSTGRESQL


@pytest.fixture
def own_settings(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    url = f"sqlite:///{tmp_path / 'participa.db'}"
    if ON_POSTGRESQL:
        url = request.getfixturevalue("cluster").create_database()
    return replace(settings, data_dir=tmp_path, database_url=url)


@pytest.fixture
def open_app(own_settings: Settings) -> Iterator[Callable[..., UnitOfWorkFlask]]:
    """Make the application with some settings changed, and stand in its context."""
    open_contexts = []

    def open_one(**changes: Any) -> UnitOfWorkFlask:
        app = create_app(replace(own_settings, **changes))
        context = app.app_context()
        context.push()
        open_contexts.append(context)
        db.create_all()
        return app

    yield open_one
    for context in reversed(open_contexts):
        db.session.remove()
        db.engine.dispose()
        context.pop()
