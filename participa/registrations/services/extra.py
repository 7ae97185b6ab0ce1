"""Which extra questions a space asks at registration."""

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import db
from participa.questionnaires import services as questionnaires
from participa.questionnaires.models import QuestionnaireVersion
from participa.registrations import queries, rules
from participa.registrations.models import ExtraQuestions
from participa.registrations.services import line
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid

MAY_NOT = "Su cuenta no tiene permiso para elegir las preguntas de la inscripción."
NOT_ONE = "Elija un cuestionario de la lista."


def choose_questions(event: Event, version: QuestionnaireVersion | None, actor: User) -> None:
    """What the form of a space asks from now on; without a version, nothing more. Answers already given stay.

    The questionnaire is frozen: people answer what the team read. Raises Forbidden, and Invalid for a questionnaire
    that is not among the choices.
    """
    if not rules.may_choose_questions(actor):
        raise Forbidden(MAY_NOT)
    if version is not None and version not in queries.extra.choices():
        raise Invalid(NOT_ONE)
    line.lock(event)
    row = queries.extra.chosen(event)
    if version is None and row is not None:
        db.session.delete(row)
    elif version is not None:
        questionnaires.freeze(version, actor)
        row = row or ExtraQuestions(event_id=event.id)
        row.questionnaire_id, row.chosen_by_id, row.chosen_at = version.questionnaire_id, actor.id, now()
        db.session.add(row)
    audit.record("chose_questions", event, actor, questionnaire=version.questionnaire_id if version else 0)
