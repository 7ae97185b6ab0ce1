"""Two of the team blank the big screen in the same instant: one line is written."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from participa import create_app
from participa.accounts.models import Role, User
from participa.config import from_environment
from participa.extensions import db
from participa.hearings.models import Hearing, ScreenBlank
from participa.hearings.services import blanking
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.parts import house

pytestmark = pytest.mark.slow
PEOPLE = 6


@pytest.fixture
def app(request, tmp_path):
    """The application on an empty database of the kind that TEST_DATABASE names."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    app = create_app(from_environment(house.build(tmp_path, env).environment))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_who_blanks_it_at_once_with_others_leaves_one_line(app):
    with app.app_context():
        hearing, people = make.hearing().id, [make.user(Role.MODERATOR).id for _ in range(PEOPLE)]

    def blank(person):
        with app.app_context(), unit_of_work():
            blanking.blank(db.session.get_one(Hearing, hearing), db.session.get_one(User, person))

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(blank, people))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ScreenBlank)) == 1
