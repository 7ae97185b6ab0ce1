"""The whole application with its own data folder, as people run it: `flask serve` in a process group."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from participa.shared.clock import today
from tests.parts import moulds
from tests.parts.server import ROOT, Server, running_server

FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


@dataclass(frozen=True)
class House:
    """A data folder with a migrated database; `env` are the settings of its processes."""

    data_dir: Path
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path = ROOT

    @property
    def environment(self) -> dict[str, str]:
        ours = {"PARTICIPA_MODE": "local", "PARTICIPA_DATA_DIR": str(self.data_dir), "PYTHONPATH": str(ROOT)}
        return {**os.environ, **ours, **self.env}

    @property
    def database_url(self) -> str:
        """That of a PostgreSQL; nothing for the SQLite of the data folder."""
        url = self.environment.get("DATABASE_URL", "")
        return "" if url.startswith("sqlite") else url

    def flask(self, *arguments: str) -> str:
        """Run a command of the application to its end; what it printed. Raises CalledProcessError if it fails."""
        return subprocess.run(
            [*FLASK, *arguments], cwd=self.cwd, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    @contextmanager
    def serving(self, **options: Any) -> Iterator[Server]:
        with running_server([*FLASK, "serve"], env=self.environment, cwd=self.cwd, **options) as server:
            yield server


def build(data_dir: Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT, with_demo: bool = False) -> House:
    """A house with its database ready and, if asked for, the municipality of the demonstration in it.

    On SQLite the database is the one of the data folder.
    """
    built = House(data_dir, env or {}, cwd)
    name, make = (f"demo_{today():%Y%m%d}", _demo) if with_demo else ("empty", _empty)
    moulds.pour(name, make, data_dir, built.database_url)
    return built


def _empty(folder: Path, database_url: str) -> None:
    House(folder, _at(database_url)).flask("db", "upgrade")


def _demo(folder: Path, database_url: str) -> None:
    _empty(folder, database_url)
    House(folder, _at(database_url)).flask("demo", "load")


def _at(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url} if database_url else {}
