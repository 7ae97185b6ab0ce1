"""Child processes that never outlive the tests, and free loopback ports."""

import os
import random
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
    """Nobody listens on it. It is below those that the system gives to who connects, which could be taken meanwhile."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


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
