"""What the page of conduct lays before who conducts: what is answered now, what follows, the queue, the agenda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from participa.accounts.models import User
from participa.hearings import clock, rules
from participa.hearings.models import (
    OVERRIDE_REASON_LABELS,
    STAGE_LABELS,
    Hearing,
    LivePromise,
    MicrophoneTurn,
    Stage,
    StagedQuestion,
    TurnState,
)
from participa.hearings.order import CIRCULATING, FEWEST_READERS_SHOWN, RESERVED, SUPPORTED
from participa.hearings.queries import board, steps
from participa.hearings.queries import conduct as queries
from participa.hearings.queries.conduct import Point
from participa.hearings.snapshot import Card
from participa.shared.clock import now
from participa.shared.recording import clock_of
from participa.shared.templating import counted

PER_PAGE = 10
LAST_PROMISES = 3
REASON_WORDS = {
    SUPPORTED: "Por sus apoyos",
    RESERVED: "Turno de papel y micrófono",
    CIRCULATING: "Todavía circula: pocas personas la han leído",
}


@dataclass(frozen=True)
class Line:
    """A question as the page shows it. `place` counts from 1; 0 outside the queue."""

    id: int
    stage: Stage
    place: int
    why: str
    card: Card

    @property
    def stage_label(self) -> str:
        return STAGE_LABELS[self.stage]

    @property
    def figures(self) -> str:
        """The same figures as everybody sees."""
        return figures_of(self.card)


@dataclass(frozen=True)
class Desk:
    """All that the page shows. `left` are seconds; negative when the time is over."""

    hearing: Hearing
    on_screen: Line | None
    following: Sequence[Line]
    queue: Sequence[Line]
    size: int
    page: int
    second: int | None
    agenda: Sequence[Point]
    left: int | None
    speaking: MicrophoneTurn | None
    speaking_left: int | None
    waiting_turns: Sequence[MicrophoneTurn]
    promises: Sequence[LivePromise]
    undo: str

    @property
    def recording(self) -> str:
        """What the recording shows now, or nothing."""
        return clock_of(self.second) if self.second is not None else ""

    @property
    def pages(self) -> int:
        return max(1, -(-self.size // PER_PAGE))

    @property
    def point(self) -> Point | None:
        """The part of the agenda that goes on."""
        return next((point for point in self.agenda if point.is_going_on), None)

    @property
    def next_point(self) -> Point | None:
        """The first part that nobody reached yet."""
        return next((point for point in self.agenda if point.began_at is None), None)


def read(hearing: Hearing, person: User, page: int = 1) -> Desk:
    """The page at this instant. The number of statements does not depend on the questions."""
    at, seen, cards = now(), board.read(hearing), board.cards(hearing)
    places = seen.queue
    page = min(max(page, 1), max(1, -(-len(places) // PER_PAGE)))
    first = (page - 1) * PER_PAGE
    stages = {one.id: one.stage for one in seen.standings}
    queue = [
        Line(place.candidate.id, stages[place.candidate.id], number, REASON_WORDS[place.reason], cards[number_of])
        for number, place in enumerate(places[first : first + PER_PAGE], first + 1)
        if (number_of := place.candidate.id) in cards
    ]
    turns, agenda = queries.turns(hearing), queries.agenda(hearing)
    speaking = next((turn for turn in turns if turn.state is TurnState.SPEAKING), None)
    return Desk(
        hearing=hearing,
        on_screen=_on_screen(hearing, cards),
        following=[_called(number, Stage.NEXT, cards) for number in queries.following(hearing)],
        queue=queue,
        size=len(places),
        page=page,
        second=clock.second_at(hearing, at),
        agenda=agenda,
        left=_left_of_agenda(agenda, at),
        speaking=speaking,
        speaking_left=left_of_turn(speaking, at),
        waiting_turns=[turn for turn in turns if turn.state is TurnState.WAITING],
        promises=list(queries.promises(hearing))[-LAST_PROMISES:][::-1],
        undo=_undo(hearing, person, at),
    )


def line_of(staged: StagedQuestion) -> Line:
    """A question by itself."""
    hearing = staged.hearing
    places = {place.candidate.id: (number, place) for number, place in enumerate(board.queue(hearing), 1)}
    number, place = places.get(staged.id, (0, None))
    why = REASON_WORDS[place.reason] if place else ""
    return Line(staged.id, staged.stage, number, why, board.cards(hearing).get(staged.id, _hidden(staged.id)))


def figures_of(card: Card) -> str:
    if card.is_silent:
        return "Papel o micrófono"
    if card.readers < FEWEST_READERS_SHOWN:
        return counted(card.readers, "persona la leyó", "personas la leyeron")
    of_readers = counted(card.readers, "persona que la leyó", "personas que la leyeron")
    return f"{counted(card.supports, 'apoyo', 'apoyos')} de {of_readers}"


def _on_screen(hearing: Hearing, cards: Mapping[int, Card]) -> Line | None:
    shown = queries.with_stage(hearing, Stage.ON_SCREEN)
    if not shown:
        return None
    number = shown[0].id
    reason = steps.reasons(steps.standing([number])).get(number)
    return _called(number, Stage.ON_SCREEN, cards, OVERRIDE_REASON_LABELS[reason] if reason else "")


def _called(number: int, stage: Stage, cards: Mapping[int, Card], why: str = "") -> Line:
    return Line(number, stage, 0, why, cards.get(number, _hidden(number)))


def _hidden(number: int) -> Card:
    return Card(number, "", "El texto de esta pregunta ya no es público.")


def _left_of_agenda(agenda: Sequence[Point], at: datetime) -> int | None:
    ends_at = next((point.ends_at for point in agenda if point.is_going_on), None)
    return int((ends_at - at).total_seconds()) if ends_at else None


def second_now(hearing: Hearing) -> int | None:
    """The second of the recording at this instant."""
    return clock.second_at(hearing, now())


def left_of_turn(turn: MicrophoneTurn | None, at: datetime | None = None) -> int | None:
    """The seconds that a turn still has; negative when they are over, None when it has not begun."""
    if turn is None or turn.began_at is None:
        return None
    return turn.seconds - int(((at or now()) - turn.began_at).total_seconds())


def _undo(hearing: Hearing, person: User, at: datetime) -> str:
    """What this person may step back from, in words."""
    last = queries.last_move(hearing)
    if last is None or last.note == steps.UNDONE or not rules.may_undo(person.id, last.author_id, last.at, at):
        return ""
    return f"{STAGE_LABELS[last.from_value]} → {STAGE_LABELS[last.to_value]}"
