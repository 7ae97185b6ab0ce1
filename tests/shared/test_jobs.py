"""Jobs in the processes that serve: mail leaves within seconds, and a keeper that dies is replaced."""

import os
import signal
import socketserver
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fakeredis import TcpFakeServer

from participa.config import Mode
from participa.shared import mail
from participa.shared.unit_of_work import unit_of_work
from tests.parts.house import House
from tests.parts.smtp import smtp_server

pytestmark = pytest.mark.slow


@pytest.fixture
def post():
    with smtp_server() as server:
        yield server


@pytest.fixture
def build(own_settings, open_app, post):
    """A house whose mail goes to `post`, and in this process the application that writes to its database."""

    def build(redis_url=""):
        mail_url = f"smtp://{post.host}:{post.port}"
        open_app(mode=Mode.LOCAL, mail_url=mail_url, redis_url=redis_url)
        env = {"DATABASE_URL": own_settings.database_url, "MAIL_URL": mail_url, "REDIS_URL": redis_url}
        return House(own_settings.data_dir, env)

    return build


def write(name):
    with unit_of_work():
        mail.queue(name, f"{name}@correo.example", "Asunto", "Texto")


@pytest.fixture
def redis_url():
    server = TcpFakeServer(("127.0.0.1", 0), server_type="redis")
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"redis://127.0.0.1:{server.server_address[1]}/0"
    server.shutdown()
    socketserver.TCPServer.server_close(server)


def seconds_until(condition, most=90.0):
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < most, "it never came"
        time.sleep(0.05)
    return time.monotonic() - started


def keeper(home):
    """The process that holds the lock of the keeper, or None."""
    path = home.data_dir / "keeper.lock"
    inode = path.stat().st_ino if path.exists() else None
    for line in Path("/proc/locks").read_text().splitlines():
        parts = line.split()
        if "FLOCK" in parts and "->" not in parts and parts[5].endswith(f":{inode}"):
            return int(parts[4])
    return None


def test_mail_leaves_within_seconds_and_a_keeper_that_is_killed_is_replaced(build, post):
    home = build()
    with home.serving():
        write("uno")
        assert seconds_until(lambda: post.messages) < 5
        first = keeper(home)
        os.kill(first, signal.SIGKILL)
        seconds_until(lambda: keeper(home) not in (None, first))
        write("dos")
        assert seconds_until(lambda: len(post.messages) == 2) < 5


def test_a_server_of_the_public_leaves_the_chores_to_the_one_of_the_team(build, post):
    home = build()
    with replace(home, env={**home.env, "PARTICIPA_KEEPER_AFTER": "600"}).serving() as public:
        seconds_until((home.data_dir / "keeper.lock").exists)
        with home.serving() as team:
            seconds_until(lambda: keeper(home) in workers(team))
            assert keeper(home) not in workers(public)
            write("uno")
            seconds_until(lambda: post.messages)


def test_a_server_of_the_public_does_the_chores_when_nobody_else_does(build, post):
    home = build()
    with replace(home, env={**home.env, "PARTICIPA_KEEPER_AFTER": "1"}).serving() as public:
        seconds_until(lambda: keeper(home) in workers(public))
        write("uno")
        seconds_until(lambda: post.messages)


def workers(server):
    parent = server.process.pid
    return {int(number) for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}


def test_jobs_travel_through_redis(build, post, redis_url):
    home = build(redis_url=redis_url)
    with home.serving():
        write("uno")
        assert seconds_until(lambda: post.messages) < 5
    assert not (home.data_dir / "jobs.db").exists()


def test_without_redis_mail_leaves_all_the_same(build, post):
    home = build(redis_url="redis://127.0.0.1:1/0")
    write("uno")
    with home.serving():
        assert seconds_until(lambda: post.messages) < 5
