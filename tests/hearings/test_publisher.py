"""The publisher: what it writes, when, and what it does when something breaks."""

import errno
import json
import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError

from participa.extensions import db
from participa.hearings import publisher, publishing
from participa.hearings.models import Hearing, HearingState
from participa.hearings.queries import board
from participa.questions.models import WithholdReason
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

OF_THE_PUBLISHER = "participa.hearings.publisher"


@pytest.fixture(autouse=True)
def at_any_pace(monkeypatch):
    """Each look counts: no test waits for a clock."""
    monkeypatch.setattr(publisher, "PACES", dict.fromkeys(HearingState, 0.0))


@pytest.fixture
def house(tmp_path, context):
    return publisher.House(tmp_path)


@pytest.fixture
def read(tmp_path):
    def read(name="version.json", code="SALA7"):
        return json.loads((tmp_path / code / name).read_text())

    return read


def change(hearing, **values):
    with unit_of_work():
        row = db.session.get_one(Hearing, hearing.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_an_open_hearing_is_published_and_nothing_is_written_while_nothing_changes(house, read, tmp_path):
    make.staged(make.hearing())
    house.look()
    first = (tmp_path / "SALA7" / "version.json").stat()
    house.look()
    assert (tmp_path / "SALA7" / "version.json").stat().st_ino == first.st_ino
    assert (read()["v"], read()["state"], len(read("snapshot.json")["q"])) == (1, "open", 1)


def test_what_changed_is_a_new_version_with_its_delta(house, read):
    hearing = make.hearing()
    house.look()
    staged = make.staged(hearing)
    house.look()
    assert read()["v"] == 2
    assert [card["i"] for card in read("delta-1.json")["q"]] == [staged.id]


def test_figures_that_nobody_sees_are_no_news(house, read):
    hearing = make.hearing()
    make.staged(hearing, supports=1, readers=3)
    house.look()
    with unit_of_work():
        db.session.execute(db.text("UPDATE staged_question SET supports = 2, readers = 4"))
    house.look()
    assert read()["v"] == 1


def test_it_says_that_it_is_there_though_nothing_changes(house, read, monkeypatch):
    make.hearing()
    house.look()
    before = read()
    monkeypatch.setattr(publisher, "STILL_THERE_SECONDS", 0.0)
    with time_machine.travel(now() + timedelta(seconds=20), tick=False):
        house.look()
    assert (read()["v"], read()["at"] > before["at"]) == (before["v"], True)


def test_the_version_goes_on_when_another_process_takes_over(house, read, tmp_path, context):
    hearing = make.hearing()
    for present in (1, 2, 3):
        change(hearing, takes_supports=bool(present % 2))
        house.look()
    publisher.House(tmp_path).look()
    assert read()["v"] == 4
    assert read("snapshot.json")["v"] == 4


def test_a_file_that_cannot_be_read_as_one_begins_anew(house, read, tmp_path):
    make.hearing()
    (tmp_path / "SALA7").mkdir()
    (tmp_path / "SALA7" / "version.json").write_text("{")
    house.look()
    assert read()["v"] == 1


def test_a_hearing_that_closes_is_published_once_more(house, read):
    hearing = make.hearing()
    house.look()
    change(hearing, state=HearingState.CLOSED, closed_at=now(), salt=None)
    house.look()
    assert (read()["v"], read()["state"]) == (2, "closed")


def test_what_is_withheld_after_the_end_leaves_every_file(house, read, tmp_path):
    """Also what old versions lead to, which is not written anew each time."""
    hearing = make.hearing()
    house.look()
    staged = make.staged(hearing)
    house.look()
    for number in range(2 * publishing.FRESH_VERSIONS):
        change(hearing, poll_seconds=4 + number % 2)
        house.look()
    change(hearing, state=HearingState.CLOSED, closed_at=now())
    make.withhold(staged.question, WithholdReason.R1)
    house.look()
    assert read("snapshot.json")["q"] == []
    held = [path.name for path in (tmp_path / "SALA7").glob("*.json") if staged.question.body in path.read_text()]
    assert held == []


def test_the_files_of_a_hearing_go_a_week_after_its_end(house, tmp_path):
    make.hearing(state=HearingState.CLOSED, closed_at=now())
    house.look()
    with time_machine.travel(now() + timedelta(days=8)):
        house.look()
    assert not (tmp_path / "SALA7").exists()


def test_a_rehearsal_that_is_erased_leaves_no_file(house, tmp_path):
    make.staged(make.hearing(is_rehearsal=True), rehearsal_text="¿Suena bien?")
    house.look()
    assert (tmp_path / "SALA7").exists()
    with unit_of_work():
        db.session.execute(db.text("DELETE FROM staged_question"))
        db.session.execute(delete(Hearing))
    house.look()
    assert not (tmp_path / "SALA7").exists()


def test_files_that_a_dead_process_left_are_swept(house, tmp_path):
    (tmp_path / "BORRADA").mkdir()
    house.look()
    assert not (tmp_path / "BORRADA").exists()


@pytest.fixture
def full_disk(monkeypatch):
    """A disk on which a file is begun and cannot be finished."""
    state = {"full": True}
    write_bytes = publishing.Path.write_bytes

    def write(path, content):
        if not state["full"]:
            return write_bytes(path, content)
        write_bytes(path, content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publishing.Path, "write_bytes", write)
    return state


def test_a_full_disk_leaves_the_last_state_whole_and_is_noted_once(house, read, tmp_path, full_disk, caplog):
    hearing = make.hearing()
    full_disk["full"] = False
    house.look()
    full_disk["full"] = True
    make.staged(hearing)
    with caplog.at_level(logging.WARNING, OF_THE_PUBLISHER):
        for _ in range(5):
            house.look()
    assert len(caplog.records) == 1
    assert (read()["v"], read("snapshot.json")["q"]) == (1, [])
    assert not [path for path in (tmp_path / "SALA7").iterdir() if path.name.startswith(".")]


def test_when_there_is_room_again_it_goes_on_by_itself(house, read, full_disk, caplog):
    make.staged(make.hearing())
    house.look()
    full_disk["full"] = False
    house.look()
    assert len(read("snapshot.json")["q"]) == 1
    assert "is published again" in caplog.text


def test_what_could_not_be_written_and_was_undone_leaves_no_phone_behind(house, read, full_disk, monkeypatch):
    monkeypatch.setattr(publisher, "STILL_THERE_SECONDS", 0.0)
    hearing = make.hearing()
    full_disk["full"] = False
    house.look()
    full_disk["full"] = True
    change(hearing, takes_supports=False)
    house.look()
    full_disk["full"] = False
    change(hearing, takes_supports=True)
    house.look()
    assert read()["v"] == read("snapshot.json")["v"] == read("delta-1.json")["v"]


def test_a_version_is_never_two_different_things(house, read, monkeypatch):
    """The disk fills up after the snapshot: who read it must see that what comes later is another version."""
    hearing = make.hearing()
    house.look()
    write = publishing.write

    def only_the_snapshot(path, content):
        if path.name == "version.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content)

    monkeypatch.setattr(publishing, "write", only_the_snapshot)
    make.staged(hearing)
    house.look()
    half = read("snapshot.json")
    monkeypatch.setattr(publishing, "write", write)
    make.staged(hearing)
    house.look()
    assert len(half["q"]) == 1
    assert read()["v"] > half["v"]


def test_a_fault_of_one_hearing_does_not_hold_up_the_others(house, read, monkeypatch, caplog):
    broken, well = make.hearing(), make.hearing(room_code="PLAZA9")
    state_of = board.state_of

    def state(hearing, version, at):
        if hearing.id == broken.id:
            raise ValueError("planted")
        return state_of(hearing, version, at)

    monkeypatch.setattr(board, "state_of", state)
    house.look()
    house.look()
    assert read(code="PLAZA9")["state"] == well.state
    assert caplog.text.count("The hearing SALA7 could not be published") == 1


def test_a_database_that_fails_in_the_middle_is_read_again(house, read, monkeypatch, caplog):
    make.staged(make.hearing())
    read_board = board.read

    def locked(_hearing):
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(board, "read", locked)
    house.look()
    monkeypatch.setattr(board, "read", read_board)
    house.look()
    assert read()["v"] == 1
    assert "is published again" in caplog.text


@pytest.mark.parametrize("jump", [timedelta(days=2), timedelta(days=-2)])
def test_a_clock_that_jumps_changes_no_version_and_no_pace(house, read, jump):
    hearing = make.hearing()
    house.look()
    with time_machine.travel(now() + jump):
        make.staged(hearing)
        house.look()
        there = read()
    make.staged(hearing)
    house.look()
    assert (there["v"], read()["v"]) == (2, 3)
    assert len(read("snapshot.json")["q"]) == 2


def test_a_folder_that_somebody_took_away_is_written_again(house, read, tmp_path, monkeypatch):
    monkeypatch.setattr(publisher, "STILL_THERE_SECONDS", 0.0)
    make.staged(make.hearing())
    house.look()
    publishing.remove(tmp_path / "SALA7")
    house.look()
    house.look()
    assert (read()["v"], len(read("snapshot.json")["q"])) == (2, 1)
    assert not house._failing


def test_what_is_on_the_disk_is_read_once_not_each_second(house, monkeypatch):
    make.staged(make.hearing())
    house.look()
    monkeypatch.setattr(publisher, "version_on_disk", lambda folder: pytest.fail("It was read again"))
    house.look()
