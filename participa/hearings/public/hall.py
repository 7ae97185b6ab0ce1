"""A phone says that it is in the hall: it types the number that the big screen shows."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.hearings import hall
from participa.hearings.blueprint import bp
from participa.hearings.forms.supports import HallForm
from participa.hearings.models import Hearing
from participa.hearings.queries import rooms
from participa.hearings.services import budgets
from participa.questions import device
from participa.shared.errors import TooMany

NOT_IT = "Ese número no es el de la pantalla. Mírelo otra vez: cambia cada diez minutos."


@bp.route("/<code>/sala", methods=["GET", "POST"])
@access.public
def in_the_hall(code: str) -> ResponseReturnValue:
    hearing, form = rooms.by_code(code), HallForm()
    if form.validate_on_submit() and _enter(hearing, form):
        flash("Listo: sus apoyos se cuentan también como de la sala.", "success")
        return redirect(url_for("hearings.phones", code=hearing.room_code), 303)
    page = render_template(
        "hearings/hall.html", hearing=hearing, form=form, is_in_room=hall.is_in_room(hearing), has_errors=form.errors
    )
    return page, 422 if form.is_submitted() else 200


def _enter(hearing: Hearing, form: HallForm) -> bool:
    """Whether the digits are good. Guessing is slowed down like any tap."""
    try:
        budgets.take_guess(hearing, device.arrival())
    except TooMany as refusal:
        form.refuse("digits", refusal.message)
        return False
    if not hall.is_good(hearing, form.digits.data or ""):
        form.refuse("digits", NOT_IT)
        return False
    hall.remember(hearing)
    return True
