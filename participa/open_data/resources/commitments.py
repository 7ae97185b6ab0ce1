"""Commitments, each step of their history, and the actions of improvement plans."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from participa.accounts.models import Department, User
from participa.commitments.models import (
    ENTRY_LABELS,
    ORIGIN_LABELS,
    STATE_LABELS,
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentEvidence,
    CommitmentOffice,
    CommitmentPartner,
    CommitmentState,
    CommitmentStep,
    Origin,
)
from participa.commitments.queries import public
from participa.commitments.queries.public import Listed
from participa.commitments.standing import STANDING_LABELS, is_standing
from participa.events.models import Event
from participa.extensions import db
from participa.improvement import queries as plans
from participa.improvement import showing
from participa.improvement.models import (
    FINDING_ORIGIN_LABELS,
    PLAN_STATE_LABELS,
    ImprovementAction,
    ImprovementFinding,
    ImprovementPlan,
    PlanState,
)
from participa.improvement.showing import ShownAction, ShownFinding
from participa.open_data import hiding
from participa.open_data.addresses import page
from participa.open_data.fields import (
    Field,
    FieldKind,
    Filter,
    Record,
    Resource,
    Row,
    Value,
    Wanted,
    address,
    begins,
    counted,
    of_year,
)
from participa.questions.models import KnownPlace

TEXT, WHOLE, DAY, INSTANT, LIST = (
    FieldKind.TEXT,
    FieldKind.WHOLE,
    FieldKind.DAY,
    FieldKind.INSTANT,
    FieldKind.LIST,
)
EACH = 100_000  # marks of one plan
PUBLIC_STATES = tuple(STATE_LABELS[state] for state in CommitmentState if state is not CommitmentState.REGISTERED)
STANDINGS = tuple(STANDING_LABELS.values())
PLAN_STATES = tuple(PLAN_STATE_LABELS[state] for state in PlanState if state is not PlanState.DRAFT)
FIELDS_OF_A_COMMITMENT = (
    Field("codigo", TEXT, "El código del compromiso. No cambia nunca.", (Commitment.code,)),
    Field("compromiso", TEXT, "Lo que se prometió.", (Commitment.text,)),
    Field("como_va", TEXT, "Cómo va hoy.", (Commitment.state,), codes=STANDINGS),
    Field("estado_informado", TEXT, "Lo que dice la dependencia.", (Commitment.state,), codes=PUBLIC_STATES),
    Field("avance", WHOLE, "El avance que informa la dependencia, de 0 a 100.", (Commitment.percent,)),
    Field("pasos", WHOLE, "Cuántos pasos tiene.", (CommitmentStep.id,)),
    Field("pasos_cumplidos", WHOLE, "Cuántos ya se cumplieron.", (CommitmentStep.done_on,)),
    Field("verificacion", TEXT, "Lo que dijo la última verificación.", (CommitmentCheck.agreement,), True),
    Field("origen", TEXT, "Dónde nació.", (Commitment.origin,), codes=tuple(ORIGIN_LABELS.values())),
    Field("dependencia", TEXT, "La dependencia que responde.", (Department.name,)),
    Field("comparten", LIST, "Quiénes comparten la tarea.", (CommitmentOffice.department_id, CommitmentPartner.name)),
    Field("territorio", TEXT, "Para qué lugar es.", (KnownPlace.name,)),
    Field("espacio", TEXT, "El código del espacio en que nació.", (Event.slug,), may_be_empty=True),
    Field("como_se_sabra", TEXT, "Cómo se sabrá que se cumplió.", (Commitment.how_known,), may_be_empty=True),
    Field("prometido", DAY, "El día en que se prometió.", (Commitment.promised_on,)),
    Field("primera_fecha", DAY, "La primera fecha que se publicó. No cambia.", (Commitment.first_due_on,), True),
    Field("fecha_de_hoy", DAY, "La fecha que vale hoy.", (Commitment.due_on,), may_be_empty=True),
    Field("cumplido", DAY, "El día en que se cumplió.", (Commitment.fulfilled_on,), may_be_empty=True),
    Field("publicado", INSTANT, "Cuándo se publicó.", (Commitment.published_at,)),
    address("La página del compromiso.", Commitment.code),
)
FIELDS_OF_A_STEP = (
    Field("numero", WHOLE, "El número del paso.", (CommitmentEntry.id,)),
    Field("compromiso", TEXT, "El código del compromiso.", (Commitment.code,)),
    Field("fecha", INSTANT, "Cuándo se informó.", (CommitmentEntry.at,)),
    Field("que", TEXT, "Qué pasó.", (CommitmentEntry.kind,), codes=tuple(ENTRY_LABELS.values())),
    Field("texto", TEXT, "Lo que se informó, o la razón.", (CommitmentEntry.text,), may_be_empty=True),
    Field("quien", TEXT, "La dependencia o el rol. Nunca una persona.", (CommitmentEntry.author_id, Department.name)),
    Field("avance_antes", WHOLE, "El avance que había, de 0 a 100.", (CommitmentEntry.from_percent,)),
    Field("avance", WHOLE, "El avance que quedó, de 0 a 100.", (CommitmentEntry.percent,)),
    Field("fecha_anterior", DAY, "La fecha que se cambió.", (CommitmentEntry.old_due_on,), may_be_empty=True),
    Field("fecha_nueva", DAY, "La fecha que quedó.", (CommitmentEntry.new_due_on,), may_be_empty=True),
    Field("evidencias", WHOLE, "Cuántas pruebas públicas tiene.", (CommitmentEvidence.id,)),
    address("La página del compromiso.", Commitment.code),
)
FIELDS_OF_A_PLAN = (
    Field("numero", WHOLE, "El número del plan.", (ImprovementPlan.id,)),
    Field("anio", WHOLE, "El año del plan.", (ImprovementPlan.year,)),
    Field("titulo", TEXT, "Su nombre.", (ImprovementPlan.title,)),
    Field("estado", TEXT, "Cómo va.", (ImprovementPlan.state,), codes=PLAN_STATES),
    Field("publicado", INSTANT, "Cuándo se publicó.", (ImprovementPlan.published_at,)),
    Field("cerrado", INSTANT, "Cuándo se cerró.", (ImprovementPlan.closed_at,), may_be_empty=True),
    Field("hallazgos", WHOLE, "Cuántos hallazgos tiene.", (ImprovementFinding.id,)),
    Field("acciones", WHOLE, "Cuántas acciones los corrigen.", (ImprovementAction.commitment_id,)),
    Field("cumplidas", WHOLE, "Cuántas acciones ya se cumplieron.", (Commitment.state,)),
    address("La página del plan.", ImprovementPlan.id),
)
FIELDS_OF_AN_ACTION = (
    Field("plan", WHOLE, "El número del plan.", (ImprovementPlan.id,)),
    Field("hallazgo", TEXT, "Lo que no salió bien.", (ImprovementFinding.words,)),
    Field(
        *("quien_lo_encontro", TEXT, "De dónde viene el hallazgo.", (ImprovementFinding.origin,)),
        codes=tuple(FINDING_ORIGIN_LABELS.values()),
    ),
    Field("causa", TEXT, "Por qué pasó.", (ImprovementFinding.cause,), may_be_empty=True),
    Field("codigo", TEXT, "El código de la acción. No cambia nunca.", (Commitment.code,)),
    Field("accion", TEXT, "Lo que se hace para corregirlo.", (Commitment.text,)),
    Field("dependencia", TEXT, "La dependencia que responde.", (Department.name,)),
    Field("como_va", TEXT, "Cómo va hoy.", (Commitment.state,), codes=STANDINGS),
    Field("avance", WHOLE, "El avance que informa la dependencia, de 0 a 100.", (Commitment.percent,)),
    Field("verificacion", TEXT, "Lo que dijo la última verificación.", (CommitmentCheck.completion,), True),
    Field("coincide", TEXT, "Si la verificación coincide con lo informado.", (CommitmentCheck.agreement,), True),
    Field("indicador", TEXT, "Lo que dirá si sirvió.", (ImprovementAction.indicator,)),
    Field("linea_de_base", TEXT, "Lo que dice el indicador al empezar.", (ImprovementAction.baseline,), True),
    Field("meta", TEXT, "Lo que debe decir al final.", (ImprovementAction.target,)),
    Field("primera_fecha", DAY, "La primera fecha que se publicó. No cambia.", (Commitment.first_due_on,), True),
    Field("fecha_de_hoy", DAY, "La fecha que vale hoy.", (Commitment.due_on,), may_be_empty=True),
    address("La página de la acción.", Commitment.code),
)


def read_commitments(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The public promises; the actions of improvement plans have a table of their own."""
    found = select(Commitment.id, Commitment.origin).where(public.is_promise(), Commitment.id > after)
    if wanted.year is not None:
        found = found.where(Commitment.year == wanted.year)
    if wanted.office_id is not None:
        found = found.where(Commitment.lead_id == wanted.office_id)
    if wanted.state is not None:
        found = found.where(is_standing(STANDING_OF[wanted.state], wanted.day))
    if wanted.since is not None:
        found = found.where(_changed_since(wanted.since))
    origins = {row[0]: row[1] for row in db.session.execute(found.order_by(Commitment.id).limit(most))}
    shown = {one.id: one for one in public.by_ids(origins, wanted.day)} if origins else {}
    sharing = public.sharing_of(list(origins)) if origins else {}
    return [
        (number, _commitment(shown[number], wanted) | _origin(origin, sharing.get(number, [])))
        for number, origin in origins.items()
    ]


def _changed_since(day: date) -> ColumnElement[bool]:
    start = begins(day)
    told = select(CommitmentEntry.commitment_id).where(CommitmentEntry.at >= start)
    checked = select(CommitmentCheck.commitment_id).where(CommitmentCheck.at >= start)
    return or_(Commitment.published_at >= start, Commitment.id.in_(told), Commitment.id.in_(checked))


def _commitment(one: Listed, wanted: Wanted) -> dict[str, Value]:
    return {
        "codigo": one.code,
        "compromiso": one.text,
        "como_va": one.standing_label,
        "estado_informado": STATE_LABELS[one.state],
        "avance": one.percent,
        "pasos": one.steps,
        "pasos_cumplidos": one.steps_done,
        "verificacion": one.agreement_label or None,
        "dependencia": one.lead,
        "territorio": one.territory,
        "espacio": one.event_slug,
        "como_se_sabra": one.how_known or None,
        "prometido": one.promised_on,
        "primera_fecha": one.first_due_on,
        "fecha_de_hoy": one.due_on,
        "cumplido": one.fulfilled_on,
        "publicado": one.published_at,
        "pagina": page(wanted.site, "commitments.detail", code=one.code),
    }


def _origin(origin: Origin, shared_with: list[str]) -> dict[str, Value]:
    return {"origen": ORIGIN_LABELS[origin], "comparten": shared_with}


def read_steps(wanted: Wanted, after: int, most: int) -> list[Row]:
    """Each line of the history of what is public, of promises and of actions."""
    found = select(CommitmentEntry).join(CommitmentEntry.commitment)
    found = found.where(Commitment.state != CommitmentState.REGISTERED, CommitmentEntry.id > after)
    if wanted.year is not None:
        first, last = of_year(wanted.year)
        found = found.where(CommitmentEntry.at >= first, CommitmentEntry.at < last)
    if wanted.office_id is not None:
        found = found.where(Commitment.lead_id == wanted.office_id)
    if wanted.since is not None:
        found = found.where(CommitmentEntry.at >= begins(wanted.since))
    author = joinedload(CommitmentEntry.author).joinedload(User.department)
    whole = (contains_eager(CommitmentEntry.commitment), author, selectinload(CommitmentEntry.evidence))
    rows = db.session.scalars(found.options(*whole).order_by(CommitmentEntry.id).limit(most))
    return [(one.id, _step(one, wanted)) for one in rows]


def _step(one: CommitmentEntry, wanted: Wanted) -> dict[str, Value]:
    return {
        "numero": one.id,
        "compromiso": one.commitment.code,
        "fecha": one.at,
        "que": one.label,
        "texto": one.text or None,
        "quien": one.by_whom,
        "avance_antes": one.from_percent,
        "avance": one.percent,
        "fecha_anterior": one.old_due_on,
        "fecha_nueva": one.new_due_on,
        "evidencias": len(one.public_evidence),
        "pagina": page(wanted.site, "commitments.detail", code=one.commitment.code),
    }


def read_plans(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The public improvement plans."""
    return [(one.plan.id, _plan(one, wanted)) for one in _plans(wanted, after, most)]


def _plans(wanted: Wanted, after: int, most: int) -> Iterator[showing.Shown]:
    found = select(ImprovementPlan.id).where(plans.PUBLIC, ImprovementPlan.id > after)
    if wanted.year is not None:
        found = found.where(ImprovementPlan.year == wanted.year)
    if wanted.state is not None:
        found = found.where(ImprovementPlan.state == PLAN_STATE_OF[wanted.state])
    if wanted.since is not None:
        found = found.where(ImprovementPlan.published_at >= begins(wanted.since))
    for number in list(db.session.scalars(found.order_by(ImprovementPlan.id).limit(most))):
        plan = plans.public_plan(number)
        yield showing.for_everybody(plan, plans.origins(plan), wanted.day)


def _plan(shown: showing.Shown, wanted: Wanted) -> dict[str, Value]:
    plan = shown.plan
    return {
        "numero": plan.id,
        "anio": plan.year,
        "titulo": plan.title,
        "estado": plan.state_label,
        "publicado": plan.published_at,
        "cerrado": plan.closed_at,
        "hallazgos": len(shown.findings),
        "acciones": len(shown.actions),
        "cumplidas": shown.done,
        "pagina": page(wanted.site, "improvement.detail", number=plan.id),
    }


def read_actions(wanted: Wanted, after: int, most: int) -> list[Row]:
    """The public actions of the public plans, with the words of their finding as its page tells them today."""
    found: list[Row] = []
    for shown in _plans(wanted, max(after // EACH - 1, 0), most):
        actions = [_action(shown.plan, finding, one, wanted) for finding in shown.findings for one in finding.actions]
        found += counted(actions, shown.plan.id * EACH + 1, after)
        if len(found) >= most:
            break
    return found[:most]


def _action(plan: ImprovementPlan, of: ShownFinding, one: ShownAction, wanted: Wanted) -> Record:
    commitment, check = one.commitment, one.check
    return {
        "plan": plan.id,
        "hallazgo": of.words,
        "quien_lo_encontro": of.finding.origin_label,
        "causa": of.finding.cause or None,
        "codigo": commitment.code,
        "accion": commitment.text,
        "dependencia": commitment.lead.name,
        "como_va": one.label,
        "avance": commitment.percent,
        "verificacion": check.completion_label if check else None,
        "coincide": one.verdict or None,
        "indicador": one.action.indicator,
        "linea_de_base": one.action.baseline or None,
        "meta": one.action.target,
        "primera_fecha": commitment.first_due_on,
        "fecha_de_hoy": commitment.due_on,
        "pagina": page(wanted.site, "commitments.detail", code=commitment.code),
    }


STANDING_OF = {label: standing for standing, label in STANDING_LABELS.items()}
PLAN_STATE_OF = {label: state for state, label in PLAN_STATE_LABELS.items()}
COMMITMENTS = Resource(
    name="compromisos",
    title="Compromisos",
    about="Lo que la entidad prometió, quién responde, para cuándo, cuánto va y qué encontró quien lo verificó.",
    fields=FIELDS_OF_A_COMMITMENT,
    read=read_commitments,
    page="commitments.index",
    filters={
        Filter.YEAR: "El año del código.",
        Filter.OFFICE: "La dependencia que responde.",
        Filter.STATE: "Cómo va hoy.",
        Filter.SINCE: "Se publicó, tuvo un paso o se verificó ese día o después.",
    },
    states=STANDINGS,
)
STEPS = Resource(
    name="avances",
    title="Historia de los compromisos",
    about="Cada avance, retroceso y cambio de fecha, en el orden en que pasó. Nada se borra.",
    fields=FIELDS_OF_A_STEP,
    read=read_steps,
    page="commitments.index",
    filters={
        Filter.YEAR: "El año en que pasó.",
        Filter.OFFICE: "La dependencia que responde.",
        Filter.SINCE: "Pasó ese día o después.",
    },
)
PLANS = Resource(
    name="planes-de-mejoramiento",
    title="Planes de mejoramiento",
    about="Los planes que corrigen lo que no salió bien, y cuánto de ellos ya se cumplió.",
    fields=FIELDS_OF_A_PLAN,
    read=read_plans,
    page="improvement.index",
    filters={
        Filter.YEAR: "El año del plan.",
        Filter.STATE: "Cómo va.",
        Filter.SINCE: "Se publicó ese día o después.",
    },
    states=PLAN_STATES,
)
ACTIONS = Resource(
    name="acciones-de-mejora",
    title="Acciones de mejora",
    about="Cada acción de los planes de mejoramiento, con su hallazgo, su causa y su indicador.",
    fields=FIELDS_OF_AN_ACTION,
    read=read_actions,
    page="improvement.index",
    filters={Filter.YEAR: "El año del plan.", Filter.SINCE: "El plan se publicó ese día o después."},
    hidden=(hiding.questions,),
)
