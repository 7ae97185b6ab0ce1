"""The steps of a question: one table for the trámite, one for the visibility, one for corrections.

Three axes, kept apart: how far the answer has come (status), whether the text is public (visibility) and, once the
answer is public, how far a correction of it has come.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from participa.accounts.models import Role, User
from participa.questions.models import (
    AnswerReview,
    AnswerVersion,
    Question,
    QuestionMove,
    Status,
    Verdict,
    Visibility,
)


class Axis(StrEnum):
    STATUS = "status"
    VISIBILITY = "visibility"
    CORRECTION = "correction"
    TERM = "term"
    MARK = "mark"
    REVIEW = "review"


class Correction(StrEnum):
    """How far the correction of a published answer has come."""

    NONE = "none"
    PROPOSED = "proposed"
    RETURNED = "returned"
    PUBLISHED = "published"


CORRECTION_LABELS = {
    Correction.NONE: "Sin corrección",
    Correction.PROPOSED: "Corrección en revisión",
    Correction.RETURNED: "Corrección devuelta",
    Correction.PUBLISHED: "Corrección publicada",
}

UNDONE = "Se deshizo en la fila de clasificación, en los primeros diez segundos."
Guard = Callable[[User, Question], bool]


def last_move(question: Question, axis: Axis) -> QuestionMove | None:
    return next((move for move in reversed(question.moves) if move.axis == axis), None)


def is_step_back(move: QuestionMove) -> bool:
    """Whether this line of the history takes the one before back, and is none of the allowed steps."""
    allowed = {(str(start), str(to)) for start, to in (*MOVES, *VISIBILITY_MOVES)}
    return move.note == UNDONE and (move.from_value, move.to_value) not in allowed


def last_version(question: Question) -> AnswerVersion | None:
    return question.answers[-1] if question.answers else None


def anyone(_user: User, _question: Question) -> bool:
    return True


def is_own_office(user: User, question: Question) -> bool:
    """Whether the question is with the office of this person."""
    return question.department_id is not None and question.department_id == user.department_id


def is_not_author(user: User, question: Question) -> bool:
    """Whether somebody else wrote the last version of the answer: who drafts does not approve.

    Who wrote the very words in an earlier version wrote them too, whoever sent them.
    """
    version = last_version(question)
    words = version.body if version is not None else ""
    return version is not None and all(one.author_id != user.id for one in question.answers if one.body == words)


def next_review(question: Question) -> AnswerReview | None:
    """The step of the chain of review that the last version of the answer still waits for."""
    version = last_version(question)
    waiting = version.reviews if version is not None else []
    return next((review for review in waiting if review.verdict is Verdict.WAITING), None)


def may_sign(user: User, question: Question) -> bool:
    """Whether somebody else wrote the last version, and who had to look at it before has done so."""
    return is_not_author(user, question) and next_review(question) is None


def has_not_handled(user: User, question: Question) -> bool:
    """Whether this person has taken no step on the question: who moderates does not reject."""
    return all(move.author_id != user.id for move in question.moves)


def did_not_withhold(user: User, question: Question) -> bool:
    """Whether somebody else decided the present visibility: nobody reviews their own decision."""
    last = last_move(question, Axis.VISIBILITY)
    return last is None or last.author_id != user.id


@dataclass(frozen=True)
class Move:
    """One allowed step: who takes it, what it asks for and how people call it.

    `note` is the label of a note that is mandatory; without it the note may be empty. `tells_asker` steps are told to
    who asked, note included; the other notes stay in the team. `slug` is the address of the steps with a page of their
    own, where they are explained and confirmed.
    """

    roles: frozenset[Role]
    label: str
    done: str
    guard: Guard = anyone
    note: str = ""
    hint: str = ""
    warning: str = ""
    needs_department: bool = False
    needs_radicado: bool = False
    needs_reason: bool = False
    tells_asker: bool = False
    slug: str = ""


MODERATION = frozenset({Role.MODERATOR})
OFFICE = frozenset({Role.LIAISON})
APPROVAL = frozenset({Role.APPROVER})

_ASIDE = {
    Status.CLARIFYING: Move(
        MODERATION,
        "Pedir aclaración",
        "en espera de aclaración",
        note="Qué debe aclarar la persona",
        hint="Lo lee quien preguntó. Tiene diez días hábiles para contestar.",
        tells_asker=True,
        slug="pedir-aclaracion",
    ),
    Status.TRANSFERRED: Move(
        MODERATION,
        "Trasladar a otra entidad",
        "trasladada",
        note="Por qué le toca a esa entidad",
        hint="Lo lee quien preguntó. El traslado se hace en los cinco días hábiles siguientes a la recepción.",
        warning="Nuestra entidad deja de tramitarla.",
        tells_asker=True,
        slug="trasladar",
    ),
    Status.GROUPED: Move(
        MODERATION,
        "Agrupar con otra pregunta",
        "agrupada",
        note="Por qué se agrupan",
        hint="Lo lee quien preguntó.",
        warning="La respuesta de la otra pregunta vale para las dos. Cada una conserva su radicado y su plazo. "
        "Si el texto de esta no se ha publicado ni reservado, queda público.",
        needs_radicado=True,
        tells_asker=True,
        slug="agrupar",
    ),
    Status.REFERRED: Move(
        MODERATION,
        "Remitir a una respuesta anterior",
        "remitida a una respuesta anterior",
        note="Por qué esa respuesta también vale aquí",
        hint="Lo lee quien preguntó.",
        warning="La otra pregunta debe tener su respuesta publicada.",
        needs_radicado=True,
        tells_asker=True,
        slug="remitir",
    ),
}

MOVES: Mapping[tuple[Status, Status], Move] = MappingProxyType(
    {
        (Status.RECEIVED, Status.CLASSIFIED): Move(MODERATION, "Clasificar", "clasificada"),
        (Status.CLASSIFIED, Status.ASSIGNED): Move(MODERATION, "Asignar", "asignada", needs_department=True),
        (Status.ASSIGNED, Status.DRAFTING): Move(OFFICE, "Empezar la respuesta", "en respuesta", guard=is_own_office),
        (Status.ASSIGNED, Status.CLASSIFIED): Move(
            OFFICE,
            "No es de mi dependencia",
            "devuelta a moderación",
            guard=is_own_office,
            note="Por qué no es asunto suyo",
            hint="Lo lee el equipo de moderación. Diga, si lo sabe, quién debe responder.",
            warning="El plazo de la respuesta sigue corriendo.",
            slug="devolver",
        ),
        (Status.DRAFTING, Status.IN_REVIEW): Move(
            OFFICE, "Enviar a revisión", "enviada a revisión", guard=is_own_office
        ),
        (Status.IN_REVIEW, Status.DRAFTING): Move(
            APPROVAL, "Devolver a la dependencia", "devuelta a la dependencia", note="Qué se debe corregir"
        ),
        (Status.IN_REVIEW, Status.ANSWERED): Move(APPROVAL, "Aprobar", "aprobada", guard=may_sign),
        (Status.ANSWERED, Status.PUBLISHED): Move(
            APPROVAL, "Publicar la respuesta", "respondida y publicada", guard=is_not_author, tells_asker=True
        ),
        **{(start, to): move for start in (Status.RECEIVED, Status.CLASSIFIED) for to, move in _ASIDE.items()},
        (Status.GROUPED, Status.CLASSIFIED): Move(
            MODERATION,
            "Sacar del grupo",
            "fuera del grupo",
            note="Por qué sale del grupo",
            hint="Lo lee quien preguntó.",
            warning="Vuelve a tener respuesta propia. Conserva su radicado y su plazo.",
            tells_asker=True,
            slug="desagrupar",
        ),
        (Status.CLARIFYING, Status.RECEIVED): Move(
            MODERATION,
            "Ya se aclaró",
            "de nuevo en trámite",
            note="Qué aclaró la persona",
            hint="Queda en el historial. El texto original no cambia.",
            slug="aclarada",
        ),
        (Status.CLARIFYING, Status.ARCHIVED): Move(
            MODERATION,
            "Archivar",
            "archivada",
            note="Por qué se archiva",
            hint="Lo lee quien preguntó.",
            warning="La persona puede volver a preguntar cuando quiera.",
            tells_asker=True,
            slug="archivar",
        ),
        (Status.RECEIVED, Status.REJECTED): Move(
            APPROVAL,
            "Rechazar por irrespetuosa",
            "rechazada",
            guard=has_not_handled,
            note="Qué parte falta al respeto",
            hint="Lo lee quien preguntó. Una crítica dura no es una falta de respeto.",
            warning="La ley solo permite rechazar lo irrespetuoso (Ley 1755 de 2015, artículo 19).",
            tells_asker=True,
            slug="rechazar",
        ),
    }
)

_WITHHOLD = Move(
    MODERATION,
    "Reservar el texto",
    "reservada",
    note="Explique qué parte del texto cabe en ese motivo",
    hint="Lo lee también quien preguntó. El motivo de la lista lo leen todos.",
    warning="El texto deja de ser público. En su lugar queda el motivo, a la vista de todos. Se responde igual.",
    needs_reason=True,
)
_WITHHOLD_PUBLIC = replace(
    _WITHHOLD,
    roles=MODERATION | APPROVAL,
    warning="La gente ya lo lee. Sigue público hasta que otra persona confirme, salvo si es repetida o ajena. "
    "En su lugar quedará el motivo, a la vista de todos. Se responde igual.",
)
_GROUP = Move(MODERATION, "Agrupar con otra pregunta", "agrupada")

VISIBILITY_MOVES: Mapping[tuple[Visibility, Visibility], Move] = MappingProxyType(
    {
        (Visibility.WAITING, Visibility.PUBLIC): Move(MODERATION | APPROVAL, "Publicar la pregunta", "publicada"),
        (Visibility.WAITING, Visibility.WITHHELD): _WITHHOLD,
        (Visibility.PUBLIC, Visibility.WITHHELD): _WITHHOLD_PUBLIC,
        (Visibility.GROUPED, Visibility.WITHHELD): _WITHHOLD_PUBLIC,
        (Visibility.WITHHELD, Visibility.PUBLIC): Move(
            MODERATION | APPROVAL,
            "Volver a publicar la pregunta",
            "publicada de nuevo",
            guard=did_not_withhold,
            note="Por qué vuelve a ser pública",
        ),
        (Visibility.WAITING, Visibility.GROUPED): _GROUP,
        (Visibility.PUBLIC, Visibility.GROUPED): _GROUP,
        (Visibility.GROUPED, Visibility.PUBLIC): Move(MODERATION, "Separar del grupo", "fuera del grupo"),
    }
)

_PROPOSE = Move(
    OFFICE, "Enviar la corrección a revisión", "con una corrección en revisión", guard=is_own_office, note="Qué corrige"
)

CORRECTION_MOVES: Mapping[tuple[Correction, Correction], Move] = MappingProxyType(
    {
        (Correction.NONE, Correction.PROPOSED): _PROPOSE,
        (Correction.RETURNED, Correction.PROPOSED): _PROPOSE,
        (Correction.PUBLISHED, Correction.PROPOSED): _PROPOSE,
        (Correction.PROPOSED, Correction.RETURNED): Move(
            APPROVAL, "Devolver la corrección", "con la corrección devuelta", note="Qué se debe corregir"
        ),
        (Correction.PROPOSED, Correction.PUBLISHED): Move(
            APPROVAL,
            "Aprobar y publicar la corrección",
            "con la respuesta corregida",
            guard=may_sign,
            tells_asker=True,
        ),
    }
)

SHARED: Mapping[Status | Correction, Move] = MappingProxyType(
    {
        Status.PUBLISHED: MOVES[Status.ANSWERED, Status.PUBLISHED],
        Correction.PUBLISHED: CORRECTION_MOVES[Correction.PROPOSED, Correction.PUBLISHED],
    }
)

STEPS: Mapping[str, Status] = MappingProxyType({move.slug: to for (_, to), move in MOVES.items() if move.slug})
