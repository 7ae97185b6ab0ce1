"""What a person sends, and what that person gets in return."""

from dataclasses import dataclass, field
from datetime import date, datetime

from participa.accounts.models import User
from participa.questions.models import AnswerMedium, Channel, Kind, Purpose
from participa.shared.business_days import BaseReading

OF_THE_PERSON = (
    *("first_names", "last_names", "document", "organization"),
    *("email", "phone", "address", "neighbourhood"),
)


@dataclass(frozen=True)
class Submission:
    """A question, trimmed and complete. Personal data are empty when it is anonymous."""

    body: str
    kind: Kind = Kind.QUESTION
    answer_medium: AnswerMedium = AnswerMedium.PUBLICATION
    topic_id: int | None = None
    department_id: int | None = None
    first_names: str = ""
    last_names: str = ""
    document: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    organization: str = ""
    neighbourhood: str = ""
    is_minor: bool = False
    purposes: frozenset[Purpose] = field(default_factory=frozenset)

    @property
    def personal_data(self) -> dict[str, str]:
        """What was written of the person, by column; empty when nothing was."""
        return {name: getattr(self, name) for name in OF_THE_PERSON if getattr(self, name)}


@dataclass(frozen=True)
class Hand:
    """That the team typed what came by another channel: who, and why later than the day it came (CPACA art. 62).

    `typed_at` is when, if it was before this moment: what was typed may wait for another person before it is filed.
    """

    channel: Channel
    author: User
    reason: str = ""
    typed_at: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """What is shown to who asked.

    `code` is stored nowhere. `differs` means that the form key had been used before, for something else (another text,
    another contact), which is what was received; `is_repeat`, that it had been used at all. `fingerprint` is the hash
    of its entry in the public record.
    """

    question_id: int
    radicado: str
    code: str
    received_at: datetime
    base_on: date
    term_days: int
    due_on: date
    base_reading: BaseReading
    is_late: bool
    entry_number: int = 0
    fingerprint: str = ""
    differs: bool = False
    is_repeat: bool = field(default=False, compare=False)
