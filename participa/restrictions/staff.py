"""Pages for the team: hide parts, confirm, show again, decide appeals, and the figures of Internal Control."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.calendar.queries import current_calendar
from participa.questions import services as questions
from participa.questions.models import AnswerVersion, Question, WithholdReason, redaction
from participa.restrictions import queries, rules, services
from participa.restrictions.forms import AnswerForm, DecisionForm, LiftForm, RedactAnswerForm, RedactForm, SecondForm
from participa.restrictions.models import Appeal
from participa.restrictions.queries import fairness
from participa.shared.business_days import TrafficLight, WorkCalendar, business_days_left, days_left_text, traffic_light
from participa.shared.clock import today
from participa.shared.edge import keeps_text
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.paging import asked_page
from participa.shared.personal_data import PersonalData, findings

bp = Blueprint("staff", __name__, url_prefix="/gestion")
MOST = 2_147_483_647
TONES = {TrafficLight.GREEN: "progress", TrafficLight.AMBER: "warn", TrafficLight.RED: "bad"}


@bp.get("/")
@access.staff(Role.MODERATOR, Role.APPROVER, Role.CONTROL, Role.ADMIN)
def index() -> ResponseReturnValue:
    """The appeals that wait, by due date; the proposals that wait for a second person; what was decided."""
    calendar = current_calendar()
    return render_template(
        "restrictions/staff/index.html",
        waiting=[(one, *_light(one, calendar)) for one in queries.open_appeals()],
        proposals=queries.open_proposals(),
        decided=queries.decided_appeals(asked_page()),
        url_for_page=lambda page: url_for(".index", pagina=page if page > 1 else None),
    )


def _light(one: Appeal, calendar: WorkCalendar) -> tuple[int, str, str]:
    """Business days left, in words, and the tone."""
    left = business_days_left(today(), one.due_on, calendar)
    return left, days_left_text(left), TONES[traffic_light(left)]


@bp.route(f"/apelaciones/<int(max={MOST}):appeal_id>", methods=["GET", "POST"])
@access.staff(Role.MODERATOR, Role.APPROVER)
@keeps_text(DecisionForm)
def decide(appeal_id: int) -> ResponseReturnValue:
    """Read an appeal beside the text and decide it; who hid the text may only read."""
    found = queries.appeal_to_decide(appeal_id) if request.method == "POST" else queries.appeal(appeal_id)
    form, actor = DecisionForm(), access.signed_in()
    if form.validate_on_submit():
        try:
            services.decide(found, actor, form.chosen, form.reasons.data or "", form.reviewed.data)
        except questions.Unreviewed as refusal:
            form.refuse("reviewed", refusal.message)
        except Invalid as refusal:
            form.refuse("reasons", refusal.message)
        else:
            flash(f"Apelación {found.number}: {found.outcome_label.lower()}.", "success")
            return redirect(url_for(".index"), 303)
    return _decide_page(found, form)


def _decide_page(found: Appeal, form: DecisionForm) -> ResponseReturnValue:
    page = render_template(
        "restrictions/staff/decide.html",
        appeal=found,
        form=form,
        may_decide=rules.may_decide(access.signed_in(), found, queries.involved(found.restriction)),
        care=findings(found.question.body),
        pieces=redaction.pieces(found.question.body, queries.parts(found.question_id)),
        roles=queries.ROLES,
        light=_light(found, current_calendar()),
    )
    return page, 422 if form.errors else 200


@bp.route("/preguntas/<radicado>/tachar", methods=["GET", "POST"])
@access.staff(Role.MODERATOR, Role.APPROVER)
@keeps_text(RedactForm)
def redact(radicado: str) -> ResponseReturnValue:
    """Write which parts are hidden, see how it will look, and publish it."""
    actor, form = access.signed_in(), RedactForm()
    question = queries.question(radicado, actor) if request.method == "GET" else _taken(radicado)
    if not form.is_submitted():
        form.put([] if _kept(question) else _standing(question) or _offered(question.body))
        form.seen.data = question.revision
        return _redact_page(question, form)
    if not form.validate() or not form.fits(question.body):
        return _redact_page(question, form)
    if "publish" not in request.form:
        return _redact_page(question, form, is_preview=True)
    try:
        is_done = questions.redact(question, actor, _parts(question, form), form.note.data or "", form.seen.data)
    except (Conflict, Invalid) as refusal:
        form.form_errors = [*form.form_errors, refusal.message]
        form.seen.raw_data, form.seen.data = None, question.revision
        return _redact_page(question, form)
    flash(f"Pregunta {question.radicado}: {'tachada' if is_done else 'otra persona debe confirmarlo'}.", "success")
    return _back(question)


def _taken(radicado: str) -> Question:
    return queries.question_to_change(radicado, access.signed_in())


def _standing(question: Question) -> list[tuple[str, WithholdReason]]:
    """What is hidden now, each different fragment once and in one line, as its field holds it."""
    parts = queries.parts(question.id)
    found = {_in_line(question.body[part.starts : part.ends]): part.reason for part in parts}
    return list(found.items())


def _in_line(fragment: str) -> str:
    return " ".join(fragment.split())


def _offered(body: str) -> list[tuple[str, WithholdReason]]:
    """What may be personal data of somebody, to begin with."""
    minor, other = WithholdReason.R2, WithholdReason.R1
    found = [(_in_line(body[one.start : one.end]), one.kind) for one in findings(body)]
    return [(words, minor if kind is PersonalData.MINOR else other) for words, kind in found]


def _parts(question: Question, form: RedactForm) -> list[redaction.Part]:
    return redaction.parts_of(question.body, form.hidden, _kept(question))


def _kept(question: Question) -> list[redaction.Part]:
    """What is hidden now and the rows cannot hold: it stays hidden, whatever is typed. Empty when they can."""
    shown, standing = _standing(question), queries.parts(question.id)
    is_whole = redaction.parts_of(question.body, shown) == standing
    return [] if is_whole and RedactForm.holds(shown) else standing


def _redact_page(question: Question, form: RedactForm, is_preview: bool = False) -> ResponseReturnValue:
    page = render_template(
        "restrictions/staff/redact.html",
        question=question,
        form=form,
        is_preview=is_preview,
        kept=redaction.pieces(question.body, _kept(question)) if _kept(question) else (),
        pieces=redaction.pieces(question.body, _parts(question, form)),
    )
    return page, 422 if form.errors else 200


def _back(question: Question) -> ResponseReturnValue:
    return redirect(url_for("questions.staff.detail", radicado=question.radicado), 303)


@bp.route("/preguntas/<radicado>/mostrar", methods=["GET", "POST"])
@access.staff(Role.MODERATOR, Role.APPROVER)
@keeps_text(LiftForm)
def lift(radicado: str) -> ResponseReturnValue:
    """Show again what somebody else hid, and say why."""
    actor, form = access.signed_in(), LiftForm()
    question = queries.question(radicado, actor) if request.method == "GET" else _taken(radicado)
    standing = queries.redaction_of(question.id)
    if standing is None or standing.author_id == actor.id:
        raise Forbidden("Debe decidirlo otra persona, y solo si hay algo tachado.")
    if form.validate_on_submit():
        try:
            questions.lift(question, actor, form.note.data or "", reviewed=form.reviewed.data)
        except questions.Unreviewed as refusal:
            form.refuse("reviewed", refusal.message)
        else:
            flash(f"Pregunta {question.radicado}: se lee completa otra vez.", "success")
            return _back(question)
    pieces, care = redaction.pieces(question.body, queries.parts(question.id)), findings(question.body)
    page = render_template("restrictions/staff/lift.html", question=question, form=form, pieces=pieces, care=care)
    return page, 422 if form.errors else 200


@bp.route(f"/preguntas/<radicado>/respuestas/<int(max={MOST}):number>/reservar", methods=["GET", "POST"])
@access.staff(Role.APPROVER)
@keeps_text(AnswerForm)
def withhold_answer(radicado: str, number: int) -> ResponseReturnValue:
    """Hide an earlier version of an answer that holds personal data; the one that corrects it stays."""
    actor, form = access.signed_in(), AnswerForm()
    question = queries.question(radicado, actor) if request.method == "GET" else _taken(radicado)
    version = queries.answer_to_hide(question.radicado, number)
    if not questions.may_withhold_answer(actor, version):
        raise Forbidden("Solo se reserva una versión que ya se corrigió. Corrija primero la respuesta.")
    if form.validate_on_submit():
        questions.withhold_answer(version, actor, WithholdReason(form.reason.data), form.note.data or "")
        flash(f"Pregunta {question.radicado}: la versión {number} ya no se lee.", "success")
        return _back(question)
    page = render_template("restrictions/staff/withhold_answer.html", question=question, form=form, version=version)
    return page, 422 if form.errors else 200


@bp.route(f"/preguntas/<radicado>/respuestas/<int(max={MOST}):number>/tachar", methods=["GET", "POST"])
@access.staff(Role.MODERATOR, Role.APPROVER)
@keeps_text(RedactAnswerForm)
def redact_answer(radicado: str, number: int) -> ResponseReturnValue:
    """Hide personal data of the answer that everybody reads; see how it will look, and publish it."""
    actor, form = access.signed_in(), RedactAnswerForm()
    question = queries.question(radicado, actor) if request.method == "GET" else _taken(radicado)
    version = queries.answer_to_hide(question.radicado, number)
    if version.withheld is not None:
        return _back(question)  # a second click
    if not questions.may_redact_answer(actor, version):
        raise Forbidden("Solo se tacha la respuesta que la gente lee ahora.")
    if form.is_submitted():
        return _redact_answer(version, form)
    form.put(_offered(version.body))
    return _answer_page(version, form)


def _redact_answer(version: AnswerVersion, form: RedactAnswerForm) -> ResponseReturnValue:
    if not form.validate() or not form.fits(version.body) or "publish" not in request.form:
        return _answer_page(version, form, is_preview=not form.errors)
    parts = redaction.parts_of(version.body, form.hidden)
    try:
        questions.redact_answer(version, access.signed_in(), parts, form.note.data or "")
    except (Conflict, Invalid) as refusal:
        form.form_errors = [*form.form_errors, refusal.message]
        return _answer_page(version, form)
    flash(f"Pregunta {version.question.radicado}: se tachó la respuesta.", "success")
    return _back(version.question)


def _answer_page(version: AnswerVersion, form: RedactAnswerForm, is_preview: bool = False) -> ResponseReturnValue:
    page = render_template(
        "restrictions/staff/redact_answer.html",
        version=version,
        question=version.question,
        form=form,
        is_preview=is_preview,
        shown=redaction.public_text(version.body, redaction.parts_of(version.body, form.hidden)),
    )
    return page, 422 if form.errors else 200


@bp.route("/preguntas/<radicado>/propuesta", methods=["GET", "POST"])
@access.staff(Role.MODERATOR, Role.APPROVER)
def second(radicado: str) -> ResponseReturnValue:
    """Confirm or discard what somebody proposed to hide; who proposed may only discard."""
    actor, form = access.signed_in(), SecondForm()
    question = queries.question(radicado, actor) if request.method == "GET" else _taken(radicado)
    proposal = queries.find_proposal(question.id)
    if proposal is None:
        return _back(question)
    if form.validate_on_submit():
        is_confirmed = form.decision.data == "confirmar"
        (questions.confirm if is_confirmed else questions.discard)(question, actor, proposal)
        flash(f"Pregunta {question.radicado}: {'se ocultó' if is_confirmed else 'sigue pública'}.", "success")
        return _back(question)
    page = render_template(
        "restrictions/staff/second.html",
        question=question,
        form=form,
        proposal=proposal,
        is_own=proposal.author_id == actor.id,
        pieces=redaction.pieces(question.body, redaction.decoded(proposal.parts)),
    )
    return page, 422 if form.errors else 200


@bp.get("/equidad")
@access.staff(Role.CONTROL, Role.ADMIN)
def balance() -> ResponseReturnValue:
    """Whether some hide more than others, and whether naming the mayor makes a difference."""
    return render_template(
        "restrictions/staff/fairness.html", people=fairness.by_person(), mentions=fairness.by_mention(), few=rules.FEW
    )
