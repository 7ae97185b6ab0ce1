"""A mark that changes with each commit, shared by all processes of this machine through a small file in memory."""

import mmap
import os
from pathlib import Path

SIZE = 8


class DataVersion:
    """What the data were at one moment: two equal marks, the same data.

    Each mark is drawn anew, not counted: two processes that change it at once need no lock and never return to an
    older one. A mark read half-written fits nothing that was kept, which does no harm.
    """

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.fstat(descriptor).st_size < SIZE:
                os.ftruncate(descriptor, SIZE)
            self._memory = mmap.mmap(descriptor, SIZE)
        finally:
            os.close(descriptor)

    def now(self) -> bytes:
        return self._memory[:SIZE]

    def change(self) -> None:
        self._memory[:SIZE] = os.urandom(SIZE)
