"""The whole application with its own data folder, as people run it: `flask serve` in a process group."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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

    def flask(self, *arguments: str) -> str:
        """Run a command of the application to its end; what it printed. Raises CalledProcessError if it fails."""
        return subprocess.run(
            [*FLASK, *arguments], cwd=self.cwd, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    @contextmanager
    def serving(self, **options: Any) -> Iterator[Server]:
        with running_server([*FLASK, "serve"], env=self.environment, cwd=self.cwd, **options) as server:
            yield server


def build(data_dir: Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> House:
    """A house with its database ready."""
    house = House(data_dir, env or {}, cwd)
    house.flask("db", "upgrade")
    return house
