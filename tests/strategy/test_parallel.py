"""What two people decide at the same instant: a year never has two versions in force."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from participa import create_app
from participa.config import from_environment
from participa.extensions import db
from participa.shared.audit import AuditEntry
from participa.shared.errors import Conflict
from participa.shared.unit_of_work import unit_of_work
from participa.strategy import services
from participa.strategy.models import Strategy, StrategyState
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.factories.strategy import RECORD
from tests.parts import house

pytestmark = pytest.mark.slow
ROW = "1\tRealizar la audiencia\t4/03/{0}\t4/03/{0}\tOficina Jurídica"


@pytest.fixture(scope="module")
def app_of_many(request, tmp_path_factory) -> Iterator[Flask]:
    """The application on an empty database of the kind that TEST_DATABASE names, for several threads."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path_factory.mktemp("house"), env)
    app = create_app(from_environment(home.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(acts: list[Callable[[], None]]) -> None:
    """Do these, all let go at the same instant."""
    start = Barrier(len(acts))

    def run(act: Callable[[], None]) -> None:
        start.wait()
        act()

    with ThreadPoolExecutor(max_workers=len(acts)) as crowd:
        list(crowd.map(run, acts))


def approved(year: int, name: str) -> int:
    version = make.strategy(StrategyState.APPROVED, year)
    with unit_of_work():
        version.change_reason, version.approving_body = RECORD.change_reason, RECORD.approving_body
        version.approval_act, version.approved_on = RECORD.approval_act, RECORD.approved_on
    make.activity(version, name=name)
    return version.id


def publish(app: Flask, strategy_id: int) -> None:
    with app.app_context():
        try:
            with unit_of_work():
                services.move(db.session.get_one(Strategy, strategy_id), StrategyState.PUBLISHED, None)
        except Conflict:
            pass  # somebody else did it a moment before


@pytest.mark.parametrize("year", range(2040, 2048))
def test_two_versions_published_at_once_leave_one_in_force(app_of_many, year):
    with app_of_many.app_context():
        ids = [approved(year, "Foro"), approved(year, "Feria")]
    at_once([lambda id_=id_: publish(app_of_many, id_) for id_ in ids])
    with app_of_many.app_context():
        states = db.session.scalars(select(Strategy.state).where(Strategy.year == year).order_by(Strategy.state))
        assert sorted(states) == [StrategyState.CLOSED, StrategyState.PUBLISHED]


def test_published_by_several_at_once_is_published_once(app_of_many):
    with app_of_many.app_context():
        id_ = approved(2048, "Foro")
    at_once([lambda: publish(app_of_many, id_)] * 4)
    with app_of_many.app_context():
        told = select(func.count()).select_from(AuditEntry)
        assert db.session.scalar(told.where(AuditEntry.verb == "strategy.move", AuditEntry.subject_id == str(id_))) == 1
