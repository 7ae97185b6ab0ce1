"""News of the hearings as they happen, for the team and its big screen: server-sent events in a process of their own.

A long connection would hold one of the few threads that answer requests. So `flask hearings events` holds them all in
one loop, which reads the published files and nothing else: no database, no template. Their number is bounded; who does
not fit is told so at once (503) and asks each second instead. nginx brings the connections here.
"""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

import click
from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from participa.config import Settings
from participa.hearings.blueprint import bp
from participa.hearings.live_files import EVENTS, RETRY_SECONDS
from participa.hearings.publishing import FOLDER

MOST_STREAMS = 200
LOOK_SECONDS = 0.25
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 600.0
PATIENCE_SECONDS = 10.0  # for the head of a request, and for a reader that takes nothing
LARGEST_HEAD = 16 * 1024
SESSION_SECONDS = 24 * 3600
GONE = (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
    "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 3000\n\n"
)


class Refused(Exception):
    """The request gets no stream; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True)
class Pace:
    """Seconds between two looks at a file, between two signs of life, and until a stream ends so as to begin anew."""

    look: float = LOOK_SECONDS
    heartbeat: float = HEARTBEAT_SECONDS
    longest: float = LONGEST_SECONDS


class Streams:
    """All streams of this process. `signer` knows the sessions of the team: only who is signed in gets a stream."""

    def __init__(self, folder: Path, signer: URLSafeTimedSerializer, cookie: str, most: int = MOST_STREAMS) -> None:
        self._folder, self._signer, self._cookie, self._most = folder, signer, cookie, most
        self.pace = Pace()
        self.open: Counter[str] = Counter()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its first line to its end."""
        try:
            await self._tell(await self._asked(reader), reader, writer)
        except Refused as refusal:
            with suppress(*GONE):
                await _send(writer, _refusal(refusal.status))
        except GONE:
            pass  # the browser comes again by itself
        finally:
            writer.close()

    async def _asked(self, reader: asyncio.StreamReader) -> str:
        """The room code of a proper request. Raises Refused."""
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_SECONDS)
        first, *lines = head.decode("latin-1").split("\r\n")
        method, _, rest = first.partition(" ")
        path = rest.partition(" ")[0].partition("?")[0]
        if path == "/salud":
            raise Refused(HTTPStatus.OK)
        named = EVENTS.match(path)
        if method != "GET" or named is None or not (self._folder / named[1] / "version.json").exists():
            raise Refused(HTTPStatus.NOT_FOUND)
        if not self._is_of_the_team(lines):
            raise Refused(HTTPStatus.FORBIDDEN)
        if self.open.total() >= self._most:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
        return named[1]

    def _is_of_the_team(self, lines: list[str]) -> bool:
        """Whether the request carries a session that this application signed for somebody who signed in."""
        given = "; ".join(line.partition(":")[2] for line in lines if line.lower().startswith("cookie:"))
        try:
            morsel = SimpleCookie(given).get(self._cookie)
            session = self._signer.loads(morsel.value, max_age=SESSION_SECONDS) if morsel else {}
        except (BadSignature, CookieError):
            return False
        return isinstance(session, dict) and bool(session.get("_user_id"))

    async def _tell(self, code: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open[code] += 1
        try:
            await _send(writer, HEAD.encode())
            await self._follow(self._folder / code / "version.json", reader, writer)
        finally:
            self.open[code] -= 1

    async def _follow(self, path: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Each version as it is published; a sign of life while nothing happens. Ends when the reader goes."""
        began = spoke = time.monotonic()
        known = b""
        while time.monotonic() - began < self.pace.longest and not _is_gone(reader):
            told = _content(path)
            if told and told != known:
                known, spoke = told, time.monotonic()
                await _send(writer, b"event: version\ndata: " + told + b"\n\n")
            elif time.monotonic() - spoke >= self.pace.heartbeat:
                spoke = time.monotonic()
                await _send(writer, b"event: latido\ndata: 1\n\n")
            await asyncio.sleep(self.pace.look)


def _is_gone(reader: asyncio.StreamReader) -> bool:
    return reader.at_eof() or reader.exception() is not None


def _content(path: Path) -> bytes:
    """A file that is being replaced or cannot be read is as if nothing had changed."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


async def _send(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(content)
    await asyncio.wait_for(writer.drain(), PATIENCE_SECONDS)


def _refusal(status: HTTPStatus) -> bytes:
    wait = f"Retry-After: {RETRY_SECONDS}\r\n" if status is HTTPStatus.SERVICE_UNAVAILABLE else ""
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{wait}Content-Length: 0\r\nConnection: close\r\n\r\n"
    return head.encode()


def streams_of(app: Flask) -> Streams:
    """The streams of an installation: its folder, its sessions."""
    settings: Settings = app.extensions["settings"]
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    if signer is None:
        raise click.ClickException("Falta la clave que firma las sesiones.")
    return Streams(settings.data_dir / FOLDER, signer, app.config["SESSION_COOKIE_NAME"])


async def serve(streams: Streams, host: str, port: int) -> None:
    """Answer for ever. Raises OSError when the address is taken."""
    server = await asyncio.start_server(streams.answer, host, port, limit=LARGEST_HEAD)
    async with server:
        await server.serve_forever()


bp.cli.help = "La audiencia en vivo: los avisos al equipo."


@bp.cli.command("events")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Dirección en la que escucha.")
@click.option("--port", envvar="PORT", default=8002, show_default=True, help="Puerto en el que escucha.")
def events(host: str, port: int) -> None:
    """Avisa al equipo, en el momento, lo que cambia en la audiencia. Va detrás de nginx."""
    streams = streams_of(current_app)
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(streams, host, port))
