"""Rows for the tests, each with what is needed and nothing more: `from tests import factories as make`.

One file a room. A factory commits, so that pages opened afterwards see the row.
"""

from tests.factories.accounts import department, user
from tests.factories.events import event
from tests.factories.questions import answer, form_key, public_question, question, receipt, topic
from tests.factories.strategy import activity, strategy

__all__ = [
    "activity",
    "answer",
    "department",
    "event",
    "form_key",
    "public_question",
    "question",
    "receipt",
    "strategy",
    "topic",
    "user",
]
