"""One's own account, and for Administration the people and the offices."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access, queries, rules
from participa.accounts.forms import (
    ChangePasswordForm,
    ConfirmForm,
    DepartmentForm,
    NewDepartmentForm,
    NewPersonForm,
    PersonForm,
    SearchForm,
)
from participa.accounts.models import ROLE_LABELS, Department, Role
from participa.accounts.pages import refused
from participa.accounts.services import departments as offices
from participa.accounts.services import passwords, people, second_factors
from participa.config import Settings
from participa.shared.errors import Invalid, TooMany

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.route("/clave", methods=["GET", "POST"])
@access.staff()
def password() -> ResponseReturnValue:
    form, user, page = ChangePasswordForm(), access.signed_in(), "accounts/staff/password.html"
    if not form.validate_on_submit():
        return render_template(page, form=form, **_account()), 422 if form.is_submitted() else 200
    try:
        passwords.change(user, form.current_password.data or "", form.new_password.data or "", access.present_browser())
    except (Invalid, TooMany) as refusal:
        field = "new_password" if isinstance(refusal, passwords.GuessablePassword) else "current_password"
        return refused(page, form, refusal, field, **_account())
    flash("Su clave cambió. Cerramos sus otras sesiones.", "success")
    return redirect(url_for("accounts.staff.password"), 303)


def _account() -> dict[str, object]:
    settings: Settings = current_app.extensions["settings"]
    user = access.signed_in()
    return {
        "user": user,
        "codes_left": queries.unused_recovery_codes(user),
        "second_factor_is_required": settings.is_production,
    }


@bp.route("/codigos", methods=["GET", "POST"])
@access.staff()
def recovery_codes() -> ResponseReturnValue:
    form, user = ConfirmForm(), access.signed_in()
    page = "accounts/staff/renew_codes.html"
    if not form.validate_on_submit():
        return render_template(page, form=form), 422 if form.is_submitted() else 200
    try:
        fresh = second_factors.renew_recovery_codes(user, form.current_password.data or "", access.present_browser())
    except (Invalid, TooMany) as refusal:
        return refused(page, form, refusal, "current_password")
    return render_template("accounts/recovery_codes.html", codes=fresh, target=url_for("accounts.staff.password"))


@bp.route("/quitar-segundo-factor", methods=["GET", "POST"])
@access.staff()
def drop_second_factor() -> ResponseReturnValue:
    form, user = ConfirmForm(), access.signed_in()
    page = "accounts/staff/drop_second_factor.html"
    if not form.validate_on_submit():
        return render_template(page, form=form, **_account()), 422 if form.is_submitted() else 200
    try:
        second_factors.drop(user, form.current_password.data or "", access.present_browser())
    except (Invalid, TooMany) as refusal:
        return refused(page, form, refusal, "current_password", **_account())
    flash("Quitamos el segundo factor de su cuenta.", "warning")
    return redirect(url_for("accounts.staff.password"), 303)


@bp.get("/")
@access.staff(Role.ADMIN, Role.CONTROL)
def users() -> ResponseReturnValue:
    form = SearchForm(request.args)
    search, role = form.q.data or "", form.chosen_role()
    found = queries.users(search, role, request.args.get("page", 1, type=int))
    return render_template(
        "accounts/staff/users.html",
        form=form,
        found=found,
        is_filtered=bool(search or role),
        may_manage=rules.may_manage_accounts(access.signed_in()),
        page_address=lambda number: url_for(".users", q=search or None, role=role, page=number),
    )


@bp.route("/nueva", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def new_user() -> ResponseReturnValue:
    form = NewPersonForm()
    form.offer_departments(_offered())
    if not form.validate_on_submit():
        return render_template("accounts/staff/new_user.html", form=form), 422 if form.is_submitted() else 200
    try:
        user, code = people.create(
            access.signed_in(),
            form.email.data or "",
            form.name.data or "",
            Role(form.role.data),
            _chosen(form),
            form.leads_office.data,
        )
    except Invalid as refusal:
        return refused("accounts/staff/new_user.html", form, refusal, _field_of(refusal))
    return render_template("accounts/staff/code.html", user=user, code=code, is_new=True)


@bp.route("/<int:user_id>", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def edit_user(user_id: int) -> ResponseReturnValue:
    user, actor = queries.user(user_id), access.signed_in()
    form = PersonForm(obj=user)
    form.offer_departments(_offered(), user)
    shown = {"user": user, "is_self": actor.id == user.id, "role_labels": ROLE_LABELS}
    if not form.validate_on_submit():
        return render_template("accounts/staff/edit_user.html", form=form, **shown), 422 if form.is_submitted() else 200
    try:
        role = Role(form.role.data)
        people.change(user, actor, form.name.data or "", role, _chosen(form), form.leads_office.data)
    except Invalid as refusal:
        return refused("accounts/staff/edit_user.html", form, refusal, _field_of(refusal), **shown)
    flash("Guardamos los cambios de la cuenta.", "success")
    return redirect(url_for(".edit_user", user_id=user_id), 303)


def _offered() -> list[tuple[int, str]]:
    return [(department.id, department.name) for department in queries.active_departments()]


def _chosen(form: PersonForm) -> Department | None:
    return queries.department(form.department_id.data) if form.department_id.data else None


def _field_of(refusal: Invalid) -> str:
    return "department_id" if isinstance(refusal, people.DepartmentMissing) else "email"


@bp.post("/<int:user_id>/codigo")
@access.staff(Role.ADMIN)
def print_code(user_id: int) -> ResponseReturnValue:
    user = queries.user(user_id)
    code = passwords.print_code(user, access.signed_in())
    return render_template("accounts/staff/code.html", user=user, code=code, is_new=False)


@bp.post("/<int:user_id>/desactivar")
@access.staff(Role.ADMIN)
def disable_user(user_id: int) -> ResponseReturnValue:
    people.disable(queries.user(user_id), access.signed_in())
    return _done(user_id, "La cuenta quedó desactivada. Sus sesiones se cerraron.")


@bp.post("/<int:user_id>/activar")
@access.staff(Role.ADMIN)
def enable_user(user_id: int) -> ResponseReturnValue:
    people.enable(queries.user(user_id), access.signed_in())
    return _done(user_id, "La cuenta quedó activa otra vez.")


@bp.post("/<int:user_id>/quitar-segundo-factor")
@access.staff(Role.ADMIN)
def reset_second_factor(user_id: int) -> ResponseReturnValue:
    second_factors.reset_of(queries.user(user_id), access.signed_in())
    return _done(user_id, "Quitamos el segundo factor. La persona lo activará de nuevo.")


def _done(user_id: int, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for(".edit_user", user_id=user_id), 303)


@bp.get("/dependencias")
@access.staff(Role.ADMIN, Role.CONTROL)
def departments() -> ResponseReturnValue:
    may_manage = rules.may_manage_accounts(access.signed_in())
    return render_template("accounts/staff/departments.html", rows=queries.departments(), may_manage=may_manage)


@bp.route("/dependencias/nueva", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def new_department() -> ResponseReturnValue:
    form = NewDepartmentForm()
    if not form.validate_on_submit():
        return render_template("accounts/staff/new_department.html", form=form), 422 if form.is_submitted() else 200
    try:
        offices.create(access.signed_in(), form.name.data or "")
    except Invalid as refusal:
        return refused("accounts/staff/new_department.html", form, refusal, "name")
    flash("La dependencia quedó creada.", "success")
    return redirect(url_for(".departments"), 303)


@bp.route("/dependencias/<int:department_id>", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def edit_department(department_id: int) -> ResponseReturnValue:
    department = queries.department(department_id)
    form, page = DepartmentForm(obj=department), "accounts/staff/edit_department.html"
    if not form.validate_on_submit():
        return render_template(page, form=form), 422 if form.is_submitted() else 200
    try:
        offices.change(department, access.signed_in(), form.name.data or "", form.is_active.data)
    except Invalid as refusal:
        field = "is_active" if isinstance(refusal, offices.StillHasLiaisons) else "name"
        return refused(page, form, refusal, field)
    flash("Guardamos los cambios de la dependencia.", "success")
    return redirect(url_for(".departments"), 303)
