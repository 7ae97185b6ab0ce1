"""Pages for the team."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.deadlines import rules, services, tables
from participa.deadlines.forms import DoForm, EndForm, FilterForm, HandoverForm, LiveForm, OutageForm, PlanForm
from participa.deadlines.public import calendar_answer
from participa.deadlines.queries import alerts, lists
from participa.deadlines.queries import marks as queries
from participa.deadlines.queries.lists import VIEW_LABELS, Limits, View, Wanted
from participa.questions.models import Question
from participa.questions.queries import links, terms
from participa.questions.queries import staff as questions
from participa.shared import files
from participa.shared.addresses import row_number
from participa.shared.business_days import BaseReading, TrafficLight
from participa.shared.clock import today
from participa.shared.downloads import as_file
from participa.shared.errors import Forbidden, Invalid, NotFound
from participa.shared.forms import BaseForm
from participa.shared.paging import asked_page
from participa.shared.recording import clock_of

bp = Blueprint("staff", __name__, url_prefix="/gestion")
LIVE_MARKERS, PQRSD_KEEPERS = rules.LIVE_MARKERS, rules.PQRSD_KEEPERS


@bp.get("/")
@access.staff()
def index() -> ResponseReturnValue:
    """The terms of this person's questions, the first due on top, with the lights of each office."""
    user, wanted, limits = access.signed_in(), _wanted(), _limits()
    page = asked_page()
    found = lists.rows(user, wanted, limits, page)
    return render_template(
        "deadlines/staff/index.html",
        found=found,
        rows=[(question, *_term(question, wanted.view, limits)) for question in found.items],
        offices=lists.offices(user, limits),
        views=_views(wanted, limits),
        view=wanted.view,
        view_label=VIEW_LABELS[wanted.view],
        form=FilterForm(request.args).offer(questions.active_departments()),
        is_narrowed=bool(wanted.department_id or wanted.light),
        address=_address(),
        page_url=lambda number: url_for(".index", **(_address() | {"pagina": number if number > 1 else None})),
        can_plan=user.role is Role.ADMIN,
    )


def _term(question: Question, view: View, limits: Limits) -> tuple[terms.Standing, date]:
    """How a question stands and with which day: its answer's, or that of its transfer."""
    if view is not View.TRANSFER:
        return terms.standing(question, limits.today, limits.calendar), question.due_on
    limit = rules.transfer_limit(question.base_on, BaseReading(question.base_reading), limits.calendar)
    return terms.standing_with(limit, limits.today, limits.calendar), limit


def _limits() -> Limits:
    return Limits.of(today(), current_calendar())


def _wanted() -> Wanted:
    view = next((view for view in View if view == request.args.get("ver")), View.DUE)
    light = next((light for light in TrafficLight if light == request.args.get("semaforo")), None)
    return Wanted(view, request.args.get("dependencia", type=row_number), light)


def _address() -> dict[str, Any]:
    """The filters of this request, as they were understood."""
    wanted = _wanted()
    kept = {"ver": wanted.view.value, "dependencia": wanted.department_id, "semaforo": wanted.light}
    return {word: value for word, value in kept.items() if value}


def _views(wanted: Wanted, limits: Limits) -> list[tuple[str, str, int, bool]]:
    counts = lists.view_counts(access.signed_in(), wanted, limits)
    office = wanted.department_id
    return [
        (VIEW_LABELS[view], url_for(".index", ver=view.value, dependencia=office), counts[view], view is wanted.view)
        for view in View
    ]


@bp.get("/lista.csv")
@access.staff()
def table() -> ResponseReturnValue:
    """The same list, whole, for a spreadsheet. It has no word of a question."""
    limits = _limits()
    body = tables.as_csv(lists.all_rows(access.signed_in(), _wanted(), limits), limits.today, limits.calendar)
    headers = as_file("text/csv; charset=utf-8", "vencimientos.csv")
    return Response(body, headers=headers | {"Cache-Control": "no-store"})


@bp.get("/vencimientos.ics")
@access.staff()
def calendar_file() -> ResponseReturnValue:
    return calendar_answer(lists.for_calendar(access.signed_in()))


@bp.get("/calendario")
@access.staff()
def calendar() -> ResponseReturnValue:
    """Take the due dates along: as a file, or by a private address."""
    return _calendar_page("")


@bp.post("/calendario")
@access.staff()
def make_calendar() -> ResponseReturnValue:
    """A new private address, shown this once. The one before stops working."""
    token = services.new_calendar(access.signed_in())
    return _calendar_page(url_for("deadlines.private_calendar", token=token, _external=True))


def _calendar_page(address: str) -> str:
    kept = queries.find_calendar(access.signed_in())
    return render_template("deadlines/staff/calendar.html", form=DoForm(formdata=None), kept=kept, address=address)


@bp.post("/calendario/quitar")
@access.staff()
def drop_calendar() -> ResponseReturnValue:
    services.drop_calendar(access.signed_in())
    flash("La dirección de su calendario dejó de funcionar.", "success")
    return redirect(url_for(".calendar"), 303)


@bp.route("/avisos", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def plan() -> ResponseReturnValue:
    """When the offices are warned."""
    now_is = alerts.plan()
    days = ", ".join(str(offset) for offset in sorted(now_is.offsets, reverse=True))
    form = PlanForm(data={"offsets": days, "hour": str(now_is.hour)})
    if form.validate_on_submit() and _tried(
        form, "offsets", lambda: services.change_plan(access.signed_in(), form.chosen, int(form.hour.data))
    ):
        flash("Guardamos cuándo salen los avisos.", "success")
        return redirect(url_for(".plan"), 303)
    return render_template("deadlines/staff/plan.html", form=form), 422 if form.errors else 200


def _tried(form: BaseForm, name: str, act: Callable[[], object]) -> bool:
    """Whether the verb was done; a refusal that the person can mend is shown beside its field."""
    try:
        act()
    except Invalid as refusal:
        form.refuse(name, refusal.message)
        return False
    return True


def _taken(radicado: str) -> Question:
    return questions.question_to_change(radicado, access.signed_in())


def _back(question: Question, done: str) -> ResponseReturnValue:
    flash(f"Pregunta {question.radicado}: {done}.", "success")
    return redirect(url_for("questions.staff.detail", radicado=question.radicado), 303)


@bp.get("/preguntas/<radicado>/en-vivo")
@access.staff(*LIVE_MARKERS)
def live(radicado: str) -> ResponseReturnValue:
    """Ask for the minute of the recording."""
    question = questions.question(radicado, access.signed_in())
    _check(rules.may_mark_live(access.signed_in(), question))
    mark = queries.find_live(question.id)
    typed = {"minute": clock_of(mark.second), "url": mark.url} if mark else {}
    return _live_page(question, LiveForm(formdata=None, data=typed))


@bp.post("/preguntas/<radicado>/en-vivo")
@access.staff(*LIVE_MARKERS)
def mark_live(radicado: str) -> ResponseReturnValue:
    question, form = _taken(radicado), LiveForm()
    _check(rules.may_mark_live(access.signed_in(), question))
    if not form.validate():
        return _live_page(question, form)
    services.mark_live(question, access.signed_in(), form.second, form.url.data or "")
    return _back(question, "marcada como respondida en vivo")


def _live_page(question: Question, form: LiveForm) -> ResponseReturnValue:
    mark = queries.find_live(question.id)
    page = render_template("deadlines/staff/live.html", question=question, form=form, mark=mark)
    return page, 422 if form.errors else 200


@bp.post("/preguntas/<radicado>/en-vivo/quitar")
@access.staff(*LIVE_MARKERS)
def unmark_live(radicado: str) -> ResponseReturnValue:
    question = _taken(radicado)
    services.unmark_live(question, access.signed_in())
    return _back(question, "ya no figura como respondida en vivo")


@bp.get("/preguntas/<radicado>/pqrsd")
@access.staff(*PQRSD_KEEPERS)
def handover(radicado: str) -> ResponseReturnValue:
    """Ask under which number a complaint was also entered in the PQRSD system."""
    question = questions.question(radicado, access.signed_in())
    _check(rules.may_hand_over(access.signed_in(), question))
    given = queries.find_handover(question.id)
    typed = {"number": given.number, "handed_on": given.handed_on} if given else {"handed_on": today()}
    return _handover_page(question, HandoverForm(formdata=None, data=typed))


@bp.post("/preguntas/<radicado>/pqrsd")
@access.staff(*PQRSD_KEEPERS)
def hand_over(radicado: str) -> ResponseReturnValue:
    question, form, actor = _taken(radicado), HandoverForm(), access.signed_in()
    _check(rules.may_hand_over(actor, question))
    number, day = form.number.data or "", form.handed_on.data or today()
    if form.validate() and _tried(form, "handed_on", lambda: services.hand_over(question, actor, number, day)):
        return _back(question, "número de PQRSD guardado")
    return _handover_page(question, form)


def _handover_page(question: Question, form: HandoverForm) -> ResponseReturnValue:
    page = render_template("deadlines/staff/handover.html", question=question, form=form)
    return page, 422 if form.errors else 200


def _check(allowed: bool) -> None:
    if not allowed:
        raise Forbidden("Ese paso no está disponible para esta pregunta.")


@bp.get("/preguntas/<radicado>/traslado")
@access.staff()
def transfer_document(radicado: str) -> ResponseReturnValue:
    """The document with which a question was handed over."""
    question = questions.question(radicado, access.signed_in())
    transfer = links.find_transfer(question.id)
    if transfer is None or transfer.document is None:
        raise NotFound("Esta pregunta no tiene documento de traslado.")
    return files.send(transfer.document, f"traslado {question.radicado}")


@bp.route("/interrupciones", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def outages() -> ResponseReturnValue:
    """Write down when the platform did not work."""
    form = OutageForm()
    if form.validate_on_submit() and _tried(form, "began_at", lambda: _note(form)):
        flash("La interrupción quedó anotada y es pública.", "success")
        return redirect(url_for(".outages"), 303)
    page = asked_page()
    shown = render_template(
        "deadlines/staff/outages.html",
        form=form,
        found=queries.outages(page),
        page_url=lambda number: url_for(".outages", pagina=number if number > 1 else None),
    )
    return shown, 422 if form.errors else 200


def _note(form: OutageForm) -> None:
    if form.began_at.data is not None:
        services.note_outage(access.signed_in(), form.began_at.data, form.ended_at.data, form.what.data or "")


@bp.route("/interrupciones/<int:outage_id>", methods=["GET", "POST"])
@access.staff(Role.ADMIN)
def close_outage(outage_id: int) -> ResponseReturnValue:
    """Write down when it was over."""
    outage = queries.outage(outage_id)
    form = EndForm(data={"ended_at": outage.ended_at})
    if form.validate_on_submit() and _tried(
        form, "ended_at", lambda: services.close_outage(outage, access.signed_in(), form.ended_at.data)
    ):
        flash("El final quedó anotado.", "success")
        return redirect(url_for(".outages"), 303)
    return render_template("deadlines/staff/close_outage.html", form=form, outage=outage), 422 if form.errors else 200
