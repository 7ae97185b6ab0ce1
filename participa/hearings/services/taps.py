"""What phones send again and again: a support, one taken back, the cards that were in view.

The busiest write of a hearing, so it speaks SQL without objects, in statements that are made only once and whose number
depends neither on the questions nor on the phones. All of it is read after the turn of the hearing was taken: what
comes while the hearing closes finds it open and is counted, or finds it closed.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import NoResultFound

from participa.extensions import db
from participa.hearings import supporting
from participa.hearings.devices import Phone, phone_of
from participa.hearings.models import Hearing, SupportState
from participa.hearings.services import budgets, counting
from participa.hearings.supporting import Card, Room
from participa.questions.services import Arrival
from participa.shared.clock import now
from participa.shared.errors import Closed, Conflict, TooMany
from participa.shared.types import UtcDateTime

WARM_UP_SECONDS = 20
MOST_CARDS = 60  # of one message of a phone
NOT_NOW = "En este momento no se reciben apoyos."
NOT_THIS = "Esta pregunta ya no reúne apoyos."
SILENT = "Esta pregunta llegó en papel o de viva voz. Tiene sus propios turnos y no reúne apoyos."
STANDING = (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD, SupportState.DISCARDED)
TAKEN_BACK = (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD)
WAIT = text("SELECT pg_advisory_xact_lock_shared(:turn, id) FROM hearing WHERE room_code = :code")
ROOM = text("SELECT id, room_code, state, takes_supports, salt, hall_networks FROM hearing WHERE room_code = :code")
CARDS = text("""
    SELECT own.id, own.stage, own.is_silent, COALESCE(question.visibility, '') AS visibility,
        COALESCE(first.id, own.id) AS leader, reader.device IS NOT NULL AS is_read
    FROM staged_question AS own
    LEFT JOIN question ON question.id = own.question_id
    LEFT JOIN question_link AS link
        ON link.question_id = own.question_id AND link.kind = 'grouped' AND link.ended_at IS NULL
    LEFT JOIN staged_question AS first ON first.question_id = link.leader_id AND first.hearing_id = own.hearing_id
    LEFT JOIN question_reader AS reader ON reader.staged_id = own.id AND reader.device = :device
    WHERE own.hearing_id = :hearing AND own.id IN :cards
    ORDER BY own.id
""").bindparams(bindparam("cards", expanding=True))
LOCK = text("SELECT id FROM staged_question WHERE id IN :cards ORDER BY id FOR NO KEY UPDATE").bindparams(
    bindparam("cards", expanding=True)
)
MINE = text("""
    SELECT member.leader, member.id, support.state, reader.device IS NOT NULL AS is_read
    FROM (
        SELECT id AS leader, id FROM staged_question WHERE id IN :leaders
        UNION ALL
        SELECT first.id, own.id FROM staged_question AS first
        JOIN question_link AS link
            ON link.leader_id = first.question_id AND link.kind = 'grouped' AND link.ended_at IS NULL
        JOIN staged_question AS own ON own.question_id = link.question_id AND own.hearing_id = first.hearing_id
        WHERE first.id IN :leaders
    ) AS member
    LEFT JOIN support ON support.staged_id = member.id AND support.device = :device
    LEFT JOIN question_reader AS reader ON reader.staged_id = member.id AND reader.device = :device
    ORDER BY member.leader, member.id
""").bindparams(bindparam("leaders", expanding=True))
PUT = text("""
    INSERT INTO support (staged_id, device, hearing_id, state, network, browser, device_since, is_in_room, at)
    VALUES (:staged, :device, :hearing, :state, :network, :browser, :since, :is_in_room, :at)
    ON CONFLICT (staged_id, device) DO UPDATE
    SET state = excluded.state, at = excluded.at, is_in_room = support.is_in_room OR excluded.is_in_room
""").bindparams(bindparam("since", type_=UtcDateTime), bindparam("at", type_=UtcDateTime))
TAKE_BACK = text("""
    UPDATE support SET state = 'withdrawn', at = :at WHERE staged_id = :staged AND device = :device
""").bindparams(bindparam("at", type_=UtcDateTime))
NOTE_READERS = text("INSERT INTO question_reader (staged_id, device) VALUES (:staged, :device)")
# By the name of the phone, which is another one in each hearing: a hearing has a row for each phone and question.
SUPPORTED = text("""
    SELECT staged_id FROM support WHERE device = :device AND state <> 'withdrawn' ORDER BY staged_id
""")


@dataclass(frozen=True)
class Guest:
    """A phone in a hearing, within one transaction."""

    room: Room
    phone: Phone
    arrival: Arrival
    connection: Connection


def enter(code: str, arrival: Arrival) -> Guest:
    """A phone in the hearing of a room code, whose turn it takes together with the others. Raises NoResultFound."""
    connection = db.session.connection()
    if _is_parallel(connection):
        connection.execute(WAIT, {"turn": counting.TURN, "code": code})
    found = connection.execute(ROOM, {"code": code}).first()
    if found is None:
        raise NoResultFound
    room = Room(*found)
    return Guest(room, phone_of(room.salt or "", arrival), arrival, connection)


def _is_parallel(connection: Connection) -> bool:
    """Whether this database lets two write at once."""
    return connection.dialect.name == "postgresql"


def support(guest: Guest, number: int, is_in_room: bool = False, seen: Collection[int] = ()) -> None:
    """Let a phone support a question; once more changes nothing.

    `is_in_room`: it typed the label of the hall. `seen`: the cards that it had in view, as in `read`.
    Raises NoResultFound, Closed, Conflict and TooMany, the last three with a sentence for the person.
    """
    visit = _of_one(guest, number, is_in_room, seen)
    states = visit.states_of(number)
    if states.get(number) not in STANDING:
        state = SupportState.WARMING if _is_warming(guest.phone) else SupportState.COUNTED
        visit.put(number, state, is_in_room)
        visit.move(number, states, states | {number: state})
    visit.end()


def withdraw(guest: Guest, number: int, seen: Collection[int] = ()) -> None:
    """Take the support of a phone back. One that a person of the team discarded stays so. Raises as `support`."""
    visit = _of_one(guest, number, False, seen)
    states = visit.states_of(number)
    if states.get(number) in TAKEN_BACK:
        visit.take_back(number)
        visit.move(number, states, states | {number: SupportState.WITHDRAWN})
    visit.end()


def read(guest: Guest, numbers: Collection[int]) -> None:
    """Note the cards that a phone had in view. Only for the order: what is too much is left out without a word."""
    if not numbers or not guest.room.is_open or not guest.room.salt:
        return
    fresh = _fitting(guest, _cards(guest, seen=numbers))
    if fresh:
        _visit(guest, fresh).end()


def supported(guest: Guest) -> list[int]:
    """What this phone supports, as it sees it: a support that warms up or is looked at is still its own."""
    return _supported(guest.connection, guest.phone.device)


def supported_in(hearing: Hearing, arrival: Arrival) -> list[int]:
    """The same for a page that is only read; nothing once the salt is destroyed."""
    if not hearing.salt:
        return []
    return _supported(db.session.connection(), phone_of(hearing.salt, arrival).device)


def _supported(connection: Connection, device: str) -> list[int]:
    return list(connection.execute(SUPPORTED, {"device": device}).scalars())


def _of_one(guest: Guest, number: int, is_in_room: bool, seen: Collection[int]) -> "Visit":
    """The visit of a phone that taps one card and had others in view."""
    cards = _cards(guest, number, seen=seen)
    tapped = cards.get(number)
    if tapped is None:
        raise NoResultFound
    _check(guest.room, tapped)
    budgets.take_support(guest.room, guest.arrival, is_in_room)
    others = {other: card for other, card in cards.items() if other != number or number in seen}
    return _visit(guest, {number: tapped} | _fitting(guest, others))


def _cards(guest: Guest, *tapped: int, seen: Collection[int]) -> dict[int, Card]:
    """Those of this hearing; of what was in view, as much as one message may name."""
    wanted = [*tapped, *sorted(set(seen))[:MOST_CARDS]]
    values = {"hearing": guest.room.id, "device": guest.phone.device, "cards": wanted}
    return {row[0]: Card(*row) for row in guest.connection.execute(CARDS, values)}


def _check(room: Room, card: Card) -> None:
    if not supporting.takes_supports(room):
        raise Closed(NOT_NOW)
    if card.is_silent:
        raise Conflict(SILENT)
    if not supporting.may_gather(card):
        raise Conflict(NOT_THIS)


def _fitting(guest: Guest, cards: dict[int, Card]) -> dict[int, Card]:
    """Which of these cards this phone reads for the first time, if it does not read more than a person can."""
    fresh = {number: card for number, card in cards.items() if not card.is_read}
    try:
        return fresh if fresh and budgets.has_room_for_reads(guest.room, guest.arrival, len(fresh)) else {}
    except TooMany:
        return {}


def _visit(guest: Guest, cards: dict[int, Card]) -> "Visit":
    """Lock the cards and what leads them, one phone after the other, and read what this phone did in their groups."""
    leaders = {number: card.leader for number, card in cards.items()}
    if _is_parallel(guest.connection):
        guest.connection.execute(LOCK, {"cards": sorted({*leaders, *leaders.values()})})
    groups: dict[int, dict[int, tuple[SupportState | None, bool]]] = {leader: {} for leader in leaders.values()}
    values = {"leaders": sorted(groups), "device": guest.phone.device}
    for leader, member, state, is_read in guest.connection.execute(MINE, values):
        groups[leader][member] = (SupportState(state) if state else None, bool(is_read))
    return Visit(guest, leaders, groups)


@dataclass
class Visit:
    """One phone in one transaction, with the rows of the cards and of what leads them locked.

    `leaders`: what leads each card. `groups`: by leader, what this phone did with each member: support, was read.
    """

    guest: Guest
    leaders: dict[int, int]
    groups: dict[int, dict[int, tuple[SupportState | None, bool]]]
    moves: counting.Moves = field(default_factory=counting.Moves)

    def states_of(self, number: int) -> dict[int, SupportState]:
        """The supports of this phone in the group of a card."""
        return {member: state for member, (state, _) in self.groups[self.leaders[number]].items() if state is not None}

    def put(self, number: int, state: SupportState, is_in_room: bool) -> None:
        """Write the support, or let one that was taken back stand again."""
        phone = self.guest.phone
        row: dict[str, Any] = {"staged": number, "device": phone.device, "hearing": self.guest.room.id}
        row |= {"state": state.value, "network": phone.network, "browser": phone.browser, "since": phone.since}
        self.guest.connection.execute(PUT, row | {"is_in_room": is_in_room, "at": now()})

    def take_back(self, number: int) -> None:
        values = {"staged": number, "device": self.guest.phone.device, "at": now()}
        self.guest.connection.execute(TAKE_BACK, values)

    def move(self, number: int, before: dict[int, SupportState], after: dict[int, SupportState]) -> None:
        """One phone is at most one support of the group, whichever of its questions it tapped."""
        leader = self.leaders[number]
        self._move(leader, set(before.values()), set(after.values()))
        if number != leader:
            self._move(number, {before[number]} if number in before else set(), {after[number]})

    def _move(self, number: int, before: set[SupportState], after: set[SupportState]) -> None:
        self.moves.supports[number] += supporting.counts(after) - supporting.counts(before)
        self.moves.held[number] += supporting.is_held(after) - supporting.is_held(before)

    def end(self) -> None:
        """Note the readers of its cards and write the figures."""
        self._note_readers()
        self.moves.write()
        counting.forget_in_session({*self.leaders, *self.leaders.values()})

    def _note_readers(self) -> None:
        """Rows and figures for the cards that this phone had not read before."""
        known = {member for group in self.groups.values() for member, (_, is_read) in group.items() if is_read}
        fresh = sorted(set(self.leaders) - known)
        for number in fresh:
            leader = self.leaders[number]
            self.moves.readers[leader] += known.isdisjoint(self.groups[leader])
            self.moves.readers[number] += number != leader
            known.add(number)
        if fresh:
            rows = [{"staged": number, "device": self.guest.phone.device} for number in fresh]
            self.guest.connection.execute(NOTE_READERS, rows)


def _is_warming(phone: Phone) -> bool:
    """One from a later instant was given before the clock was put back: it is warm."""
    return timedelta(0) <= now() - phone.since < timedelta(seconds=WARM_UP_SECONDS)
