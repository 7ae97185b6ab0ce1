"""Rows for the tests, each with what is needed and nothing more: `from tests import factories as make`.

One file a room. A factory commits, so that pages opened afterwards see the row.
"""

from tests.factories.accounts import department, user
from tests.factories.calendar import own_day
from tests.factories.commitments import commitment
from tests.factories.events import a_file, document, event, kept_document, memoria, report, series
from tests.factories.extra import extra_questions
from tests.factories.hearings import hearing, staged
from tests.factories.questions import answer, apart, form_key, public_question, question, receipt, topic, withhold
from tests.factories.registrations import application, group, registered, registration
from tests.factories.strategy import (
    activity,
    consulted,
    cronograma,
    import_draft,
    imported,
    observation,
    observation_code,
    strategy,
    value_group,
)
from tests.factories.surveys import answered as answered_survey
from tests.factories.surveys import survey
from tests.factories.surveys import version as questionnaire_version

__all__ = [
    "a_file",
    "activity",
    "application",
    "answer",
    "answered_survey",
    "apart",
    "commitment",
    "consulted",
    "cronograma",
    "department",
    "document",
    "event",
    "extra_questions",
    "form_key",
    "group",
    "hearing",
    "import_draft",
    "imported",
    "kept_document",
    "memoria",
    "observation",
    "observation_code",
    "own_day",
    "public_question",
    "question",
    "questionnaire_version",
    "receipt",
    "registered",
    "registration",
    "report",
    "series",
    "staged",
    "strategy",
    "survey",
    "topic",
    "user",
    "value_group",
    "withhold",
]
