"""Asking from a phone: those that resemble are offered once, then the question is received like any other."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from participa.accounts import access
from participa.config import Settings
from participa.hearings.blueprint import bp
from participa.hearings.forms.asking import LiveAskForm
from participa.hearings.models import Hearing, StagedQuestion
from participa.hearings.public.mine import wants_json
from participa.hearings.queries import rooms
from participa.hearings.queries.alike import alike
from participa.hearings.services import asking, taps
from participa.hearings.supporting import Card, Room, may_gather, takes_supports
from participa.questions import services as questions
from participa.questions.queries.similar import Similar
from participa.questions.services import Receipt
from participa.shared import qr
from participa.shared.edge import keeps_text
from participa.shared.unit_of_work import reading_first

Alike: TypeAlias = Sequence[tuple[StagedQuestion, Similar]]


@bp.route("/<code>/preguntar", methods=["GET", "POST"])
@access.public
@keeps_text(LiveAskForm)
def ask(code: str) -> ResponseReturnValue:
    """Nothing is refused for having been asked already, nor because the hearing is over."""
    form = LiveAskForm()
    if not form.validate_on_submit():
        return _form_page(rooms.by_code(code), form)
    if not form.is_other.data:
        offer = _offer(code, form)
        if offer is not None:
            return offer
    hearing, came = rooms.by_code(code), questions.arrival(form.opened.data or "", form.website.data or "")
    receipt = asking.receive(hearing, form.submission(), form.form_key.data or "", came)
    if receipt is not None and receipt.differs:
        form.renew()
        return _form_page(hearing, form, receipt)
    return _received(hearing, receipt)


def _offer(code: str, form: LiveAskForm) -> ResponseReturnValue | None:
    """The page with those that resemble, read before anybody waits for this writer; None when there are none."""
    with reading_first():
        hearing = rooms.by_code(code)
        found = _alike(hearing, form.body.data or "")
        if not found:
            return None
        if wants_json():
            return {"outcome": "alike", "alike": [_told(staged, one) for staged, one in found]}
        supported = taps.supported_in(hearing, questions.arrival())
        return render_template(
            "hearings/alike.html", hearing=hearing, form=form, found=found, supported=supported, gathers=_gathers
        )


def _alike(hearing: Hearing, text: str) -> Alike:
    try:
        return alike(hearing, text)
    except SQLAlchemyError:
        current_app.logger.exception("A question goes on without those that resemble")
        return []


def _told(staged: StagedQuestion, one: Similar) -> dict[str, Any]:
    gathers = _gathers(staged, one)
    return {"number": staged.id, "text": one.body, "radicado": one.radicado, "gathers": gathers}


def _gathers(staged: StagedQuestion, one: Similar) -> bool:
    """Whether a tap on it would be a support now."""
    card = Card(staged.id, staged.stage, staged.is_silent, one.visibility, leader=staged.id)
    return takes_supports(_room(staged.hearing)) and may_gather(card)


def _room(hearing: Hearing) -> Room:
    how = (hearing.takes_supports, hearing.salt, hearing.hall_networks)
    return Room(hearing.id, hearing.room_code, hearing.state, *how)


def _form_page(hearing: Hearing, form: LiveAskForm, earlier: Receipt | None = None) -> ResponseReturnValue:
    status = 409 if earlier else 422 if form.is_submitted() else 200
    if wants_json() and status != 200:
        words = "Ese formulario ya había traído otra pregunta." if earlier else form.first_error
        return {"outcome": "refused", "message": words}, status
    questions.greet()
    return render_template("hearings/ask.html", hearing=hearing, form=form, earlier=earlier), status


def _received(hearing: Hearing, receipt: Receipt | None) -> ResponseReturnValue:
    if wants_json():
        return _said(receipt), 201
    address = _follow_address()
    picture = qr.data_uri(address, receipt.code) if receipt else ""
    return render_template("hearings/receipt.html", hearing=hearing, receipt=receipt, qr_uri=picture), 201


def _said(receipt: Receipt | None) -> dict[str, Any]:
    """What the script keeps on the phone, and shows only after this answer."""
    if receipt is None:
        return {"outcome": "rehearsed"}
    term = {"due": receipt.due_on.isoformat(), "is_late": receipt.is_late}
    return {"outcome": "received", "radicado": receipt.radicado, "code": receipt.code, **term}


def _follow_address() -> str:
    settings: Settings = current_app.extensions["settings"]
    path = url_for("questions.follow")
    return settings.public_url + path if settings.public_url else url_for("questions.follow", _external=True)
