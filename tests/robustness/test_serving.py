"""`flask serve`: it says what is wrong with the port, stops when asked, and leaves nothing behind when killed."""

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, closing

import pytest

from tests.parts import house
from tests.parts.house import FLASK
from tests.parts.process import free_port

pytestmark = pytest.mark.slow
PHONES = 1_200


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return house.build(tmp_path_factory.mktemp("house"))


def listens(port):
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_silent(port, most=60.0):
    deadline = time.monotonic() + most
    while listens(port):
        assert time.monotonic() < deadline, "somebody still listens"
        time.sleep(0.05)


def refusal(home, **env):
    """What it says when it does not start."""
    done = subprocess.run(
        [*FLASK, "serve"], cwd=home.cwd, env=home.environment | env, capture_output=True, text=True, timeout=180
    )
    assert done.returncode != 0
    return done.stderr


def test_a_taken_port_is_told_in_a_sentence(home):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        said = refusal(home, PORT=str(port))
    assert f"El puerto {port} ya está ocupado" in said
    assert "Traceback" not in said


def test_an_address_of_another_machine_is_told_in_a_sentence(home):
    said = refusal(home, HOST="192.0.2.1", PORT=str(free_port()))
    assert "no puede escuchar" in said
    assert "Traceback" not in said


def test_a_thousand_phones_that_stay_connected_shut_nobody_out(home):
    """A browser keeps its connection open between two requests; the team comes in all the same."""
    with home.serving() as server, ExitStack() as phones:
        for _ in range(PHONES):
            phone = phones.enter_context(closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)))
            phone.request("GET", "/vivo/datos/SALA7/version.json")
            phone.getresponse().read()
        assert server.is_healthy("/salud")


def test_it_says_where_it_is_and_stops_when_asked(home):
    with home.serving() as server:
        assert f"http://127.0.0.1:{server.port}" in server.output()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
        assert not listens(server.port)


def test_killed_alone_its_workers_end_and_it_starts_again(home):
    with home.serving() as server:
        os.kill(server.process.pid, signal.SIGKILL)  # not its workers
        server.process.wait()
        wait_until_silent(server.port)
        with home.serving(port=server.port) as again:
            assert again.is_healthy("/salud")
