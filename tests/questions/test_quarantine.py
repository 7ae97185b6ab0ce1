"""Nobody is refused: what comes too fast or looks harmful is received like all and waits apart, with its clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services, suspicions
from participa.questions.device import Arrival, Device, _network
from participa.questions.models import (
    AskingBudget,
    AskingSalt,
    AudienceMode,
    Kind,
    Quarantine,
    Question,
    Restriction,
    Status,
    Suspicion,
    Visibility,
    WithholdReason,
)
from participa.questions.queries import quarantine as queries
from participa.questions.queries import staff
from participa.questions.queries.staff import View, Wanted
from participa.questions.services import admission
from participa.questions.submission import Submission
from participa.shared.audit import AuditEntry
from participa.shared.clock import at_instant, now, today
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.ledger import Entry, LedgerEntry, find_entry
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("context")
R5 = WithholdReason.R5
HALL = "203.0.113.7"
LONG_AGO = 1_000_000


def device(number: object = 1, since: int = LONG_AGO) -> Device:
    return Device(f"aparato-{number}", since)


def fresh(number: object) -> Device:
    return device(number, int(now().timestamp()))


def came(who: Device | None = None, network: str = HALL, **told) -> Arrival:
    return Arrival(who or device(), network, **told)


def ask(arrival: Arrival, body: str = "", event=None, key: str = ""):
    """What a public form does; the receipt."""
    words = body or f"¿Cuándo arreglan el puente de la vereda número {make.form_key()}?"
    with unit_of_work():
        return services.receive(event, Submission(body=words), key or make.form_key(), arrival)


def why(receipt) -> list[str]:
    held = queries.find(receipt.question_id)
    return held.reasons if held else []


def at(seconds: float = 0):
    return at_instant(NOON + timedelta(seconds=seconds))


NOON = now().replace(hour=17, minute=0, second=0, microsecond=0)


def test_a_question_apart_is_received_like_any_other():
    ordinary = ask(came())
    apart = ask(came(fell_into_trap=True))
    row = db.session.get_one(Question, apart.question_id)
    assert why(apart) == ["trap"]
    assert (row.status, row.visibility, row.due_on) == (Status.RECEIVED, Visibility.WAITING, ordinary.due_on)
    assert find_entry(apart.radicado)[0] == apart.entry_number == ordinary.entry_number + 1
    assert apart.code


def test_a_device_sends_three_at_once_and_then_one_every_half_minute():
    with at():
        assert [why(ask(came())) for _ in range(5)] == [[], [], [], ["device"], ["device"]]
        assert why(ask(came(device(2)))) == []
    with at(29):
        assert why(ask(came())) == ["device"]
    with at(31):
        assert [why(ask(came())) for _ in range(2)] == [[], ["device"]]
    with at(3600):
        assert [why(ask(came())) for _ in range(4)] == [[], [], [], ["device"]]


def test_a_device_sends_twenty_a_day_for_each_space():
    space = make.event()
    for number in range(20):
        with at(number * 60):
            assert why(ask(came(), event=space)) == []
    with at(3600):
        assert why(ask(came(), event=space)) == ["day"]
        assert why(ask(came())) == []
        assert why(ask(came(is_shared=True), event=space)) == []
    with at(24 * 3600):
        assert why(ask(came(), event=space)) == []


def test_who_drops_the_cookie_shares_one_budget_with_all_new_devices_of_the_network():
    with at():
        found = [why(ask(came(fresh(number)))) for number in range(8)]
        assert found == [[], [], [], *[["fresh"]] * 5]
        assert why(ask(came(device("old")))) == []
        assert why(ask(came(fresh(9), "198.51.100.4"))) == []
    with at(31):
        assert [why(ask(came(fresh(number)))) for number in (10, 11)] == [[], ["fresh"]]


def test_a_network_sends_sixty_a_minute_and_in_audience_mode_six_hundred():
    with at():
        found = [why(ask(came(device(number)))) for number in range(65)]
        assert found == [[]] * 60 + [["address"]] * 5
        assert why(ask(came(device("elsewhere"), "198.51.100.4"))) == []
        begin()
    with at(60):
        assert [why(ask(came(device(f"hall {number}")))) for number in range(100)] == [[]] * 100


def test_who_sends_too_many_uses_up_nothing_of_the_others():
    with at():
        for _ in range(100):
            ask(came(device("spammer")))
        for number in range(100):
            ask(came(fresh(number)))
        honest = [why(ask(came(device(f"honest {number}")))) for number in range(54)]
    assert honest == [[]] * 54
    assert db.session.scalar(select(db.func.max(AskingBudget.level))) <= (NOON.timestamp() + 90) * 1000


def test_beyond_what_the_site_takes_in_a_second_questions_wait_apart():
    with at():
        found = [why(ask(came(device(number), f"192.0.2.{number}"))) for number in range(102)]
    assert found == [[]] * 100 + [["flood"]] * 2


def test_a_clock_that_was_put_back_holds_a_crowd_up_for_no_longer_than_the_budgets_last():
    with at(3600):
        for number in range(5):
            ask(came(device(number)))
            ask(came(device("spammer")))
    with at(0):
        ask(came(device("spammer")))
    with at(61):
        assert [why(ask(came(device(f"honest {number}")))) for number in range(40)] == [[]] * 40
    with at(91):
        assert why(ask(came(device("spammer")))) == []


def test_a_device_older_than_the_clock_is_neither_fresh_nor_hasty():
    since = int(NOON.timestamp())
    with at(-3600):
        assert not device(1, since).is_fresh
    with at(9):
        assert device(1, since).is_fresh
    with at(10):
        assert not device(1, since).is_fresh


def test_sending_again_counts_nothing_and_stays_as_it_was():
    key = make.form_key()
    with at():
        for _ in range(10):
            assert why(ask(came(), "La misma pregunta", key=key)) == []
        assert why(ask(came())) == []


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_the_network_of_an_address(address, network):
    assert _network(address) == network


def test_no_address_and_no_device_is_kept_and_the_salt_lives_for_its_day():
    with at():
        ask(came(device("a-name"), "203.0.113.77"))
        ask(came(device("a-name"), "203.0.113.77", fell_into_trap=True))
    kept = str([*rows("asking_budget"), *rows("asking_salt"), *rows("quarantine"), *rows("audit_entry")])
    assert "203.0.113.77" not in kept
    assert "a-name" not in kept
    with at():
        admission.forget_earlier_days()
        assert db.session.scalar(select(db.func.count(AskingBudget.key))) == 4
    with at(24 * 3600):
        ask(came(device("tomorrow")))
        admission.forget_earlier_days()
        tomorrow = today()
    assert set(db.session.scalars(select(AskingSalt.day))) == {tomorrow}
    assert set(db.session.scalars(select(AskingBudget.day))) == {tomorrow}


def rows(table: str) -> list:
    return [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608 - names of our own


def test_an_ordinary_question_costs_two_statements_more():
    ask(came())
    with unit_of_work(), statements(db.session.connection()) as plain:
        services.submit(None, Submission(body="Sin puerta"), make.form_key())
    with unit_of_work(), statements(db.session.connection()) as counted:
        services.receive(None, Submission(body="Por la puerta"), make.form_key(), came())
    assert len(counted) == len(plain) + 2


def test_texts_that_say_the_same_are_folded():
    told = ["¡¡ARREGLEN la vía!! 1", "Arreglen la via... 2", "la VÍA arreglen 333", "¿Y el hospital?"]
    folds = [suspicions.fold_of(body, "secreto") for body in told]
    assert len(set(folds[:3])) == 1
    assert folds[3] != folds[0]
    for body in told:
        ask(came(fell_into_trap=True), body)
    firsts = queries.folds().items
    counts = queries.alike_counts(firsts)
    assert [(first.question.body, counts[first.fold]) for first in firsts] == [(told[0], 3), (told[3], 1)]


def test_a_person_lets_one_or_all_of_a_fold_join_the_queue():
    moderator = make.user(Role.MODERATOR)
    receipts = [ask(came(fell_into_trap=True), f"Arreglen la vía ya {number}") for number in range(4)]
    with unit_of_work():
        services.release(queries.held_to_change(receipts[0].radicado), moderator)
    assert [bool(why(receipt)) for receipt in receipts] == [False, True, True, True]
    with unit_of_work():
        assert services.release_fold(queries.held_to_change(receipts[1].radicado), moderator) == 3
    assert queries.count() == 0
    noted = db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.verb == "question.released"))
    assert sorted(map(int, noted)) == sorted(receipt.question_id for receipt in receipts)


def test_only_moderation_lets_out_and_moderation_or_administration_switch_the_audience_mode():
    receipt = ask(came(fell_into_trap=True))
    for role in set(Role) - {Role.MODERATOR}:
        with pytest.raises(Forbidden):
            services.release(queries.held(receipt.radicado), make.user(role))
    for role in set(Role) - {Role.MODERATOR, Role.ADMIN}:
        with pytest.raises(Forbidden):
            services.begin_audience_mode(make.user(role))
        with pytest.raises(Forbidden):
            services.end_audience_mode(make.user(role))


def test_any_step_of_the_team_is_a_review():
    moderator = make.user(Role.MODERATOR)
    receipt = ask(came(fell_into_trap=True))
    with unit_of_work():
        services.classify(db.session.get_one(Question, receipt.question_id), moderator, Kind.QUESTION, None)
    row = db.session.get_one(Quarantine, receipt.question_id)
    assert row.released_at is not None
    assert row.released_by_id == moderator.id


def test_it_is_out_of_the_fast_queue_and_in_every_list_by_due_date():
    moderator = make.user(Role.MODERATOR)
    ordinary, apart = ask(came()), ask(came(fell_into_trap=True))
    assert shown(moderator, View.MINE) == [ordinary.radicado]
    for view in (View.OPEN, View.ALL):
        assert shown(moderator, view) == [ordinary.radicado, apart.radicado]
    assert staff.waiting_for(moderator) == 1
    assert queries.count() == 1
    with at_instant(now() + timedelta(days=60)):
        assert apart.radicado in shown(moderator, View.OVERDUE)


def shown(person, view: View) -> list[str]:
    return [question.radicado for question in staff.inbox(person, Wanted(view), today()).items]


def begin() -> AudienceMode:
    with unit_of_work():
        return services.begin_audience_mode(make.user(Role.ADMIN))


def test_the_audience_mode_ends_by_itself_after_six_hours():
    with at():
        begin()
        with pytest.raises(Conflict):
            begin()
    with at(6 * 3600 - 1):
        assert queries.audience_mode(now()) is not None
    with at(6 * 3600):
        assert queries.audience_mode(now()) is None
        begin()
        with unit_of_work():
            services.end_audience_mode(make.user(Role.MODERATOR))
        assert queries.audience_mode(now()) is None
    assert [mode.ended_by_id is None for mode in queries.audience_modes()] == [False, True]
    noted = list(db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("audience_mode.%"))))
    assert sorted(noted) == ["audience_mode.begun", "audience_mode.begun", "audience_mode.ended"]


def test_what_is_suspected_has_words_for_the_team():
    with unit_of_work():
        receipt = services.receive(
            None, Submission(body="Los vamos a matar"), make.form_key(), came(is_hasty=True, fell_into_trap=True)
        )
    held = queries.held(receipt.radicado)
    assert held.reasons == [Suspicion.TRAP, Suspicion.HASTE, Suspicion.THREAT]
    assert held.reason_labels[-1] == "Posible amenaza"


def test_spam_is_withheld_at_once_and_each_question_has_its_own_entry_and_history():
    moderator = make.user(Role.MODERATOR)
    receipts = [ask(came(fell_into_trap=True), f"Compre ya {number}") for number in range(4)]
    other = ask(came(fell_into_trap=True), "¿Cuándo arreglan el puente?")
    with unit_of_work():
        assert services.withhold_fold(receipts[0].radicado, receipts[2].radicado, moderator, R5, "Es publicidad.") == 3
    assert [bool(why(receipt)) for receipt in (*receipts, other)] == [False, False, False, True, True]
    hidden = [db.session.get_one(Question, receipt.question_id) for receipt in receipts[:3]]
    assert {(row.visibility, row.withhold_reason, row.status) for row in hidden} == {
        (Visibility.WITHHELD, R5, Status.RECEIVED)
    }
    entries = db.session.scalars(select(LedgerEntry.subject).where(LedgerEntry.kind == Entry.WITHHELD))
    assert sorted(entries) == [receipt.radicado for receipt in receipts[:3]]
    assert db.session.scalar(select(db.func.count(Restriction.id))) == 3
    with unit_of_work():
        assert services.withhold_fold(receipts[0].radicado, receipts[2].radicado, moderator, R5, "Es publicidad.") == 0


def test_only_moderation_withholds_a_fold_and_says_why():
    receipt = ask(came(fell_into_trap=True))
    for role in set(Role) - {Role.MODERATOR}:
        with pytest.raises(Forbidden):
            services.withhold_fold(receipt.radicado, receipt.radicado, make.user(role), R5, "Es publicidad.")
    with pytest.raises(Invalid):
        services.withhold_fold(receipt.radicado, receipt.radicado, make.user(Role.MODERATOR), R5, " ")
    assert why(receipt)
