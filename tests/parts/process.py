"""Child processes that never outlive the tests, and free loopback ports."""

import os
import shutil
import signal
import socket
import subprocess
from contextlib import suppress


def dying_with_parent(signal_name: str) -> list[str]:
    """Prefix of a command: the kernel sends the signal to it when the test process dies, even by SIGKILL (Linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name] if setpriv else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def signal_group(process: subprocess.Popen, number: signal.Signals) -> None:
    """The process must have been started with start_new_session=True: its id is that of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def end_group(process: subprocess.Popen, polite: signal.Signals, patience_seconds: float) -> None:
    """Ask the whole group to stop, wait, then kill what is left of it."""
    signal_group(process, polite)
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience_seconds)
    signal_group(process, signal.SIGKILL)
    process.wait()
