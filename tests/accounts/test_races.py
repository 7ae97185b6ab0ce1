"""What happens when two do it at the same instant, on a database where threads really meet."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from participa import create_app
from participa.accounts.models import Role, User
from participa.accounts.services import people, tries
from participa.accounts.throttle import Browser, WaitBeforeNextTry
from participa.extensions import db
from participa.shared.errors import Forbidden
from participa.shared.unit_of_work import before_work, unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL


@pytest.fixture
def other_house(settings, tmp_path, request):
    """An application on a database of its own, where threads really meet."""
    url = f"sqlite:///{tmp_path / 'participa.db'}"
    if ON_POSTGRESQL:
        url = request.getfixturevalue("cluster").create_database()
    app = create_app(replace(settings, data_dir=tmp_path, database_url=url))
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


def together(acts: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_tries_at_the_same_instant_are_all_counted(other_house):
    outcomes: Counter[str] = Counter()

    def guess():
        with other_house.app_context():
            try:
                with unit_of_work(), before_work() as session:
                    tries.take(session, "persona@x.example", Browser())
            except WaitBeforeNextTry:
                outcomes["waits"] += 1
            else:
                outcomes["tries"] += 1

    together([guess] * 24)
    assert outcomes == {"tries": 5, "waits": 19}


@pytest.mark.skipif(not ON_POSTGRESQL, reason="on SQLite the second reads only after the first has written")
def test_two_administrators_cannot_shut_each_other_out(other_house):
    both_have_read = threading.Barrier(2)
    with other_house.app_context():
        first, second = make.user(Role.ADMIN).id, make.user(Role.ADMIN).id

    def disable(actor_id: int, user_id: int) -> None:
        with other_house.app_context():
            try:
                with unit_of_work():
                    actor, user = db.session.get_one(User, actor_id), db.session.get_one(User, user_id)
                    both_have_read.wait(60)
                    people.disable(user, actor)
            except Forbidden:
                pass

    together([lambda: disable(first, second), lambda: disable(second, first)])
    with other_house.app_context():
        assert len(db.session.scalars(select(User.id).where(User.is_active.is_(True))).all()) == 1
