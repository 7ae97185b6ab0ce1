"""What is measured, against what, and what is aimed at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, repeat
from secrets import token_hex
from urllib.parse import urlencode

from bench.citizen import LEFT_EMPTY, WORDS, open_form
from bench.load import Requests
from bench.stage import Place, Stage

HELLO, RECEIVE = "Flask vacío, GET", "Flask vacío, POST"


@dataclass(frozen=True)
class Path:
    """A row of the table. `ratio` is the least we aim at, as a part of the baseline's requests per second."""

    name: str
    port: int
    requests: Callable[[int], Requests]
    status: int = 200
    baseline: str = ""
    ratio: float = 0.0
    most_p95: float = 0.0  # times the baseline's; 0: no aim


def get(port: int, address: str, cookie: str = "") -> bytes:
    lines = [f"GET {address} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip"]
    return "\r\n".join([*lines, *([f"Cookie: {cookie}"] if cookie else []), "", ""]).encode()


def all_paths(stage: Stage, many: int) -> list[Path]:
    return [*bare(stage.bare_port), *_questions(stage), *_public(stage.sqlite), *_inbox(stage, many)]


def bare(port: int) -> list[Path]:
    """What everything is compared with."""
    hello = get(port, "/")
    body = urlencode(dict.fromkeys((*LEFT_EMPTY, "csrf_token", "form_key"), "") | {"body": WORDS}).encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    receive = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    return [
        Path(HELLO, port, lambda _: repeat(hello)),
        Path(RECEIVE, port, lambda _: repeat(receive), status=201),
    ]


def _questions(stage: Stage) -> Iterator[Path]:
    for name, place in (("SQLite", stage.sqlite), ("PostgreSQL", stage.postgresql)):
        if place is not None:
            yield _asking(f"Enviar una pregunta, {name}", place)


def _asking(name: str, place: Place) -> Path:
    port = place.server.port
    people = [open_form(port) for _ in range(32)]
    return Path(name, port, lambda number: people[number].requests(), 201, RECEIVE, 0.30, 4.0)


def _public(place: Place) -> Iterator[Path]:
    year = place.year
    pages = {"Inicio": "/", "Cronograma": f"/estrategia/{year}", "Preguntas": "/preguntas/"}
    for name, address in pages.items():
        yield _warm(name, place.server.port, address)
        yield _cold(name, place.server.port, address)


def _warm(name: str, port: int, address: str) -> Path:
    request = get(port, address)
    return Path(f"{name}, ya visitada", port, lambda _: repeat(request), baseline=HELLO, ratio=5.0)


def _cold(name: str, port: int, address: str) -> Path:
    return Path(
        f"{name}, primera visita tras un cambio",
        port,
        lambda _: never_asked(port, address),
        baseline=HELLO,
        ratio=0.30,
    )


def never_asked(port: int, address: str) -> Requests:
    """Requests for a page under addresses that nobody asked for before: it is made every time."""
    mark = token_hex(4)
    sign = "" if address.endswith(("?", "&")) else "?"
    return (get(port, f"{address}{sign}{mark}={turn}") for turn in count())


def _inbox(stage: Stage, many: int) -> Iterator[Path]:
    for place, rows in ((stage.sqlite, "1.000"), (stage.crowded, f"{many:,}".replace(",", "."))):
        request = get(place.server.port, "/preguntas/gestion/", place.staff_cookie)
        name = f"Bandeja del equipo, de {rows} preguntas"
        yield Path(name, place.server.port, lambda _, request=request: repeat(request), baseline=HELLO, ratio=0.15)
