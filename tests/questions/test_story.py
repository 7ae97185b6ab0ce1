"""The story that who asked reads: every step has words, offices are named, persons and inner notes are not."""

import pytest

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions.models import QuestionMove, Status, Visibility, WithholdReason
from participa.questions.moves import CORRECTION_MOVES, MOVES, Axis, Correction
from participa.questions.story import NOW, tell
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
NOTE = "Una nota que alguien escribió."


def after(axis, start, to, **values):
    """A question that has just taken one step, by an office and a person."""
    office = make.department()
    person = make.user(Role.LIAISON, department=office, name="Persona del equipo")
    question = make.question(department_id=office.id, **values)
    move = QuestionMove(
        question_id=question.id,
        axis=axis,
        from_value=start,
        to_value=to,
        at=now(),
        author_id=person.id,
        department_id=office.id,
        note=NOTE,
    )
    with unit_of_work():
        db.session.add(move)
    db.session.refresh(question)
    return question


def words(steps) -> str:
    return " ".join(f"{step.title} {step.text}" for step in steps)


@pytest.mark.parametrize(("start", "to"), MOVES, ids=lambda status: status.value)
def test_each_step_of_the_table_is_told(start, to):
    steps = tell(after(Axis.STATUS, start, to, status=to))
    told = words(steps)
    assert [step.status for step in steps[:2]] == ["done", "done"]
    assert "{" not in told
    assert "Persona del equipo" not in told
    assert (NOTE in told) is MOVES[start, to].tells_asker


@pytest.mark.parametrize("status", Status, ids=lambda status: status.value)
def test_what_is_under_way_is_told_until_the_end(status):
    steps = tell(make.question(status=status))
    over = {Status.PUBLISHED, Status.ARCHIVED, Status.TRANSFERRED, Status.REFERRED, Status.REJECTED}
    assert [step.status for step in steps].count("now") == (0 if status in over else 1)
    assert "{" not in words(steps)


def test_the_office_is_named_where_it_has_the_question():
    question = after(Axis.STATUS, Status.CLASSIFIED, Status.ASSIGNED, status=Status.ASSIGNED)
    told = words(tell(question))
    assert f"La enviamos a {question.department.name}" in told
    assert f"{question.department.name} tiene su pregunta" in told


def test_the_reason_of_a_withheld_text_is_told_and_the_note_is_not():
    values = {"visibility": Visibility.WITHHELD, "withhold_reason": WithholdReason.R3}
    told = words(tell(after(Axis.VISIBILITY, Visibility.WAITING, Visibility.WITHHELD, **values)))
    assert "Contiene una amenaza o llama a la violencia." in told
    assert NOTE not in told


def test_only_a_published_correction_is_told():
    for start, to in CORRECTION_MOVES:
        told = words(tell(after(Axis.CORRECTION, start, to, status=Status.PUBLISHED)))
        assert ("Corregimos la respuesta" in told) is (to is Correction.PUBLISHED)
        assert NOTE not in told


def test_a_late_question_is_told_to_be_late():
    assert "después del cierre" in words(tell(make.question(is_late=True)))


@pytest.mark.parametrize("status", [*NOW, Status.PUBLISHED], ids=lambda status: status.value)
def test_nobody_is_told_that_the_answer_to_a_withheld_question_is_public(status):
    question = after(Axis.STATUS, Status.ANSWERED, Status.PUBLISHED, status=status, visibility=Visibility.WITHHELD)
    told = words(tell(question))
    assert "publicamos" not in told.lower()
    assert "publicar" not in told
    assert "toda la ciudadanía" not in told
