"""Each step of a question to the stage, and the page that asks why when it passes others."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.hearings import desk, rules
from participa.hearings.blueprint import staff_bp
from participa.hearings.forms.conduct import ActForm, AnsweredForm, MoveForm
from participa.hearings.models import OVERRIDE_REASON_LABELS, STAGE_LABELS, Hearing, Stage, StagedQuestion
from participa.hearings.queries import conduct as queries
from participa.hearings.services import stage
from participa.hearings.staff.conduct import CONDUCTORS, READERS, at_desk
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Invalid


@staff_bp.get("/<code>/preguntas/<int:staged_id>")
@access.staff(*READERS)
def question(code: str, staged_id: int) -> ResponseReturnValue:
    """A question whole, its steps, and where it may go."""
    hearing = queries.by_code(code)
    return _page(hearing, queries.staged(hearing, staged_id), MoveForm(formdata=None))


def _page(hearing: Hearing, staged: StagedQuestion, form: MoveForm, status: int = 200) -> ResponseReturnValue:
    person = access.signed_in()
    page = render_template(
        "hearings/staff/question.html",
        hearing=hearing,
        staged=staged,
        line=desk.line_of(staged),
        form=form,
        moves=queries.moves_of(staged.id),
        stages=STAGE_LABELS,
        reasons=OVERRIDE_REASON_LABELS,
        steps=_steps(hearing, staged) if rules.may_conduct(person) else [],
        sees_inside=person.role in (Role.MODERATOR, Role.CONTROL),
    )
    return page, status


def _steps(hearing: Hearing, staged: StagedQuestion) -> list[tuple[Stage, str]]:
    """Where it may go from here, as (stage, words of the button)."""
    if not hearing.is_open:
        return []
    words = {
        Stage.ON_SCREEN: "Poner en pantalla",
        Stage.NEXT: "Que siga",
        Stage.SHORTLISTED: "Preseleccionar",
        Stage.NO_TURN: "Devolver a la fila",
    }
    return [(to, label) for to, label in words.items() if rules.is_step(staged.stage, to)]


@staff_bp.post("/<code>/preguntas/<int:staged_id>/mover")
@access.staff(*CONDUCTORS)
@keeps_text(MoveForm)
def move(code: str, staged_id: int) -> ResponseReturnValue:
    """One step. Out of order, the page of the question asks why."""
    hearing = queries.by_code(code)
    staged, form = queries.staged(hearing, staged_id), MoveForm()
    if not form.validate() or form.to.data is None:
        return _page(hearing, staged, form, 422)
    try:
        stage.move(staged, form.to.data, access.signed_in(), form.reason.data, form.note.data or "")
    except Invalid as refusal:
        form.refuse("reason", refusal.message)
        return _page(hearing, staged, form, 422)
    except Conflict as refusal:
        form.form_errors = [*form.form_errors, refusal.message]
        return _page(hearing, staged, form, refusal.status)
    return at_desk(hearing, "ahora")


@staff_bp.post("/<code>/preguntas/<int:staged_id>/respondida")
@access.staff(*CONDUCTORS)
def answered(code: str, staged_id: int) -> ResponseReturnValue:
    """How far the spoken answer went."""
    hearing = queries.by_code(code)
    staged, form = queries.staged(hearing, staged_id), AnsweredForm()
    if not form.validate():
        raise Invalid("Diga cómo se respondió.")
    stage.answered(staged, form.extent.data, access.signed_in())
    return at_desk(hearing, "ahora")


@staff_bp.post("/<code>/deshacer")
@access.staff(*CONDUCTORS)
def undo(code: str) -> ResponseReturnValue:
    """Step back from the own last step."""
    hearing, form = queries.by_code(code), ActForm()
    if form.validate():
        try:
            stage.undo(hearing, access.signed_in())
        except (Conflict, Invalid) as refusal:
            flash(refusal.message, "warn")
        else:
            flash("Se deshizo el último paso.", "success")
    return at_desk(hearing, "ahora")
