"""«Esto no se ha cumplido»: what citizens say of a commitment, and what became of it."""

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.commitments.blueprint import bp
from participa.commitments.forms.citizens import ObserveForm
from participa.commitments.models import Commitment
from participa.commitments.queries import following, observing
from participa.commitments.services import observing as services
from participa.commitments.services.observing import Shown
from participa.config import Settings
from participa.questions import services as questions
from participa.questions.services import Receipt
from participa.shared import files, qr
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.html import to_line
from participa.shared.paging import asked_page


@bp.route("/<code>/no-se-ha-cumplido", methods=["GET", "POST"])
@access.public
@files.takes_uploads
@keeps_text(ObserveForm)
def observe(code: str) -> ResponseReturnValue:
    """What was not fulfilled becomes an observation with its filing number, its term and its answer."""
    commitment, form = following.public_one(to_line(code)), ObserveForm()
    arrival = questions.arrival(request.form.get("opened", ""), request.form.get("website", ""))
    if not form.validate_on_submit():
        return _form_page(form, commitment), 422 if form.is_submitted() else 200
    try:
        receipt = services.observe(commitment, form.submission(), _shown(form), form.form_key.data or "", arrival)
    except Invalid as refusal:
        form.refuse("upload", refusal.message)
        return _form_page(form, commitment), 422
    if receipt.differs:
        form.renew()
        return _form_page(form, commitment, receipt), 409
    return _receipt_page(receipt, commitment), 201


def _shown(form: ObserveForm) -> list[Shown]:
    words = form.description.data or ""
    pieces = [Shown(words, upload=form.upload.data)] if form.upload.data else []
    return [*pieces, Shown(words, url=form.url.data)] if form.url.data else pieces


def _form_page(form: ObserveForm, commitment: Commitment, earlier: Receipt | None = None) -> str:
    return render_template("commitments/observe.html", form=form, commitment=commitment, earlier=earlier)


def _receipt_page(receipt: Receipt, commitment: Commitment) -> str:
    settings: Settings = current_app.extensions["settings"]
    path = url_for("questions.follow")
    address = settings.public_url + path if settings.public_url else url_for("questions.follow", _external=True)
    return render_template(
        "commitments/observed.html",
        receipt=receipt,
        commitment=commitment,
        follow_address=address,
        qr_uri=qr.data_uri(address, receipt.code),
    )


@bp.get("/<code>/observaciones")
@access.public_cached
def observations(code: str) -> ResponseReturnValue:
    """Every observation on a commitment, the latest first."""
    commitment = following.public_one(to_line(code))
    found, rows = observing.page(commitment.id, asked_page())
    return render_template(
        "commitments/observations.html",
        commitment=commitment,
        found=found,
        rows=rows,
        counts=observing.counts(commitment.id),
        page_url=lambda number: url_for(".observations", code=commitment.code, pagina=number),
    )


@bp.get("/<code>/observaciones/<string(length=32):name>")
@access.public
def observation_file(code: str, name: str) -> ResponseReturnValue:
    """A file that a citizen sent and a moderator accepted. What is not public does not exist here."""
    piece = observing.public_piece(to_line(code), name)
    if piece.file is None:
        raise LookupError(name)
    return files.send(piece.file, piece.description, inline=True, is_public=True)
