"""Pages for the team."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.attendance import exports, queries, rules, services
from participa.attendance.forms import FindForm, LinkForm, PaperForm
from participa.attendance.models import DECISION_LABELS, Decision
from participa.config import Settings
from participa.events import queries as events
from participa.events.models import Event
from participa.registrations.models import ATTENDS_LABELS, REGISTRATION_CHANNEL_LABELS, Attends
from participa.shared import qr
from participa.shared.clock import local, now
from participa.shared.edge import keeps_text
from participa.shared.errors import Closed
from participa.shared.paging import asked_page

bp = Blueprint("staff", __name__, url_prefix="/gestion")

MOST = 2**31 - 1  # the largest number of a row
BLANK_ROWS = 25
DECIDE = "<any(" + ", ".join(Decision) + "):decision>"


@bp.get("/<slug>")
@access.staff(*rules.READERS)
def index(slug: str) -> ResponseReturnValue:
    """Who arrived and who is expected. Names are searched in the body, never in the address."""
    return _index_page(events.by_slug(slug), FindForm(formdata=None))


@bp.post("/<slug>/buscar")
@access.staff(*rules.SEEKERS)
@keeps_text(FindForm)
def find(slug: str) -> ResponseReturnValue:
    event, form = events.by_slug(slug), FindForm()
    if not form.validate_on_submit():
        return _index_page(event, form), 422
    return _index_page(event, form, queries.named(event, form.wanted.data or ""))


def _index_page(event: Event, form: FindForm, found: list[queries.Found] | None = None) -> str:
    person, attends = access.signed_in(), request.args.get("asiste", None, Attends)
    return render_template(
        "attendance/staff/index.html",
        event=event,
        form=form,
        found=found,
        counts=queries.counts(event),
        arrivals=queries.arrivals(event, asked_page(), attends),
        attends=attends,
        attends_labels=ATTENDS_LABELS,
        channel_labels=REGISTRATION_CHANNEL_LABELS,
        conflicts=queries.count_open_conflicts(event),
        may_keep=rules.may_keep(person),
        may_export=rules.may_export(person),
        may_seek=rules.may_seek(person),
        is_open=rules.receives_arrivals(event, now()),
        url_for_page=lambda page: url_for(".index", slug=event.slug, asiste=attends, pagina=page if page > 1 else None),
    )


@bp.route("/<slug>/enlaces", methods=["GET", "POST"])
@access.staff(*rules.KEEPERS)
@keeps_text(LinkForm)
def links(slug: str) -> ResponseReturnValue:
    """The links of the doors. The code of a new one is shown once."""
    event, form, opened, code = events.by_slug(slug), LinkForm(), None, ""
    if form.validate_on_submit():
        try:
            opened, code = services.open_link(
                event, form.chosen_kind(), form.label.data or "", form.form_key.data or "", access.signed_in()
            )
        except Closed as refusal:
            form.form_errors.append(refusal.message)
        else:
            form = LinkForm(formdata=None)
    address = _enter_address()
    page = render_template(
        "attendance/staff/links.html",
        event=event,
        form=form,
        opened=opened,
        code=code,
        address=address,
        qr_uri=qr.data_uri(address, code) if code else "",
        links=queries.links(event),
        may_open=rules.may_have_links(event, now()),
        at=now(),
    )
    return page, 422 if form.errors else 200


def _enter_address() -> str:
    settings: Settings = current_app.extensions["settings"]
    path = url_for("attendance.enter")
    return settings.public_url + path if settings.public_url else url_for("attendance.enter", _external=True)


@bp.post(f"/<slug>/enlaces/<int(max={MOST}):link_id>/cerrar")
@access.staff(*rules.KEEPERS)
def revoke(slug: str, link_id: int) -> ResponseReturnValue:
    link = queries.link_of(events.by_slug(slug), link_id)
    services.revoke(link, access.signed_in())
    flash("El enlace quedó cerrado en todos los aparatos.", "success")
    return redirect(url_for(".links", slug=slug), 303)


@bp.get("/<slug>/por-revisar")
@access.staff(*rules.READERS)
def conflicts(slug: str) -> ResponseReturnValue:
    """What the devices sent and a person must decide."""
    event = events.by_slug(slug)
    return render_template(
        "attendance/staff/conflicts.html",
        event=event,
        waiting=queries.open_conflicts(event),
        decided=queries.decided_conflicts(event),
        decisions=rules.DECISIONS,
        labels=DECISION_LABELS,
        may_keep=rules.may_keep(access.signed_in()),
    )


@bp.post(f"/<slug>/por-revisar/<int(max={MOST}):conflict_id>/{DECIDE}")
@access.staff(*rules.KEEPERS)
def decide(slug: str, conflict_id: int, decision: str) -> ResponseReturnValue:
    event = events.by_slug(slug)
    services.decide(queries.conflict_of(event, conflict_id), event, Decision(decision), access.signed_in())
    flash("La llegada quedó revisada.", "success")
    return redirect(url_for(".conflicts", slug=slug), 303)


@bp.get("/<slug>/planilla")
@access.staff(*rules.KEEPERS)
def sheet(slug: str) -> ResponseReturnValue:
    """The list for the door on paper, with the names or blank."""
    event, is_blank = events.by_slug(slug), "en_blanco" in request.args
    people = [] if is_blank else queries.expected_people(event)
    return render_template("attendance/staff/sheet.html", event=event, people=people, blank_rows=BLANK_ROWS)


@bp.route("/<slug>/papel", methods=["GET", "POST"])
@access.staff(*rules.KEEPERS)
@keeps_text(PaperForm)
def paper(slug: str) -> ResponseReturnValue:
    """Type the paper list afterwards, line after line, with the hour that it says."""
    event, form, twin = events.by_slug(slug), PaperForm(), None
    if form.validate_on_submit():
        day = local(event.starts_at).date()
        result = services.from_paper(event, form.person(), form.entry_on(day), access.signed_in(), form.answer())
        if result.is_noted:
            flash("Llegada anotada.", "success")
            return redirect(url_for(".paper", slug=slug, hora=f"{form.at.data:%H:%M}"), 303)
        twin = result
    form.suggest(request.args.get("hora", ""))
    page = render_template("attendance/staff/paper.html", event=event, form=form, twin=twin)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<slug>/descargar")
@access.staff(*rules.EXPORTERS)
def download(slug: str) -> ResponseReturnValue:
    """The arrivals as CSV. Sent with POST, because it leaves a trace of who took the names away."""
    event = events.by_slug(slug)
    rows = queries.all_arrivals(event)
    services.note_export(event, access.signed_in(), len(rows), "csv")
    name = f"asistencia-{event.slug}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(exports.as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
