"""The improvement plan as a report: findings, causes, actions, how they stand and what was verified."""

from collections.abc import Iterator

from participa.commitments.standing import STANDING_LABELS
from participa.improvement import queries as plans
from participa.improvement.showing import Shown, ShownAction, ShownFinding, for_everybody
from participa.reports.kinds import Kind, Scope, Subject, TextBlock, Texts, register
from participa.reports.kinds.sections.telling import counts, figure, page, part, report_of
from participa.shared.clock import today
from participa.shared.errors import NotFound
from participa.shared.report.model import (
    Block,
    Cell,
    Column,
    ColumnKind,
    Figures,
    Heading,
    Note,
    Prose,
    Report,
    amount,
    on_day,
    said,
    table,
)
from participa.shared.templating import counted

DONE = "Acciones que sus dependencias informan como cumplidas, a tiempo o tarde."
VERIFIED = "Acciones que alguien distinto de la dependencia miró al menos una vez."
NO_CAUSE = "Todavía no se ha escrito por qué pasó."


def build(subject: Subject, texts: Texts) -> Report:
    """The plan of the subject as everybody reads it today. Raises NotFound without one that is public."""
    return report_of(KIND, subject, list(_blocks(_shown(subject), texts)))


def _shown(subject: Subject) -> Shown:
    if subject.plan is None or not subject.plan.is_public:
        raise NotFound("Este plan todavía no es público.")
    plan = plans.public_plan(subject.plan.id)
    return for_everybody(plan, plans.origins(plan), today())


def _blocks(shown: Shown, texts: Texts) -> Iterator[Block]:
    amounts = {STANDING_LABELS[standing]: value for standing, value in shown.counts}
    yield Heading("En pocas palabras", 2, "resumen")
    yield from texts.prose("summary")
    yield _figures(shown)
    yield counts("situacion", "Acciones por situación", "Situación", "Acciones", amounts)
    for place, one in enumerate(shown.findings, 1):
        yield from _finding(one, place)
    where = page("improvement.detail", number=shown.plan.id)
    yield Note("Cada acción tiene su página, con sus pruebas y sus fechas.", where)
    yield from part(texts, "conclusions", "Conclusiones", "conclusiones")


def _figures(shown: Shown) -> Figures:
    told = (
        figure("Hallazgos", amount(len(shown.findings)), "Hallazgos públicos del plan."),
        figure("Acciones", amount(len(shown.actions)), "Acciones públicas que los corrigen."),
        figure("Cumplidas", amount(shown.done), DONE),
        figure("Verificadas", amount(shown.verified), VERIFIED),
    )
    return Figures("cifras", "El plan en cifras", told)


def _finding(one: ShownFinding, place: int) -> Iterator[Block]:
    yield Heading(f"Hallazgo {place}. {one.finding.origin_label}", 2, f"hallazgo-{place}")
    yield Prose(one.words)
    yield Heading("Por qué pasó", 3)
    yield Prose(one.finding.cause or NO_CAUSE)
    heads = ("Acción", "Qué se hace", "Responde", "Cómo va", "Cómo se sabrá")
    columns = (*(Column(head) for head in heads), Column("Hasta", ColumnKind.DAY))
    yield table(f"acciones-{place}", f"Acciones del hallazgo {place}", columns, [_action(row) for row in one.actions])


def _action(one: ShownAction) -> tuple[Cell, ...]:
    of, measured = one.commitment, one.action
    checked = f"{one.check.completion_label}. {one.verdict}" if one.check else "Sin verificar"
    goes = f"{one.label}. Avance informado: {of.percent} %. {checked}."
    since = f" Antes: {measured.baseline}." if measured.baseline else ""
    known = f"{measured.indicator}.{since} Meta: {measured.target}."
    code = said(of.code, page("commitments.detail", code=of.code))
    return code, *map(said, (of.text, of.lead.name, goes, known)), on_day(of.due_on)


def _summary(subject: Subject) -> str:
    if subject.plan is None or not subject.plan.is_public:
        return ""
    shown = _shown(subject)
    found, acts = len(shown.findings), len(shown.actions)
    words = f"{counted(found, 'hallazgo', 'hallazgos')} y {counted(acts, 'acción', 'acciones')}"
    return f"El plan tiene {words}. Cumplidas: {shown.done}. Verificadas por otros: {shown.verified}."


KIND = Kind(
    name="plan-de-mejoramiento",
    label="Estado del plan de mejoramiento",
    scope=Scope.PLAN,
    describe="Qué no salió bien, por qué pasó, qué se hace para que no se repita y cómo va.",
    build=build,
    texts=(
        TextBlock("summary", "En pocas palabras", "De dónde sale el plan y cómo va.", _summary),
        TextBlock("conclusions", "Conclusiones", "Qué falta y qué se hará con ello."),
    ),
    activity_words=("plan de mejoramiento", "planes de mejoramiento", "correctivos"),
    is_for=lambda subject: subject.plan is not None and subject.plan.is_public,
)
register(KIND)
