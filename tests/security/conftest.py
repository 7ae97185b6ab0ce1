"""One furnished house for each module of these tests."""

from collections.abc import Iterator

import pytest

from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.world.house import House, furnished


@pytest.fixture(scope="module")
def house(app: UnitOfWorkFlask) -> Iterator[House]:
    with furnished(app) as house:
        yield house
