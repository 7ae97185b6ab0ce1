"""The way in: a room code, as the big screen shows it, or the hearings that are live now."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from participa.accounts import access
from participa.hearings.blueprint import bp
from participa.hearings.queries import rooms
from participa.shared.html import to_line

MOST_TYPED = 40


@bp.get("/")
@access.public
def entrance() -> ResponseReturnValue:
    typed = to_line(request.args.get("codigo", ""))[:MOST_TYPED]
    error = "Escriba el código de la sala." if "codigo" in request.args else ""
    if typed:
        try:
            return redirect(url_for("hearings.phones", code=rooms.by_code(typed).room_code), 303)
        except NoResultFound:
            error = f"No hay una sala con el código «{typed}». Compárelo con la pantalla."
    page = render_template(
        "hearings/entrance.html", hearings=rooms.open_now(), typed=typed, error=error, has_errors=bool(error)
    )
    return page, 422 if error else 200
