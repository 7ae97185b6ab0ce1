"""Two calls for topics: one whose vote was held before the health forum, and one that takes nominations now."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from participa.events.models import Event
from participa.portal.demo.calendar import Story
from participa.portal.demo.people import Staff
from participa.questions.models import Question, Status, Visibility, WithholdReason
from participa.shared.clock import at_instant
from participa.surveys import services as surveys
from participa.surveys.models import Level
from participa.surveys.services import Proof
from participa.surveys.services import Way as By
from participa.topics import services
from participa.topics.models import CallDetails, CallUse, LinkKind, Rule, TopicCall, TopicGroup, Way
from participa.topics.queries import fates, groups, nominations, votes

PROPOSED: tuple[tuple[str, str, str, str], ...] = (  # the words, why, where, and the topic that they join
    ("Que haya médico los sábados", "Entre semana trabajamos y no alcanzamos.", "El Prado", "Más días de médico"),
    ("Médico en la vereda", "La gente mayor no puede bajar al pueblo.", "La Esperanza", "Más días de médico"),
    ("Medicinas completas en la farmacia", "Siempre falta algo de la fórmula.", "", "Entrega de medicinas"),
    ("Que no se demoren las medicinas", "A mi mamá le tocó volver tres veces.", "El Mirador", "Entrega de medicinas"),
    ("La ambulancia", "Cuando llueve no llega por la vía.", "San Isidro Alto", "Ambulancia y vías"),
    ("Citas por teléfono", "La fila empieza a las cuatro de la mañana.", "", "Citas sin madrugar"),
)  # fmt: skip
SUPPORTS = (6, 3, 5, 2, 4, 4)
BALLOTS: tuple[tuple[int, tuple[int, ...]], ...] = (
    (9, (1, 4, 2, 3)),
    (7, (4, 2, 1, 3)),
    (6, (2, 1, 4, 3)),
    (3, (3, 1, 2, 4)),
)
OPEN_NOW: tuple[tuple[str, str, str], ...] = (
    ("Terminar la vía a La Esperanza", "En invierno no pasa ni la moto.", "La Esperanza"),
    ("Cómo va la vía a la vereda", "Dijeron que en junio y no han vuelto.", "San Isidro Alto"),
    ("Luz en el parque", "De noche da miedo pasar.", "Centro"),
    ("Agua todos los días", "Llega día por medio y sin presión.", "El Mirador"),
)
INTRO = "Proponga de qué se debe hablar. Los temas se agrupan y la gente los vota. Los primeros van al orden del día."
KEPT_BACK = ("Lo de la enfermera", "Cuenta cosas de una persona.", "")
WHY_NOT = "Nombra a una persona y dice dónde vive."
WAITING = ("Transporte escolar completo", "El bus no llega hasta la última casa.", "San Isidro Alto")


def propose(story: Story, staff: Staff, held: dict[str, Event], asked: Iterable[Question]) -> None:
    """The whole life of one call, and the beginning of another."""
    call = _write(story, staff, held["salud"], "¿De qué debe hablar el foro de salud?", (-47, -40))
    topics = _take(story, staff, call)
    _vote(story, staff, call)
    with at_instant(story.at(-30, 10)):
        services.confirm(call, held["salud"], [1, 4, 2], "", staff.communications)
    _tell_fates(story, staff, held["salud"], topics, asked)
    _open(story, staff, held["audiencia"])


def _write(story: Story, staff: Staff, event: Event, title: str, days: tuple[int, int]) -> TopicCall:
    details = CallDetails(title, INTRO, CallUse.TOPICS, story.at(days[0]), story.at(days[1], 18), event_id=event.id)
    with at_instant(story.at(days[0] - 1, 15)):
        call = services.write(details, f"demostracion-temas-{event.slug}"[:64], staff.communications)
        services.publish(call, staff.communications)
    return call


def _nominate(call: TopicCall, words: str, why: str, place: str, at: datetime, number: int) -> int:
    with at_instant(at):
        return services.nominate(
            call, services.Proposal(words, why, place), f"demostracion-tema-{call.id}-{number}"
        ).number


def _publish(staff: Staff, call: TopicCall, number: int, at: datetime, supports: int) -> None:
    with at_instant(at):
        row = nominations.of_call(call, number)
        services.publish_nomination(row, staff.moderator, row.revision, is_reviewed=True)
        for device in range(supports):
            services.support(row, f"aparato-{device}")


def _take(story: Story, staff: Staff, call: TopicCall) -> dict[str, TopicGroup]:
    """Everything that people proposed, one of it kept back, and how the team grouped it."""
    for place, (words, why, where, _topic) in enumerate(PROPOSED):
        number = _nominate(call, words, why, where, story.at(-46 + place, 12), place)
        _publish(staff, call, number, story.at(-46 + place, 16), SUPPORTS[place])
    number = _nominate(
        call, "Lo de la enfermera", "Dice el nombre y la dirección de una persona.", "", story.at(-42, 13), 90
    )
    with at_instant(story.at(-42, 16)):
        row = nominations.of_call(call, number)
        services.keep_back(
            row, WithholdReason.R1, "Nombra a una persona y dice dónde vive.", staff.moderator, row.revision
        )
    made: dict[str, TopicGroup] = {}
    for number, (_words, _why, _where, topic) in enumerate(PROPOSED, 1):
        with at_instant(story.at(-39, 9, number)):
            if topic in made:
                services.add(made[topic], [number], staff.moderator)
            else:
                made[topic] = services.make(call, topic, [number], staff.moderator)
    return made


def _vote(story: Story, staff: Staff, call: TopicCall) -> None:
    with at_instant(story.at(-39, 12)):
        new = services.NewVote(Way.RANKING, Rule.SCHULZE, Level.OPEN, story.at(-38, 8), story.at(-31, 18))
        vote = services.make_vote(call, new, "demostracion-votacion", staff.communications)
    codes = {group.number: group.code for group in groups.of_call(call)}
    with at_instant(story.at(-35, 12)):
        ballots = [order for people, order in BALLOTS for _ in range(people)]
        for number, order in enumerate(ballots):
            answers = {votes.ITEM: [codes[place] for place in order]}
            proof = Proof(By.DEVICE, f"demostracion-{number}")
            surveys.submit(vote.survey, answers, proof, f"demostracion-voto-{number:04d}")
    with at_instant(story.at(-31, 18, 1)):
        surveys.close(vote.survey)


def _tell_fates(
    story: Story, staff: Staff, event: Event, topics: dict[str, TopicGroup], asked: Iterable[Question]
) -> None:
    public = [row for row in asked if row.event_id == event.id and row.visibility is Visibility.PUBLIC]
    answered = [row for row in public if row.status is Status.PUBLISHED]
    with at_instant(story.at(-12, 10)):
        for group, question in zip(topics.values(), answered, strict=False):
            services.link(group, services.NewLink(LinkKind.QUESTION, radicado=question.radicado), staff.moderator)
        for group in list(topics.values())[:2]:
            _link_first(group, staff)


def _link_first(group: TopicGroup, staff: Staff) -> None:
    """The second point of the agenda of the forum, and a document of it."""
    points: Sequence[tuple[int, str]] = fates.agenda_items(group)
    if points:
        services.link(group, services.NewLink(LinkKind.AGENDA, points[min(1, len(points) - 1)][0]), staff.moderator)
    for number, _words in fates.documents(group)[:1]:
        services.link(group, services.NewLink(LinkKind.DOCUMENT, number), staff.moderator)


def _open(story: Story, staff: Staff, event: Event) -> None:
    call = _write(story, staff, event, "¿De qué debe rendir cuentas la audiencia?", (-6, 4))
    for place, (words, why, where) in enumerate(OPEN_NOW):
        number = _nominate(call, words, why, where, story.at(-5 + place, 11), place)
        _publish(staff, call, number, story.at(-5 + place, 15), 4 - place)
    _nominate(call, *WAITING, story.at(-1, 16), 91)
    with at_instant(story.at(-1, 17)):
        services.make(call, "Vía a las veredas", [1, 2], staff.moderator)
