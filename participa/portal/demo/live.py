"""A forum that goes on while the story is told: its hearing is open, people read and support, some were answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from participa.events import services as events
from participa.events.models import Event, EventDetails, EventState, EventType, Modality
from participa.extensions import db
from participa.hearings.models import (
    Extent,
    Hearing,
    OverrideReason,
    Pace,
    QuestionReader,
    Stage,
    StagedQuestion,
    Support,
    SupportState,
    TurnState,
)
from participa.hearings.queries import board
from participa.hearings.queries import conduct as queries
from participa.hearings.services import agenda, counting, opening, promises, stage, turns
from participa.intake import services as intake
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import EDUCATION, GOVERNMENT, HEALTH, PLANNING, TREASURY, WORKS, Staff
from participa.questions import services as questions
from participa.questions.models import Channel, Kind, Question
from participa.shared.clock import at_instant, now
from participa.strategy import queries as strategies
from participa.strategy.models import Strategy

ACTIVITY = "Recibir preguntas para la audiencia pública"
TITLE = "Foro en vivo: en qué se usa la plata"
METHOD = "Cada oficina cuenta en cinco minutos qué hizo. Después se responden preguntas en el orden que dan los apoyos."
RULES = "Cada persona habla hasta dos minutos.\n\nSe puede criticar, con respeto y sin interrumpir."
POINTS = (
    ("Saludo y reglas", 10, "Moderación"),
    ("Preguntas de la gente", 90, "Moderación"),
    ("Cierre", 15, "Moderación"),
)
PRESENT, CROWD, BEGAN = 85, 70, 45  # people in the hall, telephones, and minutes since it began
SPEAKERS = (("Vocería de la junta de El Prado", "El Prado"), ("Vocería de La Esperanza", "La Esperanza"))


@dataclass(frozen=True)
class Said:
    """A question of the forum: of each hundred that read it, so many support it."""

    body: str
    office: str
    support: int
    channel: Channel = Channel.WEB


QUESTIONS = (
    Said("¿Cuándo terminan la vía de la vereda La Esperanza?", WORKS, 78),
    Said("¿Cuánto se pagó por los arreglos del parque Centro?", TREASURY, 64),
    Said("¿Habrá médico los sábados en el puesto de salud de El Prado?", HEALTH, 71),
    Said("¿Por qué sigue dañada la luz de la calle 12 en Los Almendros?", WORKS, 52),
    Said("¿Qué obras se escogieron con las juntas este año?", PLANNING, 45),
    Said("¿El transporte escolar llega hasta San Isidro Alto?", EDUCATION, 83, Channel.PAPER),
    Said("¿Cuándo abren otra vez la biblioteca de La Estación?", EDUCATION, 38),
    Said("¿Quién vigila que la basura se recoja en El Mirador?", GOVERNMENT, 57),
    Said("¿En qué se gastó el dinero de las fiestas?", TREASURY, 88),
)


def go_live(story: Story, staff: Staff, strategy: Strategy) -> Hearing:
    """The forum began three quarters of an hour before the story is told, and goes on."""
    began = story.told_at.replace(second=0, microsecond=0) - timedelta(minutes=BEGAN)
    event = _convene(story, staff, strategy, began)
    with at_instant(began):
        events.move(event, EventState.UNDER_WAY, staff.moderator)
        hearing = opening.prepare(event, staff.moderator)
        opening.set_pace(hearing, Pace(True, True, 4, PRESENT, 20), staff.moderator)
        opening.open_(hearing, staff.moderator)
        opening.set_clock(hearing, staff.moderator)
        agenda.begin(hearing, queries.agenda(hearing)[0].item, staff.moderator)
    for number, said in enumerate(QUESTIONS):
        with at_instant(began + timedelta(minutes=2 + number)):
            _ask(event, staff, number, said)
    _support(hearing, began + timedelta(minutes=12))
    _conduct(hearing, staff, began)
    return hearing


def _convene(story: Story, staff: Staff, strategy: Strategy, began: datetime) -> Event:
    [activity] = [one for one in strategies.activities(strategy) if one.name == ACTIVITY]
    details = EventDetails(
        type=EventType.FORO,
        modality=Modality.PRESENCIAL,
        title=TITLE,
        objective="Contar en qué se usa el dinero y responder preguntas en el momento.",
        starts_at=began,
        ends_at=began + timedelta(hours=4),
        place="Casa de la Cultura, salón principal",
        methodology=METHOD,
        rules=RULES,
    )
    with at_instant(story.at(-10, 8)):
        event = events.create(activity, details, staff.communications)
        for point in POINTS:
            events.add_item(event, *point, staff.communications)
        events.move(event, EventState.CONVENED, staff.communications)
    return event


def _ask(event: Event, staff: Staff, number: int, said: Said) -> None:
    submission, key = questions.Submission(said.body), f"demostracion-vivo-{number:02d}"
    if said.channel is Channel.WEB:
        receipt = questions.submit(event, submission, key)
    else:
        receipt = intake.take_in(event, submission, key, Channel.ORAL, now(), staff.moderator)
    asked = db.session.get_one(Question, receipt.question_id)
    questions.classify(asked, staff.moderator, Kind.QUESTION, None, staff.offices[said.office])
    questions.publish_question(asked, staff.moderator)
    db.session.flush()


def _support(hearing: Hearing, at: datetime) -> None:
    """Synthetic telephones read every question; those of paper and voice cannot be supported."""
    crowd = [blake2b(f"demostracion/{number}".encode(), digest_size=16).hexdigest() for number in range(CROWD)]
    shares = {said.body: said.support for said in QUESTIONS}
    staged = queries.with_stage(hearing, Stage.NO_TURN)
    for one in staged:
        share = shares[one.question.body] if one.question and not one.is_silent else 0
        _be_read(one, crowd, CROWD * share // 100, at)
    db.session.flush()
    counting.recount([one.id for one in staged])


def _be_read(staged: StagedQuestion, crowd: list[str], supporters: int, at: datetime) -> None:
    db.session.add_all(QuestionReader(staged_id=staged.id, device=device) for device in crowd)
    values = {"staged_id": staged.id, "hearing_id": staged.hearing_id, "state": SupportState.COUNTED}
    since = at - timedelta(minutes=8)
    db.session.add_all(Support(**values, device=device, device_since=since, at=at) for device in crowd[:supporters])


def _conduct(hearing: Hearing, staff: Staff, began: datetime) -> None:
    """Two were answered, one of them out of order; one is on the screen and one follows."""
    with at_instant(began + timedelta(minutes=13)):
        agenda.begin(hearing, queries.agenda(hearing)[1].item, staff.moderator)
    _answer(hearing, staff, _in_order(hearing, 0), Extent.COMPLETE, began + timedelta(minutes=14))
    last = _in_order(hearing, -1)
    _answer(hearing, staff, last, Extent.PARTIAL, began + timedelta(minutes=24), OverrideReason.UNHEARD_PLACE)
    with at_instant(began + timedelta(minutes=28)):
        promises.note(hearing, "Publicar el contrato del parque esta semana.", last.department, last, staff.moderator)
    with at_instant(began + timedelta(minutes=36)):
        stage.move(_in_order(hearing, 0), Stage.ON_SCREEN, staff.moderator)
        stage.move(_in_order(hearing, 0), Stage.NEXT, staff.moderator)
    with at_instant(began + timedelta(minutes=40)):
        waiting = [turns.add(hearing, *who, 120, staff.moderator) for who in SPEAKERS]
        turns.step(hearing, waiting[0], TurnState.SPEAKING, staff.moderator)
    with at_instant(began + timedelta(minutes=41, seconds=47)):
        turns.step(hearing, waiting[0], TurnState.DONE, staff.moderator)


def _in_order(hearing: Hearing, place: int) -> StagedQuestion:
    db.session.flush()
    return queries.staged(hearing, board.queue(hearing)[place].candidate.id)


def _answer(
    hearing: Hearing,
    staff: Staff,
    staged: StagedQuestion,
    extent: Extent,
    at: datetime,
    reason: OverrideReason | None = None,
) -> None:
    with at_instant(at):
        stage.move(staged, Stage.ON_SCREEN, staff.moderator, reason)
    with at_instant(at + timedelta(minutes=4)):
        stage.answered(staged, extent, staff.moderator)
