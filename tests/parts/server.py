"""The real web server in a process group of its own, on a free loopback port."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.parts.process import dying_with_parent, end_group, free_port, signal_group

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def output(self) -> str:
        """What it printed so far."""
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """Pull the plug: SIGKILL to the whole group."""
        signal_group(self.process, signal.SIGKILL)
        self.process.wait()

    def is_healthy(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


@contextmanager
def running_server(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    port: int | None = None,
    health: str = "/salud",
    wait_seconds: float = 120,
    cwd: Path = ROOT,
) -> Iterator[Server]:
    """Start the command and give it back once it answers 200 at `health`.

    The port goes to it as the environment's PORT and wherever an argument says {port}. Give one to restart on it.
    """
    port = port or free_port()
    arguments = [str(argument).replace("{port}", str(port)) for argument in command]
    with tempfile.TemporaryDirectory(prefix="server-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*dying_with_parent("TERM"), *arguments],
                cwd=cwd,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **(env or {}), "HOST": "127.0.0.1", "PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server(port, process, log)
        try:
            _wait_until_healthy(server, health, wait_seconds)
            yield server
        finally:
            end_group(process, signal.SIGTERM, 10)


def _wait_until_healthy(server: Server, health: str, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while not server.is_healthy(health):
        if server.process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not answer at {health}:\n{server.output()[-4000:]}")
        time.sleep(0.05)
