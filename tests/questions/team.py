"""A team with one person a role, and questions brought to a state by the real verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import text

from participa.accounts.models import Department, Role, User
from participa.extensions import db
from participa.questions import services
from participa.questions.models import Kind, Question, Status
from participa.questions.services import steps
from participa.shared.errors import DomainError
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import PageClient

ANSWER = "La obra empieza el 3 de marzo y termina el 30 de junio. Responde la Secretaría de Infraestructura."
NOTE = "Porque así consta en el expediente."
PATH = (Status.CLASSIFIED, Status.ASSIGNED, Status.DRAFTING, Status.IN_REVIEW, Status.ANSWERED, Status.PUBLISHED)
TABLES = (
    "question",
    "question_move",
    "answer_version",
    "audit_entry",
    "outgoing_mail",
    "topic",
    "question_link",
    "term_change",
)


@dataclass
class Team:
    office: Department
    other_office: Department
    people: dict[Role, User]
    colleague: User
    stranger: User

    def __getitem__(self, role: Role) -> User:
        return self.people[role]


def team() -> Team:
    """One person a role; a second liaison of the same office and one of another office."""
    office, other_office = make.department(), make.department()
    people = {role: make.user(role, office if role is Role.LIAISON else None) for role in Role}
    colleague = make.user(Role.LIAISON, office)
    return Team(office, other_office, people, colleague, make.user(Role.LIAISON, other_office))


def question_in(status: Status, house: Team, **values: Any) -> Question:
    """A question brought to a status by those who may; its answer is by the liaison of the team."""
    question = make.question(**values)
    with unit_of_work():
        _bring(db.session.get_one(Question, question.id), status, house)
    db.session.refresh(question)
    return question


def _bring(question: Question, status: Status, house: Team) -> None:
    moderator = house[Role.MODERATOR]
    if status in PATH:
        for step in PATH[: PATH.index(status) + 1]:
            advance(question, step, house)
    elif status is Status.ARCHIVED:
        services.move(question, moderator, Status.CLARIFYING, NOTE)
        steps.take(question, Status.ARCHIVED, moderator, NOTE)  # without waiting ten business days
    elif status is not Status.RECEIVED:
        who = house[Role.APPROVER] if status is Status.REJECTED else moderator
        services.move(question, who, status, NOTE, radicado=_other_answered(status, house))


def _other_answered(status: Status, house: Team) -> str:
    """The radicado of another question, for the steps that lead to one; to be referred to, it needs its answer."""
    if status is Status.GROUPED:
        return make.public_question().radicado
    if status is not Status.REFERRED:
        return ""
    other = make.public_question()
    for step in PATH:
        advance(other, step, house)
    return other.radicado


def advance(question: Question, to: Status, house: Team) -> None:
    """One step on the main path, by who may take it."""
    moderator, liaison, approver = house[Role.MODERATOR], house[Role.LIAISON], house[Role.APPROVER]
    verbs = {
        Status.CLASSIFIED: lambda: services.classify(question, moderator, Kind.CONCERN, None),
        Status.ASSIGNED: lambda: services.assign(question, moderator, house.office),
        Status.DRAFTING: lambda: services.save_draft(question, liaison, ANSWER),
        Status.IN_REVIEW: lambda: services.send_to_review(question, liaison),
        Status.ANSWERED: lambda: services.approve(question, approver),
        Status.PUBLISHED: lambda: services.publish_answer(question, approver),
    }
    verbs[to]()


def attempt(act) -> DomainError | None:
    """Try a verb and commit whatever it wrote, so that a half-done refusal is seen; the refusal, or None when done."""
    with unit_of_work():
        try:
            act()
        except DomainError as refusal:
            return refusal
    return None


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Every row that a verb of this room could write."""
    return {
        table: [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table} ORDER BY id"))]  # noqa: S608 - names of our own
        for table in TABLES
    }


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = snapshot()
    yield
    db.session.expire_all()
    assert snapshot() == before


def sign_in(client: PageClient, user: User) -> None:
    """Sign somebody in, outside any open savepoint of the session of the test: a later rollback would undo it."""
    number = user.id
    db.session.commit()
    client.sign_in(SimpleNamespace(id=number))
