"""`python -m bench surveys` measures answering a survey beside bare Flask in the same minutes: page and sending."""

import http.client
import json
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

SLUG = "banco"
FORM, SEND = f"/encuestas/{SLUG}/responder", f"/encuestas/{SLUG}/gracias"
ANSWERS = {"tema": "vias", "cual": "La que va de la plaza al hospital", "nota": 4, "detalle": "Falta luz en la calle."}
CARRIED = json.dumps({"seed": "banco", "answers": ANSWERS})
WANTED = 50  # a second, sustained


def opened(port: int) -> tuple[str, str]:
    """The cookie of the session of a browser with the form open, and the token of its forms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", FORM)
        answer = connection.getresponse()
        token = parse(answer.read().decode()).hidden["csrf_token"]
        cookies = [cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or []]
        return next(cookie for cookie in cookies if cookie.startswith("participa=")), token
    finally:
        connection.close()


def sent(port: int, cookie: str, token: str) -> Requests:
    """Answers without end, each of another device and with a form key of its own."""
    while True:
        form = {"csrf_token": token, "form_key": secrets.token_urlsafe(16), "carried": CARRIED}
        body = urlencode(form | {"page": "-1", "paso": "enviar"}).encode()
        head = (
            f"POST {SEND} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


def bare(port: int) -> list[Path]:
    body = urlencode({"csrf_token": "", "form_key": "", "carried": CARRIED}).encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    receive = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    hello = get(port, "/")
    return [Path(HELLO, port, lambda _: repeat(hello)), Path(RECEIVE, port, lambda _: repeat(receive), status=201)]


def answering(name: str, of: Place) -> Iterator[Path]:
    """The page that tells of the survey, its first page, and the sending of the answers."""
    with of.app.app_context():
        make.survey(slug=SLUG)
    port = of.server.port
    people = [opened(port) for _ in range(32)]
    told, page = get(port, f"/encuestas/{SLUG}/"), get(port, FORM)
    yield Path(f"Leer de qué trata, {name}", port, lambda _: repeat(told), baseline=HELLO, ratio=0.5)
    yield Path(f"Abrir la primera página, {name}", port, lambda _: repeat(page), baseline=HELLO, ratio=0.1)
    yield Path(f"Enviar las respuestas, {name}", port, lambda number: sent(port, *people[number]), 201, RECEIVE, 0.1)


def compare(quick: bool) -> None:
    """Print the figures. At least 50 answers a second are wanted."""
    rounds, seconds = (1, 0.8) if quick else (3, 20.0)
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Folder(name)
        paths = bare(stack.enter_context(bare_server()))
        paths += answering("SQLite", stack.enter_context(place(folder / "sqlite", FEW)))
        if find_binaries() is not None:
            cluster = stack.enter_context(temporary_cluster(DURABLE))
            there = stack.enter_context(place(folder / "postgresql", FEW, cluster.create_database()))
            paths += answering("PostgreSQL", there)
        print(report.table([report.row(figure) for figure in measure(paths, rounds, seconds)]))
        print(f"\nMeta: {WANTED} respuestas por segundo, sostenidas.")
