"""Pages of the door: for volunteers with a link, for the team, and for the shared tablet."""

from pathlib import Path

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from participa.accounts import access
from participa.attendance import device, queries, rules, services
from participa.attendance.forms import (
    CheckInForm,
    EnterForm,
    FindForm,
    KioskConfirmForm,
    KioskForm,
    SentForm,
    UndoForm,
    WalkInForm,
)
from participa.attendance.models import DoorKind, DoorLink
from participa.attendance.services import Outcome, Result
from participa.events import queries as events
from participa.events.models import Event
from participa.registrations.models import ATTENDS_LABELS
from participa.shared import guess_throttle
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Invalid
from participa.shared.templating import hour

bp = Blueprint("attendance", __name__, url_prefix="/asistencia")

DOOR = str(DoorKind.DOOR)
KIOSK = str(DoorKind.KIOSK)
MOST = 2**31 - 1  # the largest number of a row
WRONG_LINK = "Ese código no abre ninguna puerta. Puede que haya vencido: pida uno nuevo al equipo."
NO_CODE = "No está en la lista. Busque por el nombre o anótela sin inscripción."
STAYS_SECONDS = 12  # the thanks of the tablet, until the next person
CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"


@bp.route("/puerta", methods=["GET", "POST"])
@access.public
def enter() -> ResponseReturnValue:
    """Exchange the code of a link, which came after the # or was typed, for a cookie of this door alone."""
    form = EnterForm()
    if not form.validate_on_submit():
        return render_template("attendance/enter.html", form=form), 422 if form.is_submitted() else 200
    guess_throttle.check("door")
    link = device.find_link(form.code.data or "")
    if link is None:
        guess_throttle.note_wrong("door")
        form.refuse("code", WRONG_LINK)
        return render_template("attendance/enter.html", form=form), 422
    return device.remember(make_response(redirect(_page_of(link), 303)), link, form.code.data or "")


def _page_of(link: DoorLink) -> str:
    page = "attendance.kiosk" if link.kind is DoorKind.KIOSK else "attendance.door"
    return url_for(page, slug=link.event.slug)


@bp.post("/puerta/salir")
@access.public
def leave() -> ResponseReturnValue:
    """Close the door on this device. The page erases its list before."""
    flash("La puerta quedó cerrada en este aparato.", "success")
    return device.forget(make_response(redirect(url_for("attendance.enter"), 303)))


@bp.get("/trabajador.js")
@access.public
def worker() -> ResponseReturnValue:
    """The service worker; here, because it may only rule what is below its own address."""
    script = Path(current_app.static_folder or "") / "js" / "door" / "worker.js"
    return Response(script.read_bytes(), content_type="text/javascript; charset=utf-8")


@bp.get("/puerta/<slug>")
@access.with_link(DOOR, *rules.KEEPERS)
def door(slug: str) -> ResponseReturnValue:
    """The door. It carries no name of anybody, because the device keeps it for when there is no connection."""
    return _door_page(events.by_slug(slug), FindForm())


def _door_page(event: Event, form: FindForm, found: list[queries.Found] | None = None, notice: str = "") -> Response:
    page = render_template(
        "attendance/door.html",
        event=event,
        form=form,
        found=found,
        notice_text=notice,
        entry=CheckInForm(formdata=None),
        is_open=rules.receives_arrivals(event, now()),
        opens_at=rules.opens_at(event),
        counts=queries.counts(event),
        walk_in=WalkInForm(formdata=None),
        attends_labels=ATTENDS_LABELS,
    )
    answer = make_response(page, 422 if form.errors else 200)
    answer.headers["Permissions-Policy"] = CAMERA
    return answer


@bp.post("/puerta/<slug>/buscar")
@access.with_link(DOOR, *rules.KEEPERS)
@keeps_text(FindForm)
def find(slug: str) -> ResponseReturnValue:
    """Who is meant by a code or a name. Sent in the body: names are never in addresses."""
    event, form = events.by_slug(slug), FindForm()
    if not form.validate_on_submit() or not rules.shows_names(event, now()):
        return _door_page(event, form)
    return _door_page(event, form, _wanted(event, form.wanted.data or ""))


def _wanted(event: Event, typed: str) -> list[queries.Found]:
    digest = device.door_digest(event, typed)
    registration = queries.find_by_door_digest(event, digest) if digest else None
    return [queries.found(registration)] if registration else queries.named(event, typed)


@bp.post("/puerta/<slug>/entrada")
@access.with_link(DOOR, *rules.KEEPERS)
def check_in(slug: str) -> ResponseReturnValue:
    event, form = events.by_slug(slug), CheckInForm()
    registration = queries.find_by_door_digest(event, form.person.data or "")
    if not form.validate_on_submit() or registration is None:
        return _door_page(event, FindForm(formdata=None), [], NO_CODE), 422
    result = services.check_in(event, registration, form.entry(), device.keeper(), is_let_in=form.let_in.data)
    if not result.is_noted:
        return _door_page(event, FindForm(formdata=None), [queries.found(registration)], _said(result)), 409
    flash("Llegada anotada.", "success")
    return redirect(url_for(".door", slug=slug), 303)


def _said(result: Result) -> str:
    """What to tell the door about an arrival that was not noted."""
    if result.outcome is Outcome.ALREADY and result.attendance:
        return f"Ya entró a las {hour(result.attendance.arrived_at)} No se anotó otra vez."
    return "No tiene puesto: canceló o está en lista de espera. Decida si entra."


@bp.route("/puerta/<slug>/sin-inscripcion", methods=["GET", "POST"])
@access.with_link(DOOR, *rules.KEEPERS)
@keeps_text(WalkInForm)
def walk_in(slug: str) -> ResponseReturnValue:
    event, form, twin = events.by_slug(slug), WalkInForm(), None
    if form.validate_on_submit():
        result = services.walk_in(event, form.person(), form.entry(), device.keeper(), form.is_another.data)
        if result.is_noted:
            flash("Llegada anotada, sin inscripción.", "success")
            return redirect(url_for(".walk_in", slug=slug), 303)
        twin = result
    page = render_template(
        "attendance/walk_in.html", event=event, form=form, twin=twin, entry=CheckInForm(formdata=None)
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"/puerta/<slug>/deshacer/<int(max={MOST}):attendance_id>", methods=["GET", "POST"])
@access.with_link(DOOR, *rules.KEEPERS)
@keeps_text(UndoForm)
def undo(slug: str, attendance_id: int) -> ResponseReturnValue:
    event, form = events.by_slug(slug), UndoForm()
    attendance = queries.attendance_of(event, attendance_id)
    if form.validate_on_submit():
        services.undo(attendance, form.reason.data or "", device.keeper())
        flash("La llegada quedó deshecha.", "success")
        return redirect(url_for(".door", slug=slug), 303)
    page = render_template("attendance/undo.html", event=event, form=form, attendance=attendance)
    return page, 422 if form.is_submitted() else 200


@bp.get("/puerta/<slug>/lista")
@access.with_link(DOOR, *rules.KEEPERS)
def door_list(slug: str) -> ResponseReturnValue:
    """What a device keeps to work without connection, and a token with which it may send what it kept.

    `lasts` is in seconds: an instant would mean nothing to a phone whose clock is wrong.
    """
    event = events.by_slug(slug)
    lasts = int(rules.list_lasts(event, now()).total_seconds())
    rows = queries.door_rows(event) if lasts else []
    return {"event": event.id, "token": generate_csrf(), "lasts": lasts, "people": [_row(row) for row in rows]}


def _row(row: queries.DoorRow) -> dict[str, object]:
    return {
        "key": row.key,
        "name": row.name,
        "attends": row.attends,
        "expected": row.state in rules.EXPECTED,
        "support": row.needs_support,
        "arrived": hour(row.arrived_at) if row.arrived_at else "",
    }


@bp.post("/puerta/<slug>/enviar")
@access.with_link(DOOR, *rules.KEEPERS)
def send(slug: str) -> ResponseReturnValue:
    """One arrival that a device kept. The same key again gets the same answer."""
    event, form = events.by_slug(slug), SentForm()
    if not form.validate_on_submit():
        return {"outcome": "unfit"}, 422
    try:
        result = services.receive(event, form.entry(), device.keeper(), form.person.data or "", form.walk_in())
    except (Invalid, Conflict) as refusal:
        return {"outcome": "refused", "message": refusal.message}, refusal.status
    return _answer(event, result)


def _answer(event: Event, result: Result) -> dict[str, str]:
    attendance = result.attendance
    if attendance is None:
        return {"outcome": result.outcome}
    undoing = url_for(".undo", slug=event.slug, attendance_id=attendance.id) if result.is_noted else ""
    return {"outcome": result.outcome, "at": hour(attendance.arrived_at), "undo": undoing}


@bp.route("/tableta/<slug>", methods=["GET", "POST"])
@access.with_link(KIOSK)
def kiosk(slug: str) -> ResponseReturnValue:
    """The shared tablet: one person at a time, who types a code or the whole name and confirms."""
    event, form = events.by_slug(slug), KioskForm()
    if not form.validate_on_submit():
        return _kiosk_page(event, form), 422 if form.is_submitted() else 200
    found = _own(event, form.wanted.data or "")
    if found is None:
        form = KioskForm(formdata=None)
        form.refuse("wanted", "No la encontramos. Escriba el código o el nombre completo, o pregunte en la mesa.")
        return _kiosk_page(event, form), 422
    entry = KioskConfirmForm(formdata=None)
    return render_template("attendance/kiosk_confirm.html", event=event, found=found, form=entry)


def _kiosk_page(event: Event, form: KioskForm) -> str:
    return render_template(
        "attendance/kiosk.html", event=event, form=form, is_open=rules.receives_arrivals(event, now())
    )


def _own(event: Event, typed: str) -> queries.Found | None:
    """The one person meant. Nobody when several have that name: the tablet never shows a list of people."""
    digest = device.door_digest(event, typed)
    if digest:
        owner = queries.find_by_door_digest(event, digest)
        return queries.found(owner) if owner and rules.is_expected(owner) else None
    same = [one for one in queries.same_names(event, typed) if rules.is_expected(one.registration)]
    return same[0] if len(same) == 1 and len(rules.plain(typed).split()) > 1 else None


@bp.post("/tableta/<slug>/confirmar")
@access.with_link(KIOSK)
def kiosk_confirm(slug: str) -> ResponseReturnValue:
    event, form = events.by_slug(slug), KioskConfirmForm()
    registration = queries.find_by_door_digest(event, form.person.data or "")
    if not form.validate_on_submit() or registration is None:
        return redirect(url_for(".kiosk", slug=slug), 303)
    result = services.check_in(event, registration, form.entry(), device.keeper(DoorKind.KIOSK))
    done = {Outcome.NOTED: "bien", Outcome.ALREADY: "antes"}.get(result.outcome, "mesa")
    return redirect(url_for(".kiosk_done", slug=slug, name=done), 303)


@bp.get("/tableta/<slug>/<any(bien,antes,mesa):name>")
@access.with_link(KIOSK)
def kiosk_done(slug: str, name: str) -> ResponseReturnValue:
    """It says nothing of the person, and makes room for the next one by itself."""
    answer = make_response(render_template("attendance/kiosk_done.html", event=events.by_slug(slug), name=name))
    answer.headers["Refresh"] = f"{STAYS_SECONDS};url={url_for('.kiosk', slug=slug)}"
    return answer
