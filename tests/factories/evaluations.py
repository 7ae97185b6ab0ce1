"""The evaluation of a space: switched on before it, answered with codes, counted after it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import time_machine

from participa.accounts.models import Role, User
from participa.evaluations import queries, services
from participa.evaluations.models import Evaluation, EvaluationDoor, EvaluationFigure, Recommendation, Tag
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs
from participa.surveys import services as surveys
from participa.surveys.models import CodeKind
from participa.surveys.results import services as results
from tests.factories.accounts import user as make_user
from tests.factories.events import event as make_event
from tests.factories.keep import keep, next_number

GOOD = {"satisfaccion": 5, "organizacion": "bien_organizado", "utilidad": "muy_util"}


def ending(**values: Any) -> Event:
    """A space under way that ended a minute ago by the clock."""
    at = now().replace(second=0, microsecond=0)
    hours = {"starts_at": at - timedelta(hours=3), "ends_at": at - timedelta(minutes=1)}
    return make_event(EventState.UNDER_WAY, **(hours | values))


def evaluation(of: Event | None = None, days: int = 5, has_open_link: bool = False) -> Evaluation:
    event = of or ending()
    with unit_of_work():
        services.start(event, days, has_open_link, make_user(Role.COMMUNICATIONS))
    return queries.evaluation_of(event)


def code_at_exit(of: Evaluation, by: User | None = None) -> str:
    with unit_of_work():
        return services.hand_out(of, f"salida-{next_number():020}", by or make_user(Role.MODERATOR))


def codes(of: Evaluation, number: int) -> list[str]:
    """A pile of slips."""
    with unit_of_work():
        return surveys.issue_codes(of.survey, CodeKind.PRINTED, number, "Papeletas", f"pila-{next_number():020}")


def answered(of: Evaluation, answers: Sequence[dict[str, Any]]) -> None:
    """Who came answers, each with a code."""
    for code, said in zip(codes(of, len(answers)), answers, strict=True):
        with unit_of_work():
            surveys.submit(of.survey, said, proofs.by_code(code), f"evaluacion-{next_number():020}")


def answered_openly(of: Evaluation, answers: Sequence[dict[str, Any]]) -> None:
    assert of.open_survey is not None
    for said in answers:
        number = next_number()
        with unit_of_work():
            proof = proofs.by_device(f"aparato-{number}")
            surveys.submit(of.open_survey, said, proof, f"evaluacion-{number:020}")


def ended(of: Evaluation) -> Evaluation:
    """Its days pass, and its answers are counted."""
    number, event = of.id, of.event
    with time_machine.travel(of.survey.closes_at + timedelta(minutes=2), tick=False):
        surveys.close_due()
        for _door, survey in queries.evaluation_of(event).surveys:
            results.count_survey(survey.id)
        services.count_due()
    db.session.expire_all()
    assert queries.evaluation_of(event).id == number
    return queries.evaluation_of(event)


def figure(
    of: Evaluation, counts: dict[str, int | None], item: str = "satisfaccion", **values: Any
) -> EvaluationFigure:
    """A figure as it was counted, without its answers."""
    people = sum(amount or 0 for amount in counts.values())
    defaults: dict[str, Any] = {"position": 1, "words": "¿Qué tan satisfecho queda?", "people": people}
    labels = {code: code for code in counts}
    row = EvaluationFigure(evaluation_id=of.id, item=item, counts=counts, labels=labels, answered=people)
    for name, value in ({"door": EvaluationDoor.ATTENDED} | defaults | values).items():
        setattr(row, name, value)
    return keep(row)


def counted(of: Event | None = None, attended: int | None = None) -> Evaluation:
    """An evaluation that is over, without figures."""
    made = evaluation(of)
    with unit_of_work():
        surveys.close(made.survey)
        row = db.session.get_one(Evaluation, made.id)
        row.attended, row.counted_at = attended, now()
    return queries.evaluation_of(made.event)


def recommendation(of: Evaluation, words: str = "Más micrófonos.", **values: Any) -> Recommendation:
    number = next_number()
    defaults: dict[str, Any] = {"source": f"marca-{number}/sugerencias", "tag": Tag.METHOD, "at": now(), "done": ""}
    author_id = values.pop("author_id", None) or make_user(Role.COMMUNICATIONS).id
    return keep(Recommendation(evaluation_id=of.id, words=words, author_id=author_id, **(defaults | values)))
