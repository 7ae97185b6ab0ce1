"""One's own registration, by its code. The code travels only in the body of each request."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.differential import services as differential
from participa.registrations import codes, doors, own_data, queries, rules, services
from participa.registrations.forms.citizens import ChangeForm, CodeForm, MineForm
from participa.registrations.models import Registration, RegistrationState
from participa.registrations.public.blueprint import bp
from participa.registrations.public.groups import group_page
from participa.shared import follow_codes, guess_throttle
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import DomainError, Invalid

WRONG_CODE = "No encontramos una inscripción con ese código. Compárelo con su comprobante e intente otra vez."


@bp.route("/mia", methods=["GET", "POST"])
@access.public
@keeps_text(CodeForm)
def mine() -> ResponseReturnValue:
    """The registration, or the group, of who has its code."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("registrations/find.html", form=form), 422 if form.is_submitted() else 200
    code = form.code.data or ""
    guess_throttle.check("registration")
    if group := queries.group_by_code(code):
        return group_page(group, code)
    registration = _of(form)
    return _not_found(form) if registration is None else _page(registration, code)


@bp.post("/mia/confirmar")
@access.public
def confirm() -> ResponseReturnValue:
    return _act(services.confirm, "Confirmamos su asistencia. ¡Le esperamos!")


@bp.post("/mia/aceptar")
@access.public
def accept() -> ResponseReturnValue:
    return _act(services.accept, "El puesto es suyo. ¡Le esperamos!")


@bp.post("/mia/cancelar")
@access.public
def ask_cancel() -> ResponseReturnValue:
    return _ask("registrations/ask_cancel.html")


@bp.post("/mia/cancelar/si")
@access.public
def cancel() -> ResponseReturnValue:
    return _act(services.cancel, "Cancelamos su inscripción. El puesto queda para otra persona.")


@bp.post("/mia/borrar")
@access.public
def ask_erase() -> ResponseReturnValue:
    return _ask("registrations/ask_erase.html")


@bp.post("/mia/borrar/si")
@access.public
def erase() -> ResponseReturnValue:
    form = CodeForm()
    registration = _of(form) if form.validate() else None
    if registration is None:
        return _not_found(form)
    services.erase(registration)
    return render_template("registrations/erased.html", event=registration.event)


@bp.post("/mia/datos")
@access.public
def data() -> ResponseReturnValue:
    """All that is kept, as a file."""
    form = CodeForm()
    registration = _of(form) if form.validate() else None
    if registration is None:
        return _not_found(form)
    name = 'attachment; filename="mi-inscripcion.json"'
    return own_data.as_json(registration), 200, {"Content-Type": "application/json", "Content-Disposition": name}


@bp.post("/mia/cambiar")
@access.public
@keeps_text(ChangeForm)
def change() -> ResponseReturnValue:
    """What the registration says, to be corrected; sent again with `save`, it is kept."""
    found = CodeForm()
    registration = _of(found) if found.validate() else None
    if registration is None:
        return _not_found(found)
    code, sent = found.code.data or "", ChangeForm()
    form = sent if sent.save.data == "si" and sent.save.raw_data else ChangeForm.of(registration, code)
    form.offer(registration.event)
    fields = request.form.to_dict(flat=False) if form is sent else None
    form.ask(queries.extra.version_of(registration.event), sent=fields, kept=registration.extra)
    if form is not sent or form.moves or not form.validate():
        return _change_page(form, registration), 422 if form is sent and not form.moves else 200
    try:
        services.change(registration, form.application())
    except Invalid as refusal:
        form.refuse("attends", refusal.message)
        return _change_page(form, registration), 422
    return _page(registration, code, done="Guardamos los cambios.")


def _change_page(form: ChangeForm, registration: Registration) -> str:
    return render_template("registrations/change.html", form=form, registration=registration, event=registration.event)


def _ask(template: str) -> ResponseReturnValue:
    form = CodeForm()
    registration = _of(form) if form.validate() else None
    if registration is None:
        return _not_found(form)
    return render_template(
        template, registration=registration, event=registration.event, form=MineForm.with_code(form.code.data or "")
    )


def _act(verb: Callable[[Registration], None], done: str) -> ResponseReturnValue:
    form = CodeForm()
    registration = _of(form) if form.validate() else None
    if registration is None:
        return _not_found(form)
    try:
        verb(registration)
    except DomainError as refusal:
        return _page(registration, form.code.data or "", refusal=refusal.message), refusal.status
    return _page(registration, form.code.data or "", done=done)


def _of(form: CodeForm) -> Registration | None:
    """The registration of the code, if it is right. Raises TooMany for who guesses."""
    guess_throttle.check("registration")
    registration = queries.by_code(form.code.data or "")
    if registration is None:
        guess_throttle.note_wrong("registration")
        form.refuse("code", WRONG_CODE)
    return registration


def _not_found(form: CodeForm) -> ResponseReturnValue:
    return render_template("registrations/find.html", form=form), 422


def _page(registration: Registration, code: str, done: str = "", refusal: str = "") -> str:
    at = now()
    return render_template(
        "registrations/mine.html",
        registration=registration,
        event=registration.event,
        form=MineForm.with_code(code),
        done=done,
        refusal=refusal,
        line=queries.place_in_line(registration),
        may_change=rules.may_change(registration, at),
        has_offer=rules.is_offer_alive(registration, at),
        doors=doors.questions_of(registration.event),
        permit=_permit(registration, follow_codes.normalise(code)),
    )


def _permit(registration: Registration, code: str) -> str | None:
    """That of the receipt; the code of an offer gives none, because one person has one permit."""
    is_own = registration.code_digest == codes.digest(code) and registration.state is not RegistrationState.CANCELLED
    return differential.find_permit(registration.event, code) if is_own else None
