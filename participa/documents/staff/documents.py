"""Documents and bulletins as the team writes, publishes, replaces and withdraws them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.accounts import access
from participa.documents import queries, rules, services
from participa.documents.blueprint import staff_bp as bp
from participa.documents.forms import DocumentForm, PublishForm, WithdrawForm, state_of
from participa.documents.models import PaperState, PublicDocument
from participa.events import queries as events
from participa.events.models import Event
from participa.shared import files, personal_data
from participa.shared.clock import today
from participa.shared.errors import Invalid
from participa.shared.forms import BaseForm
from participa.shared.html import to_line
from participa.shared.paging import asked_page
from participa.strategy.models import Activity

NONE = SelectChoice("", "Ninguno")


@bp.get("/")
@access.staff()
def index() -> ResponseReturnValue:
    """All of them, what is being written first."""
    state = state_of(request.args.get("estado", ""))
    return render_template(
        "documents/staff/index.html",
        page=queries.for_team(asked_page(), queries.Wanted(state=state)),
        state=state,
        states=PaperState,
        counts=queries.counts_by_state(),
        may_write=rules.may_write(access.signed_in()),
    )


@bp.route("/nuevo", methods=["GET", "POST"])
@access.staff(*rules.TEAM)
@files.takes_uploads
def new() -> ResponseReturnValue:
    """A document that nobody else sees until it is published."""
    slug = to_line(request.args.get("espacio", ""))
    form = _offered(DocumentForm(data={"year": today().year, "event": slug}))
    if not form.validate_on_submit():
        return render_template("documents/staff/edit.html", form=form, document=None), _status(form)
    try:
        document = services.begin(_given(form), form.form_key.data or "", access.signed_in())
    except Invalid as refusal:
        form.refuse("upload", refusal.message)
        return render_template("documents/staff/edit.html", form=form, document=None), refusal.status
    return _back("Quedó guardado. Mire cómo se ve y publíquelo.", document)


@bp.route("/<slug>/escribir", methods=["GET", "POST"])
@access.staff(*rules.TEAM)
@files.takes_uploads
def edit(slug: str) -> ResponseReturnValue:
    """Write over the draft, or begin the version that follows the public one."""
    document = queries.by_slug(slug)
    form = _offered(DocumentForm.of(document), document)
    if not form.validate_on_submit():
        return render_template("documents/staff/edit.html", form=form, document=document), _status(form)
    try:
        services.rewrite(document, _given(form), access.signed_in(), form.revision.data)
    except Invalid as refusal:
        form.refuse("reason" if document.newest and not form.reason.data else "text", refusal.message)
        return render_template("documents/staff/edit.html", form=form, document=document), refusal.status
    return _back("Quedó guardado. Mire cómo se ve y publíquelo.", document)


def _status(form: BaseForm) -> int:
    return 422 if form.is_submitted() else 200


def _offered(form: DocumentForm, document: PublicDocument | None = None) -> DocumentForm:
    """The spaces and activities to choose from; what a document has already can always stay."""
    spaces = {one.slug: _space(one) for one in queries.spaces()}
    activities = {str(one.id): _activity(one) for one in events.activities_to_fulfil()}
    if document and document.event:
        spaces.setdefault(document.event.slug, _space(document.event))
    if document and document.activity:
        activities.setdefault(str(document.activity.id), _activity(document.activity))
    form.event.choices = [NONE, *(SelectChoice(slug, label) for slug, label in spaces.items())]
    form.activity.choices = [NONE, *(SelectChoice(number, label) for number, label in activities.items())]
    return form


def _space(event: Event) -> str:
    return f"{event.title} ({event.day.isoformat()})"


def _activity(activity: Activity) -> str:
    return f"{activity.strategy.year}: {activity.name[:120]}"


def _given(form: DocumentForm) -> services.Writing:
    return services.Writing(
        kind=form.kind.data,
        title=form.title.data or "",
        year=form.year.data or today().year,
        text=form.text.data or "",
        event_id=events.by_slug(form.event.data).id if form.event.data else None,
        activity_id=int(form.activity.data) if form.activity.data else None,
        is_prior_report=form.is_prior_report.data,
        reason=form.reason.data or "",
        uploads=form.uploads,
    )


@bp.get("/<slug>")
@access.staff()
def detail(slug: str) -> ResponseReturnValue:
    """How it is and will be read, and what may be done with it."""
    document, person = queries.by_slug(slug), access.signed_in()
    shown = document.draft or document.versions[-1]
    consultation = queries.find_of(document.id)
    return render_template(
        "documents/staff/detail.html",
        document=document,
        version=shown,
        form=PublishForm(formdata=None, data={"number": shown.number}),
        found=personal_data.described(personal_data.findings(f"{shown.title}\n{shown.text}")),
        consultation=consultation,
        counts=queries.observation_counts([consultation.id])[consultation.id] if consultation else (0, 0),
        may_write=rules.may_write(person) and rules.may_be_written(document),
        may_decide=rules.may_decide(person),
    )


@bp.post("/<slug>/publicar")
@access.staff(*rules.TEAM)
def publish(slug: str) -> ResponseReturnValue:
    """Show the version that the person saw to everybody."""
    document, form = queries.by_slug(slug), PublishForm()
    if not form.validate():
        raise Invalid("Recargue la página: falta un dato del formulario.")
    services.publish(document, form.number.data or 0, access.signed_in())
    return _back("Ya lo puede leer todo el mundo.", document)


@bp.post("/<slug>/descartar")
@access.staff(*rules.TEAM)
def discard(slug: str) -> ResponseReturnValue:
    """Take away the draft that the person saw; a document that was never public goes with it."""
    document, form = queries.by_slug(slug), PublishForm()
    if not form.validate():
        raise Invalid("Recargue la página: falta un dato del formulario.")
    if not services.discard(document, form.number.data or 0, access.signed_in()):
        return _back("Descartamos el borrador. La versión publicada no cambia.", document)
    flash("Descartamos el borrador.", "success")
    return redirect(url_for(".index"), 303)


@bp.route("/<slug>/retirar", methods=["GET", "POST"])
@access.staff(*rules.DECIDERS)
def withdraw(slug: str) -> ResponseReturnValue:
    """Ask why, and take it from everybody's sight."""
    document, form = queries.by_slug(slug), WithdrawForm()
    if form.validate_on_submit():
        try:
            services.withdraw(document, form.reason.data or "", access.signed_in())
        except Invalid as refusal:
            form.refuse("reason", refusal.message)
        else:
            return _back("El documento se retiró. Su dirección dice por qué.", document)
    return render_template("documents/staff/withdraw.html", document=document, form=form), _status(form)


@bp.get("/<slug>/archivos/<name>")
@access.staff()
def file(slug: str, name: str) -> ResponseReturnValue:
    """A file of any version, of a draft too."""
    document = queries.by_slug(slug)
    return files.send(queries.team_file(document, name), document.slug)


def _back(words: str, document: PublicDocument) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".detail", slug=document.slug), 303)
