"""The chain of review of an answer, and the page where the administration chooses it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions import services
from participa.questions.forms.answers import ReviewForm, SettingsForm, SkipForm
from participa.questions.queries import answers as queries
from participa.questions.queries import staff
from participa.questions.staff import desk, place
from participa.questions.staff.blueprint import bp
from participa.shared.paging import asked_page

RETURN = "devolver"


@bp.post("/<radicado>/respuesta/visto-bueno")
@access.staff(Role.LIAISON, Role.APPROVER, Role.COMMUNICATIONS)
def review(radicado: str) -> ResponseReturnValue:
    """A step of the chain: say that the answer may go on, or give it back with what to mend."""
    question, actor, form = desk.taken(radicado), access.signed_in(), ReviewForm.sent()
    returns = request.form.get("then") == RETURN
    verb = services.send_back if returns else services.agree
    if not desk.attempt(form, question, lambda: verb(question, actor, form.typed, form.seen)):
        return desk.show(question, form)
    return place.back_to_queue(question, "devuelta a la dependencia" if returns else "con su visto bueno")


@bp.post("/<radicado>/respuesta/seguir-sin-revision")
@access.staff(Role.APPROVER)
def skip_review(radicado: str) -> ResponseReturnValue:
    """Go on without a step that nobody takes, and say why."""
    question, actor, form = desk.taken(radicado), access.signed_in(), SkipForm.sent()
    if not desk.attempt(form, question, lambda: services.skip(question, actor, form.typed, form.seen)):
        return desk.show(question, form)
    return place.back_to_question(question, "sigue sin esa revisión")


@bp.get("/revision")
@access.staff(Role.ADMIN)
def review_settings() -> ResponseReturnValue:
    """Who looks at an answer before the approver, and what the office looks at."""
    kept = queries.settings()
    values = {"head": kept.head_reviews, "legal": kept.legal_department_id or 0}
    form = SettingsForm(communications=kept.communications_review, checklist="\n".join(queries.checklist()), **values)
    return _settings_page(form)


@bp.post("/revision")
@access.staff(Role.ADMIN)
def set_review() -> ResponseReturnValue:
    form = SettingsForm().offer(staff.active_departments())
    if not form.validate():
        return _settings_page(form)
    legal = staff.department(form.legal.data) if form.legal.data else None
    official = "\n".join(queries.OFFICIAL_CHECKLIST)
    typed = "\n".join((form.checklist.data or "").splitlines())
    own = "" if typed == official else typed
    services.set_review(access.signed_in(), form.head.data, legal, form.communications.data, own)
    flash("Quedó guardado quién revisa las respuestas.", "success")
    return redirect(url_for("questions.staff.review_settings"), 303)


def _settings_page(form: SettingsForm) -> ResponseReturnValue:
    form.offer(staff.active_departments())
    page = render_template("questions/staff/review_settings.html", form=form, headless=queries.offices_without_head())
    return page, 422 if form.errors else 200


@bp.get("/compromisos")
@access.staff()
def promises() -> ResponseReturnValue:
    """What published answers promise, newest first."""
    found = queries.promises(asked_page())

    def page_url(number: int) -> str:
        return url_for(".promises", pagina=number)

    return render_template("questions/staff/promises.html", found=found, page_url=page_url)
