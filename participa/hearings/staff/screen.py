"""The big screen for who presents it: it can be blanked at once, and shows the number that says «I am in the hall»."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.hearings import hall, showing
from participa.hearings.blueprint import staff_bp
from participa.hearings.queries import rooms
from participa.hearings.services import blanking

PRESENTERS = (Role.MODERATOR, Role.ADMIN)


@staff_bp.get("/<code>/pantalla")
@access.staff(*PRESENTERS)
def screen(code: str) -> ResponseReturnValue:
    """The page to project."""
    hearing = rooms.by_code(code)
    label_url = url_for(".hall_label", code=hearing.room_code)
    of_hall = {"label": hall.label_of(hearing), "label_url": label_url, "stream": showing.stream(hearing.room_code)}
    return showing.page(hearing.room_code, request.args, presenter=True, **of_hall)


@staff_bp.post("/<code>/pantalla/apagar")
@access.staff(*PRESENTERS)
def blank_screen(code: str) -> ResponseReturnValue:
    """Take what people wrote off the screen."""
    hearing = rooms.by_code(code)
    blanking.blank(hearing, access.signed_in())
    return redirect(url_for(".screen", code=hearing.room_code), 303)


@staff_bp.post("/<code>/pantalla/mostrar")
@access.staff(*PRESENTERS)
def show_screen(code: str) -> ResponseReturnValue:
    """Put it back."""
    hearing = rooms.by_code(code)
    blanking.show(hearing, access.signed_in())
    return redirect(url_for(".screen", code=hearing.room_code), 303)
