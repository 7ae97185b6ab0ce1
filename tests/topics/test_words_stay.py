"""No statement changes or deletes what somebody nominated."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError

from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from participa.topics.models import Nomination, Standing
from tests.factories import topics

REWRITTEN = {"words": "Otra cosa", "why": "Otra razón", "place": "Otra vereda", "number": 99}


@pytest.mark.parametrize("column", REWRITTEN)
def test_what_somebody_wrote_cannot_be_rewritten(context: None, column: str) -> None:
    one = topics.nomination(topics.call())
    with pytest.raises(IntegrityError, match="UPDATE is refused"), unit_of_work():
        db.session.execute(update(Nomination).where(Nomination.id == one.id).values({column: REWRITTEN[column]}))


def test_plain_sql_cannot_rewrite_it_either(context: None) -> None:
    one = topics.nomination(topics.call())
    with pytest.raises(IntegrityError, match="UPDATE is refused"), unit_of_work():
        db.session.execute(text("UPDATE topic_nomination SET words = '' WHERE id = :id"), {"id": one.id})


def test_a_nomination_cannot_be_deleted(context: None) -> None:
    one = topics.nomination(topics.call(), Standing.KEPT_BACK)
    with pytest.raises(IntegrityError, match="DELETE is refused"), unit_of_work():
        db.session.execute(delete(Nomination).where(Nomination.id == one.id))
    with pytest.raises(IntegrityError, match="DELETE is refused"), unit_of_work():
        db.session.delete(db.session.get_one(Nomination, one.id))


def test_whether_it_is_public_may_still_change(context: None) -> None:
    one = topics.nomination(topics.call(), Standing.WAITING)
    with unit_of_work():
        db.session.get_one(Nomination, one.id).standing = Standing.PUBLIC
    assert db.session.get_one(Nomination, one.id).is_public
