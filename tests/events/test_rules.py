"""Who may do what with a dialogue space, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from participa.accounts.models import Role, User
from participa.events import rules
from participa.events.models import Event, EventState, EventType, Modality

NINE = datetime(2026, 8, 4, 14, tzinfo=UTC)  # 9:00 a. m. in Colombia


def space(state: EventState = EventState.DRAFT, modality: Modality = Modality.PRESENCIAL, **values: object) -> Event:
    complete = {
        "type": EventType.FORO,
        "title": "Foro",
        "starts_at": NINE,
        "ends_at": NINE + timedelta(hours=3),
        "place": "Casa de la Cultura",
        "stream_url": "",
        "methodology": "Mesas por tema.",
        "rules": "Tres minutos por persona.",
    }
    return Event(state=state, modality=modality, **(complete | values))


def missing(event: Event) -> list[str]:
    return [need.label.split(":")[0] for need in rules.requirements(event, NINE - timedelta(days=9)) if not need.is_met]


def test_every_state_says_where_it_leads():
    assert set(rules.MOVES) == set(EventState)
    assert set(rules.MOVERS) == set().union(*rules.MOVES.values())


def test_a_closed_or_cancelled_space_leads_nowhere():
    assert not rules.MOVES[EventState.CLOSED] | rules.MOVES[EventState.CANCELLED]


@pytest.mark.parametrize("role", Role)
def test_who_may_write_and_move(role: Role):
    person = User(role=role)
    editor, runner = role in (Role.COMMUNICATIONS, Role.APPROVER), role in (Role.APPROVER, Role.MODERATOR)
    assert rules.may_edit(person) is editor
    assert {state for state in EventState if rules.may_move(person, state)} == (
        ({EventState.CONVENED, EventState.RESCHEDULED, EventState.CANCELLED} if editor else set())
        | ({EventState.UNDER_WAY, EventState.HELD, EventState.ANSWERING} if runner else set())
        | ({EventState.CLOSED} if role is Role.APPROVER else set())
    )


def test_a_complete_space_can_be_convened():
    assert missing(space()) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"methodology": ""}, ["Metodología"]),
        ({"rules": ""}, ["Reglas para participar"]),
        ({"place": ""}, ["Lugar"]),
        ({"place": "", "modality": Modality.VIRTUAL}, ["Enlace de la transmisión"]),
        ({"modality": Modality.MIXTA}, ["Enlace de la transmisión"]),
        ({"ends_at": NINE}, ["Fecha, hora de inicio y hora de fin"]),
        ({"questions_open_at": NINE + timedelta(hours=3)}, ["Período de preguntas"]),
        ({"questions_close_at": NINE - timedelta(days=9)}, ["Período de preguntas"]),
    ],
)
def test_what_is_missing_to_convene(values: dict[str, object], expected: list[str]):
    assert missing(space(**values)) == expected


def test_a_virtual_space_needs_no_place():
    assert missing(space(modality=Modality.VIRTUAL, place="", stream_url="https://envivo.example/foro")) == []


def test_the_day_of_a_space_is_that_of_colombia():
    eleven_at_night = space(starts_at=datetime(2026, 8, 5, 4, tzinfo=UTC))
    assert not rules.is_its_day(eleven_at_night, datetime(2026, 8, 4, 4, 59, tzinfo=UTC))
    assert rules.is_its_day(eleven_at_night, datetime(2026, 8, 4, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EventState.DRAFT, (False, False)),
        (EventState.CONVENED, (True, True)),
        (EventState.UNDER_WAY, (True, True)),
        (EventState.RESCHEDULED, (True, False)),
        (EventState.HELD, (True, False)),
        (EventState.ANSWERING, (True, False)),
        (EventState.CLOSED, (False, False)),
        (EventState.CANCELLED, (False, False)),
    ],
)
def test_questions_are_invited_longer_than_they_are_taken_up(state: EventState, expected: tuple[bool, bool]):
    event = space(state)
    assert (rules.receives_questions(event), rules.takes_up_questions(event, NINE)) == expected


def test_after_the_window_a_question_is_not_taken_up():
    event = space(EventState.CONVENED, questions_close_at=NINE)
    assert rules.takes_up_questions(event, NINE - timedelta(seconds=1))
    assert not rules.takes_up_questions(event, NINE)
