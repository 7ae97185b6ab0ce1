"""`python -m bench.registrations` measures registering beside bare Flask in the same minutes: page and sending."""

import argparse
import http.client
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path as Folder
from urllib.parse import urlencode

from bench import report
from bench.load import Requests
from bench.measuring import measure
from bench.paths import HELLO, RECEIVE, Path, get
from bench.stage import DURABLE, FEW, Place, bare_server, place
from tests import factories as make
from tests.pages import parse
from tests.parts.postgres import find_binaries, temporary_cluster

FORM = "/inscripciones/banco/nueva"
TOLD = {
    "first_name": "Persona",
    "last_name": "Inscrita",
    "phone": "3000000000",
    "capacity_as": "ciudadania",
    "neighbourhood": "El Prado",
    "manage": "y",
}
SEATS = 1_000_000


def opened(port: int) -> tuple[str, dict[str, str]]:
    """The cookie of a browser with the form open, and the hidden fields of the page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", FORM)
        answer = connection.getresponse()
        html = answer.read().decode()
        return (answer.headers["Set-Cookie"] or "").split(";")[0], parse(html).hidden
    finally:
        connection.close()


def sent(port: int, cookie: str, hidden: dict[str, str]) -> Requests:
    """Registrations without end, each with a form key of its own."""
    while True:
        body = urlencode(hidden | TOLD | {"form_key": secrets.token_urlsafe(16)}).encode()
        head = (
            f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


def bare(port: int) -> list[Path]:
    body = urlencode(dict.fromkeys(("csrf_token", "form_key", "phone"), "") | TOLD).encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    receive = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    hello = get(port, "/")
    return [Path(HELLO, port, lambda _: repeat(hello)), Path(RECEIVE, port, lambda _: repeat(receive), status=201)]


def registering(name: str, of: Place) -> Iterator[Path]:
    """The page with the form, and the sending of it, in a space with seats for everybody."""
    with of.app.app_context():
        make.event(slug="banco", capacity_in_room=SEATS)
    port = of.server.port
    people = [opened(port) for _ in range(32)]
    page = get(port, FORM)
    yield Path(f"Abrir la inscripción, {name}", port, lambda _: repeat(page), baseline=HELLO, ratio=0.15)
    yield Path(f"Inscribirse, {name}", port, lambda number: sent(port, *people[number]), 201, RECEIVE, ratio=0.15)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.registrations", description="Mide las inscripciones.")
    parser.add_argument("--quick", action="store_true", help="corto: una ronda")
    rounds, seconds = (1, 0.8) if parser.parse_args().quick else (3, 1.5)
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Folder(name)
        paths = bare(stack.enter_context(bare_server()))
        paths += registering("SQLite", stack.enter_context(place(folder / "sqlite", FEW)))
        if find_binaries() is not None:
            cluster = stack.enter_context(temporary_cluster(DURABLE))
            there = stack.enter_context(place(folder / "postgresql", FEW, cluster.create_database()))
            paths += registering("PostgreSQL", there)
        print(report.table([report.row(figure) for figure in measure(paths, rounds, seconds)]))


if __name__ == "__main__":
    main()
