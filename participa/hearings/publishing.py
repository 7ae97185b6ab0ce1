"""The files that phones read, written whole or not at all, each also compressed for a server that reads from disk.

What an old version leads to may be some versions back in its figures, never in its words: from there it goes on.
One process publishes. If it dies, or the database, the last state stays readable with its time.
"""

import gzip
import os
import shutil
from collections import deque
from pathlib import Path

from participa.hearings.snapshot import State, delta_file, snapshot_file, version_file
from participa.shared.clock import now

KEPT_VERSIONS = 30  # more seconds than a phone in a pocket rests
FRESH_VERSIONS, EVERY = 8, 4  # when only figures move, what few phones have is not written anew each second
FOLDER = "live"
PERMISSIONS = 0o644  # nginx, which is another user, reads them
LEVEL = 6


class Publisher:
    """Writes the states of one hearing. `folder` is that of its room code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._earlier: deque[State] = deque(maxlen=KEPT_VERSIONS)

    @property
    def version(self) -> int | None:
        """The last version written by this process."""
        return self._earlier[-1].version if self._earlier else None

    def publish(self, state: State) -> None:
        """Who is led to a version finds what follows it; the file of the version itself goes last. Raises OSError.

        Words that were withheld or mended leave every file at once.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        write(self.folder / "snapshot.json", snapshot_file(state))
        self._write_delta(state, state)
        are_words_new = not self._earlier or self._earlier[-1].words != state.words
        for place, old in enumerate(reversed(self._earlier), 1):
            if are_words_new or place <= FRESH_VERSIONS or place % EVERY == 0:
                self._write_delta(old, state)
        write(self.folder / "version.json", version_file(state))
        self._forget(state)

    def renew(self, state: State) -> None:
        """Say that this is still how things stand: only its instant is another. Raises OSError."""
        self._write_delta(state, state)
        write(self.folder / "version.json", version_file(state))

    def _write_delta(self, old: State, new: State) -> None:
        write(self.folder / f"delta-{old.version}.json", delta_file(old, new))

    def _forget(self, state: State) -> None:
        """Keep as many deltas as there are versions at hand."""
        self._earlier.append(state)
        kept = {f"delta-{old.version}.json" for old in self._earlier}
        for path in self.folder.glob("delta-*.json*"):
            if path.name.removesuffix(".gz") not in kept:
                path.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Put a file in its place in one act, with its compressed twin first."""
    second = _second_after(path)
    _put(path.with_name(f"{path.name}.gz"), gzip.compress(content, LEVEL, mtime=0), second)
    _put(path, content, second)


def _second_after(path: Path) -> int:
    """A second of its own for each content, later than the last: nginx tells files apart by second and size alone."""
    this = int(now().timestamp())
    return max(this, int(path.stat().st_mtime) + 1) if path.exists() else this


def _put(path: Path, content: bytes, second: int) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.chmod(PERMISSIONS)
        os.utime(fresh, (second, second))
        fresh.replace(path)
    except OSError:  # a full disk: nothing half written stays
        fresh.unlink(missing_ok=True)
        raise


def remove(folder: Path) -> None:
    """Forget a hearing: a rehearsal leaves nothing."""
    shutil.rmtree(folder, ignore_errors=True)
