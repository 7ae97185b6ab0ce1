"""The dialogue spaces of the story: two that were held, one that takes questions now, one moved, one in draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from participa.accounts.models import User
from participa.events import services
from participa.events.models import Event, EventDetails, EventState, EventType, Modality
from participa.portal.demo import evaluated, programme
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.shared.clock import at_instant
from participa.strategy import queries
from participa.strategy.models import Activity, Strategy

METHODOLOGY = """Primero, cada oficina cuenta en diez minutos qué hizo y qué le falta.

Después se leen las preguntas que llegaron antes. Se agrupan por tema.

Al final hay preguntas de viva voz. Todo lo que se pregunte recibe respuesta escrita."""
RULES = """Cada persona habla hasta tres minutos.

Se puede criticar. Se habla con respeto y sin interrumpir.

Si hay muchas personas, se alternan mujeres y hombres, y zonas urbanas y rurales."""


@dataclass(frozen=True)
class Space:
    """A dialogue space and how far its story goes."""

    key: str
    activity: str
    type: EventType
    modality: Modality
    title: str
    objective: str
    day: int
    hours: tuple[int, int]
    place: str
    until: EventState
    stream_url: str = ""
    convened: int = 0
    moved_because: str = ""
    has_methodology: bool = True


SPACES = (
    Space(
        "vias", "Mesa de trabajo sobre vías y transporte", EventType.MESA_TRABAJO, Modality.PRESENCIAL,
        "Mesa de trabajo: vías y transporte", "Revisar con la gente qué vías se arreglaron y cuáles faltan.",
        -74, (8, 12), "Casa de la Cultura, salón principal", EventState.CLOSED, convened=-95,
    ),
    Space(
        "salud", "Foro sobre salud y servicios del hospital", EventType.FORO, Modality.MIXTA,
        "Foro: la salud en el municipio", "Contar cómo está el hospital y escuchar qué se debe mejorar.",
        -28, (14, 17), "Auditorio del hospital municipal", EventState.ANSWERING,
        stream_url="https://envivo.demostracion.example/salud", convened=-48,
    ),
    Space(
        "audiencia", "Audiencia pública de rendición de cuentas", EventType.AUDIENCIA_PUBLICA, Modality.MIXTA,
        "Audiencia pública de rendición de cuentas", "Contar qué se hizo este año y responder a la ciudadanía.",
        9, (9, 12), "Coliseo municipal, entrada por la puerta norte", EventState.CONVENED,
        stream_url="https://envivo.demostracion.example/audiencia", convened=-20,
    ),
    Space(
        "jovenes", "Encuentro con jóvenes de los colegios", EventType.NNAJ, Modality.PRESENCIAL,
        "Encuentro con jóvenes", "Escuchar qué esperan los jóvenes del municipio.",
        21, (10, 12), "Biblioteca pública", EventState.RESCHEDULED, convened=-8,
        moved_because="El colegio cambió su semana cultural. Buscamos otra fecha con los estudiantes.",
    ),
    Space(
        "juntas", "Diálogo con las juntas de acción comunal", EventType.REUNION_ZONAL, Modality.PRESENCIAL,
        "Diálogo con las juntas de acción comunal", "Acordar qué obras pequeñas van primero en cada barrio.",
        34, (15, 17), "", EventState.DRAFT, has_methodology=False,
    ),
)  # fmt: skip
WAY = (EventState.CONVENED, EventState.UNDER_WAY, EventState.HELD, EventState.ANSWERING, EventState.CLOSED)


def hold(story: Story, staff: Staff, strategy: Strategy) -> dict[str, Event]:
    """Create each space from its activity and take it as far as its story goes."""
    activities = {activity.name: activity for activity in queries.activities(strategy)}
    held = {space.key: _hold(story, staff, space, activities[space.activity]) for space in SPACES}
    method = METHODOLOGY, RULES
    programme.hold_series(story, staff, activities["Diálogo con las juntas de acción comunal"], method)
    programme.cancel_broadcast(story, staff, activities["Transmisión en vivo sobre impuestos"], method)
    return held


def _hold(story: Story, staff: Staff, space: Space, activity: Activity) -> Event:
    with at_instant(story.at(min(space.convened, -2) - 1)):
        event = services.create(activity, _details(story, space), staff.communications)
        programme.furnish(story, space.key, event, staff.communications)
    for state, at, author in _steps(story, staff, space):
        with at_instant(at):
            services.move(event, state, author, space.moved_because if state is EventState.RESCHEDULED else "")
            if state is EventState.CONVENED:
                evaluated.switch_on(space.key, event, staff)
            if state is EventState.HELD:
                programme.remember(space.key, event, staff.communications)
        if state is EventState.HELD and space.until is EventState.CLOSED:
            evaluated.conclude(space.key, event, story)
    return event


def _details(story: Story, space: Space) -> EventDetails:
    day = story.working_day(space.day)
    return EventDetails(
        type=space.type,
        modality=space.modality,
        title=space.title,
        objective=space.objective,
        starts_at=story.at(day, space.hours[0]),
        ends_at=story.at(day, space.hours[1]),
        place=space.place,
        stream_url=space.stream_url,
        methodology=METHODOLOGY if space.has_methodology else "",
        rules=RULES if space.has_methodology else "",
    )


def _steps(story: Story, staff: Staff, space: Space) -> Iterator[tuple[EventState, datetime, User]]:
    """The states until the last one of the story, when each came and who did it."""
    if space.until is EventState.DRAFT:
        return
    day = story.working_day(space.day)
    yield EventState.CONVENED, story.at(space.convened, 11), staff.communications
    if space.until is EventState.RESCHEDULED:
        yield EventState.RESCHEDULED, story.at(-2, 16), staff.communications
        return
    later = {
        EventState.UNDER_WAY: (story.at(day, space.hours[0]), staff.moderator),
        EventState.HELD: (story.at(day, space.hours[1]), staff.moderator),
        EventState.ANSWERING: (story.at(day + 1, 9), staff.moderator),
        EventState.CLOSED: (story.at(day + 40, 9), staff.approver),
    }
    for state in WAY[1 : WAY.index(space.until) + 1]:
        yield (state, *later[state])
