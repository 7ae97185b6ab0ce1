"""Evaluations of spaces of the seeded world."""

from sqlalchemy import select

from participa.accounts.models import Role
from participa.evaluations.models import Evaluation, EvaluationDoor, EvaluationFigure, Recommendation, Tag
from participa.events.models import Event
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Level, Response, Survey, SurveyState, Via
from tests.factories.keep import keep
from tests.factories.surveys import survey as make_survey
from tests.world.model import World


def plant(world: World) -> None:
    """One evaluation that waits for the end of its space, and one that was counted, with something to take up."""
    author, words = world.user[Role.COMMUNICATIONS], world.words
    for name in ("under_way", "closed"):
        event = db.session.scalars(select(Event).where(Event.slug == world.event[name])).one()
        survey = make_survey(Level.CODE, event=event, title=words("Evaluación"), about=words("Cuéntenos."))
        over = {"attended": 40, "counted_at": now()} if name == "closed" else {}
        row = Evaluation(event_id=event.id, survey_id=survey.id, days=5, started_at=now(), started_by_id=author)
        for column, value in over.items():
            setattr(row, column, value)
        world.evaluation[name] = keep(row).id
    of = {"evaluation_id": world.evaluation["closed"], "door": EvaluationDoor.ATTENDED, "item": "satisfaccion"}
    counts = {str(step): 4 + step for step in range(1, 6)}
    item = {"words": words("¿Cómo le pareció?"), "labels": {step: step for step in counts}, "position": 1}
    keep(EvaluationFigure(counts=counts, answered=35, people=35, **of, **item))
    mark = "0" * 32
    said = {"detalle": words("Más micrófonos.")}
    keep(Response(id=mark, survey_id=survey.id, version_id=survey.version_id, answers=said, via=Via.WEB))
    with unit_of_work():
        over_now = db.session.get_one(Survey, survey.id)
        over_now.state, over_now.closed_at = SurveyState.CLOSED, now()
    world.evaluation["written"] = f"{mark}/detalle"
    told = {"words": words("Otra hora."), "tag": Tag.TIME, "free_tags": [words("horario")[:40]]}
    done = {"done": words("Será por la tarde."), "done_at": now(), "at": now(), "author_id": author}
    one = Recommendation(evaluation_id=world.evaluation["closed"], source="otra/sugerencias", **told, **done)
    world.evaluation["recommendation"] = keep(one).id
