"""Reporting how an activity goes, with evidence, and verifying it. What is written stays; a correction is added."""

from collections.abc import Sequence
from datetime import date

from participa.accounts.models import User
from participa.extensions import db
from participa.shared import audit, files
from participa.shared.clock import now, today
from participa.shared.errors import Conflict, Invalid
from participa.shared.templating import plain_day
from participa.strategy import queries, rules, when
from participa.strategy.models import (
    REPORTABLE,
    Activity,
    ActivityEvidence,
    ActivityReport,
    ActivityState,
    FollowUp,
    Proof,
    StrategyState,
    Told,
    Verification,
    VerificationResult,
)
from participa.strategy.services.permission import require
from participa.strategy.tracking import codes_of, tracked

CLOSED = "Esta versión de la estrategia está cerrada. Informe en la versión que está publicada."
NOT_PUBLIC = "Esta estrategia todavía no está publicada. El avance se informa después de publicarla."
IS_CANCELLED = "Esta actividad está cancelada. Si se va a hacer, cámbiele primero el estado."
NO_EVIDENCE = "Para informar «Cumplida» hace falta una evidencia: suba un archivo o escriba un enlace."
BY_PERIOD = "Esta actividad se informa por período. Use «Informar avance»."
DONE_BY_REPORT = "Para dejarla cumplida hace falta una evidencia. Use «Informar avance»."
COMPLETE = 100
ONE_MORE = "El de ahora es distinto y no se ha guardado. Si quiere guardarlo también, oprima el botón otra vez."
REPEATED = f"Ya habíamos guardado un avance con este formulario. {ONE_MORE}"
VERIFIED_TWICE = (
    "Ya habíamos guardado una verificación con este formulario. La de ahora es distinta y no se ha guardado. "
    "Si quiere guardarla también, oprima el botón otra vez."
)


class Repeated(Conflict):
    """The same form came again with something else in it, as after the button «back»."""


def report(activity: Activity, told: Told, form_key: str | None, actor: User | None) -> ActivityReport:
    """Write how a period of an activity goes. The same form key again gives the report that it made.

    Raises Forbidden for another office, Repeated when the form made another report before, and Invalid for what may not
    be reported, in a sentence that says what to do.
    """
    require(rules.may_report(actor, activity))
    queries.activity_locked(activity.id)
    earlier = queries.find_report_by_key(form_key) if form_key else None
    if earlier is not None:
        return _same_report(earlier, activity, told)
    reports = queries.history(activity)
    _check(activity, told, reports)
    row = _row(activity, told.state, told.text, actor, period=told.period, form_key=form_key)
    row.percent = COMPLETE if told.state is ActivityState.DONE else told.percent
    for proof in told.proofs:
        row.evidence.append(_evidence(proof, told.is_internal))
    db.session.add(row)
    activity.state, activity.state_note = _state_after(activity, [*reports, row]), ""
    db.session.flush()  # the history quotes its number
    audit.record("activity.report", row, actor, activity=activity.id, period=told.period, state=told.state)
    return row


def _same_report(earlier: ActivityReport, activity: Activity, told: Told) -> ActivityReport:
    percent = COMPLETE if told.state is ActivityState.DONE else told.percent
    was = (earlier.activity_id, earlier.state, earlier.text, earlier.period, earlier.percent)
    shown = [proof.description for proof in told.proofs]
    if was == (activity.id, told.state, told.text, told.period, percent) and shown == [
        one.description for one in earlier.evidence
    ]:
        return earlier
    raise Repeated(REPEATED)


def _row(activity: Activity, state: ActivityState, text: str, actor: User | None, **more: object) -> ActivityReport:
    author_id = actor.id if actor else None
    values = {"activity_id": activity.id, "from_state": activity.state, "author_id": author_id, "at": now()}
    return ActivityReport(state=state, text=text, **values, **more)


def _check(activity: Activity, told: Told, reports: Sequence[ActivityReport]) -> None:
    if activity.strategy.state is not StrategyState.PUBLISHED:
        raise Invalid(CLOSED if activity.strategy.state is StrategyState.CLOSED else NOT_PUBLIC)
    if activity.state is ActivityState.CANCELLED:
        raise Invalid(IS_CANCELLED)
    if not rules.is_reportable(told.state):
        raise Invalid("Elija cómo va la actividad.")
    if told.period not in codes_of(activity):
        raise Invalid("Elija uno de los períodos de esta actividad.")
    _check_period(told.period)
    if told.state is ActivityState.DONE and not told.proofs and not _has_evidence(reports, told.period):
        raise Invalid(NO_EVIDENCE)


def _check_period(code: str) -> None:
    period = when.period_of(code) if code else None
    if period and period.first_day and period.first_day > today():
        raise Invalid(f"Ese período todavía no empieza. Se puede informar desde el {plain_day(period.first_day)}.")


def _has_evidence(reports: Sequence[ActivityReport], period: str) -> bool:
    return any(report.evidence for report in reports if report.period in (period, ""))


def _evidence(proof: Proof, is_internal: bool) -> ActivityEvidence:
    if not proof.description:
        raise Invalid("Describa qué muestra la evidencia.")
    if proof.upload is not None:
        stored = files.keep(proof.upload, alt_text=proof.description)
        return ActivityEvidence(file=stored, url="", description=proof.description, is_internal=is_internal)
    if not rules.is_safe_address(proof.url):
        raise Invalid("Escriba un enlace que empiece por https://.")
    return ActivityEvidence(url=proof.url, description=proof.description, is_internal=is_internal)


def _state_after(activity: Activity, reports: Sequence[ActivityReport]) -> ActivityState:
    """What the whole activity is, by the last report of each of its periods."""
    if len(codes_of(activity)) == 1:
        return reports[-1].state
    return rules.state_of_all([slot.state for slot in tracked(activity, reports, today()).slots])


def state_of_now(activity: Activity, reports: Sequence[ActivityReport]) -> ActivityState:
    """What an activity is whose periods are others now, by the last report of each; one without reports stays."""
    told = [row for row in reports if row.is_progress]
    codes = codes_of(activity)
    if not told or activity.state not in REPORTABLE:
        return activity.state
    if len(codes) > 1:
        return rules.state_of_all([slot.state for slot in tracked(activity, reports, today()).slots])
    mine = [row.state for row in told if row.period in (codes[0], "")]
    return mine[-1] if mine else activity.state if not codes[0] else ActivityState.SCHEDULED


def record_follow_up(activity: Activity, change: FollowUp, actor: User | None) -> ActivityReport | None:
    """Write into the same history what somebody decided of an activity; None when its state and words stay.

    Raises Invalid for what has to be reported with its evidence. The caller changes the activity afterwards.
    """
    if (change.state, change.note) == (activity.state, activity.state_note) and not _moves(activity, change):
        return None
    codes, is_progress = codes_of(activity), rules.is_reportable(change.state)
    is_same = change.state is activity.state
    if is_progress and len(codes) > 1 and not is_same:
        raise Invalid(BY_PERIOD)
    period = codes[0] if len(codes) == 1 else ""
    if change.state is ActivityState.DONE and not is_same and not _has_evidence(queries.history(activity), period):
        raise Invalid(DONE_BY_REPORT)
    row = _row(activity, change.state, change.note, actor, period=period)
    if change.state is ActivityState.RESCHEDULED:
        row.old_starts_on, row.old_ends_on = activity.starts_on, activity.ends_on
        row.new_starts_on, row.new_ends_on = change.starts_on, change.ends_on
    db.session.add(row)
    return row


def _moves(activity: Activity, change: FollowUp) -> bool:
    dates: tuple[date | None, date | None] = (change.starts_on, change.ends_on)
    return change.state is ActivityState.RESCHEDULED and dates != (activity.starts_on, activity.ends_on)


def verify(
    row: ActivityReport, result: VerificationResult, note: str, form_key: str | None, actor: User
) -> Verification:
    """Write what internal control found of a report, beside it. The same form key again is the same verification.

    Raises Forbidden for everybody else, Repeated when the form brought another one before, and Invalid without a note
    when it is not all verified.
    """
    require(rules.may_verify(actor))
    queries.activity_locked(row.activity_id)
    earlier = queries.find_verification_by_key(form_key) if form_key else None
    if earlier is not None:
        if (earlier.report_id, earlier.result, earlier.note) != (row.id, result, note):
            raise Repeated(VERIFIED_TWICE)
        return earlier
    if not rules.is_reportable(row.state):
        raise Invalid("Este registro no informa un avance. No hay nada que verificar.")
    if result is not VerificationResult.VERIFIED and not note:
        raise Invalid("Escriba qué falta o qué no coincide. Lo verá la ciudadanía.")
    found = Verification(report=row, result=result, note=note, form_key=form_key, author_id=actor.id, at=now())
    db.session.add(found)
    db.session.flush()  # the history quotes its number
    audit.record("activity.verify", found, actor, report=row.id, result=result)
    return found


def withdraw(evidence: ActivityEvidence, actor: User) -> None:
    """Show a piece of evidence to the team only, as when it turns out to hold personal data. Twice is once.

    Raises Forbidden.
    """
    require(rules.may_edit(actor))
    if evidence.is_internal:
        return
    evidence.is_internal = True
    audit.record("activity.withdraw_evidence", evidence, actor, report=evidence.report_id)
