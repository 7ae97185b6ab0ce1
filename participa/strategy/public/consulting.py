"""The draft in consultation: reading it, observing, following an observation, and the report."""

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.config import Settings
from participa.shared import clock, follow_codes, guess_throttle, qr
from participa.shared.edge import keeps_text
from participa.shared.errors import Closed
from participa.shared.paging import asked_page
from participa.strategy import queries, rules, services
from participa.strategy.forms.consulting import FollowObservationForm, ObservationForm
from participa.strategy.models import DECISION_LABELS, Activity, ObservationReceipt, Strategy
from participa.strategy.public.blueprint import bp

WRONG_CODE = "No encontramos una observación con ese código. Compárelo con su comprobante e intente otra vez."


@bp.get("/<int(max=9999):year>/consulta")
@access.public_cached
def consultation(year: int) -> ResponseReturnValue:
    """The draft that people may observe, and later the one that they observed."""
    strategy = queries.consulted(year, clock.today())
    return render_template(
        "strategy/consultation.html",
        strategy=strategy,
        sections=queries.sections(strategy),
        is_open=rules.has_open_consultation(strategy, clock.today()),
        total=queries.observation_count(strategy),
    )


@bp.route("/<int(max=9999):year>/consulta/observar", methods=["GET", "POST"])
@access.public
@keeps_text(ObservationForm)
def observe(year: int) -> ResponseReturnValue:
    """An observation of the whole draft, or of the activity that the address names."""
    strategy, form = queries.consulted(year, clock.today()), ObservationForm()
    slug = request.args.get("actividad", "")
    activity = queries.activity_of(strategy, slug) if slug else None
    if not form.validate_on_submit():
        return _form_page(form, strategy, activity), 422 if form.is_submitted() else 200
    try:
        words, key, email = form.body.data or "", form.form_key.data or "", form.email.data or ""
        receipt = services.observe(strategy, activity, words, key, email=email)
    except Closed as closed:
        form.refuse("body", closed.message)
        return _form_page(form, strategy, activity), closed.status
    if receipt.differs:
        form.renew()
        return _form_page(form, strategy, activity, receipt), 409
    return _receipt_page(receipt, strategy, activity), 201


def _receipt_page(receipt: ObservationReceipt, strategy: Strategy, activity: Activity | None) -> str:
    address = _follow_address()
    return render_template(
        "strategy/observation_receipt.html",
        receipt=receipt,
        strategy=strategy,
        follow_address=address,
        qr_uri=qr.data_uri(address, follow_codes.normalise(receipt.code)),
        draft_key=_draft_key(strategy, activity),
    )


def _follow_address() -> str:
    settings: Settings = current_app.extensions["settings"]
    path = url_for("strategy.follow_observation")
    return settings.public_url + path if settings.public_url else url_for("strategy.follow_observation", _external=True)


def _form_page(
    form: ObservationForm, strategy: Strategy, activity: Activity | None, earlier: ObservationReceipt | None = None
) -> str:
    is_open = rules.has_open_consultation(strategy, clock.today())
    return render_template(
        "strategy/observe.html",
        form=form,
        strategy=strategy,
        activity=activity,
        earlier=earlier,
        is_open=is_open,
        draft_key=_draft_key(strategy, activity),
    )


def _draft_key(strategy: Strategy, activity: Activity | None) -> str:
    return f"observacion-{strategy.id}-{activity.slug if activity else 'todo'}"


@bp.get("/<int(max=9999):year>/consulta/informe")
@access.public_cached
def consultation_report(year: int) -> ResponseReturnValue:
    """How many observations there were, and what became of each."""
    strategy = queries.consulted(year, clock.today())
    counts, total = queries.decision_counts(strategy), queries.observation_count(strategy)
    return render_template(
        "strategy/consultation_report.html",
        strategy=strategy,
        page=queries.replied(strategy, asked_page()),
        counts=[(label, counts[decision.value]) for decision, label in DECISION_LABELS.items()],
        total=total,
        pending=total - counts.total(),
    )


@bp.route("/consulta/seguir", methods=["GET", "POST"])
@access.public
def follow_observation() -> ResponseReturnValue:
    """What became of an observation, for who has its code. The code travels only in the body."""
    form = FollowObservationForm()
    if not form.validate_on_submit():
        return render_template("strategy/follow_observation.html", form=form), 422 if form.is_submitted() else 200
    guess_throttle.check("observation")
    settings: Settings = current_app.extensions["settings"]
    digest = follow_codes.code_digest(follow_codes.normalise(form.code.data or ""), settings.code_key)
    row = queries.find_observation_by_code(digest)
    if row is None:
        guess_throttle.note_wrong("observation")
        form.refuse("code", WRONG_CODE)
        return render_template("strategy/follow_observation.html", form=form), 422
    return render_template("strategy/followed_observation.html", row=row)
