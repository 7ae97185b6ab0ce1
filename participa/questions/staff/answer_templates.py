"""The texts from which answers are begun: those of the own office, and those of the entity."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.questions import rules, services
from participa.questions.forms.answers import TemplateForm
from participa.questions.models import AnswerTemplate
from participa.questions.queries import answers as queries
from participa.questions.staff.blueprint import bp
from participa.shared.errors import Forbidden

NUMBER = f"<int(max={2**31 - 1}):template_id>"  # the largest number of a row
NOT_YOURS = "Esa plantilla es de otra dependencia. Solo la puede cambiar su equipo."


@bp.get("/plantillas")
@access.staff(Role.LIAISON, Role.APPROVER)
def answer_templates() -> ResponseReturnValue:
    """The templates that this person may use or change, and the form of a new one."""
    return _list(TemplateForm())


@bp.post("/plantillas")
@access.staff(Role.LIAISON, Role.APPROVER)
def add_template() -> ResponseReturnValue:
    form, actor = TemplateForm(), access.signed_in()
    if not form.validate():
        return _list(form)
    is_for_all = bool(form.for_all.data) and actor.role is Role.APPROVER
    services.add_template(actor, form.title.data or "", form.body.data or "", is_for_all)
    return _back(f"Plantilla «{form.title.data}» agregada.")


@bp.get(f"/plantillas/{NUMBER}")
@access.staff(Role.LIAISON, Role.APPROVER)
def answer_template(template_id: int) -> ResponseReturnValue:
    """One template, to change it or to stop offering it."""
    found = _own(template_id)
    return _page(found, TemplateForm(title=found.title, body=found.body, is_active=found.is_active))


@bp.post(f"/plantillas/{NUMBER}")
@access.staff(Role.LIAISON, Role.APPROVER)
def change_template(template_id: int) -> ResponseReturnValue:
    found, form = _own(template_id), TemplateForm()
    if not form.validate():
        return _page(found, form)
    services.change_template(
        found, access.signed_in(), form.title.data or "", form.body.data or "", bool(form.is_active.data)
    )
    return _back(f"Plantilla «{found.title}» guardada.")


def _own(template_id: int) -> AnswerTemplate:
    found = queries.template(template_id)
    if not rules.may_keep_template(access.signed_in(), found):
        raise Forbidden(NOT_YOURS)
    return found


def _list(form: TemplateForm) -> ResponseReturnValue:
    person = access.signed_in()
    rows = [(one, rules.may_keep_template(person, one)) for one in queries.templates_seen_by(person)]
    page = render_template("questions/staff/answer_templates.html", form=form, rows=rows)
    return page, 422 if form.errors else 200


def _page(template: AnswerTemplate, form: TemplateForm) -> ResponseReturnValue:
    page = render_template("questions/staff/answer_template.html", form=form, template=template)
    return page, 422 if form.errors else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("questions.staff.answer_templates"), 303)
