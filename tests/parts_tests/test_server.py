import socket
import sys
import time
import urllib.request

import pytest

from tests.parts.server import running_server

SCRIPT = """
import http.server, os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("child", child.pid)

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/salud" else 404)
        self.end_headers()
        self.wfile.write(sys.argv[1].encode())

http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""
COMMAND = [sys.executable, "-c", SCRIPT, "{port}"]


def answers(server):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", server.port)) == 0


def is_running(pid):
    """A process that was killed but not yet collected by init counts as ended."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid, most=30):
    """A killed process ends when the system gets to it."""
    deadline = time.monotonic() + most
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def test_server_answers_and_stops_with_its_children():
    with running_server(COMMAND) as server:
        with urllib.request.urlopen(server.url + "/salud") as answer:
            assert answer.read() == str(server.port).encode()
        child = int(server.output().split()[1])
        assert is_running(child)
    assert not answers(server)
    assert ends(child)


def test_killed_server_can_be_started_again_on_its_port():
    with running_server(COMMAND) as server:
        server.kill()
        assert not answers(server)
        with running_server(COMMAND, port=server.port) as again:
            assert answers(again)


def test_server_that_ends_at_once_shows_what_it_printed():
    command = [sys.executable, "-c", "print('falta la clave'); raise SystemExit(3)"]
    with pytest.raises(RuntimeError, match="falta la clave"), running_server(command):
        pass


def test_server_that_never_gets_healthy_is_given_up():
    with pytest.raises(RuntimeError, match="/otra"), running_server(COMMAND, health="/otra", wait_seconds=1):
        pass
