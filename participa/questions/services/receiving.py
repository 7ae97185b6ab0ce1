"""Receiving a question: one form key, one question, one receipt."""

from dataclasses import dataclass, field
from datetime import date, datetime

from participa.events.models import Event
from participa.questions.models import AnswerMedium, Kind, Purpose


@dataclass(frozen=True)
class Submission:
    """What a person sent, trimmed and complete. Personal data are empty when the question is anonymous."""

    body: str
    kind: Kind = Kind.QUESTION
    answer_medium: AnswerMedium = AnswerMedium.PUBLICATION
    topic_id: int | None = None
    department_id: int | None = None
    first_names: str = ""
    last_names: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    organization: str = ""
    neighbourhood: str = ""
    is_minor: bool = False
    purposes: frozenset[Purpose] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Receipt:
    """What is shown to who asked. `code` is not stored anywhere."""

    question_id: int
    radicado: str
    code: str
    received_at: datetime
    base_on: date
    term_days: int
    due_on: date
    base_reading: str
    is_late: bool
    text_differs: bool = False


def submit(event: Event | None, submission: Submission, form_key: str, at: datetime | None = None) -> Receipt:
    """Receive a question. The same form key again gives the receipt of the first time."""
    raise NotImplementedError
