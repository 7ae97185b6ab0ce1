"""A group, by the code of its contact. The code travels only in the body of each request."""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.registrations import queries, rules, services
from participa.registrations.forms.citizens import CodeForm, MemberForm, MineForm
from participa.registrations.models import Registration, RegistrationGroup
from participa.registrations.public.blueprint import bp
from participa.shared import guess_throttle
from participa.shared.clock import now
from participa.shared.errors import DomainError

WRONG_CODE = "No encontramos un grupo con ese código. Compárelo con su comprobante e intente otra vez."


@bp.post("/grupo/aceptar")
@access.public
def accept_for() -> ResponseReturnValue:
    return _act(services.accept_for, "El puesto quedó aceptado.")


@bp.post("/grupo/cancelar")
@access.public
def ask_cancel_for() -> ResponseReturnValue:
    group, form = _found()
    member = queries.member(group, MemberForm().number) if group else None
    if group is None or member is None:
        return _not_found(form)
    asked = MemberForm(formdata=None, data={"code": form.code.data, "member": str(member.id)})
    return render_template("registrations/ask_cancel_for.html", event=group.event, member=member, form=asked)


@bp.post("/grupo/cancelar/si")
@access.public
def cancel_for() -> ResponseReturnValue:
    return _act(services.cancel_for, "Cancelamos ese puesto. Queda para otra persona.")


@bp.post("/grupo/borrar")
@access.public
def ask_erase_group() -> ResponseReturnValue:
    group, form = _found()
    if group is None:
        return _not_found(form)
    page = MineForm.with_code(form.code.data or "")
    return render_template("registrations/ask_erase_group.html", event=group.event, form=page)


@bp.post("/grupo/borrar/si")
@access.public
def erase_group() -> ResponseReturnValue:
    group, form = _found()
    if group is None:
        return _not_found(form)
    services.erase_contact(group)
    return render_template("registrations/erased_group.html", event=group.event)


def _act(verb: Callable[[Registration], None], done: str) -> ResponseReturnValue:
    group, form = _found()
    member = queries.member(group, MemberForm().number) if group else None
    if group is None or member is None:
        return _not_found(form)
    code = form.code.data or ""
    try:
        verb(member)
    except DomainError as refusal:
        return group_page(group, code, refusal=refusal.message), refusal.status
    return group_page(group, code, done=done)


def _found() -> tuple[RegistrationGroup | None, CodeForm]:
    """The group of the code that was sent. Raises TooMany for who guesses."""
    form = CodeForm()
    if not form.validate():
        return None, form
    guess_throttle.check("registration")
    group = queries.group_by_code(form.code.data or "")
    if group is None:
        guess_throttle.note_wrong("registration")
        form.refuse("code", WRONG_CODE)
    return group, form


def _not_found(form: CodeForm) -> ResponseReturnValue:
    return render_template("registrations/find.html", form=form), 422


def group_page(group: RegistrationGroup, code: str, done: str = "", refusal: str = "") -> str:
    """Everybody of the group, with what may be done for each."""
    at = now()
    return render_template(
        "registrations/group_mine.html",
        group=group,
        event=group.event,
        people=queries.of_group(group),
        code=code,
        done=done,
        refusal=refusal,
        may_change=lambda one: rules.may_change(one, at),
        has_offer=lambda one: rules.is_offer_alive(one, at),
    )
