"""The publisher: once a second it looks at each hearing and writes its files when anything differs.

It only reads the database. Nobody tells it that something changed, so nothing can be forgotten. A fault of the
database, of the disk or of one hearing is written down once, the others go on, and it ends by itself. The pace follows
the clock that never jumps; the version never goes back, not even when another process takes over.
"""

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import or_, select, text
from sqlalchemy.orm import joinedload

from participa.config import Settings
from participa.extensions import db
from participa.hearings.models import Hearing, HearingState
from participa.hearings.publishing import FOLDER, Publisher, remove
from participa.hearings.queries import board
from participa.hearings.snapshot import State, snapshot_file
from participa.shared.clock import now

STILL_THERE_SECONDS = 10.0  # after which the instant is renewed though nothing changed
SWEEP_SECONDS = 60.0
PACES = {HearingState.OPEN: 0.0, HearingState.PREPARING: 5.0, HearingState.CLOSED: 30.0}  # seconds between two looks
KEPT_AFTER_CLOSING = timedelta(days=7)
PATIENCE = text("SET LOCAL statement_timeout = 5000")  # a table that is locked must not hold the publisher
log = logging.getLogger(__name__)


class Room:
    """What is published of one hearing, and when it was looked at last."""

    def __init__(self, folder: Path) -> None:
        self._publisher = Publisher(folder)
        self._folder = folder
        self._version = version_on_disk(folder)
        self._content = b""
        self._state: HearingState | None = None
        self._looked_at = self._said_at = float("-inf")

    def is_due(self, hearing: Hearing) -> bool:
        """Each state has its pace; a new state is published at once."""
        is_news = hearing.state is not self._state
        return is_news or time.monotonic() - self._looked_at >= PACES[hearing.state]

    def show(self, hearing: Hearing) -> None:
        """Publish the hearing as it is now, if it differs. Raises what the database or the disk raise."""
        self._looked_at = time.monotonic()
        state = board.state_of(hearing, self._version, now())
        content = snapshot_file(replace(state, version=0, at=""))
        if content != self._content:
            self._publish(replace(state, version=self._version + 1), content)
        elif time.monotonic() - self._said_at >= STILL_THERE_SECONDS:
            self._renew(state)
        self._state = hearing.state

    def _renew(self, state: State) -> None:
        try:
            self._publisher.renew(state)
        except FileNotFoundError:  # somebody took the folder away: all of it is written again
            self._content = b""
            raise
        self._said_at = time.monotonic()

    def _publish(self, state: State, content: bytes) -> None:
        """Half a version is nobody's content: it is not renewed, and what comes next is another one."""
        self._version, self._content = state.version, b""
        self._publisher.publish(state)
        self._content, self._said_at = content, time.monotonic()


class House:
    """All hearings that are published from this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rooms: dict[str, Room] = {}
        self._failing: set[str] = set()
        self._swept_at = float("-inf")

    def look(self) -> None:
        """Each hearing once. Raises what the database raises when it does not even say which there are."""
        found = hearings()
        for hearing in found:
            self._show(hearing.room_code, hearing)
        self._sweep({hearing.room_code for hearing in found})

    def _show(self, code: str, hearing: Hearing) -> None:
        try:
            if code not in self._rooms:
                self._rooms[code] = Room(self._folder / code)
            room = self._rooms[code]
            if room.is_due(hearing):
                room.show(hearing)
                self._note_success(code)
        except Exception:
            db.session.rollback()
            self._note_fault(code)

    def _note_fault(self, code: str) -> None:
        if code not in self._failing:
            self._failing.add(code)
            log.exception("The hearing %s could not be published; its last state stays readable", code)

    def _note_success(self, code: str) -> None:
        if code in self._failing:
            self._failing.remove(code)
            log.warning("The hearing %s is published again", code)

    def _sweep(self, codes: Iterable[str]) -> None:
        """Take away the files of rehearsals that were erased and of hearings that ended long ago."""
        gone = set(self._rooms).difference(codes)
        if not gone and time.monotonic() - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = time.monotonic()
        for code in gone:
            del self._rooms[code]
        self._failing &= set(codes)
        for folder in self._folder.glob("*"):
            if folder.name not in codes:
                remove(folder)


def publish_due() -> None:
    """One look at all hearings, in the context of the application."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.uses_sqlite:
        db.session.execute(PATIENCE)
    folder = settings.data_dir / FOLDER
    house: House = current_app.extensions.setdefault("live_house", House(folder))
    house.look()


def hearings() -> list[Hearing]:
    """Those that are prepared or open, and those that ended within a week, with their spaces."""
    recent = Hearing.closed_at > now() - KEPT_AFTER_CLOSING
    found = select(Hearing).where(or_(Hearing.state != HearingState.CLOSED, recent))
    return list(db.session.scalars(found.options(joinedload(Hearing.event)).order_by(Hearing.id)))


def version_on_disk(folder: Path) -> int:
    """The highest version that phones may have of this hearing, 0 without any. Raises OSError."""
    left = [int(path.name.split(".")[0].removeprefix("delta-")) for path in folder.glob("delta-*.json*")]
    return max(*(_version_in(folder / name) for name in ("version.json", "snapshot.json")), *left)


def _version_in(path: Path) -> int:
    try:
        return int(json.loads(path.read_bytes())["v"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return 0
