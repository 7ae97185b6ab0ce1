"""Work outside the requests: huey, embedded on a file by default, on Redis when REDIS_URL says so.

One process of those that serve is the keeper: it holds a lock on a file, runs the consumer of the jobs, looks every
minute for mail that nobody took, does what rooms asked for with `each_minute` and `each_second` and, on SQLite, is the
only checkpointer. When it dies another takes its place. Processes that should rather answer the public come last: they
take the place only after it has been free for some seconds.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, PriorityRedisHuey, SqliteHuey
from huey.consumer import Consumer

from participa.config import Mode, Settings
from participa.extensions import db
from participa.shared import database

CHECKPOINT_SECONDS = 2.0
CHECKPOINT_BYTES = 4 * 1024 * 1024
RETRY_SECONDS = 2.0
SWEEP_SECONDS = 60.0
BEAT_SECONDS = 1.0
SHORTEST_PAUSE_SECONDS = 0.1  # between two beats, also when one took longer than a second
REDIS_PATIENCE = "socket_connect_timeout=2&socket_timeout=5"  # seconds; a Redis that is silent must not hold us
log = logging.getLogger(__name__)
Chore = Callable[[], object]
_chores: list[Chore] = []
_beats: list[Chore] = []
Job = Callable[..., object]
_jobs: dict[str, Job] = {}


def each_minute(chore: Chore) -> None:
    """Do this every minute, in one process at a time, within the context of the application.

    The chore opens its own units of work, does nothing when nothing is due and may be repeated without harm.
    """
    if chore not in _chores:
        _chores.append(chore)


def each_second(chore: Chore) -> None:
    """Do this every second, likewise. It must be short: the requests of the same process wait meanwhile."""
    if chore not in _beats:
        _beats.append(chore)


def job(act: Job) -> Job:
    """Let a function be done outside the requests, in the context of the application, with `soon`.

    It opens its own units of work and may be repeated without harm. Its arguments are plain numbers and texts.
    """
    _jobs[act.__name__] = act
    return act


def soon(act: Job, *values: int | str) -> None:
    """Ask for a job now. If the queue is down, a chore of the room must find what was left. Nobody waits for Redis."""
    settings: Settings = current_app.extensions["settings"]
    ask = partial(current_app.extensions["jobs"][act.__name__], *values)
    if settings.redis_url:
        threading.Thread(target=_ask_quietly, args=(ask,), name="ask").start()
    else:
        ask()


def do_chores(app: Flask) -> None:
    """Each chore once. One that fails does not hold up the rest; it is tried again a minute later."""
    for chore in _chores:
        try:
            with app.app_context():
                chore()
        except Exception:
            log.exception("A chore failed; it is tried again")


class Beat:
    """One chore of each second. A fault is written down once, and once more when it works again."""

    def __init__(self, app: Flask, chore: Chore) -> None:
        self._app, self._chore = app, chore
        self._is_failing = False

    def once(self) -> None:
        """Do it; whatever it raises, it is done again."""
        try:
            with self._app.app_context():
                self._chore()
        except Exception:
            if not self._is_failing:
                log.exception("The chore %s of each second failed; it is tried again", self._chore.__name__)
            self._is_failing = True
        else:
            if self._is_failing:
                log.warning("The chore %s of each second works again", self._chore.__name__)
            self._is_failing = False

    def for_ever(self) -> None:
        """By the clock that never jumps: what the wall clock does changes no pace."""
        while True:
            began = time.monotonic()
            self.once()
            time.sleep(max(SHORTEST_PAUSE_SECONDS, BEAT_SECONDS - (time.monotonic() - began)))


def make_huey(settings: Settings) -> Huey:
    """The queue of this installation; in tests nothing leaves the process."""
    if settings.mode is Mode.TEST:
        return MemoryHuey("participa", immediate=False)
    if settings.redis_url:
        separator = "&" if "?" in settings.redis_url else "?"
        return PriorityRedisHuey("participa", url=f"{settings.redis_url}{separator}{REDIS_PATIENCE}")
    return SqliteHuey("participa", filename=str(settings.data_dir / "jobs.db"), fsync=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Make the queue and its tasks known to the application."""
    queue = make_huey(settings)
    app.extensions["huey"] = queue

    def deliver_mail() -> None:
        with app.app_context():
            app.extensions["deliver_mail"]()

    app.extensions["deliver_mail_task"] = queue.task(name="deliver_mail")(deliver_mail)
    app.extensions["jobs"] = {name: queue.task(name=name)(_in_context(app, act)) for name, act in _jobs.items()}


def _in_context(app: Flask, act: Job) -> Job:
    def do(*values: int | str) -> None:
        with app.app_context():
            act(*values)

    return do


def deliver_mail_soon() -> None:
    """Ask for a delivery now. If the queue is down, the sweep of each minute does it. Nobody waits for Redis."""
    settings: Settings = current_app.extensions["settings"]
    ask = current_app.extensions["deliver_mail_task"]
    if settings.redis_url:
        threading.Thread(target=_ask_quietly, args=(ask,), name="ask").start()
    else:
        ask()


def _ask_quietly(ask: Callable[[], object]) -> None:
    try:
        ask()
    except Exception as error:
        log.warning("The queue of jobs did not answer: %s", type(error).__name__)


class QuietConsumer(Consumer):  # type: ignore[misc]
    """A consumer that may run off the main thread: it leaves the signals alone."""

    def _set_signal_handlers(self) -> None:
        pass


def keep_house(app: Flask) -> threading.Thread:
    """Start the thread that waits to be the keeper. It ends with the process."""
    thread = threading.Thread(target=_keep, args=(app,), name="keeper", daemon=True)
    thread.start()
    return thread


def _keep(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    lock = _wait_for(settings.data_dir / "keeper.lock", settings.keeper_after)
    consumer = QuietConsumer(app.extensions["huey"], workers=1, periodic=False, initial_delay=0.2, max_delay=2.0)
    consumer.start()
    threading.Thread(target=_sweep, args=(app,), name="sweep", daemon=True).start()
    for chore in _beats:  # each in a thread of its own: one that waits for the database holds up no other
        threading.Thread(target=Beat(app, chore).for_ever, name="beat", daemon=True).start()
    while lock:
        time.sleep(CHECKPOINT_SECONDS)
        if settings.uses_sqlite:
            _checkpoint_when_large(app, settings)


def _sweep(app: Flask) -> None:
    """Send what waits and do the chores, at once and then every minute: what a dead keeper left is done too."""
    while True:
        try:
            with app.app_context():
                app.extensions["deliver_mail"]()
        except Exception:
            log.exception("The sweep of the mail failed; it is tried again")
        do_chores(app)
        time.sleep(SWEEP_SECONDS)


def _wait_for(path: Path, patience: float) -> int:
    """The lock, once nobody has been seen to hold it for `patience` seconds."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    taken_at = time.monotonic()
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            taken_at = time.monotonic()
        else:
            if not patience or time.monotonic() - taken_at >= patience:
                return descriptor
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        time.sleep(RETRY_SECONDS)


def _checkpoint_when_large(app: Flask, settings: Settings) -> None:
    wal = Path(settings.database_url.removeprefix("sqlite:///") + "-wal")
    try:
        if wal.stat().st_size < CHECKPOINT_BYTES:
            return
        with app.app_context():
            database.checkpoint(db.engine, app.extensions["write_lock"])
    except FileNotFoundError:
        return
    except Exception:
        log.exception("The checkpoint failed; it is tried again")


def status(app: Flask) -> dict[str, Any]:
    """How many jobs wait, for the health page; None when the queue does not answer, without which all goes on."""
    try:
        return {"pending_jobs": app.extensions["huey"].pending_count()}
    except Exception as error:
        log.warning("The queue of jobs did not answer: %s", type(error).__name__)
        return {"pending_jobs": None}
