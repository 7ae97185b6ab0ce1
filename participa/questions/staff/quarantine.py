"""What waits apart: why, how many say the same, and letting them join the queue; the audience mode."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role, User
from participa.calendar.queries import current_calendar
from participa.questions import doors, rules, services
from participa.questions.doors import Panel
from participa.questions.forms.staff import WithholdFoldForm
from participa.questions.models import Question
from participa.questions.queries import quarantine as queries
from participa.questions.staff.blueprint import bp
from participa.questions.staff.words import term_of
from participa.shared.clock import now, today
from participa.shared.paging import asked_page
from participa.shared.templating import counted, hour


@bp.get("/cuarentena")
@access.staff(Role.MODERATOR, Role.CONTROL, Role.ADMIN)
def quarantine() -> ResponseReturnValue:
    """All that waits apart, folded; and the switch of the audience mode."""
    found, calendar, day, user = queries.folds(asked_page()), current_calendar(), today(), access.signed_in()
    return render_template(
        "questions/staff/quarantine.html",
        found=found,
        rows=[(held, term_of(held.question, day, calendar)) for held in found.items],
        alike=queries.alike_counts(found.items),
        total=queries.count(),
        mode=queries.audience_mode(now()),
        may_release=rules.may_release(user),
        may_switch=rules.may_switch_audience_mode(user),
        page_url=lambda number: url_for(".quarantine", pagina=number),
    )


@bp.get("/cuarentena/<radicado>")
@access.staff(Role.MODERATOR, Role.CONTROL, Role.ADMIN)
def fold(radicado: str) -> ResponseReturnValue:
    """The questions that wait and say the same as this one."""
    return _fold(radicado, None)


def _fold(radicado: str, failed: WithholdFoldForm | None) -> ResponseReturnValue:
    held = queries.held(radicado)
    found, may_release = queries.alike(held.fold, asked_page()), rules.may_release(access.signed_in())
    last = found.items[-1].question.radicado if found.items else ""
    page = render_template(
        "questions/staff/fold.html",
        held=held,
        found=found,
        may_release=may_release,
        form=failed or WithholdFoldForm(formdata=None, data={"last": last}),
        page_url=lambda number: url_for(".fold", radicado=held.question.radicado, pagina=number),
    )
    return page, 422 if failed is not None else 200


@bp.post("/cuarentena/<radicado>")
@access.staff(Role.MODERATOR)
def release(radicado: str) -> ResponseReturnValue:
    """Let one question join the queue; with `todas`, all that say the same."""
    held, actor = queries.held_to_change(radicado), access.signed_in()
    if "todas" in request.form:
        amount = services.release_fold(held, actor)
        return _back(f"{counted(amount, 'pregunta pasa', 'preguntas pasan')} a la lista de moderación.")
    services.release(held, actor)
    return _back(f"La pregunta {held.question.radicado} pasa a la lista de moderación.")


@bp.post("/cuarentena/<radicado>/reservar")
@access.staff(Role.MODERATOR)
def withhold_fold(radicado: str) -> ResponseReturnValue:
    """Hide the texts that say the same as this one, from it to the last that was on the page, for one reason."""
    form = WithholdFoldForm()
    if not form.validate():
        return _fold(radicado, form)
    last, words = form.last.data or "", form.note.data or ""
    amount = services.withhold_fold(radicado, last, access.signed_in(), form.chosen, words)
    return _back(f"{counted(amount, 'pregunta quedó reservada', 'preguntas quedaron reservadas')}. Se responden igual.")


@bp.post("/modo-audiencia")
@access.staff(Role.MODERATOR, Role.ADMIN)
def begin_audience_mode() -> ResponseReturnValue:
    mode = services.begin_audience_mode(access.signed_in())
    return _back(f"Modo audiencia activo hasta las {hour(mode.ends_at)}. Se apaga solo.")


@bp.post("/modo-audiencia/fin")
@access.staff(Role.MODERATOR, Role.ADMIN)
def end_audience_mode() -> ResponseReturnValue:
    services.end_audience_mode(access.signed_in())
    return _back("El modo audiencia quedó apagado.")


def _back(done: str) -> ResponseReturnValue:
    flash(done, "success")
    return redirect(url_for("questions.staff.quarantine"), 303)


def panel(question: Question, person: User) -> list[Panel]:
    """On the page of a question that waits apart: why, and the way out."""
    held = queries.find(question.id)
    if held is None:
        return []
    return [Panel("questions/staff/_quarantine.html", {"held": held, "may_release": rules.may_release(person)})]


doors.register_staff(panel)
