"""The chores of each second: a fault is noted once, and nothing stops."""

import logging

import pytest

from participa.shared import jobs


@pytest.fixture
def chore():
    """A chore that fails while it is told to, and counts how often it was done."""

    def chore():
        chore.times += 1
        if chore.fails:
            raise OSError("planted")

    chore.times, chore.fails = 0, True
    return chore


def test_a_chore_that_fails_is_tried_again_and_noted_once(app, chore, caplog):
    beat = jobs.Beat(app, chore)
    with caplog.at_level(logging.WARNING, jobs.log.name):
        for _ in range(5):
            beat.once()
        chore.fails = False
        beat.once()
        beat.once()
    assert chore.times == 7
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


def test_each_fault_after_it_worked_is_noted(app, chore, caplog):
    beat = jobs.Beat(app, chore)
    for chore.fails in (True, False, True, True):
        beat.once()
    assert caplog.text.count("failed; it is tried again") == 2


def test_the_same_chore_is_done_once_a_second_however_often_it_is_asked_for(chore, monkeypatch):
    monkeypatch.setattr(jobs, "_beats", [])
    jobs.each_second(chore)
    jobs.each_second(chore)
    assert jobs._beats == [chore]
