"""One phone is one support of a question, or of its group; the last tap wins; what is new counts a little later."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import NoResultFound

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings import minutes
from participa.hearings.models import HearingState, Stage, StagedQuestion, Support, SupportState
from participa.hearings.queries import mine
from participa.hearings.services import opening, supports, taps
from participa.hearings.services.taps import Guest
from participa.questions.device import Arrival
from participa.questions.models import Status, WithholdReason
from participa.questions.services import grouping
from participa.shared.clock import at_instant, now
from participa.shared.errors import Closed, Conflict, TooMany
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.hearings.phones import phone, read, support, supported, withdraw


@pytest.fixture
def staged(context) -> StagedQuestion:
    return make.staged(make.hearing())


def figures(staged: StagedQuestion) -> tuple[int, int, int]:
    db.session.refresh(staged)
    return staged.supports, staged.held_supports, staged.readers


def states() -> list[SupportState]:
    return list(db.session.scalars(select(Support.state).order_by(Support.staged_id)))


def tap_without_end(staged: StagedQuestion, who: Callable[[], Arrival]) -> None:
    for _ in range(200):
        support(staged, who())


def test_a_phone_supports_once_however_often_it_taps(staged):
    mine = phone()
    for _ in range(3):
        support(staged, mine)
    assert figures(staged) == (1, 0, 1)
    support(staged, phone())
    assert figures(staged) == (2, 0, 2)


def test_the_last_tap_wins(staged):
    mine = phone()
    support(staged, mine)
    withdraw(staged, mine)
    withdraw(staged, mine)
    assert figures(staged) == (0, 0, 1)
    assert supported(staged.hearing, mine) == set()
    support(staged, mine)
    assert figures(staged) == (1, 0, 1)
    assert supported(staged.hearing, mine) == {staged.id}


def test_a_phone_that_has_just_arrived_counts_twenty_seconds_later(staged):
    mine = phone(age=5)
    support(staged, mine)
    assert figures(staged) == (0, 0, 1)
    assert supported(staged.hearing, mine) == {staged.id}
    assert supports.ripen(staged.hearing) == 0
    with at_instant(now() + timedelta(seconds=16)):
        assert supports.ripen(staged.hearing) == 1
    assert figures(staged) == (1, 0, 1)


def test_a_clock_put_back_keeps_nobody_warming(staged):
    support(staged, phone(age=-600))
    assert figures(staged)[0] == 1


def test_at_the_end_what_is_old_enough_counts_and_the_minutes_tell_of_the_others(staged):
    moderator, at = make.user(Role.MODERATOR), now()
    for age in (10, 10, 1):
        support(staged, phone(age=age))
    assert minutes.read(staged.hearing).too_new == 0
    with at_instant(at + timedelta(seconds=12)):
        opening.close(staged.hearing, moderator)
    assert figures(staged)[0] == 2
    assert minutes.read(staged.hearing).too_new == 1


def test_a_phone_that_withdrew_while_it_was_new_is_not_counted_later(staged):
    mine = phone(age=5)
    support(staged, mine)
    withdraw(staged, mine)
    with at_instant(now() + timedelta(minutes=1)):
        supports.ripen(staged.hearing)
    assert figures(staged)[0] == 0


def test_more_than_sixty_taps_in_a_minute_wait_and_keep_what_is_saved(staged):
    mine = phone()
    support(staged, mine)
    with at_instant(now()):
        with pytest.raises(TooMany, match="Espere 1 segundo e intente otra vez"):
            tap_without_end(staged, lambda: mine)
        support(staged, phone())
    assert figures(staged)[0] == 2
    with at_instant(now() + timedelta(minutes=2)):
        withdraw(staged, mine)
    assert figures(staged)[0] == 1


def test_a_network_that_brings_thousands_of_new_phones_waits_unless_it_is_the_hall(staged, monkeypatch):
    monkeypatch.setattr("participa.hearings.services.budgets.NEW_PHONES_A_MINUTE", 10)
    known = phone()
    with at_instant(now()):
        support(staged, known)
        with pytest.raises(TooMany, match="muchos teléfonos nuevos por su red"):
            tap_without_end(staged, phone)
        withdraw(staged, known)
        support(staged, phone(), is_in_room=True)
        support(staged, phone(network="198.51.100.1"))
        staged.hearing.hall_networks = "203.0.113.0/24"
        before = figures(staged)[0]
        for _ in range(20):
            support(staged, phone())
    assert figures(staged)[0] == before + 20


def test_a_phone_that_only_read_is_new_to_its_network_when_it_supports(staged, monkeypatch):
    """Also when the tap brings a card that it reads first."""
    monkeypatch.setattr("participa.hearings.services.budgets.NEW_PHONES_A_MINUTE", 10)
    reader, other = phone(), make.staged(staged.hearing)
    with at_instant(now()):
        read(staged.hearing, [staged.id], reader)
        with pytest.raises(TooMany, match="muchos teléfonos nuevos por su red"):
            tap_without_end(staged, phone)
        with pytest.raises(TooMany, match="muchos teléfonos nuevos por su red"):
            support(staged, reader, seen=[other.id])


def test_who_taps_in_a_hearing_that_was_just_erased_finds_nothing(context):
    guest = Guest(987654, "NADA1", None, phone(), db.session.connection())
    for verb in (taps.support, taps.withdraw):
        with pytest.raises(NoResultFound):
            verb(guest, 1)
    with pytest.raises(NoResultFound):
        taps.read(guest, [1])


def test_a_tap_answers_with_all_that_the_phone_supports(staged):
    mine, other = phone(), make.staged(staged.hearing)
    assert support(staged, mine) == [staged.id]
    assert support(other, mine, seen=[staged.id]) == sorted((staged.id, other.id))
    assert withdraw(staged, mine) == [other.id]
    assert read(staged.hearing, [], mine) == [other.id]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"state": HearingState.CLOSED, "salt": None}, Closed),
        ({"state": HearingState.PREPARING}, Closed),
        ({"takes_supports": False}, Closed),
    ],
)
def test_supports_are_received_only_in_an_open_hearing(context, change, error):
    staged = make.staged(make.hearing(**change))
    for act in (support, withdraw):
        with pytest.raises(error):
            act(staged, phone())


@pytest.mark.parametrize("change", [{"stage": Stage.ANSWERED}, {"is_silent": True}])
def test_what_is_answered_or_came_on_paper_gathers_no_supports(context, change):
    staged = make.staged(make.hearing(), **change)
    with pytest.raises(Conflict):
        support(staged, phone())
    assert figures(staged) == (0, 0, 0)


def test_a_question_that_is_no_longer_public_gathers_no_supports(staged):
    make.withhold(staged.question, WithholdReason.R1)
    with pytest.raises(Conflict, match="ya no reúne apoyos"):
        support(staged, phone())


def test_readers_are_counted_once_and_only_those_of_this_hearing(staged):
    other = make.staged(make.hearing(room_code="OTRA1"))
    mine = phone()
    read(staged.hearing, [staged.id, other.id, 987654], mine)
    read(staged.hearing, [staged.id], mine)
    assert (figures(staged)[2], figures(other)[2]) == (1, 0)


def test_a_phone_that_reads_without_end_is_left_out(staged, monkeypatch):
    monkeypatch.setattr("participa.hearings.services.budgets.READS_A_MINUTE", 2)
    many = [staged, *(make.staged(staged.hearing) for _ in range(4))]
    mine = phone()
    with at_instant(now()):
        for one in many:
            read(staged.hearing, [one.id], mine)
    assert sum(figures(one)[2] for one in many) == 2


def test_a_group_counts_each_phone_once_and_splitting_restores(staged):
    child = make.staged(staged.hearing)
    actor, both, only_child, only_leader = make.user(), phone(), phone(), phone()
    for one, who in ((staged, both), (child, both), (child, only_child), (staged, only_leader)):
        support(one, who)
    child.question.status = Status.GROUPED
    grouping.join(child.question, staged.question, actor)
    assert (figures(staged), figures(child)) == ((3, 0, 3), (2, 0, 2))
    withdraw(staged, both)
    assert figures(staged) == (3, 0, 3)
    withdraw(child, both)
    assert (figures(staged), figures(child)) == ((2, 0, 3), (1, 0, 2))
    late = phone()
    support(child, late)
    read(staged.hearing, [staged.id], late)
    assert (figures(staged), figures(child)) == ((3, 0, 4), (2, 0, 3))
    grouping.end_link(child.question, actor)
    assert (figures(staged), figures(child)) == ((1, 0, 3), (2, 0, 3))


def test_who_read_the_first_of_a_group_is_one_reader_of_it_when_tapping_another(staged):
    child, actor, mine = make.staged(staged.hearing), make.user(), phone()
    child.question.status = Status.GROUPED
    grouping.join(child.question, staged.question, actor)
    read(staged.hearing, [staged.id], mine)
    support(child, mine)
    assert (figures(staged), figures(child)) == ((1, 0, 1), (1, 0, 1))


def test_a_card_of_a_rehearsal_is_supported_though_no_question_is_behind_it(context):
    staged = make.staged(make.hearing(is_rehearsal=True), rehearsal_text="¿Se oye al fondo?")
    mine = phone()
    assert support(staged, mine) == [staged.id]
    assert withdraw(staged, mine) == []
    assert figures(staged) == (0, 0, 1)


def test_the_card_that_is_tapped_counts_though_more_were_in_view_than_one_message_may_name(staged):
    many = [make.staged(staged.hearing) for _ in range(taps.MOST_CARDS + 5)]
    last, mine = many[-1], phone()
    assert support(last, mine, seen=[one.id for one in many]) == [last.id]
    assert figures(last) == (1, 0, 1)
    assert sum(figures(one)[2] for one in many) == taps.MOST_CARDS + 1


def test_a_question_grouped_under_one_of_another_hearing_counts_only_in_its_own(staged):
    leader, actor, mine = make.staged(make.hearing(room_code="OTRA1")), make.user(), phone()
    staged.question.status = Status.GROUPED
    grouping.join(staged.question, leader.question, actor)
    support(staged, mine)
    assert (figures(staged), figures(leader)) == ((1, 0, 1), (0, 0, 0))
    support(leader, mine)
    assert (figures(staged), figures(leader)) == ((1, 0, 1), (1, 0, 1))


def test_the_rows_hold_digests_and_no_address(staged):
    mine = phone()
    support(staged, mine)
    row = db.session.scalars(select(Support)).one()
    kept = f"{row.device} {row.network} {row.browser}"
    assert mine.device.name not in kept
    assert mine.network not in kept
    assert len(row.device) == len(row.network) == 32


@pytest.mark.parametrize(
    ("look", "index"),
    [(taps.supported_in, "ix_support_device"), (mine.seen, "ix_question_reader_device")],
    ids=["supported", "seen"],
)
def test_what_a_phone_did_is_found_by_its_own_name_however_many_questions_there_are(staged, look, index):
    hearing, mine_ = staged.hearing, phone()
    support(staged, mine_)
    assert index in plan(lambda: look(hearing, mine_))


def test_a_support_of_a_phone_that_wrote_before_is_six_statements(staged):
    """However many questions there are and the phone supports: it is what a full hall writes most."""
    mine, others = phone(), [make.staged(staged.hearing) for _ in range(4)]
    for other in others:
        support(other, mine)
    code = staged.hearing.room_code
    assert len(statements(lambda: taps.support(taps.enter(code, mine), staged.id))) == 6


def test_a_tap_finds_its_few_cards_by_their_numbers_and_the_phone_by_its_name(staged):
    """And never goes through all the questions of the hearing in search of them."""
    mine = phone()
    support(staged, mine)
    guest = taps.enter(staged.hearing.room_code, mine)
    look = next(one for one in statements(lambda: taps.support(guest, staged.id)) if "WITH card" in one[0])
    told = plan_of(*look)
    assert "ix_support_device" in told
    assert "ix_staged_question_stage" not in told


def test_what_a_tap_asks_is_planned_once_whatever_the_tables_look_like(staged):
    """PostgreSQL would plan it anew each time where that seems cheaper; only this transaction keeps its plans."""
    taps.enter(staged.hearing.room_code, phone())
    assert keeps_plans() is ON_POSTGRESQL
    db.session.rollback()
    assert not keeps_plans()


def keeps_plans() -> bool:
    mode = text("SHOW plan_cache_mode")
    return ON_POSTGRESQL and db.session.connection().execute(mode).scalar_one() == "force_generic_plan"


def plan(act: Callable[[], object]) -> str:
    """How the database reads for the one statement of an act."""
    [(statement, parameters)] = statements(act)
    return plan_of(statement, parameters)


def plan_of(statement: str, parameters: object) -> str:
    connection = db.session.connection()
    if ON_POSTGRESQL:
        connection.execute(text("SET LOCAL enable_seqscan = off"))  # few rows are read as they lie
    how = "EXPLAIN" if ON_POSTGRESQL else "EXPLAIN QUERY PLAN"
    return str(connection.exec_driver_sql(f"{how} {statement}", parameters).all())


def statements(act: Callable[[], object]) -> list[tuple[str, object]]:
    """What an act says to the database, with its values."""
    connection, said = db.session.connection(), []

    def note(_connection, _cursor, statement, parameters, *_rest):
        said.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    act()
    event.remove(connection, "before_cursor_execute", note)
    return said
