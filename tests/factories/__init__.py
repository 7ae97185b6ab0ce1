"""Rows for the tests, each with what is needed and nothing more: `from tests import factories as make`.

One file a room. A factory commits, so that pages opened afterwards see the row.
"""

from tests.factories.accounts import department, user
from tests.factories.calendar import own_day
from tests.factories.events import event
from tests.factories.questions import answer, form_key, public_question, question, receipt, topic
from tests.factories.strategy import (
    activity,
    consulted,
    cronograma,
    imported,
    observation,
    observation_code,
    strategy,
    value_group,
)

__all__ = [
    "activity",
    "answer",
    "consulted",
    "cronograma",
    "department",
    "event",
    "form_key",
    "imported",
    "observation",
    "observation_code",
    "own_day",
    "public_question",
    "question",
    "receipt",
    "strategy",
    "topic",
    "user",
    "value_group",
]
