"""The list of guests: find, write, unite, erase, bring in from a file and take out."""

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.invitations import lists, queries, rules, services, tables
from participa.invitations.forms import STANDINGS, GuestForm, UploadForm
from participa.invitations.models import GUEST_KIND_LABELS, GuestImport, GuestKind
from participa.invitations.queries import Audience
from participa.invitations.staff.blueprint import READERS, WRITERS, bp
from participa.shared import audit
from participa.shared.addresses import row_number
from participa.shared.errors import Invalid
from participa.shared.forms import BaseForm
from participa.shared.html import to_line
from participa.shared.paging import asked_page
from participa.strategy import queries as strategies

SHOWN_ROWS, SHOWN_PROBLEMS = 8, 50
LONGEST = 120


@bp.get("/invitados")
@access.staff(*READERS)
def guests() -> ResponseReturnValue:
    audience = _wanted(request.args)
    address = _address(audience)
    return render_template(
        "invitations/staff/guests.html",
        found=queries.guests(audience, asked_page()),
        audience=audience,
        address=address,
        kinds=GUEST_KIND_LABELS,
        groups=strategies.value_groups(),
        territories=queries.territories(),
        standings=STANDINGS,
        may_write=rules.may_write(access.signed_in()),
        may_be_mailed=rules.may_be_mailed,
        url_for_page=lambda page: url_for(".guests", **address, pagina=page),
    )


def _wanted(args: Mapping[str, str]) -> Audience:
    kind = args.get("clase", "")
    group = args.get("grupo", "")
    return Audience(
        words=to_line(args.get("q", ""))[:LONGEST],
        kind=next((one for one in GuestKind if one.value == kind), None),
        value_group_id=_row(group),
        territory=to_line(args.get("territorio", ""))[:LONGEST],
        standing=args.get("permiso", "")[:10],
    )


def _row(text: str) -> int | None:
    try:
        return row_number(text)
    except ValueError:
        return None


def _address(audience: Audience) -> dict[str, Any]:
    """The filters as the address carries them."""
    words = {
        "q": audience.words,
        "clase": audience.kind.value if audience.kind else "",
        "grupo": audience.value_group_id,
        "territorio": audience.territory,
        "permiso": audience.standing,
    }
    return {name: value for name, value in words.items() if value}


@bp.route("/invitados/nuevo", methods=["GET", "POST"])
@access.staff(*WRITERS)
def new_guest() -> ResponseReturnValue:
    form = GuestForm()
    form.offer(strategies.value_groups())
    if form.validate_on_submit():
        try:
            guest = services.add(form.details(), access.signed_in())
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("El invitado quedó en la lista.", "success")
            return redirect(url_for(".guest", guest_id=guest.id), 303)
    return render_template("invitations/staff/guest_form.html", form=form, guest=None), 422 if form.errors else 200


@bp.get("/invitados/<int:guest_id>")
@access.staff(*READERS)
def guest(guest_id: int) -> ResponseReturnValue:
    found = queries.find_guest(guest_id)
    return render_template(
        "invitations/staff/guest.html",
        guest=found,
        is_authorized=rules.is_authorized(found),
        is_mailable=rules.may_be_mailed(found),
        twins=queries.likely_twins(found),
        may_write=rules.may_write(access.signed_in()),
    )


@bp.route("/invitados/<int:guest_id>/editar", methods=["GET", "POST"])
@access.staff(*WRITERS)
def edit_guest(guest_id: int) -> ResponseReturnValue:
    found = queries.find_guest(guest_id)
    form = GuestForm(obj=found)
    form.offer(strategies.value_groups())
    if not form.is_submitted():
        form.fill(found)
    if form.validate_on_submit():
        try:
            services.change(found, form.details(), access.signed_in())
        except Invalid as refusal:
            form.form_errors.append(refusal.message)
        else:
            flash("Guardamos los cambios.", "success")
            return redirect(url_for(".guest", guest_id=guest_id), 303)
    return render_template("invitations/staff/guest_form.html", form=form, guest=found), 422 if form.errors else 200


@bp.route("/invitados/<int:guest_id>/unir/<int:other_id>", methods=["GET", "POST"])
@access.staff(*WRITERS)
def merge_guests(guest_id: int, other_id: int) -> ResponseReturnValue:
    kept, other, form = queries.find_guest(guest_id), queries.find_guest(other_id), BaseForm()
    if form.validate_on_submit():
        services.merge(kept, other, access.signed_in())
        flash("Los dos registros quedaron en uno.", "success")
        return redirect(url_for(".guest", guest_id=guest_id), 303)
    return render_template("invitations/staff/merge.html", form=form, kept=kept, other=other)


@bp.route("/invitados/<int:guest_id>/borrar", methods=["GET", "POST"])
@access.staff(*WRITERS)
def erase_guest(guest_id: int) -> ResponseReturnValue:
    found, form = queries.find_guest(guest_id), BaseForm()
    if form.validate_on_submit():
        services.erase(found, access.signed_in())
        flash("Borramos los datos del invitado. Las cuentas no cambian.", "success")
        return redirect(url_for(".guests"), 303)
    return render_template("invitations/staff/erase.html", form=form, guest=found)


@bp.post("/invitados/descargar")
@access.staff(*WRITERS)
def export_guests() -> ResponseReturnValue:
    """The list of a filter as a spreadsheet. Taking it out leaves a trace."""
    person = access.signed_in()
    audit.record("guest.export", person, person)
    answer = make_response(tables.as_csv(queries.all_guests(_wanted(request.form))))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="invitados.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/invitados/lista", methods=["GET", "POST"])
@access.staff(*WRITERS)
def upload() -> ResponseReturnValue:
    form = UploadForm()
    if form.validate_on_submit():
        try:
            row = services.upload(form.content(), form.usual(), access.signed_in())
        except Invalid as refusal:
            form.refuse("file", refusal.message)
        else:
            return redirect(url_for(".review", import_id=row.id), 303)
    return render_template("invitations/staff/upload.html", form=form), 422 if form.errors else 200


@bp.get("/invitados/lista/<int:import_id>")
@access.staff(*WRITERS)
def review(import_id: int) -> ResponseReturnValue:
    return _review(queries.guest_import(import_id))


def _review(row: GuestImport, refusal: str = "") -> str:
    cells = lists.unpacked(row.cells)
    checked = list(services.read(row))
    faulty = [one for one in checked if one.problems]
    return render_template(
        "invitations/staff/review.html",
        row=row,
        form=BaseForm(),
        refusal=refusal,
        columns=list(zip(cells[0], row.mapping, cells[1], strict=False)),
        meanings=lists.COLUMN_LABELS,
        count=len(checked),
        faulty=faulty[:SHOWN_PROBLEMS],
        faulty_count=len(faulty),
        sample=[one for one in checked if not one.problems][:SHOWN_ROWS],
        outcome=services.tally(row),
        kinds=GUEST_KIND_LABELS,
    )


@bp.post("/invitados/lista/<int:import_id>/columnas")
@access.staff(*WRITERS)
def remap(import_id: int) -> ResponseReturnValue:
    """What each column means, as the person says."""
    row = queries.guest_import(import_id)
    said = [request.form.get(f"columna-{place}", "") for place in range(len(row.mapping))]
    try:
        services.remap(row, [meaning if meaning in lists.COLUMN_LABELS else "" for meaning in said])
    except Invalid as refusal:
        return _review(row, refusal.message), 422
    return redirect(url_for(".review", import_id=import_id), 303)


@bp.post("/invitados/lista/<int:import_id>/guardar")
@access.staff(*WRITERS)
def keep_list(import_id: int) -> ResponseReturnValue:
    row = queries.guest_import(import_id)
    try:
        outcome = services.confirm(row, access.signed_in())
    except Invalid as refusal:
        return _review(row, refusal.message), 422
    flash(f"La lista quedó guardada: {outcome.added} nuevos y {outcome.merged} completados.", "success")
    return redirect(url_for(".guests"), 303)


@bp.post("/invitados/lista/<int:import_id>/descartar")
@access.staff(*WRITERS)
def drop_list(import_id: int) -> ResponseReturnValue:
    services.discard(queries.guest_import(import_id))
    flash("Descartamos la lista. No se guardó nada.", "success")
    return redirect(url_for(".guests"), 303)
