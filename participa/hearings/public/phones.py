"""The hearing on a phone: what is being answered, the cards to support, the form to ask."""

import hashlib
from collections.abc import Sequence

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.hearings.blueprint import bp
from participa.hearings.board_view import BY_OFFICE, BY_PLACE, TO_SUPPORT, VIEW_LABELS, LiveBoard, Shown, live_board
from participa.hearings.forms.asking import LiveAskForm
from participa.hearings.models import EXTENT_LABELS, HEARING_STATE_LABELS, STAGE_LABELS, Hearing, Stage
from participa.hearings.queries import mine, rooms
from participa.hearings.services import taps
from participa.questions import services as questions
from participa.questions.services import Arrival
from participa.shared.html import to_line
from participa.shared.paging import asked_page

A_PAGE = 12
OF_ONES_OWN = {Stage.NEXT: "Sigue en turno", Stage.ON_SCREEN: "En pantalla ahora", "published": "Publicada"}
SAID = (*STAGE_LABELS.items(), *EXTENT_LABELS.items())
LABELS = {one.value: label for one, label in SAID if one is not Stage.NO_TURN}  # what scripts say of a card


@bp.get("/<code>")
@access.public
def phones(code: str) -> ResponseReturnValue:
    hearing = rooms.by_code(code)
    if code != hearing.room_code:
        return redirect(url_for("hearings.phones", code=hearing.room_code), 301)
    came = questions.arrival()
    board = live_board(hearing, _settings().data_dir)
    view, name = _asked(board)
    return render_template(
        "hearings/phones.html",
        hearing=hearing,
        board=board,
        view=view,
        name=name,
        views=VIEW_LABELS,
        phases=HEARING_STATE_LABELS,
        labels={**LABELS, "own": OF_ONES_OWN},
        form=LiveAskForm(formdata=None),
        supported=taps.supported_in(hearing, came),
        seed=seed_of(hearing, came),
        refreshes=request.args.get("refrescar") == "si",
        **_page(board.listed(view, name, seed_of(hearing, came), mine.seen(hearing, came))),
    )


def _asked(board: LiveBoard) -> tuple[str, str]:
    """Which list, and of which office or place. What there is not is answered with the first."""
    view = request.args.get("ver", TO_SUPPORT)
    view = view if view in VIEW_LABELS else TO_SUPPORT
    if view not in (BY_OFFICE, BY_PLACE):
        return view, ""
    names = [name for name, _count in board.names(view)]
    wanted = to_line(request.args.get("cual", ""))
    return view, wanted if wanted in names else next(iter(names), "")


def _page(listed: Sequence[Shown]) -> dict[str, object]:
    page = max(asked_page(), 1)
    first = (page - 1) * A_PAGE
    return {"cards": listed[first : first + A_PAGE], "page": page, "has_more": len(listed) > first + A_PAGE}


def seed_of(hearing: Hearing, came: Arrival) -> str:
    """What breaks the ties of the deal on one phone. It leads back to no device."""
    return hashlib.blake2b(f"{hearing.room_code}/{came.device.name}".encode(), digest_size=8).hexdigest()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
