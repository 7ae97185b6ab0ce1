"""The reports of the story: written by one person, approved by another, published, and linked to what they fulfil.

Their numbers are those of the moment of loading, so all of them are of that day. Their files are made afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import db
from participa.improvement.models import ImprovementPlan
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.reports import building, services
from participa.reports.kinds import Kind, Scope, Subject, kind_of
from participa.reports.models import KeptReport, ReportState
from participa.shared.clock import at_instant
from participa.strategy import queries as strategies
from participa.strategy.models import Strategy

MONTHS_OF_A_TERM = 4
LEARNT = "La gente pregunta más por vías y por salud. Falta contar mejor cuánto costó cada obra."
BETTER = "Más micrófonos, horarios de fin de semana y las cifras en letra grande."


@dataclass(frozen=True)
class Told:
    """A report: its kind, what it is about, how far it goes, the texts of the team and the activities it fulfils."""

    kind: str
    subject: Subject
    until: ReportState = ReportState.PUBLISHED
    texts: dict[str, str] = field(default_factory=dict)
    fulfils: tuple[str, ...] = ()


def report(story: Story, staff: Staff, strategy: Strategy, spaces: dict[str, Event], plan: ImprovementPlan) -> None:
    """Every report in its order, seconds before the story is told."""
    activities = {one.name: one.id for one in strategies.activities(strategy)}
    told = list(_told(story, spaces, plan))
    for number, one in enumerate(told):
        with at_instant(story.told_at - timedelta(seconds=2 * (len(told) - number))):
            _write(staff, one, activities)


def _told(story: Story, spaces: dict[str, Event], plan: ImprovementPlan) -> Iterator[Told]:
    year, first_day = story.today.year, story.day(-60)
    of_year = Subject(Scope.YEAR, year)
    term = Subject(Scope.TERM, first_day.year, term=(first_day.month - 1) // MONTHS_OF_A_TERM + 1)
    yield from _of_spaces(spaces)
    session = spaces["encuentro"]
    yield Told("sesion-de-compromisos", Subject(Scope.SESSION, session.day.year, session), fulfils=(PROMISED,))
    yield Told("observaciones-al-borrador", of_year, fulfils=(OBSERVED,))
    yield Told("seguimiento-de-control-interno", term, texts={"opinion": BETTER}, fulfils=(CHECKED,))
    yield Told("plan-de-mejoramiento", Subject(Scope.PLAN, plan.year, plan=plan), fulfils=(IMPROVED,))
    yield Told("informes-internos", of_year)
    yield Told("evidencias-furag", of_year, ReportState.IN_REVIEW)
    yield Told("evaluacion-de-la-estrategia", of_year, ReportState.DRAFT, {"conclusions": LEARNT})


PROMISED = "Publicar los compromisos de cada espacio"
OBSERVED = "Publicar el cronograma del año y recibir observaciones"
CHECKED = "Revisar cada cuatrimestre si se cumple el cronograma"
IMPROVED = "Acordar el plan de mejora para el año que viene"
ANSWERED = "Responder por escrito las preguntas de la mesa de vías"
RESULTS = "Publicar el informe de resultados"
EVALUATED = "Preguntar a las personas cómo les pareció cada espacio"


def _of_spaces(spaces: dict[str, Event]) -> Iterator[Told]:
    """All those of the space that is closed, and the questions of the one that is being answered."""
    roads, health = (Subject(Scope.EVENT, spaces[key].day.year, spaces[key]) for key in ("vias", "salud"))
    yield Told(COMPENDIUM, roads, fulfils=(ANSWERED,))
    yield Told(MINUTES, roads)
    yield Told(ATTENDANCE, roads)
    yield Told(EVALUATION, roads, fulfils=(EVALUATED,))
    yield Told(RESULTS_OF, roads, texts={"conclusions": LEARNT}, fulfils=(RESULTS,))
    yield Told(COMPENDIUM, health)


COMPENDIUM, MINUTES, ATTENDANCE = "preguntas-y-respuestas", "acta", "asistencia"
EVALUATION, RESULTS_OF = "evaluacion-del-espacio", "resultados"


def _write(staff: Staff, told: Told, activities: dict[str, int]) -> None:
    kind = kind_of(told.kind)
    writer = _writer(staff, kind)
    made = services.begin(kind, told.subject, writer)
    for key, text in told.texts.items():
        services.write_text(made, key, text, writer)
    services.fulfils(made, [activities[name] for name in told.fulfils if name in activities], writer)
    if told.until is not ReportState.DRAFT:
        _go_on(staff, told, made)
    db.session.flush()


def _writer(staff: Staff, kind: Kind) -> User:
    return staff.communications if staff.communications.role in kind.roles else staff.control


def _go_on(staff: Staff, told: Told, made: KeptReport) -> None:
    writer = _writer(staff, kind_of(told.kind))
    version = services.submit(made, building.look(made), "", writer)
    if told.until is ReportState.PUBLISHED:
        services.approve(made, version.digest, staff.approver)
        services.publish(made, staff.approver)
