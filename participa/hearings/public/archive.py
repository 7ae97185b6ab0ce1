"""All of a hearing that ended, in one file for everybody."""

from datetime import datetime
from pathlib import Path

from flask import current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.hearings import archive as writing
from participa.hearings.blueprint import bp
from participa.hearings.models import Hearing
from participa.hearings.public.minutes import ended
from participa.hearings.queries import archive as queries
from participa.hearings.queries.archive import Cell
from participa.shared.clock import local, now
from participa.shared.downloads import as_file
from participa.shared.ledger import instant
from participa.shared.templating import moment


@bp.get("/<code>/archivo")
@access.public
def archive(code: str) -> ResponseReturnValue:
    hearing = ended(code)
    sheets, head = queries.sheets(hearing), _head(hearing)
    page = render_template("hearings/archive.html", hearing=hearing, sheets=sheets, head=head, told=_told)
    look = (Path(current_app.static_folder or "") / "css" / "participa.css").read_bytes()
    whole = writing.packed(page, look, head, sheets, local(hearing.closed_at or now()))
    return make_response(whole, as_file("application/zip", f"audiencia-{hearing.room_code.lower()}.zip"))


def _told(name: str, cell: Cell) -> Cell:
    """A cell as people read it: an instant of UTC becomes a day and an hour in Colombia."""
    return moment(datetime.fromisoformat(str(cell))) if cell and name.endswith("(UTC)") else cell


def _head(hearing: Hearing) -> dict[str, str | int]:
    times = {"Se abrió (UTC)": hearing.opened_at, "Se cerró (UTC)": hearing.closed_at}
    told: dict[str, str | int] = {"Espacio": hearing.event.title, "Sala": hearing.room_code}
    told |= {name: instant(at) for name, at in times.items() if at}
    return told | {"Personas en la sala": hearing.present, "Grabación": hearing.recording_url}
