"""Questions, received by the real service."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from participa.accounts.models import Role
from participa.events.models import Event
from participa.extensions import db
from participa.questions import services
from participa.questions.device import Arrival, Device
from participa.questions.models import (
    AnswerVersion,
    Question,
    Restriction,
    RestrictionKind,
    Topic,
    Visibility,
    WithholdReason,
)
from participa.questions.services import finding
from participa.questions.submission import Receipt, Submission
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests.factories.accounts import user
from tests.factories.keep import keep, next_number

SUBMITTED = {field.name for field in fields(Submission)}


def form_key() -> str:
    return f"formulario-de-prueba-{next_number()}"


def topic(name: str = "") -> Topic:
    return keep(Topic(name=name or f"Tema {next_number()}"))


def receipt(event: Event | None = None, at: datetime | None = None, key: str = "", **values: Any) -> Receipt:
    """Send a question as a person would and get its receipt."""
    submission = Submission(**({"body": f"¿Cuándo arreglan la vía {next_number()}?"} | values))
    with unit_of_work():
        return services.submit(event, submission, key or form_key(), at=at)


def question(event: Event | None = None, at: datetime | None = None, **values: Any) -> Question:
    """A question just received. Values that are no part of a submission (status, department…) are set afterwards."""
    sent = {name: value for name, value in values.items() if name in SUBMITTED and name != "department_id"}
    number = receipt(event, at, **sent).question_id
    with unit_of_work():
        row = db.session.get_one(Question, number)
        if values.get("visibility") is Visibility.WITHHELD:
            values.setdefault("withhold_reason", WithholdReason.R1)
            _note_withholding(row, values["withhold_reason"], values.get("withheld_by"))
        for name in values.keys() - sent.keys() - {"withheld_by"}:
            setattr(row, name, values[name])
        finding.keep_findable(row)
    db.session.refresh(row)
    return row


def apart(body: str = "") -> Receipt:
    """A question that waits apart from the queue; without words of its own, the same as the others."""
    words = Submission(body=body or "¿Cuándo arreglan el puente?")
    came = Arrival(Device(f"aparato-{next_number()}", 0), "192.0.2.1", fell_into_trap=True)
    with unit_of_work():
        return services.receive(None, words, form_key(), came)


def _note_withholding(row: Question, reason: WithholdReason, author_id: int | None = None) -> None:
    """Who withheld it: the database keeps nothing from the public without this row."""
    who = author_id or user(role=Role.MODERATOR).id
    values = {"kind": RestrictionKind.WITHHELD, "reason": reason, "note": "Se revisó.", "role": "moderacion"}
    db.session.add(Restriction(question_id=row.id, author_id=who, at=now(), **values))
    db.session.flush()


def withhold(row: Question, reason: WithholdReason) -> None:
    """Hide the text of a question, whoever reads it now."""
    with unit_of_work():
        question = db.session.get_one(Question, row.id)
        _note_withholding(question, reason)
        question.visibility, question.withhold_reason = Visibility.WITHHELD, reason
        finding.keep_findable(question)
    db.session.refresh(row)


def public_question(event: Event | None = None, at: datetime | None = None, **values: Any) -> Question:
    """A question that everybody may read."""
    return question(event, at, **({"visibility": Visibility.PUBLIC} | values))


def answer(to: Question, body: str = "", is_public: bool = True, **values: Any) -> AnswerVersion:
    """A version of the answer: approved and, unless said otherwise, published. The status of the question stays."""
    author, approver, at = user(), user(), now()
    defaults: dict[str, Any] = {
        "number": next_number(),
        "body": body or "La obra empieza en marzo y termina en junio.",
        "author_id": author.id,
        "written_at": at,
        "approved_by_id": approver.id,
        "approved_at": at,
        "published_at": at if is_public else None,
    }
    return keep(AnswerVersion(question_id=to.id, **(defaults | values)))
