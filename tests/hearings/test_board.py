"""The board of a hearing: who waits, in which order, and what everybody reads."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role
from participa.events.models import AgendaItem
from participa.extensions import db
from participa.hearings.models import AgendaRun, OverrideReason, ScreenBlank, Stage, StageMove
from participa.hearings.order import RESERVED
from participa.hearings.queries import board
from participa.hearings.queries.steps import UNDONE
from participa.questions.models import LinkKind, QuestionLink, Status, Visibility, WithholdReason
from participa.questions.models.redaction import parts_of
from participa.questions.services import restricting
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep
from tests.statements import statements


@pytest.fixture
def hearing(context):
    return make.hearing()


def group(child, leader):
    with unit_of_work():
        question = db.session.merge(child.question)
        question.status, question.visibility = Status.GROUPED, Visibility.GROUPED
        values = {"kind": LinkKind.GROUPED, "at": now(), "author_id": make.user().id}
        db.session.add(QuestionLink(question_id=child.question_id, leader_id=leader.question_id, **values))


def called(staged, to, **values):
    step = {"from_value": Stage.NO_TURN, "to_value": to, "at": now(), "author": make.user()} | values
    keep(StageMove(staged=staged, **step))


def redact(question, fragment):
    with unit_of_work():
        row, parts = db.session.merge(question), parts_of(question.body, [(fragment, WithholdReason.R1)])
        assert restricting.redact(row, make.user(role=Role.MODERATOR), parts, "Es un dato de otra persona.")


def test_what_everybody_may_read_is_a_card_in_its_public_words(hearing):
    office = make.department(name="Secretaría de Salud")
    staged = make.staged(hearing, department=office, territory="La Esperanza", supports=9, readers=20, held_supports=3)
    card = board.cards(hearing)[staged.id]
    assert (card.radicado, card.text) == (staged.question.radicado, staged.question.body)
    assert (card.office, card.territory, card.supports, card.held) == ("Secretaría de Salud", "La Esperanza", 9, 3)


def test_a_text_that_is_withheld_leaves_at_once(hearing):
    staged = make.staged(hearing)
    make.withhold(staged.question, WithholdReason.R1)
    assert board.cards(hearing) == {}
    assert board.waiting(hearing) == []


def test_hidden_parts_are_not_in_the_card(hearing):
    question = make.public_question(hearing.event, body="¿Por qué Fulano de Tal no contesta?")
    staged = make.staged(hearing, question=question)
    redact(question, "Fulano de Tal")
    assert board.cards(hearing)[staged.id].text == "¿Por qué ▒▒ no contesta?"


def test_a_long_text_is_shown_by_its_first_words(hearing):
    question = make.public_question(hearing.event, body="¿Cuándo arreglan la vía? " * 40)
    staged = make.staged(hearing, question=question)
    text = board.cards(hearing)[staged.id].text
    assert len(text) <= board.LONGEST_TEXT + 1
    assert text.endswith("¿Cuándo arreglan la…")


def test_what_is_grouped_comes_with_its_group(hearing):
    leader, child = make.staged(hearing), make.staged(hearing)
    group(child, leader)
    assert [one.id for one in board.waiting(hearing)] == [leader.id]
    assert board.cards(hearing)[child.id].joined == leader.question.radicado


def test_what_is_grouped_waits_by_itself_when_nobody_may_read_the_first_of_its_group(hearing):
    leader, child = make.staged(hearing), make.staged(hearing)
    group(child, leader)
    make.withhold(leader.question, WithholdReason.R1)
    assert [one.id for one in board.waiting(hearing)] == [child.id]


@pytest.mark.parametrize("stage", [Stage.NEXT, Stage.ON_SCREEN, Stage.ANSWERED])
def test_what_was_called_waits_no_more_and_is_still_shown(hearing, stage):
    staged = make.staged(hearing, stage=stage)
    assert board.waiting(hearing) == []
    assert board.cards(hearing)[staged.id].stage == stage


def test_what_was_answered_in_writing_is_not_called(hearing):
    staged = make.staged(hearing, question=make.public_question(hearing.event, status=Status.PUBLISHED))
    assert board.waiting(hearing) == []
    assert staged.id in board.cards(hearing)


def test_the_queue_keeps_the_share_of_paper_and_counts_those_present(context):
    hearing = make.hearing(present=20, silent_share=50)
    phone = make.staged(hearing, supports=2, readers=2)
    paper = make.staged(hearing, is_silent=True)
    second = make.staged(hearing, supports=1, readers=2)
    places = board.queue(hearing)
    assert [place.candidate.id for place in places] == [phone.id, paper.id, second.id]
    assert places[1].reason == RESERVED


def test_the_turns_go_on_from_those_called_in_the_order_in_which_they_were(hearing):
    roads, health = make.department(name="Vías"), make.department(name="Salud")
    ready = {"supports": 9, "readers": 40}
    of_roads = make.staged(hearing, department=roads, stage=Stage.ANSWERED, **ready)
    of_health = make.staged(hearing, department=health, stage=Stage.ANSWERED, **ready)
    waits_roads = make.staged(hearing, department=roads, supports=30, readers=40)
    waits_health = make.staged(hearing, department=health, supports=1, readers=40)
    for staged in (of_health, of_roads):
        called(staged, Stage.ON_SCREEN)
        called(staged, Stage.ANSWERED, from_value=Stage.ON_SCREEN)
    assert [place.candidate.id for place in board.queue(hearing)] == [waits_health.id, waits_roads.id]


def test_the_state_says_what_is_on_the_screen_what_follows_and_why(hearing):
    third, second, first = (make.staged(hearing, stage=Stage.NEXT) for _ in range(3))
    for staged in (first, second, third):
        called(staged, Stage.NEXT)
    current = make.staged(hearing, stage=Stage.ON_SCREEN)
    called(current, Stage.NEXT, reason=OverrideReason.URGENT)
    called(current, Stage.ON_SCREEN)
    state = board.state_of(hearing, 7, now())
    assert (state.version, state.now, list(state.following)) == (7, current.id, [first.id, second.id])
    assert state.override == "Hay un riesgo que no da espera"


def test_the_state_says_the_part_of_the_agenda_and_when_it_ends(hearing):
    item = keep(AgendaItem(event_id=hearing.event_id, position=1, title="Salud", minutes=15))
    began = now().replace(microsecond=0)
    keep(AgendaRun(hearing_id=hearing.id, agenda_item_id=item.id, began_at=began))
    state = board.state_of(hearing, 1, now())
    assert state.item == "Salud"
    assert state.item_ends_at == (began + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_state_says_that_the_screen_is_blank_until_it_is_not(hearing):
    blank = keep(ScreenBlank(hearing_id=hearing.id, began_at=now(), author_id=make.user().id))
    assert board.state_of(hearing, 1, now()).is_blank
    with unit_of_work():
        db.session.merge(blank).ended_at = now()
    assert not board.state_of(hearing, 1, now()).is_blank


def test_the_counters_are_those_of_the_space_with_the_fingerprint_of_the_record(hearing):
    make.staged(hearing)
    make.question(hearing.event)
    make.question(hearing.event, visibility=Visibility.WITHHELD)
    make.question(make.event())
    counters = board.state_of(hearing, 1, now()).counters
    assert (counters.received, counters.published, counters.withheld) == (3, 1, 1)
    assert len(counters.fingerprint) == 8


def test_a_rehearsal_is_read_without_questions_behind_it(context):
    rehearsal = make.hearing(is_rehearsal=True)
    staged = make.staged(rehearsal, rehearsal_text="¿Suena bien el micrófono?")
    make.question(rehearsal.event)
    state = board.state_of(rehearsal, 1, now())
    assert state.cards[staged.id].text == "¿Suena bien el micrófono?"
    assert (state.counters.received, state.counters.fingerprint) == (1, "")
    assert [one.id for one in board.waiting(rehearsal)] == [staged.id]


def test_more_questions_ask_the_database_no_more(hearing, database):
    def asked() -> int:
        db.session.expire_all()
        with statements(database) as seen:
            board.state_of(hearing, 1, now())
        return len(seen)

    leader = make.staged(hearing)
    few = asked()
    for _ in range(6):
        group(make.staged(hearing, department=make.department()), leader)
    assert asked() == few


def test_phones_read_no_more_than_they_can_carry(hearing, monkeypatch):
    monkeypatch.setattr(board, "MOST_CARDS", 4)
    current = make.staged(hearing, stage=Stage.ON_SCREEN)
    answered = make.staged(hearing, stage=Stage.ANSWERED)
    supported = make.staged(hearing, supports=50, readers=60)
    read = [make.staged(hearing, supports=0, readers=40) for _ in range(3)]
    fresh = make.staged(hearing)
    assert set(board.cards(hearing)) == {current.id, answered.id, supported.id, fresh.id}
    assert len(board.waiting(hearing)) == len(read) + 2


def test_to_undo_a_return_is_no_new_call(hearing):
    staged = make.staged(hearing)
    called(staged, Stage.NEXT)
    (first,) = (one.called for one in board.read(hearing).standings)
    called(staged, Stage.NO_TURN, from_value=Stage.NEXT)
    called(staged, Stage.NEXT, note=UNDONE)
    assert [one.called for one in board.read(hearing).standings] == [first]
