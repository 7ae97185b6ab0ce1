"""Pages of the team: which spaces are about the commitments, and how their document is prepared and published."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.accounts import access
from participa.commitments.queries import public as commitments
from participa.encounters import queries, rules, services
from participa.encounters.blueprint import staff_bp as bp
from participa.encounters.forms import BeginForm, ChooseForm, PublishForm, RemarkForm
from participa.encounters.models import Encounter
from participa.events import queries as events
from participa.shared.clock import now
from participa.shared.errors import DomainError, Forbidden, Invalid, NotFound
from participa.shared.paging import asked_page
from participa.shared.unit_of_work import reading_first

NO_OFFICE = "Esa dependencia no tiene compromisos en este documento."


@bp.get("/")
@access.staff(*rules.READERS)
def index() -> ResponseReturnValue:
    """Every encounter, and the spaces that can be one."""
    return _index(_offered(BeginForm(formdata=None, data={"space": request.args.get("espacio", "")})))


def _offered(form: BeginForm) -> BeginForm:
    form.space.choices = [SelectChoice(one.slug, one.title) for one in queries.startable()]
    return form


def _index(form: BeginForm, status: int = 200) -> ResponseReturnValue:
    page, may = queries.for_team(asked_page()), rules.may_prepare(access.signed_in())
    return render_template("encounters/staff/index.html", page=page, form=form, may_prepare=may), status


@bp.post("/empezar")
@access.staff(*rules.TEAM)
def begin() -> ResponseReturnValue:
    """Make a space the encounter."""
    form = _offered(BeginForm())
    if not form.validate():
        return _index(form, 422)
    encounter = services.begin(events.by_slug(form.space.data), access.signed_in())
    flash("El documento está en preparación. Elija qué compromisos entran.", "success")
    return redirect(url_for(".space", slug=encounter.event.slug), 303)


@bp.get("/<slug>")
@access.staff(*rules.READERS)
def space(slug: str) -> ResponseReturnValue:
    """How the document is being prepared, with the figures of this moment."""
    encounter = _encounter(slug)
    return _space(encounter, _with_choices(ChooseForm.of(encounter)), _to_publish(encounter))


def _encounter(slug: str) -> Encounter:
    return queries.of_event(events.by_slug(slug))


def _with_choices(form: ChooseForm) -> ChooseForm:
    form.years.choices = [SelectChoice(year, str(year)) for year in commitments.years()]
    form.event_ids.choices = [SelectChoice(one.id, one.title) for one in queries.spaces()]
    form.office_ids.choices = [SelectChoice(number, name) for number, name in commitments.offices()]
    return form


def _to_publish(encounter: Encounter) -> PublishForm:
    return PublishForm(formdata=None, data={"after": len(encounter.documents)})


def _space(encounter: Encounter, form: ChooseForm, to_publish: PublishForm, status: int = 200) -> ResponseReturnValue:
    person = access.signed_in()
    page = render_template(
        "encounters/staff/space.html",
        encounter=encounter,
        form=form,
        to_publish=to_publish,
        shown=queries.picture_of(encounter, now()),
        may_prepare=rules.may_prepare(person),
        may_publish=rules.may_publish(person, encounter.event),
        may_remark=lambda office_id: rules.may_remark(person, office_id),
        has_errors=bool(form.errors or to_publish.errors),
    )
    return page, status


@bp.post("/<slug>/que-entra")
@access.staff(*rules.TEAM)
def choose(slug: str) -> ResponseReturnValue:
    """Say which commitments are in and how the document opens."""
    encounter, form = _encounter(slug), _with_choices(ChooseForm.sent())
    if not form.validate():
        return _space(encounter, form, _to_publish(encounter), 422)
    choice = services.Choice(
        form.years.data or [], form.event_ids.data or [], form.office_ids.data or [], form.opening.data or ""
    )
    try:
        services.choose(encounter, choice, access.signed_in(), form.seen)
    except Invalid as refusal:
        form.refuse("opening", refusal.message)
        if isinstance(refusal, services.Changed):
            form.now_seen(encounter)
        return _space(encounter, form, _to_publish(encounter), refusal.status)
    flash("Guardamos qué entra en el documento.", "success")
    return redirect(url_for(".space", slug=slug), 303)


@bp.get("/<slug>/borrador")
@access.staff(*rules.READERS)
def draft(slug: str) -> ResponseReturnValue:
    """The document as it would be if it were published now."""
    encounter = _encounter(slug)
    return render_template(
        "encounters/staff/draft.html", encounter=encounter, shown=queries.picture_of(encounter, now())
    )


@bp.route("/<slug>/palabras/<int:office_id>", methods=["GET", "POST"])
@access.staff(*rules.REMARKERS)
def remark(slug: str, office_id: int) -> ResponseReturnValue:
    """What an office adds in its own words."""
    encounter, person = _encounter(slug), access.signed_in()
    if not rules.may_remark(person, office_id):
        raise Forbidden(services.OTHER_OFFICE)
    written = next((one.text for one in encounter.remarks if one.department_id == office_id), "")
    form = RemarkForm(data={"text": written})
    if request.method == "GET":
        return _remark(encounter, office_id, form)
    if not form.validate():
        return _remark(encounter, office_id, form, 422)
    try:
        services.remark(encounter, office_id, form.text.data or "", person)
    except services.Unfit as refusal:
        form.refuse("text", refusal.message)
        return _remark(encounter, office_id, form, refusal.status)
    flash("Guardamos las palabras de la dependencia.", "success")
    return redirect(url_for(".space", slug=slug), 303)


def _remark(encounter: Encounter, office_id: int, form: RemarkForm, status: int = 200) -> ResponseReturnValue:
    part = next((one for one in queries.picture_of(encounter, now()).parts if one.id == office_id), None)
    if part is None:
        raise NotFound(NO_OFFICE)
    return render_template("encounters/staff/remark.html", encounter=encounter, part=part, form=form), status


@bp.post("/<slug>/publicar")
@access.staff(*rules.PUBLISHERS)
def publish(slug: str) -> ResponseReturnValue:
    """Freeze the document of this moment and show it to everybody."""
    with reading_first():
        seen = services.look(_encounter(slug))
    encounter, form = _encounter(slug), PublishForm()
    if not form.validate():
        return _space(encounter, _with_choices(ChooseForm.of(encounter)), form, 422)
    try:
        document = services.publish(encounter, seen, form.after.data or 0, form.reason.data or "", access.signed_in())
    except Forbidden:
        raise
    except DomainError as refusal:
        form.refuse("reason", refusal.message)
        return _space(encounter, _with_choices(ChooseForm.of(encounter)), form, refusal.status)
    flash(f"La versión {document.number} del documento es pública. Ya no cambia.", "success")
    return redirect(url_for(".space", slug=slug), 303)
