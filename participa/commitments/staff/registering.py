"""Registering a commitment, correcting it while nobody else reads it, and publishing it; its page of the team."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.commitments import doors, rules, services, story
from participa.commitments.blueprint import staff_bp as bp
from participa.commitments.forms.registering import (
    CommitmentForm,
    DiscardForm,
    PublishForm,
)
from participa.commitments.models import Commitment, CommitmentKind, Origin
from participa.commitments.public.pages import evidence_url
from participa.commitments.queries import listing, promises
from participa.commitments.queries import staff as queries
from participa.commitments.queries.listing import Neighbours
from participa.commitments.queries.promises import Promise, PromiseKind
from participa.commitments.staff import writing
from participa.commitments.staff.listing import KINDS
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, standing_of
from participa.commitments.verifiability import Told, advise
from participa.events import queries as events
from participa.shared import personal_data
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.html import to_line

ADD, REVIEW = "agregar", "revisar"
WITH_ITS_PLAN = "Una acción de mejora se corrige, se quita y se publica en su plan de mejoramiento."
MARK_IT = "Revise el texto y marque que no tiene datos personales."


@bp.route("/nuevo", methods=["GET", "POST"])
@access.staff(*rules.REGISTRARS)
@keeps_text(CommitmentForm)
def new() -> ResponseReturnValue:
    """Register a commitment by hand."""
    return _register(None)


@bp.route(f"/registrar/{KINDS}/<int:number>", methods=["GET", "POST"])
@access.staff(*rules.REGISTRARS)
@keeps_text(CommitmentForm)
def register(kind: str, number: int) -> ResponseReturnValue:
    """Register what was promised in a hearing, in an answer, or asked for by who observed or evaluated."""
    promise = promises.promise(PromiseKind(kind), number, access.signed_in())
    if request.method == "GET" and (made := promises.taken_up(promise)) is not None:
        flash(f"Esta promesa ya es el compromiso {made.code}.", "info")
        return redirect(url_for(".detail", code=made.code), 303)
    return _register(promise)


def _register(promise: Promise | None) -> ResponseReturnValue:
    if request.method == "GET":
        return writing.page(writing.fresh(promise, _space()), promise)
    form = writing.sent()
    if answer := _asked_for_more(form, promise):
        return answer
    try:
        made = services.register(writing.given(form, promise), access.signed_in(), form.form_key.data or "")
    except services.Taken as refusal:
        form.form_errors.append(refusal.message)
        return writing.page(form, promise, status=refusal.status)
    flash(f"Quedó registrado como {made.code}. Todavía no es público.", "success")
    return redirect(url_for(".detail", code=made.code), 303)


def _space() -> int:
    """The space that the address names, to begin with."""
    slug = to_line(request.args.get("espacio", ""))
    return events.by_slug(slug).id if slug else 0


def _asked_for_more(
    form: CommitmentForm, promise: Promise | None = None, row: Commitment | None = None
) -> ResponseReturnValue | None:
    """The page again, with one more row of steps, with advice or with what is wrong; None when it may be kept."""
    then = request.form.get("then")
    if then == ADD:
        form.add_row()
        return writing.page(form, promise, row)
    fits = form.validate()
    fits = form.link(listing.questions) and fits
    if then == REVIEW or not fits:
        return writing.page(form, promise, row, status=200 if fits else 422)
    return None


@bp.get("/<code>")
@access.staff(*rules.READERS)
def detail(code: str) -> ResponseReturnValue:
    """One commitment: what it says, how it goes, and what this person may do with it."""
    row, person = queries.by_code(code), access.signed_in()
    standing, is_promise = standing_of(row, today()), row.kind is CommitmentKind.PROMISE
    wrote = not row.is_public and queries.wrote(person, row)
    advice = [] if row.is_public else advise(Told(row.text, row.how_known, row.lead.name, row.due_on), today())
    return render_template(
        "commitments/staff/detail.html",
        row=row,
        is_promise=is_promise,
        standing=(STANDING_LABELS[standing], STANDING_TONES[standing]),
        advice=advice,
        alike=[] if row.is_public else listing.alike(row.text, _near(row), [row.id]),
        origin=_origin_of(row),
        history=story.timeline_of(row, evidence_url) if row.is_public else [],
        panels=doors.staff_panels(row, person),
        may_edit=is_promise and rules.may_edit(person, row),
        may_publish=is_promise and rules.may_publish(person, row) and not wrote,
        is_own=wrote,
    )


def _near(row: Commitment) -> Neighbours:
    return Neighbours(row.lead_id, row.event_id, row.place_id)


def _origin_of(row: Commitment) -> str:
    """Where it was born, and by which office or role it was registered."""
    author = queries.who_registered(row)
    office = author.department.name if author.department else author.role_label
    registered = f"Lo registró {office}."
    return registered if row.origin is Origin.HAND else f"{row.origin_label}. {registered}"


def _written_here(code: str) -> Commitment:
    """One whose words are written and published on these pages. Raises Conflict for what its plan publishes."""
    row = queries.by_code(code)
    if row.kind is CommitmentKind.ACTION and not row.is_public:
        raise Conflict(WITH_ITS_PLAN)
    return row


@bp.route("/<code>/cambiar", methods=["GET", "POST"])
@access.staff(*rules.REGISTRARS)
@keeps_text(CommitmentForm)
def change(code: str) -> ResponseReturnValue:
    """Correct one that nobody else reads yet."""
    row = _written_here(code)
    services.require_editable(row, access.signed_in())
    if request.method == "GET":
        return writing.page(writing.of_row(row), row=row)
    form = writing.sent(row)
    if answer := _asked_for_more(form, row=row):
        return answer
    try:
        services.change(row, writing.given(form), access.signed_in(), form.revision.data)
    except services.Changed as refusal:
        form.form_errors.append(f"{refusal.message} Si guarda otra vez, queda lo que usted ve aquí.")
        form.revision.raw_data, form.revision.data = None, queries.by_code(code).revision
        return writing.page(form, row=row, status=refusal.status)
    flash("Guardamos los cambios.", "success")
    return redirect(url_for(".detail", code=row.code), 303)


@bp.route("/<code>/descartar", methods=["GET", "POST"])
@access.staff(*rules.REGISTRARS)
def discard(code: str) -> ResponseReturnValue:
    """Take away one that never was public, once it is confirmed."""
    row = _written_here(code)
    services.require_editable(row, access.signed_in())
    form = DiscardForm.sent()
    if form.validate_on_submit():
        services.discard(row, access.signed_in())
        flash(f"Descartamos {row.code}. Si venía de una promesa, esta vuelve a «Por registrar».", "success")
        return redirect(url_for(".index"), 303)
    return render_template("commitments/staff/discard.html", row=row, form=DiscardForm.fresh(row))


@bp.route("/<code>/publicar", methods=["GET", "POST"])
@access.staff(*rules.PUBLISHERS)
def publish(code: str) -> ResponseReturnValue:
    """Let everybody read it, once who approves has looked at it."""
    row, person = _written_here(code), access.signed_in()
    if row.is_public:
        return redirect(url_for(".detail", code=row.code), 303)
    if queries.wrote(person, row):
        raise Forbidden(services.OWN)
    form = PublishForm.sent() if request.method == "POST" else PublishForm.fresh(row)
    if form.validate_on_submit():
        try:
            _publish(row, form)
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
            form.now_seen(queries.by_code(code))
        else:
            flash("El compromiso es público. Sus palabras y su primera fecha ya no cambian.", "success")
            return redirect(url_for(".detail", code=row.code), 303)
    page = render_template(
        "commitments/staff/publish.html",
        row=row,
        form=form,
        advice=advise(Told(row.text, row.how_known, row.lead.name, row.due_on), today()),
        doubts=_doubts(row),
    )
    return page, 422 if form.errors else 200


def _publish(row: Commitment, form: PublishForm) -> None:
    if form.seen != row.revision:
        raise services.Changed(services.CHANGED)
    if _doubts(row) and not form.is_looked_at.data:
        raise Invalid(MARK_IT)
    services.publish(row, access.signed_in())


def _doubts(row: Commitment) -> str:
    """What may be personal data in the words that everybody will read."""
    texts = [row.text, row.how_known, row.scope, row.plan_goal, *(step.text for step in row.steps)]
    return personal_data.described(personal_data.findings("\n".join([*texts, *(one.name for one in row.partners)])))
