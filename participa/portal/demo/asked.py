"""How the sample questions are written down: what was asked, by whom and how far its story goes."""

from dataclasses import dataclass

from participa.questions.models import AnswerMedium, Kind, Purpose, Status, WithholdReason
from participa.questions.services import Submission

ROADS, TAXES, HEALTH, SAFETY = "Vías y movilidad", "Hacienda e impuestos", "Salud", "Seguridad y convivencia"
WATER, PARKS, CONTRACTS, ACCOUNTS = "Agua y aseo", "Parques y deporte", "Contratos", "Gestión de la alcaldía"
TOPICS = (ROADS, TAXES, HEALTH, SAFETY, WATER, PARKS, CONTRACTS, ACCOUNTS)


@dataclass(frozen=True)
class Person:
    """Who asked, named so that nobody can take it for a real person."""

    first_names: str = ""
    last_names: str = ""
    email: str = ""
    phone: str = ""
    organization: str = ""
    neighbourhood: str = ""
    is_minor: bool = False
    shows_name: bool = False


NOBODY = Person()


@dataclass(frozen=True)
class Asked:
    """A question and its story. Days count from today, negative in the past; `answered_after` from its reception.

    `hidden` are the words of the text that are hidden, `enclosed` what the file that goes with the answer is.
    """

    day: int
    topic: str
    office: str
    body: str
    until: Status = Status.PUBLISHED
    answer: str = ""
    answered_after: int = 12
    note: str = ""
    space: str = ""
    key: str = ""
    other: str = ""
    kind: Kind = Kind.QUESTION
    person: Person = NOBODY
    withheld: WithholdReason | None = None
    is_restored: bool = False
    waits: bool = False
    returned_with: str = ""
    correction: str = ""
    correction_state: str = ""
    hidden: str = ""
    hidden_for: str = ""
    promise: str = ""
    enclosed: str = ""

    def submission(self, topic_id: int | None) -> Submission:
        person = self.person
        return Submission(
            body=self.body,
            kind=self.kind,
            answer_medium=self._medium(),
            topic_id=topic_id,
            first_names=person.first_names,
            last_names=person.last_names,
            email=person.email,
            phone=person.phone,
            organization=person.organization,
            neighbourhood=person.neighbourhood,
            is_minor=person.is_minor,
            purposes=self._purposes(),
        )

    def _medium(self) -> AnswerMedium:
        if self.person.email:
            return AnswerMedium.EMAIL
        return AnswerMedium.PHONE if self.person.phone else AnswerMedium.PUBLICATION

    def _purposes(self) -> frozenset[Purpose]:
        if self.person is NOBODY:
            return frozenset()
        shown = {Purpose.PUBLISH_NAME} if self.person.shows_name else set()
        return frozenset({Purpose.MANAGE} | shown)
