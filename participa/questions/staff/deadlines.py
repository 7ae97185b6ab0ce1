"""Pages about terms: extend one, count again those that the calendar moved, and give the news by hand."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.questions import rules, services
from participa.questions.forms.staff import ExtensionForm, RecountForm
from participa.questions.models import TERM_KIND_DAYS, Question
from participa.questions.queries import notices as hand
from participa.questions.queries import terms
from participa.questions.staff import desk, place
from participa.questions.staff.blueprint import bp
from participa.questions.staff.words import step_title
from participa.shared.clock import today
from participa.shared.errors import Forbidden
from participa.shared.paging import asked_page
from participa.shared.templating import counted


@bp.get("/<radicado>/ampliar")
@access.staff(Role.APPROVER)
def extend(radicado: str) -> ResponseReturnValue:
    """Explain what it means to extend the term and ask why."""
    question = desk.opened(radicado)
    if not (rules.may_extend(access.signed_in(), question) and rules.is_in_term(question, today())):
        raise Forbidden("El plazo de esta pregunta ya no se puede ampliar.")
    return _extension_page(question, ExtensionForm.fresh(question))


@bp.post("/<radicado>/ampliar")
@access.staff(Role.APPROVER)
def extend_now(radicado: str) -> ResponseReturnValue:
    question, actor, form = desk.taken(radicado), access.signed_in(), ExtensionForm.sent()

    def act() -> None:
        services.extend(question, actor, form.more_days.data or 0, form.typed, form.seen)

    if not desk.attempt(form, question, act):
        return _extension_page(question, form)
    return place.back_to_question(question, "plazo ampliado")


def _extension_page(question: Question, form: ExtensionForm) -> ResponseReturnValue:
    page = render_template(
        "questions/staff/extend.html",
        question=question,
        form=form,
        most=TERM_KIND_DAYS[terms.kind_of(question)],
        address=place.address(),
    )
    return page, 422 if form.errors else 200


@bp.get("/plazos")
@access.staff(Role.APPROVER, Role.ADMIN)
def recount() -> ResponseReturnValue:
    """The due dates that the calendar of today would move, before anything moves."""
    return _recount_page(RecountForm(formdata=None))


@bp.post("/plazos")
@access.staff(Role.APPROVER, Role.ADMIN)
def recount_now() -> ResponseReturnValue:
    form = RecountForm()
    if not form.validate_on_submit():
        return _recount_page(form)
    moved = services.recount(access.signed_in(), form.reason.data or "")
    flash(f"{counted(moved, 'plazo contado', 'plazos contados')} de nuevo.", "success")
    return redirect(url_for("questions.staff.recount"), 303)


def _recount_page(form: RecountForm) -> ResponseReturnValue:
    rows = terms.affected(current_calendar())
    page = render_template("questions/staff/recount.html", form=form, rows=rows, most=terms.AT_ONCE)
    return page, 422 if form.errors else 200


@bp.get("/avisos")
@access.staff(Role.MODERATOR)
def notices() -> ResponseReturnValue:
    """Who must still be told by letter or by telephone."""
    found = hand.pending(asked_page())
    return render_template(
        "questions/staff/notices.html",
        found=found,
        rows=[(each, step_title(each.move)) for each in found.items],
        page_url=lambda page: url_for("questions.staff.notices", pagina=page if page > 1 else None),
    )


@bp.post("/avisos/<int:move_id>")
@access.staff(Role.MODERATOR)
def notice_given(move_id: int) -> ResponseReturnValue:
    """Write down that the news was given."""
    notice = hand.notice(move_id)
    services.give_by_hand(notice, access.signed_in())
    flash(f"Pregunta {notice.question.radicado}: aviso dado.", "success")
    return redirect(url_for("questions.staff.notices"), 303)
