"""People for the tests of pages: made in a context of their own, as another process would."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.factories import accounts as make


@pytest.fixture
def person(app: UnitOfWorkFlask, database: Connection) -> Callable[..., User]:
    """Makes somebody with PASSWORD, or what `made_by` makes."""

    def build(role: Role = Role.MODERATOR, made_by: Callable[..., Any] = make.user_with_password, **values: Any) -> Any:
        with app.app_context():
            return made_by(role, **values)

    return build


@pytest.fixture
def stored(app: UnitOfWorkFlask, database: Connection) -> Callable[[User], User]:
    """The row as it is now in the database."""

    def read(user: User) -> User:
        with app.app_context():
            return db.session.get_one(User, user.id)

    return read
