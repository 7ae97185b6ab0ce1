"""How long the preview of a cronograma takes and how much memory it needs, from 50 to 5,000 rows.

`python -m bench.importing` reads each document in a process of its own, so that no peak hides another.
"""

import io
import json
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from bench.memory import peak_mb
from participa.strategy.importing import read_document

SIZES = (50, 500, 5_000)
HEADER = (
    "No.",
    "ACTIVIDAD",
    "META/PRODUCTO",
    "FECHA INICIAL",
    "FECHA FINAL",
    "RESPONSABLE",
    "ENE",
    "FEB",
    "MAR",
    "ABR",
)
KILOBYTE = 1024
PEAK = re.compile(r"VmHWM: (\d+)")


def rows(size: int) -> list[tuple[str, ...]]:
    """Rows as long as those of a real cronograma; one in four has an office of its own."""
    return [
        (
            str(number),
            f"Realizar la actividad número {number} de la estrategia con los grupos de valor del municipio",
            "Documento con los resultados y los compromisos de cada espacio",
            f"{number % 27 + 1}/{number % 12 + 1:02}/2025",
            f"{number % 27 + 1}/12/2025",
            f"Secretaría de Planeación y Dirección {number // 4} de Participación",
            *("X" if (number + month) % 3 else "" for month in range(4)),
        )
        for number in range(1, size + 1)
    ]


def as_text(size: int) -> bytes:
    return "\n".join("\t".join(row) for row in [HEADER, *rows(size)]).encode()


def as_xlsx(size: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEADER, *rows(size)]:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


KINDS: Mapping[str, Callable[[int], bytes]] = {"text": as_text, "xlsx": as_xlsx}


def measure(kind: str, size: int) -> dict[str, float]:
    """Seconds, processor seconds, and megabytes: those needed above the loaded application, and those of the reader."""
    data = KINDS[kind](size)
    before, busy = peak_mb(), _busy()
    watch = _ReaderWatch()
    watch.start()
    start = time.perf_counter()
    plan = read_document(data, f"cronograma.{kind}")
    seconds = time.perf_counter() - start
    watch.done.set()
    assert len(plan.activities) == size
    return {
        "seconds": seconds,
        "busy": _busy() - busy,
        "kilobytes": len(data) / KILOBYTE,
        "own": peak_mb() - before,
        "reader": watch.peak / KILOBYTE,
    }


class _ReaderWatch(threading.Thread):
    """Looks at the peak of the child process; what the system reports of it would count its parent's memory."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.done = 0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.01):
            for task in Path("/proc/self/task").iterdir():
                for child in _words(task / "children"):
                    found = PEAK.search(" ".join(_words(Path("/proc") / child / "status")))
                    self.peak = max(self.peak, int(found[1]) if found else 0)


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:  # it ended in between
        return []


def _busy() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    titles = (
        ("rows", 7),
        ("file kB", 9),
        ("seconds", 9),
        ("busy s", 8),
        ("ms a row", 10),
        ("more MB", 9),
        ("reader MB", 11),
    )
    print(f"{'document':10}" + "".join(f"{title:>{width}}" for title, width in titles))
    for kind in KINDS:
        for size in SIZES:
            command = [sys.executable, "-m", "bench.importing", kind, str(size)]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            print(
                f"{kind:10}{size:7}{found['kilobytes']:9.0f}{found['seconds']:9.2f}{found['busy']:8.2f}"
                f"{found['busy'] / size * 1000:10.2f}{found['own']:9.0f}{found['reader']:11.0f}"
            )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
