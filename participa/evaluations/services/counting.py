"""Counting what was answered, once, when the surveys of an evaluation are over."""

from participa.attendance import queries as attendance
from participa.evaluations import queries, rules
from participa.evaluations.models import Evaluation, EvaluationDoor, EvaluationFigure
from participa.evaluations.queries.counting import Tally, tallies
from participa.extensions import db
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work


def count_due() -> None:
    """Count each evaluation that ended. A chore of each minute: it opens its own transactions."""
    due = queries.to_count()
    db.session.rollback()  # no reader stays open while the writer waits
    for number in due:
        with unit_of_work():
            count(queries.evaluation_to_change(number))


def count(evaluation: Evaluation) -> None:
    """Write down what the results show and how many attended. Nothing before they are there, nor a second time."""
    if evaluation.is_counted or not rules.is_over(evaluation):
        return
    found = {door: tallies(survey) for door, survey in evaluation.surveys}
    if any(one is None for one in found.values()):
        return
    for door, one in found.items():
        if one is not None:
            _keep(evaluation, door, *one)
    evaluation.attended = attendance.counts(evaluation.event).arrived or None
    evaluation.counted_at = now()
    db.session.flush()
    audit.record("evaluation.count", evaluation)


def _keep(evaluation: Evaluation, door: EvaluationDoor, found: list[Tally], people: int | None) -> None:
    for position, tally in enumerate(found, 1):
        figure = EvaluationFigure(evaluation_id=evaluation.id, door=door, item=tally.item, position=position)
        figure.words, figure.labels, figure.counts = tally.words, tally.labels, tally.counts
        figure.is_several, figure.answered, figure.people = tally.is_several, tally.answered, people
        db.session.add(figure)
