"""What has happened with a question, told to who asked: what is done, what is under way, what comes next.

Offices are named, persons never. Only the notes that the table of steps declares for the asker are told.
"""

from dataclasses import dataclass
from datetime import date

from participa.questions.models import HandEntry, Question, QuestionMove, Status, Visibility
from participa.questions.moves import MOVES, Axis, Correction, is_step_back
from participa.shared.templating import long_day, moment

LATE = "Llegó después del cierre del espacio. La recibimos y la respondemos igual."
OFFICE = "la oficina encargada"

DONE = {
    Status.CLASSIFIED: "Leímos su pregunta y la clasificamos",
    Status.ASSIGNED: "La enviamos a {office}",
    Status.DRAFTING: "{Office} empezó a escribir la respuesta",
    Status.IN_REVIEW: "La respuesta pasó a revisión",
    Status.ANSWERED: "Aprobamos la respuesta",
    Status.PUBLISHED: "Publicamos la respuesta",
    Status.CLARIFYING: "Le pedimos aclarar su pregunta",
    Status.ARCHIVED: "Archivamos la pregunta",
    Status.TRANSFERRED: "La trasladamos a otra entidad",
    Status.GROUPED: "La unimos con otra pregunta parecida",
    Status.REFERRED: "Ya había una respuesta que sirve para su pregunta",
    Status.REJECTED: "Rechazamos la pregunta",
    Status.RECEIVED: "Quedó aclarada y sigue su camino",
}
TAKEN_BACK = "Deshicimos ese paso: fue un error nuestro"
STILL_DUE = "Su pregunta sigue su camino."
TEXT_BACK = "Volvimos a revisar si el texto de su pregunta es público"
APART = "Le dimos la respuesta"  # its text is not public, so the answer is not either
BACK = {
    (Status.ASSIGNED, Status.CLASSIFIED): "Buscamos la oficina que sí puede responder",
    (Status.GROUPED, Status.CLASSIFIED): "Salió del grupo y tendrá respuesta propia",
    (Status.IN_REVIEW, Status.DRAFTING): "Pedimos mejorar la respuesta antes de enviársela",
}
OWN = {Status.GROUPED: "Usted pidió sacarla del grupo", Status.CLARIFYING: "Usted aclaró su pregunta"}
NOW = {
    Status.RECEIVED: ("El equipo lee su pregunta", "Después la enviamos a la oficina que debe responder."),
    Status.CLASSIFIED: ("Buscamos quién debe responder", "La enviaremos a la oficina encargada del tema."),
    Status.ASSIGNED: ("{Office} tiene su pregunta", "Debe escribir la respuesta."),
    Status.DRAFTING: ("{Office} escribe la respuesta", ""),
    Status.IN_REVIEW: ("Revisamos la respuesta", "Otra persona la lee antes de enviársela."),
    Status.ANSWERED: ("Vamos a publicar la respuesta", "Usted ya puede leerla en esta página."),
    Status.GROUPED: ("Preparamos una misma respuesta para varias preguntas", "Su radicado y su plazo siguen iguales."),
    Status.CLARIFYING: (
        "Esperamos su aclaración",
        "Escríbala en esta página o acérquese con su radicado. Tiene diez días hábiles.",
    ),
}
SHOWN = {
    Visibility.PUBLIC: "El texto de su pregunta ya es público",
    Visibility.WITHHELD: "No publicamos el texto de su pregunta",
}


@dataclass(frozen=True)
class Step:
    """One line of the timeline: status is done, now or next."""

    status: str
    title: str
    when: str = ""
    text: str = ""
    url: str = ""
    url_label: str = ""


def tell(question: Question) -> list[Step]:
    """The whole story, first to last."""
    received = Step("done", "Recibimos su pregunta", moment(question.received_at), LATE if question.is_late else "")
    typed = [_typed(question.by_hand, question.channel_label)] if question.by_hand else []
    seen = [move for move in question.moves if move.axis != Axis.REVIEW]  # who looks at it inside is of the team
    done = [step for move in seen if (step := _done(question, move)) is not None]
    return [received, *typed, *done, *_now(question), *_next(question)]


def _typed(entry: HandEntry, channel: str) -> Step:
    """That the team wrote it down, by which way it had come, and why later."""
    reason = f" Por qué ese día: {entry.reason}" if entry.reason else ""
    return Step(
        "done", "El equipo la pasó al sistema", moment(entry.typed_at), f"Llegó así: {channel.lower()}.{reason}"
    )


def _done(question: Question, move: QuestionMove) -> Step | None:
    when = moment(move.at)
    if is_step_back(move):
        return _taken_back(question, move, when)
    if move.axis == Axis.VISIBILITY and move.from_value == Visibility.GROUPED and move.to_value == Visibility.PUBLIC:
        return None  # its text was public all the time
    if move.axis == Axis.VISIBILITY:
        return _shown(question, Visibility(move.to_value), when)
    if move.axis == Axis.TERM:
        due = long_day(date.fromisoformat(move.to_value))
        return Step("done", f"Nueva fecha de respuesta: {due}", when, move.note)
    if move.axis == Axis.MARK:
        return Step("done", move.to_value, when, move.note)
    if move.axis == Axis.CORRECTION:
        return Step("done", "Corregimos la respuesta", when) if move.to_value == Correction.PUBLISHED else None
    start, to = Status(move.from_value), Status(move.to_value)
    allowed = MOVES.get((start, to))
    note = move.note if allowed is not None and allowed.tells_asker else ""
    office = move.department.name if move.department else OFFICE
    if move.author_id is None and start in OWN:
        return Step("done", OWN[start], when, move.note)
    title = APART if to is Status.PUBLISHED and _is_apart(question) else BACK.get((start, to), DONE[to])
    return Step("done", _named(title, office), when, note)


def _taken_back(question: Question, move: QuestionMove, when: str) -> Step | None:
    """What was taken back, if who asked could see it at all."""
    if move.axis == Axis.VISIBILITY:
        return None if move.from_value == Visibility.GROUPED else Step("done", TEXT_BACK, when)
    return Step("done", TAKEN_BACK, when, STILL_DUE)


def _is_apart(question: Question) -> bool:
    """Whether only who asked reads the answer, with the code."""
    return question.visibility in (Visibility.WAITING, Visibility.WITHHELD)


def _shown(question: Question, to: Visibility, when: str) -> Step | None:
    if to not in SHOWN:
        return None
    is_last = question.visibility is to
    reason = question.withhold_reason_label if to is Visibility.WITHHELD and is_last else ""
    text = f"{reason} La respuesta se la damos igual, con su código." if reason else ""
    return Step("done", SHOWN[to], when, text)


def _now(question: Question) -> list[Step]:
    if question.status not in NOW:
        return []
    title, text = NOW[question.status]
    if question.status is Status.ANSWERED and question.visibility is Visibility.WITHHELD:
        title = "La respuesta está lista"
    office = question.department.name if question.department else OFFICE
    return [Step("now", _named(title, office), text=text)]


def _next(question: Question) -> list[Step]:
    due = f"A más tardar el {long_day(question.due_on)}"
    if question.status is Status.ANSWERED or question.status not in NOW:
        return []
    publication = Step("next", "Publicamos la respuesta", text="La puede leer toda la ciudadanía.")
    answer = Step("next", "Le respondemos por escrito", due)
    return [answer] if question.visibility is Visibility.WITHHELD else [answer, publication]


def _named(words: str, office: str) -> str:
    return words.format(office=office, Office=office[0].upper() + office[1:])
