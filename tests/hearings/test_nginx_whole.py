"""The shipped configuration of nginx whole: with its encryption, and before the real processes of the installation."""

import http.client
import json
import shutil
import subprocess
from contextlib import ExitStack, closing, contextmanager

import pytest

from participa import create_app
from participa.accounts.models import User
from participa.config import from_environment
from participa.extensions import db
from participa.hearings.models import Stage, StagedQuestion
from participa.hearings.services import stage
from participa.shared.unit_of_work import unit_of_work
from tests.conftest import ON_POSTGRESQL
from tests.hearings.team import signed_in
from tests.hearings.test_phone_in_browser import furnish
from tests.parts import house
from tests.parts.need import require
from tests.parts.nginx import AROUND, HOW, SHIPPED, Behind, find_nginx, running_nginx
from tests.parts.process import free_port
from tests.parts.server import running_server

pytestmark = pytest.mark.slow
PATIENCE_SECONDS = 30


def certificate(folder):
    """A pair made on the spot, as an installation would have one."""
    require(shutil.which("openssl"), "openssl", "make system")
    key, chain = folder / "clave.pem", folder / "cadena.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=participa.example"]
    subprocess.run([*made, "-keyout", key, "-out", chain], check=True, capture_output=True)


def test_with_encryption_nginx_finds_nothing_to_complain_of(tmp_path):
    program = find_nginx()
    require(program, "nginx", HOW)
    certificate(tmp_path)
    changes = {
        "/etc/nginx/participa/": f"{tmp_path}/",
        "/etc/ssl/participa/": f"{tmp_path}/",
        "/var/log/nginx/": f"{tmp_path}/",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ": f"listen 127.0.0.1:{free_port()} ",
    }
    for path in SHIPPED.glob("*.conf"):
        text = path.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        (tmp_path / path.name).write_text(text)
    assert "ssl_certificate" in (tmp_path / "participa.conf").read_text()
    main = tmp_path / "nginx.conf"
    main.write_text(AROUND.format(folder=tmp_path, user=""))
    said = subprocess.run(
        [program, "-t", "-p", tmp_path, "-c", main, "-e", tmp_path / "start.log"], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr
    complaints = [line for line in said.stderr.splitlines() if "[emerg]" in line or "[warn]" in line]
    assert complaints == []


@contextmanager
def installation(request, tmp_path):
    """The larger set-up: the processes that answer, the one of the streams, and nginx before them."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path, env)
    (held,) = furnish(home, "1")
    app = create_app(from_environment(home.environment))
    with ExitStack() as stack:
        server = stack.enter_context(home.serving())
        news = stack.enter_context(running_server([*house.FLASK, "hearings", "events"], env=home.environment))
        front = stack.enter_context(running_nginx(tmp_path, Behind(server.port, server.port, news.port)))
        yield app, front, held
        with app.app_context():
            db.engine.dispose()


@contextmanager
def listening(front, code, cookie=""):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", f"/vivo/datos/{code}/eventos", headers={"Cookie": cookie} if cookie else {})
    with closing(connection), connection.getresponse() as stream:
        yield stream


def next_version(stream) -> int:
    """The version that the next news tells. A silence that is too long raises TimeoutError."""
    while not stream.readline().startswith(b"event: version"):
        pass
    return int(json.loads(stream.readline().removeprefix(b"data: "))["v"])


def test_a_step_of_the_desk_reaches_who_listens_through_nginx(request, tmp_path):
    with installation(request, tmp_path) as (app, front, held), app.app_context():
        person, name, value = signed_in(app)
        with listening(front, held["code"]) as refused:
            assert refused.status == 403, "only the team"
        with listening(front, held["code"], f"{name}={value}") as stream:
            assert (stream.status, stream.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
            before = next_version(stream)
            with unit_of_work():
                waiting = db.session.get_one(StagedQuestion, held["cards"][3])
                stage.move(waiting, Stage.SHORTLISTED, db.session.get_one(User, person))
            assert next_version(stream) > before
