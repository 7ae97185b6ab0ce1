"""Answers about groups: received once for each permit, counted together, and nobody's afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from participa.differential import queries, rules, services
from participa.differential.models import CONSENT, QUESTIONS, AnswerCount, UsedPermit, WaitingAnswers
from participa.differential.sealing import seal, unseal
from participa.events.models import EventState
from participa.extensions import Base, db
from participa.shared.clock import at_instant, now
from participa.shared.errors import Closed
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

pytestmark = pytest.mark.usefixtures("context")
WOMAN = {"gender": ["mujer"], "age": ["29_59"], "ethnicity": ["rrom"], "condition": ["victima", "rural"]}
MAN = {"gender": ["hombre"], "age": ["18_28"]}


@pytest.fixture
def space():
    return make.event(EventState.CONVENED)


def answer(space, number, answers):
    with unit_of_work():
        return services.answer(space, f"{number:032x}", answers)


def count_after(space):
    """Count what waits once nobody may answer any more."""
    with at_instant(space.ends_at + timedelta(days=3)), unit_of_work():
        return services.count(space)


def everything(*but):
    """Every row of every table, in the order in which the database holds them."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in but]
    return {table.name: [tuple(row) for row in db.session.execute(select(table))] for table in tables}


def test_answers_are_counted_by_question_each_apart(space):
    answer(space, 1, WOMAN), answer(space, 2, MAN)
    assert count_after(space) == 2
    counts = queries.counts(space)
    assert counts["gender"] == {"hombre": 1, "mujer": 1}
    assert counts["ethnicity"] == {"rrom": 1, "no_answer": 1}
    assert counts["condition"] == {"victima": 1, "rural": 1, "no_answer": 1}
    assert queries.people(space) == 2


def test_nothing_is_counted_before_there_are_many(space):
    for number in range(rules.TOGETHER - 1):
        answer(space, number, MAN)
    services.count_waiting()
    assert queries.counts(space) == {}
    answer(space, 99, WOMAN)
    services.count_waiting()
    assert queries.people(space) == rules.TOGETHER
    assert db.session.scalar(select(func.count()).select_from(WaitingAnswers)) == 0


def test_the_same_permit_counts_once(space):
    assert answer(space, 7, WOMAN)
    assert not answer(space, 7, MAN)
    count_after(space)
    assert queries.counts(space)["gender"] == {"mujer": 1}


def test_a_permit_is_the_same_for_a_code_and_another_for_each_space(space):
    other = make.event()
    assert services.permit_for(space, "K7QM2D4X9TRH6W3P") == services.permit_for(space, "K7QM2D4X9TRH6W3P")
    assert services.permit_for(space, "K7QM2D4X9TRH6W3P") != services.permit_for(other, "K7QM2D4X9TRH6W3P")


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.CLOSED, EventState.DRAFT])
def test_a_space_that_is_over_takes_no_answers(state):
    with pytest.raises(Closed):
        answer(make.event(state), 1, MAN)


def test_answers_come_until_the_end_of_the_day_after(space):
    with at_instant(rules.closes_at(space) - timedelta(minutes=1)):
        assert answer(space, 1, MAN)
    with at_instant(rules.closes_at(space)), pytest.raises(Closed):
        answer(space, 2, MAN)


def test_what_waits_cannot_be_read_without_the_key(space):
    answer(space, 1, WOMAN)
    row = db.session.scalars(select(WaitingAnswers)).one()
    assert unseal(row.sealed, space.id, "c" * 32) == WOMAN
    assert len(row.sealed) == len(seal(MAN, space.id, "k" * 32))
    assert "rrom" not in row.sealed


def test_what_was_sealed_with_a_lost_key_stays_and_stops_nobody(space):
    answer(space, 1, MAN)
    with unit_of_work():
        db.session.add(WaitingAnswers(id="0" * 32, event_id=space.id, sealed=seal(WOMAN, space.id, "lost" * 8)))
    assert count_after(space) == 1
    assert db.session.scalars(select(WaitingAnswers.id)).all() == ["0" * 32]


@pytest.mark.parametrize("turn", [1, -1])
def test_the_database_is_the_same_in_whatever_order_people_answer(space, turn):
    """Nothing of who came first is left, so nothing can be laid beside the order or the hours of the registrations."""
    sets = [(number, WOMAN if number % 3 else MAN) for number in range(24)]
    before = everything("answer_count", "used_permit")
    for minute, (number, answers) in enumerate(sets[::turn]):
        with at_instant(now() + timedelta(minutes=minute)):
            answer(space, number, answers)
    count_after(space)
    assert everything("answer_count", "used_permit") == before, "answering left a trace elsewhere"
    kept = db.session.execute(select(AnswerCount).order_by(AnswerCount.question, AnswerCount.choice)).scalars()
    assert [(row.question, row.choice, row.amount) for row in kept] == [
        ("age", "18_28", 8),
        ("age", "29_59", 16),
        (CONSENT, "enfoque-1", 24),
        ("condition", "no_answer", 8),
        ("condition", "rural", 16),
        ("condition", "victima", 16),
        ("disability", "no_answer", 24),
        ("ethnicity", "no_answer", 8),
        ("ethnicity", "rrom", 16),
        ("gender", "hombre", 8),
        ("gender", "mujer", 16),
    ]


def test_the_order_of_the_permits_tells_nothing_of_the_order_of_the_people(space):
    """Spearman's rank correlation between who answered when and where the table holds the mark; 0 is chance."""
    for number in range(200):
        answer(space, number, MAN)
    digests = {services._keyed(f"differential-used|{space.id}|{number:032x}"): number for number in range(200)}
    places = [digests[digest] for digest in db.session.scalars(select(UsedPermit.digest).order_by(UsedPermit.digest))]
    squares = sum((place - number) ** 2 for place, number in enumerate(places))
    assert abs(1 - 6 * squares / (200 * (200**2 - 1))) < 0.15


def test_no_table_of_the_room_holds_an_instant_a_person_or_a_number_in_order():
    names = {table.__tablename__: set(table.__table__.c.keys()) for table in (UsedPermit, WaitingAnswers, AnswerCount)}
    assert names == {
        "used_permit": {"digest", "event_id"},
        "waiting_answers": {"id", "event_id", "sealed"},
        "answer_count": {"event_id", "question", "choice", "amount"},
    }


def test_on_sqlite_the_tables_have_no_order_of_arrival():
    if db.engine.dialect.name != "sqlite":
        pytest.skip("Only SQLite keeps rows by their number.")
    schema = db.session.scalars(text("SELECT sql FROM sqlite_master WHERE name IN ('used_permit', 'waiting_answers')"))
    assert [sql.count("WITHOUT ROWID") for sql in schema] == [1, 1]


def test_permits_are_forgotten_after_the_space(space):
    answer(space, 1, MAN)
    with unit_of_work():
        assert services.forget_permits(space.ends_at, 10) == 0
        assert services.forget_permits(space.ends_at + timedelta(days=1), 10) == 1


def test_each_question_can_be_left_without_an_answer():
    assert all("no_answer" in question.offered for question in QUESTIONS)
