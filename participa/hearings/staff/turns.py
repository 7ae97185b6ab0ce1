"""The list of the microphone, its timer, and the question that somebody said, typed in one line."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.hearings import desk, rules
from participa.hearings.blueprint import staff_bp
from participa.hearings.forms.conduct import ActForm, SaidForm, TurnForm, TurnStepForm
from participa.hearings.models import Hearing, MicrophoneTurn, TurnState
from participa.hearings.queries import conduct as queries
from participa.hearings.services import turns as services
from participa.hearings.staff.conduct import CONDUCTORS, at_desk
from participa.questions.services import Receipt
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Invalid
from participa.shared.forms import new_form_key
from participa.shared.templating import counted

TONES = {
    TurnState.WAITING: "neutral",
    TurnState.SPEAKING: "progress",
    TurnState.DONE: "good",
    TurnState.ABSENT: "warn",
}


@staff_bp.route("/<code>/turnos", methods=["GET", "POST"])
@access.staff(*CONDUCTORS)
@keeps_text(TurnForm)
def turns(code: str) -> ResponseReturnValue:
    """Who asked for the microphone, in order; the form puts one more at the end."""
    hearing, form = queries.by_code(code), TurnForm()
    if form.validate_on_submit():
        speaker, territory = form.speaker.data or "", form.territory.data or ""
        services.add(hearing, speaker, territory, form.minutes.data * 60, access.signed_in())
        return at_list(hearing)
    page = render_template(
        "hearings/staff/turns.html",
        hearing=hearing,
        form=form,
        act=ActForm(formdata=None),
        turns=queries.turns(hearing),
        tones=TONES,
        left_of=desk.left_of_turn,
        may_type=rules.may_type_spoken(access.signed_in()),
        to_bring=len(queries.registered_to_bring(hearing)) if _may_bring(hearing) else 0,
    )
    return page, 422 if form.is_submitted() else 200


def _may_bring(hearing: Hearing) -> bool:
    return rules.may_bring_registered(access.signed_in(), hearing)


@staff_bp.post("/<code>/turnos/inscritas")
@access.staff(Role.MODERATOR)
def bring_registered(code: str) -> ResponseReturnValue:
    """Put those who asked to speak when they registered at the end of the list."""
    hearing, form = queries.by_code(code), ActForm()
    if form.validate():
        number = services.bring_registered(hearing, access.signed_in())
        flash(f"{counted(number, 'persona entró', 'personas entraron')} a la lista.", "success")
    return at_list(hearing)


def at_list(hearing: Hearing) -> ResponseReturnValue:
    return redirect(url_for(".turns", code=hearing.room_code), 303)


@staff_bp.post("/<code>/turnos/<int:turn_id>/paso")
@access.staff(*CONDUCTORS)
def turn_step(code: str, turn_id: int) -> ResponseReturnValue:
    """Begin, end, absent, back to the list."""
    hearing, form = queries.by_code(code), TurnStepForm()
    if not form.validate():
        raise Invalid("Recargue la página y elija el paso.")
    services.step(hearing, queries.turn(hearing, turn_id), form.to.data, access.signed_in())
    return at_desk(hearing, "microfono") if request.form.get("desde") == "mesa" else at_list(hearing)


@staff_bp.route("/<code>/turnos/<int:turn_id>/pregunta", methods=["GET", "POST"])
@access.staff(Role.MODERATOR)
@keeps_text(SaidForm)
def said(code: str, turn_id: int) -> ResponseReturnValue:
    """What the person said, in one line; the receipt is read aloud or printed."""
    hearing = queries.by_code(code)
    turn, form = queries.turn(hearing, turn_id), SaidForm()
    if not form.validate_on_submit():
        return _form(hearing, turn, form, 422 if form.is_submitted() else 200)
    try:
        key = form.form_key.data or ""
        receipt = services.type_question(hearing, turn, form.body.data or "", key, access.signed_in())
    except Conflict as refusal:
        form.form_errors = [*form.form_errors, refusal.message]
        return _form(hearing, turn, form, refusal.status)
    if receipt is None:
        flash("La pregunta de ensayo entró a la fila.", "success")
        return at_desk(hearing)
    if receipt.differs:
        form.form_key.data = new_form_key()
        return _form(hearing, turn, form, 409, receipt.radicado)
    return _receipt(hearing, turn, receipt), 201


def _form(
    hearing: Hearing, turn: MicrophoneTurn, form: SaidForm, status: int, earlier: str = ""
) -> ResponseReturnValue:
    return render_template("hearings/staff/said.html", hearing=hearing, turn=turn, form=form, earlier=earlier), status


def _receipt(hearing: Hearing, turn: MicrophoneTurn, receipt: Receipt) -> str:
    return render_template("hearings/staff/receipt.html", hearing=hearing, turn=turn, receipt=receipt)
