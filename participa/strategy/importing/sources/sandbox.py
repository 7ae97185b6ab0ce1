"""Reads an untrusted file in a child process that may fail, hang or fill its memory without harm."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from participa.strategy.importing.grid import Row
from participa.strategy.importing.problems import ImportProblem
from participa.strategy.importing.sources.kinds import Kind
from participa.strategy.importing.sources.result import Progress, Source, silent

SECONDS = 25
LONGEST_ANSWER = 100 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[4]
TOO_SLOW = "Leer el archivo tarda demasiado. Deje solo la hoja o las páginas del cronograma y súbalo de nuevo."
UNREADABLE = "El archivo no se pudo leer. Ábralo, guárdelo de nuevo y súbalo otra vez."
# Packages whose own files would load the whole application are made empty in the child.
START = """
import sys, types
for name in ("participa", "participa.strategy", "participa.strategy.importing"):
    package = types.ModuleType(name)
    package.__path__ = [sys.argv[1] + "/" + name.replace(".", "/")]
    sys.modules[name] = package
sys.path.insert(0, sys.argv[1])
from participa.strategy.importing.sources.child import main
main()
"""


def read_apart(data: bytes, kind: Kind, on_progress: Progress = silent) -> Source:
    """Return the rows of an office file or a PDF.

    Raises ImportProblem with the reader's sentence, or when it took more than 20 s of work or 512 MB.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", START, str(ROOT), kind.value],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"},
        close_fds=True,
    )
    watch = threading.Timer(SECONDS, child.kill)
    watch.start()
    try:
        return _answer(child, data, on_progress)
    finally:
        watch.cancel()
        child.kill()
        child.wait()
        _close(child)


def _close(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None and not pipe.closed:
            pipe.close()


def _answer(child: subprocess.Popen[bytes], data: bytes, on_progress: Progress) -> Source:
    if child.stdin is None or child.stdout is None:
        raise AssertionError("both pipes were asked for")
    try:
        child.stdin.write(data)
        child.stdin.close()
    except BrokenPipeError as error:
        raise ImportProblem(TOO_SLOW) from error
    for message in _messages(child.stdout):
        if "progress" in message:
            on_progress(*message["progress"])
        elif "problem" in message:
            raise ImportProblem(message["problem"])
        else:
            rows = [_row(values) for values in message["rows"]]
            return Source(rows, tuple(message["notes"]), message["kind"])
    was_stopped = child.wait() < 0  # by a limit, not by an error of the reader
    raise ImportProblem(TOO_SLOW if was_stopped else UNREADABLE)


def _messages(pipe: IO[bytes]) -> Iterator[dict[str, Any]]:
    while line := pipe.readline(LONGEST_ANSWER):
        yield json.loads(line)


def _row(values: list[Any]) -> Row:
    line, cells, *rest = values
    merged, spans, painted, table, sheet, notes, opens_page = [*rest, *EMPTY[len(rest) :]]
    return Row(
        line,
        tuple(cells),
        tuple((place, text) for place, text in merged),
        tuple((place, width) for place, width in spans),
        tuple(painted),
        table,
        sheet,
        tuple(notes),
        opens_page,
    )


EMPTY: tuple[Any, ...] = ((), (), (), 0, "", (), False)
