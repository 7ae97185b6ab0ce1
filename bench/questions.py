"""`python -m bench questions` measures asking, following and the public list, with few and with very many questions."""

import http.client
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path as Folder
from time import monotonic
from urllib.parse import quote, urlencode

from sqlalchemy import select

from bench import crowd, report
from bench.citizen import open_form
from bench.load import Requests
from bench.measuring import Figure, measure
from bench.paths import HELLO, RECEIVE, Path, bare, never_asked
from bench.stage import DURABLE, Place, bare_server, place
from participa.extensions import db
from participa.questions.models import Question, Topic, Visibility
from tests import factories as make
from tests.pages import parse
from tests.parts.postgres import find_binaries, temporary_cluster

SIZES = (1_000, 100_000, 500_000)
FOLLOW = "/preguntas/seguir"
BEGIN, END = "<!-- preguntas: inicio -->", "<!-- preguntas: fin -->"
LIST_RATIO, ASK_RATIO, FOLLOW_RATIO = 0.30, 0.30, 0.15


@dataclass(frozen=True)
class House:
    """A served house full of questions: the code of one, another one deep in the list and a topic."""

    name: str
    place: Place
    code: str
    deep: str
    topic: int
    seconds: float


def opened(stack: ExitStack, folder: Folder, name: str, size: int, database_url: str = "") -> House:
    """Write the questions and serve them; `seconds` is how long the writing took."""
    begun: list[float] = []

    def write(count: int) -> None:
        started = monotonic()
        crowd.fill(count)
        begun.append(monotonic() - started)

    at = stack.enter_context(place(folder / f"{name}-{size}", size, database_url, write))
    with at.app.app_context():
        code = make.receipt().code
        listed = select(Question.radicado).where(Question.visibility == Visibility.PUBLIC)
        deep = db.session.scalar(listed.order_by(Question.received_at, Question.id).offset(size // 10).limit(1)) or ""
        topic = db.session.scalar(select(Topic.id).order_by(Topic.id.desc()).limit(1)) or 0
        db.session.rollback()
    return House(name, at, code, deep, topic, begun[0])


def following(port: int, code: str) -> Requests:
    """The follow page asked for with the code, again and again, by somebody who has it open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", FOLLOW)
        answer = connection.getresponse()
        html = answer.read().decode()
        cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
    finally:
        connection.close()
    body = urlencode(parse(html).hidden | {"code": code}).encode()
    head = (
        f"POST {FOLLOW} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return repeat(head.encode() + body)


def paths(house: House) -> Iterator[Path]:
    """What is asked of a house; each page of the list is made every time, never answered from memory."""
    port, at = house.place.server.port, house.name
    people = [open_form(port) for _ in range(32)]
    yield Path(f"Enviar, {at}", port, lambda number: people[number].requests(), 201, RECEIVE, ASK_RATIO, 4.0)
    yield Path(f"Seguir con el código, {at}", port, lambda _: following(port, house.code), 200, RECEIVE, FOLLOW_RATIO)
    pages = {
        "Lista, primera página": "",
        "Lista, página honda": f"despues={house.deep}",
        "Lista, por tema": f"tema={house.topic}",
        "Lista, tema y tipo": f"tema={house.topic}&tipo=felicitacion",
        "Lista, últimas respuestas": "orden=ultima-respuesta",
        "Buscar una palabra de todas": f"q={quote(crowd.COMMON)}",
        "Buscar una palabra de una en diez": f"q={crowd.SOME}",
        "Buscar una palabra rara": f"q={crowd.RARE}",
    }
    for name, query in pages.items():
        yield _cold(f"{name}, {at}", port, f"/preguntas/?{query}&" if query else "/preguntas/?")
    yield _cold(f"Una pregunta con su respuesta, {at}", port, f"/preguntas/{house.deep}?")
    yield _cold(f"Canal Atom, {at}", port, "/preguntas/atom.xml?")
    yield _cold(f"Cifras, {at}", port, "/preguntas/cifras?")


def _cold(name: str, port: int, address: str) -> Path:
    return Path(name, port, lambda _: never_asked(port, address), baseline=HELLO, ratio=LIST_RATIO)


def measure_size(size: int, rounds: int, seconds: float) -> tuple[list[Figure], str]:
    """One size on both databases, beside bare Flask in the same minutes."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder, port = Folder(name), stack.enter_context(bare_server())
        houses = [opened(stack, folder, "SQLite", size)]
        if find_binaries() is not None:
            url = stack.enter_context(temporary_cluster(DURABLE)).create_database()
            houses.append(opened(stack, folder, "PostgreSQL", size, url))
        figures = measure([*bare(port), *(path for house in houses for path in paths(house))], rounds, seconds, 1.0)
        told = ", ".join(f"{house.name} {report.decimal(house.seconds, 0)} s" for house in houses)
    return figures, told


def compare(sizes: list[int], quick: bool, keep: bool) -> None:
    """Measure each size and print it; with `keep`, write it into docs/rendimiento.md."""
    rounds, seconds = (1, 0.8) if quick else (3, 1.2)
    parts = []
    for size in sizes:
        figures, told = measure_size(size, rounds, seconds)
        title = f"### Con {report.decimal(size, 0)} preguntas"
        parts += [title, report.table([report.row(figure) for figure in figures]), f"Escribirlas tardó: {told}."]
        print("\n\n".join(parts[-3:]), flush=True)
    if keep:
        command = "python -m bench questions" + (" --quick" if quick else "")
        report.write("\n\n".join([f"Medido con `{command}`.", *parts]), BEGIN, END)
