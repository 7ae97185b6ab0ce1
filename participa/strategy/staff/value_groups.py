"""The catalogue of value groups."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.shared.errors import Invalid
from participa.strategy import queries, services
from participa.strategy.forms.editing import ValueGroupForm
from participa.strategy.models import ValueGroup
from participa.strategy.staff.blueprint import MOST, bp


@bp.get("/grupos-de-valor")
@access.staff(Role.CONTROL, Role.ADMIN)
def value_groups() -> ResponseReturnValue:
    is_admin = access.signed_in().role is Role.ADMIN
    return render_template("strategy/staff/value_groups.html", groups=queries.value_groups(), is_admin=is_admin)


@bp.route("/grupos-de-valor/nuevo", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def new_value_group() -> ResponseReturnValue:
    return _edit(None)


@bp.route(f"/grupos-de-valor/<int(max={MOST}):group_id>", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def edit_value_group(group_id: int) -> ResponseReturnValue:
    return _edit(queries.value_group(group_id))


def _edit(group: ValueGroup | None) -> ResponseReturnValue:
    form = ValueGroupForm(obj=group)
    if form.validate_on_submit():
        try:
            _save(group, form)
        except Invalid as problem:
            form.refuse("name", problem.message)
        else:
            flash("El grupo de valor quedó guardado.", "good")
            return redirect(url_for(".value_groups"), 303)
    page = render_template("strategy/staff/value_group.html", form=form, group=group)
    return page, 422 if form.errors else 200


def _save(group: ValueGroup | None, form: ValueGroupForm) -> None:
    name, person = form.name.data or "", access.signed_in()
    if group is None:
        services.add_value_group(name, person)
    else:
        services.change_value_group(group, name, bool(form.is_active.data), person)
