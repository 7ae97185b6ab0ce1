"""What people wrote about an answer is forgotten after its time; what they said of it stays and still counts."""

from datetime import timedelta

import pytest

from participa.extensions import db
from participa.questions.models import Status, Visibility
from participa.satisfaction.models import Opinion, Verdict
from participa.satisfaction.retention import COMMENTS
from participa.shared import retention
from participa.shared.clock import now
from tests import factories as make
from tests.factories.keep import keep

pytestmark = pytest.mark.usefixtures("context")


def said(days_ago: int, comment: str = "Soy Ramona, de la calle 4.") -> Opinion:
    question = make.question(status=Status.PUBLISHED, visibility=Visibility.PUBLIC, answered_at=now())
    version = make.answer(question)
    opinion = Opinion(question_id=question.id, answer_id=version.id, verdict=Verdict.NO, comment=comment)
    opinion.at = now() - timedelta(days=days_ago)
    return keep(opinion)


def test_a_comment_is_blanked_after_its_days_and_the_verdict_stays():
    old, new, empty = said(COMMENTS.days + 1), said(COMMENTS.days - 1), said(COMMENTS.days + 1, "")
    retention.erase_due()
    db.session.expire_all()
    assert [one.comment for one in (old, new, empty)] == ["", "Soy Ramona, de la calle 4.", ""]
    assert {one.verdict for one in (old, new, empty)} == {Verdict.NO}
    assert retention.records()[COMMENTS.key].amount == 1


def test_batches_go_on_until_none_is_left():
    for _ in range(3):
        said(COMMENTS.days + 1)
    assert [COMMENTS.erase(now() - timedelta(days=COMMENTS.days), 2) for _ in range(3)] == [2, 1, 0]
