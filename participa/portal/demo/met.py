"""The encounter on the commitments: a space that was held, its document, and a second version of it."""

from datetime import timedelta

from sqlalchemy import select

from participa.encounters import queries, services
from participa.events import services as events
from participa.events.models import Event, EventDetails, EventState, EventType, Modality
from participa.extensions import db
from participa.portal.demo.calendar import Story
from participa.portal.demo.kept import Act
from participa.portal.demo.people import HEALTH, WORKS, Staff
from participa.shared.clock import at_instant
from participa.strategy import queries as strategies
from participa.strategy.models import Strategy

ACTIVITY = "Publicar los compromisos de cada espacio"
TITLE = "Encuentro sobre los compromisos del año"
HELD = -12
METHODOLOGY = "Cada oficina lee lo que prometió y cómo va. Después la gente pregunta, compromiso por compromiso."
RULES = "Cada persona habla hasta tres minutos. Se puede criticar. Se habla con respeto."
OPENING = (
    "Este año prometimos arreglar vías, mejorar las citas del hospital y contar mejor en qué se gasta la plata.\n\n"
    "Aquí está todo lo que dijimos: lo que ya se hizo, lo que va y lo que no cumplimos."
)
REMARKS = {
    WORKS: "La lluvia y una volqueta dañada atrasaron la vía a La Esperanza. Es nuestra responsabilidad.",
    HEALTH: "La línea de citas funciona. Nos falta una persona que conteste por la tarde.",
}
AGAIN = "Se agregan los compromisos de la audiencia en vivo y una observación de la ciudadanía."


def acts(story: Story, staff: Staff, strategy: Strategy) -> list[Act]:
    """The document the day before the space, and again when the story is told."""
    space = _hold(story, staff, strategy)

    def prepare() -> None:
        encounter = services.begin(space, staff.communications)
        services.choose(encounter, services.Choice([], [], [], OPENING), staff.communications)
        for office, words in REMARKS.items():
            services.remark(encounter, staff.offices[office].id, words, staff.liaisons[office])

    def publish(after: int) -> None:
        encounter = queries.of_event(space)
        services.publish(encounter, services.look(encounter), after, AGAIN, staff.approver)

    day = story.working_day(HELD) - 1
    return [
        (story.at(day, 9), prepare),
        (story.at(day, 15), lambda: publish(0)),
        (story.told_at - timedelta(seconds=20), lambda: publish(1)),
    ]


def _hold(story: Story, staff: Staff, strategy: Strategy) -> Event:
    """Convened a month before, held, and open to written answers now."""
    [activity] = [one for one in strategies.activities(strategy) if one.name == ACTIVITY]
    day, author = story.working_day(HELD), staff.communications
    details = EventDetails(
        type=EventType.ENCUENTRO_CIUDADANO,
        modality=Modality.PRESENCIAL,
        title=TITLE,
        objective="Contar cómo va cada compromiso y oír a la gente.",
        starts_at=story.at(day, 15),
        ends_at=story.at(day, 17),
        place="Salón comunal El Prado",
        methodology=METHODOLOGY,
        rules=RULES,
    )
    with at_instant(story.at(day - 25, 9)):
        space = events.create(activity, details, author)
        events.move(space, EventState.CONVENED, author)
    for state, hour in ((EventState.UNDER_WAY, 15), (EventState.HELD, 17)):
        with at_instant(story.at(day, hour)):
            events.move(space, state, staff.moderator)
    return space


def space() -> Event:
    """The encounter, once it was told."""
    return db.session.scalars(select(Event).where(Event.title == TITLE)).one()
