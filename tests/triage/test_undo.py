"""Undo: all comes back as it was, nothing is deleted, the record verifies, and nobody hears of what was undone."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services as questions
from participa.questions.models import (
    HandNotice,
    Kind,
    Question,
    QuestionLink,
    QuestionMove,
    Status,
    Visibility,
    WithholdReason,
)
from participa.questions.queries import public
from participa.questions.services import steps
from participa.questions.story import tell
from participa.record import queries as record
from participa.record import verifier
from participa.shared import ledger, mail
from participa.shared.clock import at_instant, now
from participa.shared.errors import Closed, Conflict, DomainError, Invalid
from participa.shared.ledger import Entry, LedgerEntry
from participa.shared.mail import OutgoingMail
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work
from participa.triage import queries, services
from participa.triage.models import Did, TriageStep
from tests import factories as make
from tests.questions.team import NOTE, team

ACTS = ("publish", "classify", "assign", "assign_and_publish", "withhold", "group")
BY_MAIL = {"email": "lucero@ejemplo.example", "answer_medium": "email"}


@pytest.fixture
def house(context):
    return team()


def verb_of(name: str, question: Question, house, leader: Question):
    """What each key does, and its word."""
    actor, office, topic = house[Role.MODERATOR], house.office, make.topic()

    def assign_and_publish() -> None:
        questions.classify(question, actor, Kind.PRAISE, None, office)
        questions.publish_question(question, actor)

    verbs = {
        "publish": (Did.PUBLISHED, lambda: questions.publish_question(question, actor)),
        "classify": (Did.CLASSIFIED, lambda: questions.classify(question, actor, Kind.PRAISE, topic)),
        "assign": (Did.ASSIGNED, lambda: questions.classify(question, actor, Kind.PRAISE, None, office)),
        "assign_and_publish": (Did.ASSIGNED, assign_and_publish),
        "withhold": (Did.WITHHELD, lambda: questions.withhold(question, actor, WithholdReason.R1, NOTE)),
        "group": (Did.GROUPED, lambda: questions.move(question, actor, Status.GROUPED, NOTE, leader.radicado)),
    }
    return verbs[name]


def act(name: str, question: Question, house, leader: Question | None = None, act_key: str = "acto-1") -> None:
    did, verb = verb_of(name, question, house, leader or make.public_question())
    with unit_of_work():
        services.act(question, house[Role.MODERATOR], did, verb, act_key)


def undo(house, act_key: str = "acto-1", who: Role = Role.MODERATOR) -> None:
    with unit_of_work():
        services.undo(act_key, house[who])
    db.session.expire_all()


def as_it_is(question: Question) -> tuple:
    db.session.expire_all()
    return (
        *(question.status, question.visibility, question.withhold_reason, question.kind, question.topic_id),
        *(question.department_id, question.due_on, question.body),
        db.session.scalar(select(func.count(SearchEntry.id)).where(SearchEntry.ref == question.id)),
        [link.id for link in db.session.scalars(select(QuestionLink).where(QuestionLink.ended_at.is_(None)))],
    )


def entries_of(question: Question) -> list[str]:
    found = select(LedgerEntry.kind).where(LedgerEntry.subject == question.radicado).order_by(LedgerEntry.n)
    return list(db.session.scalars(found))


def check_record() -> None:
    """Raises Fault when the record does not hold together."""
    lines = list(ledger.as_file(record.lines()))
    assert len(verifier.read_chain(lines)) == ledger.head()[0]


@pytest.mark.parametrize("name", ACTS)
def test_undo_brings_all_back_and_writes_it_down(name, house):
    question = make.question(**BY_MAIL)
    before, history = as_it_is(question), len(question.moves)
    act(name, question, house)
    assert as_it_is(question) != before
    taken = len(question.moves) - history
    undo(house)
    assert as_it_is(question) == before
    assert len(question.moves) == history + 2 * taken
    check_record()


@given(names=st.lists(st.sampled_from(ACTS), min_size=1, max_size=4))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_last_of_any_acts_is_taken_back_exactly(names, context):
    house, question, leader = team(), make.question(), make.public_question()
    done = []
    for number, name in enumerate(names):
        before, key = as_it_is(question), f"acto-{question.id}-{number}"
        try:
            act(name, question, house, leader, act_key=key)
        except DomainError:
            db.session.rollback()
            assert as_it_is(question) == before
        if queries.steps_of(key, house[Role.MODERATOR]):
            done.append((key, before))
    for key, before in done[-1:]:
        undo(house, key)
        assert as_it_is(question) == before
    check_record()
    follow_one_another(question)


def follow_one_another(question: Question) -> None:
    places = {"status": "received", "visibility": "waiting"}
    for move in question.moves:
        assert move.from_value == places[move.axis]
        places[move.axis] = move.to_value
    assert places == {"status": question.status, "visibility": question.visibility}


def test_the_record_tells_both(house):
    question = make.question()
    act("assign_and_publish", question, house)
    undo(house)
    assert entries_of(question) == ["recibida", "asignada", "publicada", "paso_deshecho", "paso_deshecho"]
    lines = select(LedgerEntry.line).where(LedgerEntry.kind == Entry.UNDONE.value).order_by(LedgerEntry.n)
    assert ['"motivo":"publicada"' in line for line in db.session.scalars(lines)] == [True, False]


def test_a_text_that_was_public_is_gone_from_the_pages(house):
    question = make.question(body="¿Cuándo abren el parque?")
    act("publish", question, house)
    assert public.by_radicado(question.radicado).body == "¿Cuándo abren el parque?"
    undo(house)
    assert question.visibility is Visibility.WAITING
    titles = [step.title for step in tell(question)]
    assert titles[1:3] == [
        "El texto de su pregunta ya es público",
        "Volvimos a revisar si el texto de su pregunta es público",
    ]


def test_who_asked_reads_that_a_step_was_an_error(house):
    question = make.question()
    act("classify", question, house)
    undo(house)
    titles = [step.title for step in tell(question)]
    assert "Deshicimos ese paso: fue un error nuestro" in titles
    assert "Quedó aclarada y sigue su camino" not in titles


# News


def waiting_mails() -> list[OutgoingMail]:
    found = select(OutgoingMail).where(OutgoingMail.failed_at.is_(None), OutgoingMail.key.startswith("question-move/"))
    return list(db.session.scalars(found))


def test_the_news_of_a_group_waits_until_it_can_no_longer_be_undone(house):
    act("group", make.question(**BY_MAIL), house)
    [held] = waiting_mails()
    assert held.next_try_at - held.queued_at == timedelta(seconds=30)


def test_what_was_undone_is_told_to_nobody_and_what_is_done_again_is_told(house):
    question, leader = make.question(**BY_MAIL), make.public_question()
    act("group", question, house, leader)
    undo(house)
    assert waiting_mails() == []
    act("group", question, house, leader, "acto-2")
    assert len(waiting_mails()) == 1


def test_other_mails_are_not_held(house):
    with unit_of_work():
        mail.queue("suelta/1", "a@ejemplo.example", "Hola", "Hola")
    found = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == "suelta/1")).one()
    assert found.next_try_at == found.queued_at


def test_news_by_letter_is_taken_off_the_list_unless_somebody_gave_it(house):
    by_post = {"address": "Calle 5", "answer_medium": "post", "first_names": "Lucero"}
    first, second = make.question(**by_post), make.question(**by_post)
    act("group", first, house)
    undo(house)
    assert list(db.session.scalars(select(HandNotice))) == []
    act("group", second, house, act_key="acto-2")
    with unit_of_work():
        questions.give_by_hand(db.session.scalars(select(HandNotice)).one(), house[Role.MODERATOR])
    with pytest.raises(Conflict, match="ya se le contó"):
        undo(house, "acto-2")
    db.session.rollback()
    assert second.status is Status.GROUPED


# Limits


@pytest.mark.parametrize("name", ACTS)
def test_after_ten_seconds_it_is_too_late_and_the_normal_step_is_named(name, house):
    question = make.question()
    with at_instant(now() - timedelta(seconds=11)):
        act(name, question, house)
    before = as_it_is(question)
    with pytest.raises(Closed, match="Ya pasaron diez segundos"):
        undo(house)
    assert as_it_is(question) == before


def test_nobody_undoes_what_somebody_else_did(house):
    act("publish", make.question(), house)
    other = make.user(Role.MODERATOR)
    with pytest.raises(Invalid), unit_of_work():
        services.undo("acto-1", other)


def test_what_somebody_changed_meanwhile_is_not_undone(house):
    question = make.question()
    act("publish", question, house)
    with unit_of_work():
        questions.classify(question, make.user(Role.MODERATOR), Kind.PRAISE, None)
    with pytest.raises(steps.Changed):
        undo(house)
    db.session.rollback()
    assert question.visibility is Visibility.PUBLIC


def test_a_second_click_on_undo_changes_nothing_more(house):
    question = make.question()
    act("publish", question, house)
    undo(house)
    moves = db.session.scalar(select(func.count(QuestionMove.id)))
    undo(house)
    assert db.session.scalar(select(func.count(QuestionMove.id))) == moves


def test_a_group_of_several_is_undone_together(house):
    leader, asked = make.public_question(), [make.question(**BY_MAIL) for _ in range(3)]
    with unit_of_work():
        services.group_together([question.radicado for question in asked], leader.radicado, house[Role.MODERATOR], NOTE)
    [key] = set(db.session.scalars(select(TriageStep.act_key)))
    undo(house, key)
    assert {(question.status, question.visibility) for question in asked} == {(Status.RECEIVED, Visibility.WAITING)}
    assert waiting_mails() == []
    assert queries.last_act(house[Role.MODERATOR], now()) == []
    check_record()


def test_news_that_already_left_are_not_undone_though_the_clock_jumped_back(house):
    question = make.question(**BY_MAIL)
    act("group", question, house)
    with unit_of_work():
        for held in waiting_mails():
            held.sent_at = now()
    with pytest.raises(Conflict, match="ya se le contó"):
        undo(house)
    db.session.rollback()
    assert question.status is Status.GROUPED
