"""Pages for the team: one line for what is said, and the desk where slips are typed, checked and counted."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.config import Settings
from participa.deadlines.queries import marks as interruptions
from participa.events.models import Event
from participa.intake import codes, minutes, queries, rules, services, sheets
from participa.intake.addresses import follow_address, whole
from participa.intake.forms import BatchForm, BoxForm, CheckForm, CloseForm, SlipForm, SpokenForm, VoidForm
from participa.intake.models import Slip, SlipBatch, SlipState
from participa.questions.services import Receipt
from participa.shared import audit, files, qr
from participa.shared.clock import now
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Forbidden, Invalid, NotFound
from participa.shared.files import FileKind
from participa.shared.forms import BaseForm, new_form_key
from participa.shared.paging import asked_page
from participa.shared.templating import moment

bp = Blueprint("intake", __name__, url_prefix="/ventanilla")
TYPISTS = (Role.MODERATOR,)
CHECKERS = (Role.MODERATOR, Role.COMMUNICATIONS)
READERS = (Role.MODERATOR, Role.COMMUNICATIONS, Role.CONTROL)
TONES = {SlipState.TYPED: "warn", SlipState.FILED: "good", SlipState.VOID: "neutral"}
SCANS = (FileKind.PDF, FileKind.PICTURE)


@bp.get("/")
@access.staff(*READERS)
def index() -> ResponseReturnValue:
    """The boxes with their counts, and the door to what is said aloud."""
    found = queries.batches(asked_page())
    return render_template(
        "intake/staff/index.html",
        found=found,
        counts=queries.counts(list(found.items)),
        may_type=rules.may_type(access.signed_in()),
        url_for_page=lambda page: url_for(".index", pagina=page if page > 1 else None),
    )


@bp.route("/pregunta", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@keeps_text(SpokenForm)
def spoken() -> ResponseReturnValue:
    """What somebody says or sent by another way, in one line; the receipt is shown to be printed or read aloud."""
    form = _offered(SpokenForm())
    if form.validate_on_submit():
        event = queries.find_space(form.event.data)
        receipt = _tried(form, lambda: _take_in(form, event))
        if receipt is not None and receipt.differs:
            form.form_key.data = new_form_key()
            return render_template("intake/staff/spoken.html", form=form, earlier=receipt.radicado), 409
        if receipt is not None:
            return _receipt_page(form, receipt, event), 201
    elif not form.is_submitted():
        form.came_at.data = now()
    return render_template("intake/staff/spoken.html", form=form), 422 if form.is_submitted() else 200


def _take_in(form: SpokenForm, event: Event | None) -> Receipt:
    author = access.signed_in()
    form_key, reason = form.form_key.data or "", form.why
    return services.take_in(
        event, form.submission(), form_key, form.channel.data, form.came_at.instant(), author, reason
    )


def _receipt_page(form: SpokenForm, receipt: Receipt, event: Event | None) -> str:
    """The receipt, and under it the form for the next one from the same space by the same channel."""
    channel, space = form.channel.data, form.event.data
    fresh = _offered(SpokenForm(formdata=None, channel=channel, event=space, came_at=now()))
    address = follow_address()
    return render_template(
        "intake/staff/receipt.html",
        form=fresh,
        receipt=receipt,
        event=event,
        follow_address=address,
        qr_uri=qr.data_uri(address, receipt.code),
    )


@bp.route("/cajas/nueva", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@keeps_text(BatchForm)
def new_box() -> ResponseReturnValue:
    form = _offered(BatchForm())
    if form.validate_on_submit():
        box = _tried(form, lambda: _open_box(form))
        if box is not None:
            flash("La caja quedó lista. Ya puede imprimir sus hojas.", "success")
            return redirect(url_for(".box", box_id=box.id), 303)
    elif not form.is_submitted():
        form.collected_at.data, form.first.data = now(), queries.next_free_number()
    return render_template("intake/staff/new_box.html", form=form), 422 if form.is_submitted() else 200


def _open_box(form: BatchForm) -> SlipBatch:
    return services.open_batch(
        form.label.data or "",
        queries.find_space(form.event.data),
        form.first.data or 0,
        form.last.data or 0,
        form.check_one_of.data,
        form.collected_at.instant(),
        form.form_key.data or "",
        access.signed_in(),
    )


@bp.route("/cajas/<int:box_id>/corregir", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@keeps_text(BoxForm)
def mend_box(box_id: int) -> ResponseReturnValue:
    """Say again what a box is and when its slips came, before the first is filed."""
    batch = queries.batch(box_id)
    form = _offered(BoxForm() if request.method == "POST" else BoxForm(obj=batch, event=batch.event_id))
    if form.validate_on_submit():
        services.mend(*_mended(box_id, form), access.signed_in())
        flash("La caja quedó corregida.", "success")
        return redirect(url_for(".box", box_id=box_id), 303)
    return render_template("intake/staff/mend_box.html", form=form, box=batch), 422 if form.is_submitted() else 200


def _mended(box_id: int, form: BoxForm) -> tuple[int, str, Event | None, datetime]:
    return box_id, form.label.data or "", queries.find_space(form.event.data), form.collected_at.instant()


@bp.get("/cajas/<int:box_id>")
@access.staff(*READERS)
def box(box_id: int) -> ResponseReturnValue:
    """Where a box stands: slips = typed = filed + void, and what is left to do."""
    batch, person = queries.batch(box_id), access.signed_in()
    found = queries.page_of_slips(batch, asked_page())
    return render_template(
        "intake/staff/box.html",
        box=batch,
        counts=queries.counts([batch])[batch.id],
        found=found,
        tones=TONES,
        may_type=rules.may_type(person),
        may_mend=rules.may_mend(person, batch, queries.has_filed(batch)),
        may_scan=person.role in CHECKERS,
        to_check=queries.next_to_check(batch, person) if person.role in CHECKERS else None,
        url_for_page=lambda page: url_for(".box", box_id=box_id, pagina=page if page > 1 else None),
    )


@bp.post("/cajas/<int:box_id>/hojas.pdf")
@access.staff(*TYPISTS)
def print_slips(box_id: int) -> ResponseReturnValue:
    """The numbered slips with their stubs, to print. The act is written down: the stubs carry the codes."""
    batch = queries.batch(box_id)
    if not rules.is_open(batch):
        raise Conflict("Esta caja ya está cerrada.")
    audit.record("slips_printed", batch, access.signed_in())
    return _pdf(sheets.draw(_slip_words(batch), _stubs(batch), batch.created_at), f"hojas-{batch.id}")


def _slip_words(batch: SlipBatch) -> sheets.Words:
    event = batch.event
    return sheets.Words(
        entity=_settings().entity.name,
        title=event.title if event else "Rendición de cuentas",
        box=batch.label,
        ask_address=whole("questions.ask_at", slug=event.slug) if event else whole("questions.ask"),
        follow_address=follow_address(),
    )


def _stubs(batch: SlipBatch) -> list[tuple[int, str]]:
    key = _settings().code_key
    return [(number, codes.follow_code(batch, number, key)) for number in range(batch.first, batch.last + 1)]


@bp.route("/cajas/<int:box_id>/escribir", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@files.takes_uploads
@keeps_text(SlipForm)
def type_slip(box_id: int) -> ResponseReturnValue:
    """Type one slip after another; the next number is offered."""
    batch, form = queries.batch(box_id), _asking(SlipForm())
    if form.validate_on_submit():
        slip = _tried(form, lambda: _type(box_id, form))
        if slip is not None:
            flash(f"Hoja {slip.number}: {_outcome(slip)}.", "success")
            return redirect(url_for(".type_slip", box_id=box_id), 303)
    elif not form.is_submitted():
        form.number.data = queries.next_number(batch)
    page = render_template(
        "intake/staff/type_slip.html",
        form=form,
        box=batch,
        counts=queries.counts([batch])[batch.id],
        asks_reason=_asks_reason(batch, batch.collected_at),
    )
    return page, 422 if form.is_submitted() else 200


def _asks_reason(batch: SlipBatch, came_at: datetime) -> bool:
    return rules.needs_reason(came_at, now()) and not batch.late_reason


def _type(box_id: int, form: SlipForm) -> Slip:
    scan = files.keep(form.scan.data, SCANS) if form.scan.data else None
    number, reason = form.number.data or 0, form.late_reason.data or ""
    return services.type_slip(box_id, number, form.submission(), access.signed_in(), reason, scan)


def _outcome(slip: Slip) -> str:
    return f"radicada {slip.question.radicado}" if slip.question else "escrita; la revisa otra persona"


@bp.route("/cajas/<int:box_id>/anular", methods=["GET", "POST"])
@access.staff(*TYPISTS)
@keeps_text(VoidForm)
def void(box_id: int) -> ResponseReturnValue:
    """Slips without a question: blank, illegible, spoiled or never used."""
    batch, form = queries.batch(box_id), VoidForm()
    if form.validate_on_submit():
        amount = _tried(form, lambda: _void(box_id, form))
        if amount is not None:
            flash(f"Hojas anuladas: {amount}.", "success")
            return redirect(url_for(".box", box_id=box_id), 303)
    elif not form.is_submitted():
        form.first.data = queries.next_number(batch)
    page = render_template("intake/staff/void.html", form=form, box=batch)
    return page, 422 if form.is_submitted() else 200


def _void(box_id: int, form: VoidForm) -> int:
    first = form.first.data or 0
    last = first if form.last.data is None else form.last.data
    return services.void(box_id, first, last, form.reason.data, form.note.data or "", access.signed_in())


@bp.route("/cajas/<int:box_id>/revisar/<int:number>", methods=["GET", "POST"])
@access.staff(*CHECKERS)
@keeps_text(CheckForm)
def check(box_id: int, number: int) -> ResponseReturnValue:
    """Compare a slip with what another person typed; it is filed afterwards."""
    slip = queries.slip(box_id, number)
    if request.method == "GET" and not rules.may_check(access.signed_in(), slip):
        raise Conflict("Esta hoja ya se revisó, o la revisa otra persona.")
    form = _asking(CheckForm() if request.method == "POST" else CheckForm(data=_typed(slip)), slip)
    if form.validate_on_submit():
        filed = _tried(form, lambda: _check(slip, form))
        if filed is not None:
            flash(f"Hoja {number}: {_outcome(filed)}.", "success")
            return redirect(_next_check(filed), 303)
    asks_reason = _asks_reason(slip.batch, min(slip.batch.collected_at, slip.typed_at))
    page = render_template("intake/staff/check.html", form=form, box=slip.batch, slip=slip, asks_reason=asks_reason)
    return page, 422 if form.is_submitted() else 200


def _check(slip: Slip, form: CheckForm) -> Slip:
    note, reason = form.note.data or "", form.late_reason.data or ""
    return services.check(slip.batch_id, slip.number, form.submission(), note, access.signed_in(), reason)


def _typed(slip: Slip) -> dict[str, Any]:
    """What was typed, as the fields of the form."""
    typed = services.submission_of(slip)
    return {
        "body": typed.body,
        "who": typed.first_names,
        "contact": typed.email or typed.phone or typed.address,
        "kind": typed.kind,
        "topic": typed.topic_id,
        "department": typed.department_id,
        "document": typed.document,
        "organization": typed.organization,
        "neighbourhood": typed.neighbourhood,
        "is_minor": typed.is_minor,
        "authorised": bool(typed.purposes),
    }


def _next_check(slip: Slip) -> str:
    following = queries.next_to_check(slip.batch, access.signed_in())
    if following is None:
        return url_for(".box", box_id=slip.batch_id)
    return url_for(".check", box_id=slip.batch_id, number=following.number)


@bp.post("/cajas/<int:box_id>/hoja/<int:number>/copia")
@access.staff(*CHECKERS)
def scan(box_id: int, number: int) -> ResponseReturnValue:
    """The photo of a slip. It holds personal data: the reading is written down."""
    slip = queries.slip(box_id, number)
    if slip.scan is None:
        raise NotFound("Esta hoja no tiene copia.")
    audit.record("slip_scan_read", slip, access.signed_in())
    return files.send(slip.scan, f"hoja-{box_id}-{number}")


@bp.post("/cajas/<int:box_id>/hoja/<int:number>/recuperar")
@access.staff(*TYPISTS)
def recover(box_id: int, number: int) -> ResponseReturnValue:
    """Undo the voiding of a slip."""
    services.recover(box_id, number, access.signed_in())
    flash(f"La hoja {number} vuelve a faltar por escribir.", "success")
    return redirect(url_for(".box", box_id=box_id), 303)


@bp.route("/cajas/<int:box_id>/cerrar", methods=["GET", "POST"])
@access.staff(*TYPISTS)
def close(box_id: int) -> ResponseReturnValue:
    """Count the slips in the hand and close the box when they agree with those in the system."""
    batch, form = queries.batch(box_id), CloseForm()
    if form.validate_on_submit():
        closed = _tried(form, lambda: services.close(box_id, form.counted.data or 0, access.signed_in()), "counted")
        if closed is not None:
            flash("La caja quedó cerrada. Descargue el acta.", "success")
            return redirect(url_for(".box", box_id=box_id), 303)
    elif not form.is_submitted() and not rules.is_open(batch):
        raise Conflict("Esta caja ya está cerrada.")
    page = render_template("intake/staff/close.html", form=form, box=batch, counts=queries.counts([batch])[batch.id])
    return page, 422 if form.is_submitted() else 200


@bp.get("/cajas/<int:box_id>/acta.pdf")
@access.staff(*READERS)
def closing_record(box_id: int) -> ResponseReturnValue:
    """The closing record: counts, numbers and the fingerprint of the public record."""
    batch = queries.batch(box_id)
    if rules.is_open(batch):
        raise Conflict("El acta se descarga cuando la caja está cerrada.")
    drawn = minutes.draw(_settings().entity.name, batch, queries.slips(batch), queries.counts([batch])[batch.id])
    return _pdf(drawn, f"acta-caja-{batch.id}")


def _offered(form: Any) -> Any:
    form.offer(queries.spaces())
    if isinstance(form, SpokenForm):
        form.offer_outages([(one.id, f"La del {moment(one.began_at)}") for one in interruptions.latest_outages()])
    return form


def _asking(form: Any, slip: Slip | None = None) -> Any:
    """The form with the topics and offices that are offered, and those of a slip that was already typed."""
    words = slip.words if slip else {}
    form.offer(queries.topics(words.get("topic_id")), queries.departments(words.get("department_id")))
    return form


def _tried(form: BaseForm, verb: Any, name: str = "") -> Any:
    """What the verb gives, or None after its refusal is shown on the form with the typed text kept."""
    try:
        return verb()
    except (Invalid, Conflict, Forbidden) as refusal:
        if name:
            form.refuse(name, refusal.message)
        else:
            form.form_errors = [*form.form_errors, refusal.message]
        return None


def _pdf(body: bytes, name: str) -> ResponseReturnValue:
    headers = {"Content-Type": "application/pdf", "Cache-Control": "no-store"}
    return body, 200, headers | {"Content-Disposition": f'attachment; filename="{name}.pdf"'}


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
