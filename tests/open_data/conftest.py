"""A furnished house for these tests, and nights that do not stay."""

import shutil
from collections.abc import Iterator

import pytest

from participa.open_data import dumping
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.world.house import House, furnished


@pytest.fixture(scope="module")
def house(app: UnitOfWorkFlask) -> Iterator[House]:
    with furnished(app) as house:
        yield house


@pytest.fixture
def nights(app: UnitOfWorkFlask) -> Iterator[None]:
    """No night was made before, and none stays."""
    folder = app.extensions["settings"].data_dir / dumping.FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    dumping._read.cache_clear()
    yield
    shutil.rmtree(folder, ignore_errors=True)
    dumping._read.cache_clear()
