"""Pages of the sign-in: password, second factor, forgotten password."""

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participa.accounts import access, mails, sessions
from participa.accounts import second_factor as totp
from participa.accounts.forms import CodeForm, ForgotForm, ResetForm, SignInForm
from participa.accounts.models import User
from participa.accounts.pages import refused
from participa.accounts.services import passwords, second_factors, signing_in
from participa.config import Settings
from participa.shared.errors import Invalid, TooMany

bp = Blueprint("accounts", __name__, url_prefix="/cuentas")


@bp.route("/ingresar", methods=["GET", "POST"])
@access.public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(access.local_target(request.args.get("next")))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    email, browser = form.email.data or "", access.present_browser()
    try:
        user = signing_in.sign_in(email, form.password.data or "", browser)
    except (Invalid, TooMany) as refusal:
        return refused("accounts/sign_in.html", form, refusal)
    access.begin(user)
    answer = redirect(_after_password(user), 303)
    return answer if sessions.needs_second_factor(user) else access.remember(email, answer)


def _after_password(user: User) -> str:
    target = access.local_target(request.args.get("next"))
    return url_for(sessions.second_factor_page(user), next=target) if sessions.needs_second_factor(user) else target


@bp.post("/salir")
@access.half_signed_in
def sign_out() -> ResponseReturnValue:
    access.finish(access.signed_in())
    flash("Usted salió. Su sesión quedó cerrada.", "success")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.route("/segundo-factor", methods=["GET", "POST"])
@access.half_signed_in
def second_factor() -> ResponseReturnValue:
    form, user = CodeForm(), access.signed_in()
    if not form.validate_on_submit():
        if not sessions.needs_second_factor(user) or not user.has_second_factor:
            return redirect(access.local_target(request.args.get("next")))
        return render_template("accounts/second_factor.html", form=form), 422 if form.is_submitted() else 200
    try:
        signing_in.pass_second_factor(user, form.code.data or "", access.present_browser())
    except (Invalid, TooMany) as refusal:
        return refused("accounts/second_factor.html", form, refusal, "code")
    access.begin(user, second_factor=True)
    return access.remember(user.email, redirect(access.local_target(request.args.get("next")), 303))


@bp.route("/activar-segundo-factor", methods=["GET", "POST"])
@access.half_signed_in
def enroll() -> ResponseReturnValue:
    form, user = CodeForm(), access.signed_in()
    if request.method == "GET" and user.has_second_factor:
        return redirect(url_for("accounts.staff.password"))
    if not form.validate_on_submit():
        return _enroll_page(form, user), 422 if form.is_submitted() else 200
    try:
        codes = second_factors.enroll(user, form.code.data or "")
    except Invalid as refusal:
        form.refuse("code", refusal.message)
        return _enroll_page(form, user), 422
    access.begin(user, second_factor=True)
    target = access.local_target(request.args.get("next"))
    shown = make_response(render_template("accounts/recovery_codes.html", codes=codes, target=target))
    return access.remember(user.email, shown)


def _enroll_page(form: CodeForm, user: User) -> str:
    settings: Settings = current_app.extensions["settings"]
    secret, issuer = totp.offered_secret(user.login_token), f"Participa {settings.entity.short_name}"
    return render_template(
        "accounts/enroll.html",
        form=form,
        picture=totp.qr(secret, user.email, issuer),
        secret=totp.in_groups(secret),
        is_required=settings.is_production,
    )


@bp.route("/olvide-mi-clave", methods=["GET", "POST"])
@access.public
def forgot() -> ResponseReturnValue:
    form, by_mail = ForgotForm(), mails.is_available()
    if not form.validate_on_submit() or not by_mail:
        return render_template("accounts/forgot.html", form=form, by_mail=by_mail), 422 if form.is_submitted() else 200
    passwords.send_code(form.email.data or "")
    flash("Si hay una cuenta con ese correo, le enviamos un código. Vence en 30 minutos.", "info")
    return redirect(url_for("accounts.reset"), 303)


@bp.route("/nueva-clave", methods=["GET", "POST"])
@access.public
def reset() -> ResponseReturnValue:
    form = ResetForm()
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200
    email = form.email.data or ""
    try:
        passwords.choose(email, form.code.data or "", form.new_password.data or "")
    except passwords.GuessablePassword as refusal:
        return refused("accounts/reset.html", form, refusal, "new_password")
    except Invalid as refusal:
        return refused("accounts/reset.html", form, refusal, "code")
    flash("Su clave nueva quedó guardada. Ingrese con ella.", "success")
    return access.remember(email, redirect(url_for("accounts.sign_in"), 303))
