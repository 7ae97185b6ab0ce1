"""A phone says that it is in the hall: it types the number that the big screen shows."""

from flask import after_this_request, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from participa.accounts import access
from participa.hearings import hall
from participa.hearings.blueprint import bp
from participa.hearings.forms.supports import HallForm
from participa.hearings.models import Hearing
from participa.hearings.queries import rooms
from participa.hearings.services import budgets
from participa.hearings.services.taps import Guest
from participa.questions import services as questions
from participa.shared.errors import TooMany

COOKIE_SECONDS = 24 * 60 * 60
NOT_IT = "Ese número no es el de la pantalla. Mírelo otra vez: cambia cada diez minutos."


@bp.route("/<code>/sala", methods=["GET", "POST"])
@access.public
def in_the_hall(code: str) -> ResponseReturnValue:
    hearing, form = rooms.by_code(code), HallForm()
    if form.validate_on_submit() and _enter(hearing, form):
        flash("Listo: sus apoyos se cuentan también como de la sala.", "success")
        return redirect(url_for("hearings.phones", code=hearing.room_code), 303)
    page = render_template(
        "hearings/hall.html", hearing=hearing, form=form, is_in_room=is_in_room(hearing), has_errors=form.errors
    )
    return page, 422 if form.is_submitted() else 200


def _enter(hearing: Hearing, form: HallForm) -> bool:
    """Whether the digits are good. Guessing is slowed down."""
    try:
        budgets.check_guess(hearing, questions.arrival())
    except TooMany as refusal:
        form.refuse("digits", refusal.message)
        return False
    if not hall.is_good(hearing, form.digits.data or ""):
        budgets.note_wrong_guess(hearing, questions.arrival())
        form.refuse("digits", NOT_IT)
        return False
    remember(hearing)
    return True


def is_in_room(hearing: Hearing | Guest) -> bool:
    """Whether the browser of this request said the digits of this hearing."""
    if hearing.id in g.get("entered_halls", ()):
        return True
    brought = request.cookies.get(_cookie(hearing), "")
    try:
        return bool(brought) and bool(_signer().loads(brought) == _said(hearing))
    except BadSignature:
        return False


def remember(hearing: Hearing) -> None:
    """Let the browser of this request say so from now on, until tomorrow."""
    g.entered_halls = (*g.get("entered_halls", ()), hearing.id)
    value, is_secure = _signer().dumps(_said(hearing)), bool(current_app.config["SESSION_COOKIE_SECURE"])

    @after_this_request
    def hand_over(response: Response) -> Response:
        response.set_cookie(
            _cookie(hearing), value, max_age=COOKIE_SECONDS, secure=is_secure, httponly=True, samesite="Lax"
        )
        return response


def _said(hearing: Hearing | Guest) -> list[int | str]:
    """What is signed: this phone in this hall. Handed on to another phone it says nothing."""
    return [hearing.id, questions.arrival().device.name]


def _cookie(hearing: Hearing | Guest) -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}hall-{hearing.room_code}"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="hearing-hall")
