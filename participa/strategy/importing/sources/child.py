"""The child process that reads untrusted files: little memory, little time, no writing. Started by `sandbox`.

It takes the bytes of a file on its input and writes JSON lines: {"progress": [3, 20]}, then {"rows": …} or
{"problem": "…"}.
"""

import dataclasses
import json
import resource
import sys
from importlib import import_module
from typing import Any

from participa.strategy.importing.problems import ImportProblem
from participa.strategy.importing.sources.result import Source

MEMORY, SECONDS = 512 * 1024 * 1024, 20
OPEN_FILES = 64


def main() -> None:
    """Read the file that comes on the input. The name of its kind is the last argument."""
    _limit()
    try:
        data = sys.stdin.buffer.read()
        source = _read(sys.argv[-1], data)
    except ImportProblem as problem:
        _write({"problem": str(problem)})
    except MemoryError:
        _write({"problem": TOO_HEAVY})
    else:
        rows = [_slim(dataclasses.astuple(row)) for row in source.rows]
        _write({"rows": rows, "notes": source.notes, "kind": source.kind})


TOO_HEAVY = "El archivo necesita demasiada memoria para leerlo. Deje solo la hoja o la tabla del cronograma."


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _read(kind: str, data: bytes) -> Source:
    if kind == "pdf":
        return _module("pdf").rows_of(data, _tell)  # type: ignore[no-any-return]
    package_module = _module("package")
    package = package_module.Package(data)
    for member, name in ((package_module.WORKBOOK, "spreadsheet"), (package_module.DOCUMENT, "word")):
        if member in package.names:
            return _module(name).rows_of(package, _tell)  # type: ignore[no-any-return]
    is_open = "mimetype" in package.names and "content.xml" in package.names
    raise ImportProblem(package_module.OPEN_DOCUMENT if is_open else package_module.OTHER)


def _module(name: str) -> Any:
    """Only the reader that is needed: the one of PDF alone takes a second to load."""
    return import_module(f"participa.strategy.importing.sources.{name}")


def _tell(done: int, total: int) -> None:
    _write({"progress": [done, total]})


def _slim(values: tuple[Any, ...]) -> list[Any]:
    """A row as a list without its empty tail; most rows have only a line and cells."""
    found = list(values)
    while len(found) > 2 and not found[-1]:
        found.pop()
    return found


def _write(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
