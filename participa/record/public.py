"""Pages for citizens: read the record, take it along, check a question."""

import json
from datetime import date
from pathlib import Path

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.questions.models import WITHHOLD_REASON_LABELS
from participa.questions.queries import following
from participa.record import queries, services, verifier
from participa.record.forms import CheckForm
from participa.shared import guess_throttle, ledger, signing
from participa.shared.downloads import as_file
from participa.shared.edge import keeps_text
from participa.shared.errors import Invalid
from participa.shared.follow_codes import normalise
from participa.shared.ledger import Entry
from participa.shared.paging import asked_page
from participa.shared.templating import long_day

bp = Blueprint("record", __name__, url_prefix="/registro")

WRONG_CODE = "No encontramos una pregunta con ese código. Compárelo con su comprobante e intente otra vez."
PLAIN = "text/plain; charset=utf-8"
WORDS = {
    Entry.RECEIVED: "Se recibió",
    Entry.PUBLISHED: "Se publicó el texto",
    Entry.GROUPED: "Se unió con otra",
    Entry.UNGROUPED: "Salió de su grupo",
    Entry.WITHHELD: "Se reservó el texto",
    Entry.RESTORED: "Se volvió a publicar el texto",
    Entry.ASSIGNED: "Se asignó a una dependencia",
    Entry.TRANSFERRED: "Se trasladó a otra entidad",
    Entry.CLARIFYING: "Se pidió aclarar",
    Entry.CLARIFIED: "Quedó aclarada",
    Entry.ARCHIVED: "Se archivó",
    Entry.REFERRED: "Se remitió a una respuesta anterior",
    Entry.REJECTED: "Se rechazó",
    Entry.ANSWERED: "Se aprobó la respuesta",
    Entry.ANSWER_PUBLISHED: "Se publicó la respuesta",
    Entry.CORRECTED: "Se corrigió la respuesta",
    Entry.EXTENDED: "Se amplió el plazo",
    Entry.RECOUNTED: "Se contó de nuevo el plazo",
    Entry.REDACTED: "Se tachó una parte del texto",
    Entry.ANSWER_WITHHELD: "Se reservó una respuesta anterior",
    Entry.APPEALED: "Se pidió revisar una decisión",
    Entry.APPEAL_DECIDED: "Se decidió una revisión",
    Entry.ERASED: "Se borraron datos personales",
    Entry.COMMITTED: "Nació un compromiso",
    Entry.ADVANCED: "Avanzó un compromiso",
    Entry.UNDONE: "Se deshizo un paso",
}
REASONS = {reason.value: label for reason, label in WITHHOLD_REASON_LABELS.items()}


def reason_words(reason: str) -> str:
    """The reason of an entry as people read it: a label of the closed list, a due date or its own words."""
    if reason in REASONS:
        return REASONS[reason]
    try:
        return f"Vence el {long_day(date.fromisoformat(reason))}."
    except ValueError:
        return f"{reason[:1].upper()}{reason[1:]}." if reason else ""


@bp.get("/")
@access.public_cached
def index() -> ResponseReturnValue:
    """What happened with the questions, latest first, and what to take along to check it."""
    page = queries.latest(asked_page())
    size, head = ledger.head()
    return render_template(
        "record/index.html",
        page=page,
        entries=[queries.told(entry) for entry in page.items],
        words=WORDS,
        reason_words=reason_words,
        has_witnesses=services.has_witnesses(),
        size=size,
        head=head,
        point=queries.last_checkpoint(),
        public_key=signing.public_key(),
        url_for_page=lambda number: url_for(".index", pagina=number if number > 1 else None),
    )


@bp.get("/registro.txt")
@access.public
def whole() -> ResponseReturnValue:
    """Every entry with its hash, or those from a number on (`desde`)."""
    since = request.args.get("desde", 1, int)
    body = stream_with_context(ledger.as_file(queries.lines(min(max(since, 1), 2**31 - 1))))
    return Response(body, headers=as_file(PLAIN, "registro.txt"))


@bp.get("/puntos.txt")
@access.public_cached
def points() -> ResponseReturnValue:
    return services.as_lines(queries.checkpoints()), 200, as_file(PLAIN, "puntos.txt")


@bp.get("/verificar.py")
@access.public_cached
def program() -> ResponseReturnValue:
    """The verifier: one file that needs nothing but Python."""
    return Path(verifier.__file__).read_text(encoding="utf-8"), 200, as_file(PLAIN, "verificar.py")


@bp.route("/verificar", methods=["GET", "POST"])
@access.public
@keeps_text(CheckForm)
def check() -> ResponseReturnValue:
    """One of three plain answers about a question, for who has its code or its receipt."""
    form = CheckForm()
    if form.validate_on_submit():
        try:
            finding = _finding(form)
        except Invalid as problem:
            form.refuse("receipt" if not form.code.data else "code", problem.message)
        else:
            code = form.code.data if form.code.data and finding.number else ""
            return render_template("record/found.html", finding=finding, code=code, form=form)
    return render_template("record/check.html", form=form), 422 if form.is_submitted() else 200


def _finding(form: CheckForm) -> services.Finding:
    if form.receipt.data and not form.code.data:
        return services.look_up_receipt(form.receipt.data)
    guess_throttle.check("follow")
    question = following.find_by_code(normalise(form.code.data or ""))
    if question is None:
        guess_throttle.note_wrong("follow")
        raise Invalid(WRONG_CODE)
    return services.look_up(question)


@bp.post("/comprobante")
@access.public
def receipt() -> ResponseReturnValue:
    """The signed receipt of a question, for who has its code."""
    form = CheckForm()
    guess_throttle.check("follow")
    question = following.find_by_code(normalise(form.code.data or ""))
    if not form.validate() or question is None:
        guess_throttle.note_wrong("follow")
        form.refuse("code", WRONG_CODE)
        return render_template("record/check.html", form=form), 422
    try:
        body = json.dumps(services.receipt_file(question), ensure_ascii=False, indent=2)
    except Invalid as problem:
        form.refuse("code", problem.message)
        return render_template("record/check.html", form=form), 422
    return body, 200, as_file("application/json", f"comprobante-{question.radicado}.json")
