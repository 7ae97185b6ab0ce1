"""The plug is pulled while people ask (P1, P5): a receipt that was shown is never lost, none is given twice."""

import sqlite3
from contextlib import closing

import pytest

from bench.kill import rage
from tests.parts import house

pytestmark = pytest.mark.slow


def test_no_receipt_is_lost_when_the_server_is_killed(tmp_path):
    home = house.build(tmp_path)
    storm = rage(home, rounds=3, clients=8, most=20)
    assert storm.problems(home) == []
    assert storm.retries > 0, "nobody noticed that the server was killed"
    _lose_one(home)
    assert storm.problems(home) != [], "the check does not see a lost receipt"


def test_the_check_sees_a_receipt_that_is_not_in_the_public_record(tmp_path):
    home = house.build(tmp_path)
    storm = rage(home, rounds=1, clients=2, most=5)
    assert storm.problems(home) == []
    _take(home, "DELETE FROM ledger_entry WHERE n = (SELECT max(n) FROM ledger_entry)")
    assert [problem for problem in storm.problems(home) if "is not in the public record" in problem]
    _take(home, "DELETE FROM ledger_entry WHERE n = 1")
    assert "the public record breaks at entry 1" in storm.problems(home)


def _lose_one(home):
    _take(home, "DELETE FROM question WHERE id = (SELECT max(id) FROM question)")


def _take(home, order):
    with closing(sqlite3.connect(home.data_dir / "participa.db")) as database, database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(order)
