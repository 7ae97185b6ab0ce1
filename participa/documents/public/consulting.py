"""A draft that people may observe: saying what to change, following one's observation, and what was replied."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.documents import queries, rules, services
from participa.documents.blueprint import bp
from participa.documents.forms import CodeForm, ObserveForm
from participa.documents.models import DraftConsultation, DraftReceipt
from participa.documents.public.documents import whole
from participa.shared import clock, follow_codes, guess_throttle, qr
from participa.shared.edge import keeps_text
from participa.shared.errors import Closed
from participa.shared.paging import asked_page
from participa.shared.subscribing import digest_of
from participa.strategy.models import DECISION_LABELS

WRONG_CODE = "No encontramos una observación con ese código. Compárelo con su comprobante e intente otra vez."


@bp.route("/<slug>/opinar", methods=["GET", "POST"])
@access.public
@keeps_text(ObserveForm)
def observe(slug: str) -> ResponseReturnValue:
    """An observation of a draft, without an account."""
    consultation, form = queries.begun(queries.once_public(slug), clock.today()), ObserveForm()
    if not form.validate_on_submit():
        return _form_page(form, consultation), 422 if form.is_submitted() else 200
    try:
        words, key = form.body.data or "", form.form_key.data or ""
        receipt = services.observe(consultation, words, key, form.part.data or "", form.email.data or "")
    except Closed as closed:
        form.refuse("body", closed.message)
        return _form_page(form, consultation), closed.status
    if receipt.differs:
        form.renew()
        return _form_page(form, consultation, receipt), 409
    return _receipt_page(receipt, consultation), 201


def _form_page(form: ObserveForm, consultation: DraftConsultation, earlier: DraftReceipt | None = None) -> str:
    is_open = rules.is_open(consultation, clock.today())
    values = {"form": form, "consultation": consultation, "earlier": earlier, "is_open": is_open}
    return render_template("documents/observe.html", document=consultation.document, **values)


def _receipt_page(receipt: DraftReceipt, consultation: DraftConsultation) -> str:
    address = whole("documents.follow_observation")
    code = follow_codes.normalise(receipt.code)
    values = {"receipt": receipt, "follow_address": address, "qr_uri": qr.data_uri(address, code)}
    return render_template("documents/observed.html", consultation=consultation, **values)


@bp.get("/<slug>/observaciones")
@access.public_cached
def observations(slug: str) -> ResponseReturnValue:
    """How many observations there were, and what became of each."""
    consultation = queries.begun(queries.once_public(slug), clock.today())
    total, waiting = queries.observation_counts([consultation.id])[consultation.id]
    decisions = queries.decision_counts(consultation)
    return render_template(
        "documents/observations.html",
        document=consultation.document,
        consultation=consultation,
        is_over=rules.is_over(consultation, clock.today()),
        page=queries.replied(consultation, asked_page()),
        counts=[(label, decisions[decision.value]) for decision, label in DECISION_LABELS.items()],
        total=total,
        pending=waiting,
    )


@bp.route("/observaciones/seguir", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def follow_observation() -> ResponseReturnValue:
    """What became of an observation, for who has its code. The code travels only in the body."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("documents/follow.html", form=form), 422 if form.is_submitted() else 200
    guess_throttle.check("draft_observation")
    digest = digest_of(form.code.data or "", _settings().code_key)
    row = queries.find_observation_by_code(digest) if digest else None
    if row is None:
        guess_throttle.note_wrong("draft_observation")
        form.refuse("code", WRONG_CODE)
        return render_template("documents/follow.html", form=form), 422
    return render_template("documents/followed.html", row=row, document=row.consultation.document)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
