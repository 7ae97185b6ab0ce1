"""The hearings of the entity, and the page from which one of them is conducted."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participa.accounts import access
from participa.accounts.models import Role
from participa.accounts.queries import active_departments
from participa.hearings import desk, rules
from participa.hearings.blueprint import staff_bp
from participa.hearings.forms.conduct import (
    ActForm,
    ClockForm,
    OpenForm,
    PaceForm,
    PrepareForm,
    PromiseForm,
    RecordingForm,
)
from participa.hearings.models import EXTENT_LABELS, Hearing, HearingState
from participa.hearings.queries import conduct as queries
from participa.hearings.services import opening, rehearsing
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.html import to_line
from participa.triage import queries as triage
from participa.triage import services as keys_of

CONDUCTORS = (Role.MODERATOR, Role.ADMIN)
READERS = (*CONDUCTORS, Role.CONTROL)
RENEW_SECONDS = "20"
TONES = {HearingState.PREPARING: "neutral", HearingState.OPEN: "progress", HearingState.CLOSED: "good"}


@staff_bp.get("/")
@access.staff(*READERS)
def index() -> ResponseReturnValue:
    """The hearings that go on, those to come and those that ended, and the spaces that may have one."""
    return render_template(
        "hearings/staff/index.html",
        hearings=queries.hearings(),
        spaces=queries.spaces_without_hearing(),
        form=PrepareForm(formdata=None),
        tones=TONES,
        may_conduct=rules.may_conduct(access.signed_in()),
    )


@staff_bp.post("/preparar/<slug>")
@access.staff(*CONDUCTORS)
def prepare(slug: str) -> ResponseReturnValue:
    """Give a space its hearing, or a rehearsal."""
    form, event = PrepareForm(), queries.event_to_change(to_line(slug))
    hearing = opening.prepare(event, access.signed_in(), bool(form.is_rehearsal.data))
    return at_desk(hearing)


@staff_bp.get("/<code>/")
@access.staff(*CONDUCTORS)
def conduct(code: str) -> ResponseReturnValue:
    """Before it opens, what is ready; while it is open, the desk; afterwards, the way to the minutes."""
    hearing = queries.by_code(code)
    return open_desk(hearing) if hearing.is_open else _around(hearing, OpenForm(formdata=None))


def _around(hearing: Hearing, form: OpenForm) -> ResponseReturnValue:
    page = render_template(
        "hearings/staff/around.html",
        hearing=hearing,
        form=form,
        has_rules=rules.has_rules(hearing.event),
        may_open=rules.may_be_opened(hearing),
        is_other_day=not hearing.is_rehearsal and rules.is_other_day(hearing.event, now()),
        agenda=queries.agenda(hearing),
    )
    return page, 422 if form.errors else 200


def open_desk(hearing: Hearing, promise: PromiseForm | None = None) -> ResponseReturnValue:
    """The desk; with a promise that could not be noted, as status 422. It asks again by itself only when asked to."""
    person = access.signed_in()
    page = render_template(
        "hearings/staff/desk.html",
        desk=desk.read(hearing, person, request.args.get("pagina", 1, int)),
        hearing=hearing,
        act=ActForm(formdata=None),
        form=promise or PromiseForm(formdata=None).offer(active_departments()),
        extents=EXTENT_LABELS,
        may_say_answered=rules.may_say_answered(person, hearing),
        may_type=rules.may_type_spoken(person),
        keys_are_on=triage.keys_are_on(person),
        renews=request.args.get("renovar") == "si",
    )
    answer = make_response(page, 422 if promise else 200)
    if request.args.get("renovar") == "si" and not promise:
        answer.headers["Refresh"] = RENEW_SECONDS
    return answer


def at_desk(hearing: Hearing, anchor: str | None = None) -> Response:
    """The way back after each act; what renewed itself goes on doing so."""
    return redirect(url_for("hearings.staff.conduct", code=hearing.room_code, _anchor=anchor), 303)


@staff_bp.post("/<code>/abrir")
@access.staff(*CONDUCTORS)
@keeps_text(OpenForm)
def open_hearing(code: str) -> ResponseReturnValue:
    """Let people in; on another day than that of the space, the page asks why."""
    hearing, form = queries.by_code(code), OpenForm()
    if not form.validate():
        return _around(hearing, form)
    try:
        opening.open_(hearing, access.signed_in(), form.reason.data or "")
    except opening.OtherDay as refusal:
        form.refuse("reason", refusal.message)
        return _around(hearing, form)
    if hearing.is_rehearsal:
        rehearsing.fill(hearing, access.signed_in())
    flash("La audiencia está abierta. Ponga el reloj cuando empiece la grabación.", "success")
    return at_desk(hearing)


@staff_bp.route("/<code>/cerrar", methods=["GET", "POST"])
@access.staff(*CONDUCTORS)
def close_hearing(code: str) -> ResponseReturnValue:
    """End it, after asking."""
    hearing, form = queries.by_code(code), ActForm()
    if form.validate_on_submit():
        opening.close(hearing, access.signed_in())
        flash("La audiencia terminó. El acta ya está escrita: léala.", "success")
        return redirect(url_for(".minutes", code=hearing.room_code), 303)
    return render_template("hearings/staff/close.html", hearing=hearing, form=form)


@staff_bp.route("/<code>/ajustes", methods=["GET", "POST"])
@access.staff(*CONDUCTORS)
@keeps_text(PaceForm)
def pace(code: str) -> ResponseReturnValue:
    """The pace of the phones, who may write, who is in the hall, and the recording; after the end, only this."""
    hearing = queries.by_code(code)
    if hearing.state is HearingState.CLOSED:
        return _recording(hearing)
    form = PaceForm(obj=hearing)
    if form.validate_on_submit():
        opening.set_pace(hearing, form.pace(), access.signed_in())
        flash("Los ajustes quedaron guardados.", "success")
        return at_desk(hearing)
    status = 422 if form.is_submitted() else 200
    return render_template("hearings/staff/pace.html", hearing=hearing, form=form), status


def _recording(hearing: Hearing) -> ResponseReturnValue:
    form = RecordingForm(obj=hearing)
    if form.validate_on_submit():
        opening.name_recording(hearing, form.recording_url.data or "", access.signed_in())
        flash("El enlace de la grabación quedó guardado.", "success")
        return at_desk(hearing)
    status = 422 if form.is_submitted() else 200
    return render_template("hearings/staff/recording.html", hearing=hearing, form=form), status


@staff_bp.route("/<code>/reloj", methods=["GET", "POST"])
@access.staff(*CONDUCTORS)
@keeps_text(ClockForm)
def recording_clock(code: str) -> ResponseReturnValue:
    """What the recording shows now. The button of the desk sends zero: it begins now."""
    hearing = queries.by_code(code)
    form = ClockForm() if request.method == "POST" else ClockForm.showing(desk.second_now(hearing))
    if form.validate_on_submit():
        opening.set_clock(hearing, access.signed_in(), form.second)
        flash(f"El reloj de la grabación va en {form.at.data}.", "success")
        return at_desk(hearing)
    status = 422 if form.is_submitted() else 200
    return render_template("hearings/staff/clock.html", hearing=hearing, form=form), status


@staff_bp.post("/<code>/publico")
@access.staff(*CONDUCTORS)
def bring_people(code: str) -> ResponseReturnValue:
    """In a rehearsal, let synthetic people read and support."""
    hearing = queries.by_code(code)
    rehearsing.bring_people(hearing, access.signed_in())
    flash("Llegaron cuarenta personas de ensayo: leyeron y apoyaron.", "success")
    return at_desk(hearing)


@staff_bp.route("/<code>/borrar", methods=["GET", "POST"])
@access.staff(*CONDUCTORS)
def erase(code: str) -> ResponseReturnValue:
    """Erase a rehearsal, after asking."""
    hearing, form = queries.by_code(code), ActForm()
    if form.validate_on_submit():
        rehearsing.erase(hearing, access.signed_in())
        flash("El ensayo quedó borrado.", "success")
        return redirect(url_for(".index"), 303)
    return render_template("hearings/staff/erase.html", hearing=hearing, form=form)


@staff_bp.post("/<code>/teclas")
@access.staff(*CONDUCTORS)
def keys(code: str) -> ResponseReturnValue:
    """Let single keys act for this person, or not."""
    hearing = queries.by_code(code)
    are_on = request.form.get("teclas") == "si"
    keys_of.switch_keys(access.signed_in(), are_on)
    words = "encendidas" if are_on else "apagadas"
    flash(f"Las teclas de una letra están {words}.", "success")
    return at_desk(hearing)
