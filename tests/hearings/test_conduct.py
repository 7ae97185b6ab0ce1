"""Conducting a hearing: it opens with published rules, its clock finds each answer, and what ends stays written."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participa.accounts.models import Role
from participa.deadlines.models import LiveAnswer
from participa.events.models import AgendaItem
from participa.extensions import db
from participa.hearings import desk, minutes
from participa.hearings.models import (
    Extent,
    Hearing,
    HearingState,
    LivePromise,
    MicrophoneTurn,
    OverrideReason,
    Stage,
    StagedQuestion,
    StageMove,
    Support,
    TurnState,
)
from participa.hearings.queries import board, steps
from participa.hearings.queries import conduct as queries
from participa.hearings.queries import supports as told_of
from participa.hearings.rules import UNDO
from participa.hearings.services import agenda, opening, promises, rehearsing, stage, turns
from participa.questions.models import Channel, Question, Status, WithholdReason
from participa.shared.clock import at_instant, now
from participa.shared.errors import Closed, Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def moderator(context):
    return make.user(Role.MODERATOR)


@pytest.fixture
def hearing(context):
    return make.hearing()


def in_order(hearing: Hearing) -> list[int]:
    return [place.candidate.id for place in board.queue(hearing)]


def three(hearing: Hearing) -> list[int]:
    """Three questions that enough people read, in the order of the stage."""
    for supports in (30, 20, 10):
        make.staged(hearing, readers=40, supports=supports)
    return in_order(hearing)


def go(number: int, to: Stage, actor, reason: OverrideReason | None = None) -> StagedQuestion:
    with unit_of_work():
        staged = db.session.get_one(StagedQuestion, number)
        stage.move(staged, to, actor, reason)
    return staged


def answer(number: int, actor) -> StagedQuestion:
    with unit_of_work():
        staged = db.session.get_one(StagedQuestion, number)
        stage.answered(staged, Extent.COMPLETE, actor)
    return staged


def why_on_screen(hearing: Hearing, actor) -> set[str]:
    """As the big screen tells it and as the desk does."""
    line = desk.read(hearing, actor).on_screen
    return {board.state_of(hearing, 1, now()).override, line.why if line else ""}


def undo(hearing: Hearing, actor) -> None:
    with unit_of_work():
        stage.undo(hearing, actor)


def to_queue(hearing: Hearing, actor) -> None:
    [shown] = queries.with_stage(hearing, Stage.ON_SCREEN)
    go(shown.id, Stage.NO_TURN, actor)


def test_two_who_prepare_the_same_space_get_the_same_room(moderator):
    event, admin = make.event(), make.user(Role.ADMIN)
    with unit_of_work():
        first = opening.prepare(event, moderator)
        again = opening.prepare(event, admin)
        rehearsal = opening.prepare(event, moderator, is_rehearsal=True)
    assert first is again
    assert first.room_code != rehearsal.room_code
    assert set(first.room_code) <= set(opening.LETTERS)


def test_without_published_rules_nobody_comes_in(moderator):
    hearing = make.hearing(event=make.event(rules=""), state=HearingState.PREPARING, salt=None, opened_at=None)
    with pytest.raises(Invalid, match="reglas"), unit_of_work():
        opening.open_(hearing, moderator)
    db.session.refresh(hearing)
    assert hearing.state is HearingState.PREPARING


def test_opening_brings_in_what_was_published_before_and_salts_the_devices(moderator):
    event = make.event()
    make.public_question(event)
    hearing = make.hearing(event=event, state=HearingState.PREPARING, salt=None, opened_at=None)
    with unit_of_work():
        opening.open_(hearing, moderator, "Se adelanta por las lluvias.")
    assert hearing.salt
    assert len(in_order(hearing)) == 1


@pytest.mark.parametrize("role", [Role.LIAISON, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL])
def test_other_roles_conduct_nothing(role, hearing):
    person, staged = make.user(role), make.staged(hearing)
    verbs = [
        lambda: opening.close(hearing, person),
        lambda: opening.set_clock(hearing, person),
        lambda: stage.move(staged, Stage.NEXT, person),
        lambda: turns.add(hearing, "Persona", "", 60, person),
        lambda: promises.note(hearing, "Arreglar la vía.", None, None, person),
    ]
    for verb in verbs:
        with pytest.raises(Forbidden), unit_of_work():
            verb()


def test_the_first_of_the_queue_needs_no_reason_and_the_others_do(hearing, moderator):
    first, second, third = three(hearing)
    with pytest.raises(stage.NeedsReason), unit_of_work():
        stage.move(db.session.get_one(StagedQuestion, second), Stage.NEXT, moderator)
    go(first, Stage.NEXT, moderator)
    go(third, Stage.NEXT, moderator, OverrideReason.URGENT)
    reasons = dict(db.session.execute(select(StageMove.staged_id, StageMove.reason)).all())
    assert reasons == {first: None, third: OverrideReason.URGENT}


def test_a_reason_that_was_not_needed_is_not_told(hearing, moderator):
    go(three(hearing)[0], Stage.NEXT, moderator, OverrideReason.URGENT)
    assert told_of.overrides(hearing) == []


@pytest.mark.parametrize(("back", "departures"), [(undo, 0), (to_queue, 1)])
def test_who_was_called_before_others_and_went_back_is_out_of_order_no_more(hearing, moderator, back, departures):
    first, second, _third = three(hearing)
    go(second, Stage.ON_SCREEN, moderator, OverrideReason.URGENT)
    assert why_on_screen(hearing, moderator) == {"Hay un riesgo que no da espera"}
    back(hearing, moderator)
    for number in (first, second):
        go(number, Stage.ON_SCREEN, moderator)
        assert why_on_screen(hearing, moderator) == {""}
        answer(number, moderator)
    told = minutes.read(hearing)
    assert [said.why for said in told.answered] == ["", ""]
    assert told.overrides == len(told_of.overrides(hearing)) == departures


def test_to_undo_a_return_keeps_the_reason_for_which_it_was_called(hearing, moderator):
    _first, second, _third = three(hearing)
    go(second, Stage.NEXT, moderator, OverrideReason.URGENT)
    go(second, Stage.ON_SCREEN, moderator)
    to_queue(hearing, moderator)
    undo(hearing, moderator)
    assert why_on_screen(hearing, moderator) == {"Hay un riesgo que no da espera"}
    answer(second, moderator)
    [said] = minutes.read(hearing).answered
    assert said.why == "Hay un riesgo que no da espera"


def test_who_comes_back_from_the_screen_by_an_undoing_is_again_the_first_that_follows(hearing, moderator):
    first, second, _third = three(hearing)
    for number in (first, second):
        go(number, Stage.NEXT, moderator)
    go(first, Stage.ON_SCREEN, moderator)
    undo(hearing, moderator)
    assert queries.following(hearing) == list(board.state_of(hearing, 1, now()).following) == [first, second]


def test_the_minutes_tell_each_change_of_the_order_as_the_public_page_does(client, hearing, moderator):
    _first, second, third = three(hearing)
    go(third, Stage.NEXT, moderator, OverrideReason.UNHEARD_PLACE)
    go(second, Stage.ON_SCREEN, moderator, OverrideReason.URGENT)
    numbers = [db.session.get_one(StagedQuestion, number).question.radicado for number in (third, second)]
    told = minutes.read(hearing)
    assert [one.radicado for one in told.departures] == numbers
    assert [one.why for one in told.departures] == [
        "Viene de un territorio que no se ha oído",
        "Hay un riesgo que no da espera",
    ]
    with unit_of_work():
        opening.close(hearing, moderator)
    for page in ("acta", "reglas"):
        shown = client.get(f"/vivo/{hearing.room_code}/{page}").get_data(as_text=True)
        assert [shown.count(one.why) for one in told.departures] == [1, 1]


def test_gathering_for_later_passes_nobody(hearing, moderator):
    assert go(three(hearing)[2], Stage.SHORTLISTED, moderator).stage is Stage.SHORTLISTED


def test_those_that_follow_come_to_the_screen_as_they_were_called(hearing, moderator):
    first, second, _third = three(hearing)
    go(first, Stage.NEXT, moderator)
    go(second, Stage.NEXT, moderator)
    assert queries.following(hearing) == [first, second]
    with pytest.raises(stage.NeedsReason), unit_of_work():
        stage.move(db.session.get_one(StagedQuestion, second), Stage.ON_SCREEN, moderator)
    go(first, Stage.ON_SCREEN, moderator)


def test_one_is_on_the_screen_and_two_follow(hearing, moderator):
    first, second, third = three(hearing)
    make.staged(hearing, readers=40, supports=1)
    go(first, Stage.ON_SCREEN, moderator)
    with pytest.raises(Conflict, match="pantalla"), unit_of_work():
        stage.move(db.session.get_one(StagedQuestion, second), Stage.ON_SCREEN, moderator, OverrideReason.URGENT)
    go(second, Stage.NEXT, moderator)
    go(third, Stage.NEXT, moderator)
    with pytest.raises(Conflict, match="dos"), unit_of_work():
        stage.move(db.session.get_one(StagedQuestion, in_order(hearing)[0]), Stage.NEXT, moderator)


def test_a_question_whose_text_is_not_public_any_more_is_not_called(hearing, moderator):
    staged = make.staged(hearing, readers=40)
    make.withhold(staged.question, WithholdReason.R1)
    with pytest.raises(Conflict), unit_of_work():
        stage.move(staged, Stage.NEXT, moderator)


def test_the_answer_finds_its_minute_and_the_written_one_is_still_due(hearing, moderator):
    number = three(hearing)[0]
    go(number, Stage.ON_SCREEN, moderator)
    with unit_of_work():
        stage.answered(db.session.get_one(StagedQuestion, number), Extent.PARTIAL, moderator)
    staged = db.session.get_one(StagedQuestion, number)
    assert staged.extent is Extent.PARTIAL
    assert staged.second is not None
    assert 599 <= staged.second <= (now() - hearing.recording_began_at).total_seconds()
    standing = db.session.scalars(select(LiveAnswer).where(LiveAnswer.question_id == staged.question_id)).one()
    assert standing.second == staged.second
    assert staged.question.status is Status.RECEIVED
    assert staged.question.answered_at is None


def test_only_what_is_on_the_screen_is_answered_and_only_by_the_moderation(hearing, moderator):
    number, admin = three(hearing)[0], make.user(Role.ADMIN)
    staged = db.session.get_one(StagedQuestion, number)
    with pytest.raises(Conflict), unit_of_work():
        stage.answered(staged, Extent.COMPLETE, moderator)
    go(number, Stage.ON_SCREEN, moderator)
    with pytest.raises(Forbidden), unit_of_work():
        stage.answered(staged, Extent.COMPLETE, admin)


def test_a_clock_that_is_set_right_moves_the_minutes_of_what_was_answered(hearing, moderator):
    number = three(hearing)[0]
    go(number, Stage.ON_SCREEN, moderator)
    with unit_of_work():
        stage.answered(db.session.get_one(StagedQuestion, number), Extent.COMPLETE, moderator)
        opening.set_clock(hearing, moderator, 3600)
    staged = db.session.get_one(StagedQuestion, number)
    assert staged.second is not None
    assert 3500 <= staged.second <= 3600
    of_question = select(LiveAnswer).where(LiveAnswer.question_id == staged.question_id).order_by(LiveAnswer.id)
    assert [(mark.second, mark.ended_at is None) for mark in db.session.scalars(of_question)][-1] == (
        staged.second,
        True,
    )


@pytest.mark.parametrize("mistake", [answer, lambda number, actor: go(number, Stage.NO_TURN, actor)])
def test_the_minute_of_an_answer_is_when_it_began_whatever_was_undone_since(hearing, moderator, mistake):
    number, began = three(hearing)[0], now()
    with at_instant(began):
        go(number, Stage.ON_SCREEN, moderator)
    with at_instant(began + timedelta(seconds=120)):
        mistake(number, moderator)
    with at_instant(began + timedelta(seconds=150)):
        undo(hearing, moderator)
    with at_instant(began + timedelta(seconds=300)):
        staged = answer(number, moderator)
    assert staged.second == int((began - hearing.recording_began_at).total_seconds())


def test_undo_takes_an_answer_back_and_both_stay_written(hearing, moderator):
    number = three(hearing)[0]
    go(number, Stage.ON_SCREEN, moderator)
    with unit_of_work():
        stage.answered(db.session.get_one(StagedQuestion, number), Extent.COMPLETE, moderator)
    with unit_of_work():
        stage.undo(hearing, moderator)
    staged = db.session.get_one(StagedQuestion, number)
    assert (staged.stage, staged.extent, staged.second) == (Stage.ON_SCREEN, None, None)
    assert db.session.scalar(select(func.count(LiveAnswer.id)).where(LiveAnswer.ended_at.is_(None))) == 0
    assert len(queries.moves_of(number)) == 3
    with pytest.raises(Invalid), unit_of_work():
        stage.undo(hearing, moderator)


def test_undo_is_of_the_own_step_and_of_its_first_minute(hearing, moderator):
    with at_instant(now() - UNDO - timedelta(seconds=2)):
        go(three(hearing)[0], Stage.NEXT, moderator)
    with pytest.raises(Closed), unit_of_work():
        stage.undo(hearing, moderator)
    other = make.user(Role.MODERATOR)
    go(in_order(hearing)[0], Stage.NEXT, moderator)
    with pytest.raises(Closed), unit_of_work():
        stage.undo(hearing, other)


def test_one_part_of_the_agenda_goes_on_at_a_time(hearing, moderator):
    items = [keep(an_item(hearing, position)) for position in (1, 2)]
    with unit_of_work():
        agenda.begin(hearing, items[0], moderator)
        agenda.begin(hearing, items[1], moderator)
    points = queries.agenda(hearing)
    assert [point.is_going_on for point in points] == [False, True]
    with unit_of_work():
        agenda.begin(hearing, items[0], moderator)
    assert [point.is_going_on for point in queries.agenda(hearing)] == [True, False]


def an_item(hearing: Hearing, position: int):
    return AgendaItem(event_id=hearing.event_id, position=position, title=f"Punto {position}", minutes=10)


def test_who_is_called_to_the_microphone_ends_the_turn_before(hearing, moderator):
    with unit_of_work():
        first, second = (turns.add(hearing, f"Persona {n}", "El Prado", 120, moderator) for n in (1, 2))
        turns.step(hearing, first, TurnState.SPEAKING, moderator)
        turns.step(hearing, second, TurnState.SPEAKING, moderator)
    assert (first.state, second.state) == (TurnState.DONE, TurnState.SPEAKING)
    assert first.ended_at is not None
    with pytest.raises(Conflict), unit_of_work():
        turns.step(hearing, first, TurnState.SPEAKING, moderator)


def test_what_is_said_at_the_microphone_is_filed_once_from_when_the_person_spoke(hearing, moderator):
    with unit_of_work():
        turn = turns.add(hearing, "Persona", "", 120, moderator)
    key = make.form_key()
    with pytest.raises(Conflict), unit_of_work():
        turns.type_question(hearing, turn, "¿Y la cancha?", key, moderator)
    with unit_of_work():
        turns.step(hearing, turn, TurnState.SPEAKING, moderator)
    with unit_of_work():
        receipts = [turns.type_question(hearing, turn, "¿Y la cancha?", key, moderator) for _ in range(2)]
    assert len({receipt.radicado for receipt in receipts if receipt}) == 1
    asked = db.session.get_one(Question, turn.question_id)
    assert (asked.channel, asked.received_at, asked.event_id) == (Channel.ORAL, turn.began_at, hearing.event_id)


def test_a_promise_is_struck_and_stays(hearing, moderator):
    with unit_of_work():
        first = promises.note(hearing, "Arreglar el puente en julio.", None, None, moderator)
        again = promises.note(hearing, "Arreglar el puente en julio.", None, None, moderator)
        promises.strike(first, hearing, moderator)
    assert first is again
    assert first.second is not None
    [told] = minutes.read(hearing).promises
    assert (told.text, told.is_struck) == ("Arreglar el puente en julio.", True)


def test_closing_ends_all_that_goes_on_and_destroys_the_salt(hearing, moderator):
    first, second, _third = three(hearing)
    go(first, Stage.ON_SCREEN, moderator)
    go(second, Stage.NEXT, moderator)
    with unit_of_work():
        turn = turns.add(hearing, "Persona", "", 120, moderator)
        turns.step(hearing, turn, TurnState.SPEAKING, moderator)
        opening.close(hearing, moderator)
        opening.close(hearing, moderator)
    assert (hearing.state, hearing.salt) == (HearingState.CLOSED, None)
    assert {one.stage for one in queries.with_stage(hearing, *Stage)} == {Stage.NO_TURN}
    assert turn.state is TurnState.DONE
    with pytest.raises(Closed), unit_of_work():
        promises.note(hearing, "Otra cosa.", None, None, moderator)


def test_the_minutes_tell_what_was_answered_out_of_order_and_left(hearing, moderator):
    numbers = three(hearing)
    go(numbers[1], Stage.ON_SCREEN, moderator, OverrideReason.UNHEARD_PLACE)
    with unit_of_work():
        stage.answered(db.session.get_one(StagedQuestion, numbers[1]), Extent.COMPLETE, moderator)
        turns.add(hearing, "Lucero Del Campo", "El Prado", 120, moderator)
    told = minutes.read(hearing)
    [said] = told.answered
    assert said.why == "Viene de un territorio que no se ha oído"
    assert said.minute.startswith("0:10:0")
    assert (told.left, told.overrides, told.is_draft) == (2, 1, True)
    assert "Lucero" not in repr(told)


def test_a_rehearsal_is_filled_peopled_and_erased_whole(moderator):
    real, admin = make.hearing(), make.user(Role.ADMIN)
    make.staged(real)
    with unit_of_work():
        rehearsal = opening.prepare(real.event, moderator, is_rehearsal=True)
        opening.open_(rehearsal, moderator)
        rehearsing.fill(rehearsal, moderator)
        rehearsing.bring_people(rehearsal, moderator)
        turns.add(rehearsal, "Persona", "", 60, moderator)
        promises.note(rehearsal, "Una promesa de ensayo.", None, None, moderator)
    number = in_order(rehearsal)[0]
    go(number, Stage.ON_SCREEN, moderator)
    with unit_of_work():
        stage.answered(db.session.get_one(StagedQuestion, number), Extent.COMPLETE, admin)
    assert db.session.scalar(select(func.count()).select_from(Support)) > 0
    with unit_of_work():
        rehearsing.erase(rehearsal, moderator)
    for left in (Support, StageMove, MicrophoneTurn, LivePromise):
        assert db.session.scalar(select(func.count()).select_from(left)) == 0
    assert db.session.scalars(select(Hearing.id)).all() == [real.id]
    assert db.session.scalar(select(func.count(StagedQuestion.id))) == 1


def test_a_true_hearing_is_neither_erased_nor_peopled(hearing, moderator):
    for verb in (rehearsing.erase, rehearsing.fill, rehearsing.bring_people):
        with pytest.raises(Conflict), unit_of_work():
            verb(hearing, moderator)


@pytest.mark.parametrize("typed", [steps.UNDONE, f" {steps.UNDONE} "])
def test_nobody_writes_the_words_of_an_undoing_by_hand(hearing, moderator, typed):
    _first, second, _third = three(hearing)
    with pytest.raises(Invalid), unit_of_work():
        stage.move(db.session.get_one(StagedQuestion, second), Stage.NEXT, moderator, OverrideReason.URGENT, typed)
    assert told_of.overrides(hearing) == []
