"""The places of the municipality: pasted as a list, changed, switched off; also while a hearing goes on."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions import services
from participa.questions.forms.words import PlaceForm, PlacesForm, SwitchForm
from participa.questions.models import KnownPlace
from participa.questions.queries import words as queries
from participa.questions.staff.blueprint import bp
from participa.shared.errors import Invalid
from participa.shared.html import to_line
from participa.shared.paging import asked_page
from participa.shared.templating import counted

NUMBER = f"<int(max={2**31 - 1}):place_id>"  # the largest number of a row


@bp.get("/lugares")
@access.staff(Role.MODERATOR, Role.ADMIN)
def places() -> ResponseReturnValue:
    """The places, and the form to paste more."""
    return _list(PlacesForm())


@bp.post("/lugares")
@access.staff(Role.MODERATOR, Role.ADMIN)
def add_places() -> ResponseReturnValue:
    form = PlacesForm()
    if not form.validate():
        return _list(form)
    try:
        added = services.add_places(access.signed_in(), form.kind.data, form.rows)
    except Invalid as refusal:
        form.refuse("names", refusal.message)
        return _list(form)
    flash(_told(added), "success")
    return redirect(url_for("questions.staff.places"), 303)


def _told(added: services.Added) -> str:
    known = f" {counted(added.known, 'ya estaba', 'ya estaban')}." if added.known else ""
    return f"{counted(added.new, 'fila nueva', 'filas nuevas')}.{known}"


@bp.get(f"/lugares/{NUMBER}")
@access.staff(Role.MODERATOR, Role.ADMIN)
def place(place_id: int) -> ResponseReturnValue:
    """One place: change it, stop using it or use it again."""
    found = queries.place(place_id)
    return _page(found, PlaceForm(name=found.name, kind=found.kind))


@bp.post(f"/lugares/{NUMBER}")
@access.staff(Role.MODERATOR, Role.ADMIN)
def change_place(place_id: int) -> ResponseReturnValue:
    found, form = queries.place(place_id), PlaceForm()
    if not form.validate():
        return _page(found, form)
    try:
        services.change_place(found, access.signed_in(), form.kind.data, form.name.data or "")
    except Invalid as refusal:
        form.refuse("name", refusal.message)
        return _page(found, form)
    return _back(f"«{found.name}» guardado.")


@bp.post(f"/lugares/{NUMBER}/uso")
@access.staff(Role.MODERATOR, Role.ADMIN)
def switch_place(place_id: int) -> ResponseReturnValue:
    """Stop telling questions apart by this place, or begin again."""
    found, form = queries.place(place_id), SwitchForm()
    if form.validate():
        services.switch_place(found, access.signed_in(), form.is_on.data)
    return _back(f"«{found.name}» {'en uso' if found.is_active else 'fuera de uso'}.")


def _list(form: PlacesForm) -> ResponseReturnValue:
    typed = to_line(request.args.get("q", ""))[:60]
    found = queries.places(typed, asked_page())

    def page_url(number: int) -> str:
        return url_for("questions.staff.places", q=typed or None, pagina=number)

    page = render_template("questions/staff/places.html", form=form, found=found, typed=typed, page_url=page_url)
    return page, 422 if form.errors else 200


def _page(found: KnownPlace, form: PlaceForm) -> ResponseReturnValue:
    return render_template("questions/staff/place.html", form=form, place=found), 422 if form.errors else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("questions.staff.places"), 303)
