"""What phones send again and again: a support, one taken back, the cards that were in view.

The busiest write of a hearing, so it speaks SQL without objects, in statements that are made only once and whose number
depends neither on the questions nor on the phones. What decides is read after the turn of the hearing was taken: what
comes while the hearing closes finds it open and is counted, or finds it closed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, TextClause, bindparam, text
from sqlalchemy.exc import NoResultFound

from participa.extensions import db
from participa.hearings import supporting
from participa.hearings.devices import Phone, lock_number, phone_of
from participa.hearings.models import Hearing, SupportState
from participa.hearings.services import budgets, counting
from participa.hearings.supporting import Card, Room
from participa.questions.services import Arrival
from participa.shared import database
from participa.shared.clock import now
from participa.shared.database import Statement
from participa.shared.errors import Closed, Conflict
from participa.shared.types import UtcDateTime

WARM_UP_SECONDS = 20
PHONES = 7_220_007  # the advisory lock of one phone on PostgreSQL, beside a number of it
MOST_CARDS = 60  # of one message of a phone
NOT_NOW = "En este momento no se reciben apoyos."
NOT_THIS = "Esta pregunta ya no reúne apoyos."
SILENT = "Esta pregunta llegó en papel o de viva voz. Tiene sus propios turnos y no reúne apoyos."
STANDING = (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD, SupportState.DISCARDED)
TAKEN_BACK = (SupportState.WARMING, SupportState.COUNTED, SupportState.HELD)
DOOR = text("SELECT id, room_code, salt FROM hearing WHERE room_code = :code")
# Where others write at once: first the turn of the hearing, together with them, then that of this phone, alone.
# Until the transaction ends each statement keeps the plan it has: planning LOOK anew costs three times its execution.
TURNS = text("""
    SELECT door.id, door.room_code, door.salt, pg_advisory_xact_lock(:phones, :phone),
        set_config('plan_cache_mode', 'force_generic_plan', true)
    FROM (
        SELECT id, room_code, salt, pg_advisory_xact_lock_shared(:hearings, id) FROM hearing WHERE room_code = :code
    ) AS door
""")
# What the phone did is found by its name, another one in each hearing: a hearing has a row for each phone and question.
# `+ 0` keeps PostgreSQL from going through all the questions of the hearing in search of a few that it has by number.
LOOK = text("""
    WITH card AS (
        SELECT own.id, own.stage, own.is_silent, COALESCE(question.visibility, '') AS visibility,
            COALESCE(first.id, own.id) AS leader
        FROM staged_question AS own
        LEFT JOIN question ON question.id = own.question_id
        LEFT JOIN question_link AS link
            ON link.question_id = own.question_id AND link.kind = 'grouped' AND link.ended_at IS NULL
        LEFT JOIN staged_question AS first
            ON first.question_id = link.leader_id AND first.hearing_id + 0 = own.hearing_id
        WHERE own.hearing_id + 0 = :hearing AND own.id IN :cards
    ),
    member AS (
        SELECT leader, leader AS id FROM card
        UNION
        SELECT first.id, own.id
        FROM card
        JOIN staged_question AS first ON first.id = card.leader
        JOIN question_link AS link
            ON link.leader_id = first.question_id AND link.kind = 'grouped' AND link.ended_at IS NULL
        JOIN staged_question AS own
            ON own.question_id = link.question_id AND own.hearing_id + 0 = first.hearing_id
    )
    SELECT 'room' AS kind, id, state, takes_supports AS flag, salt AS word, hall_networks, NULL AS leader
    FROM hearing WHERE id = :hearing
    UNION ALL
    SELECT 'card', id, stage, is_silent, visibility, NULL, leader FROM card
    UNION ALL
    SELECT 'member', member.id, NULL, reader.device IS NOT NULL, NULL, NULL, member.leader
    FROM member LEFT JOIN question_reader AS reader ON reader.staged_id = member.id AND reader.device = :device
    UNION ALL
    SELECT 'support', staged_id, state, NULL, NULL, NULL, NULL
    FROM support WHERE device = :device AND (state <> 'withdrawn' OR at = device_since)
""").bindparams(bindparam("cards", expanding=True))
PUT = text("""
    INSERT INTO support (staged_id, device, hearing_id, state, network, browser, device_since, is_in_room, at)
    VALUES (:staged, :device, :hearing, :state, :network, :browser, :since, :is_in_room, :at)
    ON CONFLICT (staged_id, device) DO UPDATE
    SET state = excluded.state, at = excluded.at, is_in_room = support.is_in_room OR excluded.is_in_room
""").bindparams(bindparam("since", type_=UtcDateTime), bindparam("at", type_=UtcDateTime))
TAKE_BACK = text("""
    UPDATE support SET state = 'withdrawn', at = :at WHERE staged_id = :staged AND device = :device
""").bindparams(bindparam("at", type_=UtcDateTime))
# Its instant is the mark of one that was held: LOOK finds it, and it is held again if it comes back.
TAKE_HELD_BACK = text("""
    UPDATE support SET state = 'withdrawn', at = device_since WHERE staged_id = :staged AND device = :device
""")
NOTE_READERS = text("INSERT INTO question_reader (staged_id, device) VALUES (:staged, :device)")
SUPPORTED = text("""
    SELECT staged_id FROM support WHERE device = :device AND state <> 'withdrawn' ORDER BY staged_id
""")


@dataclass(frozen=True)
class Guest:
    """A phone in a hearing, within one transaction. `id` and `room_code` are those of the hearing.

    `salt` may be an earlier one: it was read before the turn was there.
    """

    id: int
    room_code: str
    salt: str | None
    arrival: Arrival
    connection: Connection


def enter(code: str, arrival: Arrival) -> Guest:
    """A phone in the hearing of a room code, whose turn it takes together with the others. Raises NoResultFound."""
    connection = db.session.connection()
    found = connection.execute(*_turns(code, arrival, is_parallel=connection.dialect.name == "postgresql")).first()
    if found is None:
        raise NoResultFound
    return Guest(found.id, found.room_code, found.salt, arrival, connection)


def _turns(code: str, arrival: Arrival, is_parallel: bool) -> tuple[TextClause, dict[str, Any]]:
    """The statement that finds a hearing, with its turns where others write at once."""
    if not is_parallel:
        return DOOR, {"code": code}
    number = lock_number(arrival.device.name)
    return TURNS, {"code": code, "hearings": counting.TURN, "phones": PHONES, "phone": number}


def support(guest: Guest, number: int, is_in_room: bool = False, seen: Collection[int] = ()) -> list[int]:
    """Let a phone support a question; once more changes nothing. Answers with all that it supports.

    `is_in_room`: it typed the label of the hall. `seen`: the cards that it had in view, as in `read`.
    Raises NoResultFound, Closed, Conflict and TooMany, the last three with a sentence for the person.
    """
    visit = _of_one(guest, number, is_in_room, seen)
    if visit.supports.get(number) not in STANDING:
        visit.support(number, is_in_room)
    return visit.end()


def withdraw(guest: Guest, number: int, seen: Collection[int] = ()) -> list[int]:
    """Take the support of a phone back. One that a person of the team discarded stays so. Otherwise as `support`.

    One that is held is held again if it comes back: only a person of the team decides on it.
    """
    visit = _of_one(guest, number, False, seen)
    if visit.supports.get(number) in TAKEN_BACK:
        visit.take_back(number)
    return visit.end()


def read(guest: Guest, numbers: Collection[int]) -> list[int]:
    """Note the cards that a phone had in view; answers with what it supports.

    Only for the order: what is too much is left out without a word.
    """
    scene = _scene(guest, numbers)
    if scene.room.is_open and scene.room.salt:
        fresh = scene.fresh(numbers)
        has_room = bool(fresh) and budgets.has_room_for_reads(guest.connection, scene.room, guest.arrival, len(fresh))
        return Visit(guest, scene, fresh if has_room else ()).end()
    return _standing(scene.supports) if scene.room.salt else []


def supported_in(hearing: Hearing, arrival: Arrival) -> list[int]:
    """What a phone supports, for a page that is only read; nothing once the salt is destroyed."""
    if not hearing.salt:
        return []
    device = phone_of(hearing.salt, arrival).device
    return list(db.session.connection().execute(SUPPORTED, {"device": device}).scalars())


def _standing(supports: Mapping[int, str]) -> list[int]:
    """What a phone supports, as it sees it: one that warms up or is looked at is still its own."""
    return sorted(number for number, state in supports.items() if state != SupportState.WITHDRAWN)


def _of_one(guest: Guest, number: int, is_in_room: bool, seen: Collection[int]) -> "Visit":
    """The visit of a phone that taps one card and had others in view."""
    scene = _scene(guest, seen, number)
    tapped = scene.cards.get(number)
    if tapped is None:
        raise NoResultFound
    _check(scene.room, tapped)
    fresh = scene.fresh(seen)
    has_room = budgets.take_support(guest.connection, scene.room, guest.arrival, len(fresh), is_in_room)
    return Visit(guest, scene, {number, *(fresh if has_room else ())})


def _check(room: Room, card: Card) -> None:
    if not supporting.takes_supports(room):
        raise Closed(NOT_NOW)
    if card.is_silent:
        raise Conflict(SILENT)
    if not supporting.may_gather(card):
        raise Conflict(NOT_THIS)


@dataclass(frozen=True)
class _Scene:
    """The hearing and some of its cards as they are, and what one phone did there.

    `groups`: by the card that leads, all that count for it. `supports`: the states of all of the phone, of those that
    it took back only the ones that were held. `known`: which of the cards and of their groups it has read.
    """

    room: Room
    phone: Phone
    cards: dict[int, Card]
    groups: dict[int, set[int]]
    supports: dict[int, str]
    known: set[int]

    def fresh(self, numbers: Collection[int]) -> list[int]:
        """Which of these cards this phone reads for the first time."""
        return sorted(number for number in set(numbers) & set(self.cards) if number not in self.known)


def _scene(guest: Guest, seen: Collection[int], *tapped: int) -> _Scene:
    """Of what was in view, as much as one message may name. Raises NoResultFound when the hearing was just erased."""
    wanted = [*tapped, *sorted(set(seen))[:MOST_CARDS]]
    scene = _look(guest, wanted, guest.salt)
    return scene if scene.room.salt == guest.salt else _look(guest, wanted, scene.room.salt)


def _look(guest: Guest, wanted: list[int], salt: str | None) -> _Scene:
    """The scene for a phone with the name that this salt gives it. Raises NoResultFound."""
    phone = phone_of(salt or "", guest.arrival)
    kinds: dict[str, list[Row[Any]]] = {"room": [], "card": [], "member": [], "support": []}
    values = {"hearing": guest.id, "cards": wanted, "device": phone.device}
    for row in guest.connection.execute(LOOK, values):
        kinds[row[0]].append(row)
    if not kinds["room"]:
        raise NoResultFound
    groups: dict[int, set[int]] = {row.leader: set() for row in kinds["card"]}
    for row in kinds["member"]:
        groups[row.leader].add(row.id)
    (room,) = kinds["room"]
    return _Scene(
        Room(guest.id, guest.room_code, room.state, room.flag, room.word, room.hall_networks),
        phone,
        cards={row.id: Card(row.id, row.state, row.flag, row.word, row.leader) for row in kinds["card"]},
        groups=groups,
        supports={row.id: row.state for row in kinds["support"]},
        known={row.id for row in kinds["member"] if row.flag},
    )


class Visit:
    """One phone in one transaction: what it taps and the cards that it is noted to have read."""

    def __init__(self, guest: Guest, scene: _Scene, noted: Collection[int]) -> None:
        self._guest, self._scene, self._noted = guest, scene, set(noted)
        self._moves = counting.Moves()
        self._writes: list[Statement] = []
        self.supports = dict(scene.supports)

    def support(self, number: int, is_in_room: bool) -> None:
        """Write the support, or let one that was taken back stand again."""
        phone = self._scene.phone
        state = self._coming(number)
        row: dict[str, Any] = {"staged": number, "device": phone.device, "hearing": self._guest.id}
        row |= {"state": state.value, "network": phone.network, "browser": phone.browser, "since": phone.since}
        self._writes.append((PUT, row | {"is_in_room": is_in_room, "at": now()}))
        self._move(number, state)

    def _coming(self, number: int) -> SupportState:
        if self.supports.get(number) == SupportState.WITHDRAWN:
            return SupportState.HELD
        return SupportState.WARMING if _is_warming(self._scene.phone) else SupportState.COUNTED

    def take_back(self, number: int) -> None:
        values: dict[str, Any] = {"staged": number, "device": self._scene.phone.device}
        is_held = self.supports[number] == SupportState.HELD
        self._writes.append((TAKE_HELD_BACK, values) if is_held else (TAKE_BACK, values | {"at": now()}))
        self._move(number, SupportState.WITHDRAWN)

    def _move(self, number: int, state: SupportState) -> None:
        """One phone is at most one support of the group, whichever of its questions it tapped."""
        leader = self._scene.cards[number].leader
        counted = {number: {number}} | {leader: self._scene.groups[leader]}
        before = {one: self._states(members) for one, members in counted.items()}
        self.supports[number] = state
        for one, members in counted.items():
            after = self._states(members)
            self._moves.supports[one] += supporting.counts(after) - supporting.counts(before[one])
            self._moves.held[one] += supporting.is_held(after) - supporting.is_held(before[one])

    def _states(self, members: Collection[int]) -> set[str]:
        return {self.supports[member] for member in members if member in self.supports}

    def end(self) -> list[int]:
        """Write what it did, the readers of its cards and the figures; what the phone supports."""
        self._note_readers()
        database.execute_all(self._guest.connection, [*self._writes, *self._moves.statements()])
        leaders = {card.leader for card in self._scene.cards.values()}
        counting.forget_in_session({*self._scene.cards, *leaders})
        return _standing(self.supports)

    def _note_readers(self) -> None:
        """Rows and figures for the cards that this phone had not read before."""
        known, fresh = self._counted_reads(), self._scene.fresh(self._noted)
        for number in fresh:
            leader = self._scene.cards[number].leader
            self._moves.readers[leader] += known.isdisjoint(self._scene.groups[leader])
            self._moves.readers[number] += number != leader
            known.add(number)
        if fresh:
            rows = [{"staged": number, "device": self._scene.phone.device} for number in fresh]
            self._writes.append((NOTE_READERS, rows))

    def _counted_reads(self) -> set[int]:
        """What it has read, but for the cards where its support was discarded."""
        return {one for one in self._scene.known if self.supports.get(one) != SupportState.DISCARDED}


def _is_warming(phone: Phone) -> bool:
    """One from a later instant was given before the clock was put back: it is warm."""
    return timedelta(0) <= now() - phone.since < timedelta(seconds=WARM_UP_SECONDS)
