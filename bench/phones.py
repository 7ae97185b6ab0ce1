"""Phones, writers and a big screen on one thread: raw sockets that stay open, as the browsers of a hall keep them.

Each phone asks for what changed since the version that it has, at the pace that the server tells, with its jitter.
Writes come at a fixed rate, whether or not the server keeps up.
"""

import gzip
import heapq
import random
import re
import select
import socket
import time
from array import array
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

CHUNK = 256 * 1024
ROOT = "/vivo/datos"
ETAG = re.compile(rb"\r\netag: *([^\r\n]+)", re.IGNORECASE)
LAST = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
VERSION = re.compile(rb'"v":(\d+)')
POLL = re.compile(rb'"poll":(\d+)')
JITTER = 0.25
AGAIN_SECONDS = 2.0
USUAL_PACE = 4.0  # seconds between two polls of a phone
MOST_STATES = 2_000
NETWORK = "127.7.{}.1"  # all of them are addresses of this machine, too


@dataclass
class Told:
    """What came of it. Times in seconds."""

    polls: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    fresh: array = field(default_factory=lambda: array("f"))
    screen: array = field(default_factory=lambda: array("f"))
    waits: dict[str, array] = field(default_factory=dict)
    bytes_read: int = 0
    states: dict[tuple[str, bytes], tuple[int, float]] = field(default_factory=dict)

    def fail(self, what: str) -> None:
        self.errors[what] += 1

    def state_in(self, asked: str, etag: bytes, head: bytes, body: bytes) -> tuple[int, float]:
        """The version and the pace in a file. Thousands get the same one: it is unpacked once, not by each phone."""
        key = asked, etag
        if not etag or key not in self.states:
            if len(self.states) > MOST_STATES:
                self.states.clear()
            plain = _plain(head, body)
            version, pace = VERSION.search(plain), POLL.search(plain)
            self.states[key] = (int(version[1]) if version else 0, float(pace[1]) if pace else USUAL_PACE)
        return self.states[key]


@dataclass
class Click:
    """An act of the moderator: which question comes to the screen, when, and in which version it came out.

    `is_lost`: the server did not take it in time, so nobody waits to see it.
    """

    number: int
    at: float
    version: int | None = None
    is_lost: bool = False


class Loop:
    """Sockets and moments."""

    def __init__(self) -> None:
        self._epoll, self._by_descriptor = select.epoll(), {}
        self._moments: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self.is_over = False

    def at(self, moment: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._moments, (moment, next(self._order), act))

    def watch(self, line: "Line | Stream") -> None:
        self._by_descriptor[line.socket.fileno()] = line
        self._epoll.register(line.socket.fileno(), select.EPOLLIN)

    def forget(self, line: "Line | Stream") -> None:
        self._by_descriptor.pop(line.socket.fileno(), None)
        self._epoll.unregister(line.socket.fileno())
        line.socket.close()

    def run(self, until: float) -> None:
        clock = time.monotonic
        while (now := clock()) < until and not self.is_over:
            while self._moments and self._moments[0][0] <= now:
                heapq.heappop(self._moments)[2]()
            wait = min(self._moments[0][0] - now, 0.05) if self._moments else 0.05
            for descriptor, _ in self._epoll.poll(max(wait, 0)):
                line = self._by_descriptor.get(descriptor)
                if line is not None:
                    line.read()

    def close(self) -> None:
        for line in list(self._by_descriptor.values()):
            self.forget(line)
        self._epoll.close()


class Line:
    """One connection that stays open, with one request under way. `answered` is told status, head and body.

    `home` is the address that it comes from, one of this machine; empty: the usual one.
    """

    __slots__ = ("answered", "broke", "home", "loop", "port", "received", "socket")

    def __init__(self, loop: Loop, port: int, answered: Callable, broke: Callable[[], None], home: str = "") -> None:
        self.loop, self.port, self.answered, self.broke, self.home = loop, port, answered, broke, home
        self.connect()

    def connect(self) -> None:
        self.received = b""
        home = (self.home, 0) if self.home else None
        self.socket = socket.create_connection(("127.0.0.1", self.port), source_address=home)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.loop.watch(self)

    def send(self, request: bytes) -> None:
        self.received = b""
        try:
            self.socket.sendall(request)
        except OSError:
            self._again()

    def read(self) -> None:
        try:
            chunk = self.socket.recv(CHUNK)
        except OSError:
            chunk = b""
        if not chunk:
            self._again()
            return
        self.received += chunk
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.received[:end]
        found = LENGTH.search(head)
        status = int(head[9:12])
        if status != 304 and found and len(self.received) < end + 4 + int(found[1]):
            return
        body, self.received = self.received[end + 4 :], b""
        if LAST.search(head):
            self._anew()
        self.answered(status, head, body)

    def _again(self) -> None:
        self._anew()
        self.broke()

    def _anew(self) -> None:
        """On another connection, as a browser goes on when the server says farewell."""
        self.loop.forget(self)
        self.connect()


class Phone:
    """Follows a hearing. `fixed`: seconds between two questions when the server is not asked for the pace."""

    __slots__ = (
        *("asked", "clicks", "code", "etag", "fixed", "is_asking", "latencies", "line", "next_click", "poll", "told"),
        "version",
    )

    def __init__(self, loop: Loop, port: int, code: str, clicks: list[Click], told: Told, fixed: float = 0) -> None:
        self.code, self.clicks, self.told, self.fixed = code, clicks, told, fixed
        self.latencies = told.screen if fixed else told.fresh
        self.etag, self.version, self.poll, self.asked, self.is_asking = b"", 0, USUAL_PACE, "", False
        self.next_click = len(clicks)
        self.line = Line(loop, port, self.answered, self.broke)

    def ask(self) -> None:
        """Unless it is asking already."""
        if self.is_asking:
            return
        self.is_asking = True
        name = f"delta-{self.version}.json" if self.version else "snapshot.json"
        if name != self.asked:
            self.etag = b""
        self._get(name, b"If-None-Match: " + self.etag + b"\r\n" if self.etag else b"")

    def _get(self, name: str, more: bytes = b"") -> None:
        self.asked = name
        path = f"GET {ROOT}/{self.code}/{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n".encode()
        self.told.polls += 1
        self.line.send(path + more + b"\r\n")

    def answered(self, status: int, head: bytes, body: bytes) -> None:
        self.told.bytes_read += len(head) + len(body)
        kind = self.asked.partition("-")[0].partition(".")[0]
        self.told.statuses[f"{kind} {status}"] += 1
        if status == 200:
            self._has(head, body)
        elif kind == "delta" and status == 404:
            self._get("snapshot.json")
        else:
            if status != 304:
                self.told.fail(f"{kind} {status}")
            self._rest()

    def _has(self, head: bytes, body: bytes) -> None:
        etag = ETAG.search(head)
        self.etag = etag[1] if etag else b""
        self.version, self.poll = self.told.state_in(self.asked, self.etag, head, body)
        now = time.monotonic()
        while self.next_click < len(self.clicks):
            click = self.clicks[self.next_click]
            if not click.is_lost:
                if click.version is None or self.version < click.version:
                    break
                self.latencies.append(now - click.at)
            self.next_click += 1
        self._rest()

    def _rest(self) -> None:
        self.is_asking = False
        pause = self.fixed or self.poll * (1 + JITTER * (2 * random.random() - 1))
        self.line.loop.at(time.monotonic() + pause, self.ask)

    def broke(self) -> None:
        """An idle connection that the server ended is no fault: the phone asks on a new one when it is due."""
        if self.is_asking:
            self.told.fail("phone: connection")
            self.is_asking = False
            self.line.loop.at(time.monotonic() + AGAIN_SECONDS, self.ask)


def _plain(head: bytes, body: bytes) -> bytes:
    return gzip.decompress(body) if b"ncoding: gzip" in head else body


class Writers:
    """Sends `rate` requests a second over some connections, each from a network of its own, in turn.

    `make` gives a request and who is told of the answer.
    """

    def __init__(self, loop: Loop, port: int, name: str, rate: float, make: Callable, told: Told, lines: int) -> None:
        self._loop, self._name, self._make, self._told = loop, name, make, told
        self._idle: deque[Line] = deque()
        self._waiting: deque[float] = deque()
        self._under_way: dict[int, tuple[float, Callable]] = {}
        self._step, self.is_open, self._next = 1 / rate, True, time.monotonic()
        told.waits[name] = array("f")
        for number in range(lines):
            self._add(port, NETWORK.format(number))
        loop.at(self._next, self._due)

    def _add(self, port: int, home: str) -> None:
        line: Line = Line(self._loop, port, lambda *told: self._answered(line, *told), lambda: self._broke(line), home)
        self._idle.append(line)

    @property
    def pending(self) -> int:
        """How many were sent and are not answered yet."""
        return len(self._under_way)

    def end(self) -> None:
        """Send nothing more, not even what is due already."""
        self.is_open = False
        self._waiting.clear()

    def _due(self) -> None:
        if not self.is_open:
            return
        self._waiting.append(self._next)
        self._next += self._step
        self._loop.at(self._next, self._due)
        self._send()

    def _send(self) -> None:
        while self._waiting and self._idle:
            line, due = self._idle.popleft(), self._waiting.popleft()
            request, tell = self._make()
            self._under_way[id(line)] = (due, tell)
            line.send(request)

    def _answered(self, line: Line, status: int, _head: bytes, body: bytes) -> None:
        due, tell = self._under_way.pop(id(line))
        self._told.waits[self._name].append(time.monotonic() - due)
        self._told.statuses[f"{self._name} {status}"] += 1
        if not tell(status, body):
            self._told.fail(f"{self._name} {status}")
        self._idle.append(line)
        self._send()

    def _broke(self, line: Line) -> None:
        """An idle connection that the server ended is no fault; one under way is."""
        if self._under_way.pop(id(line), None) is not None:
            self._told.fail(f"{self._name}: connection")
            self._idle.append(line)


class Stream:
    """The news of the big screen: each version lets it ask at once. The server ends it now and then: it comes again."""

    def __init__(self, loop: Loop, port: int, code: str, cookie: str, heard: Callable[[], None]) -> None:
        self._loop, self._port, self._heard = loop, port, heard
        self._request = f"GET {ROOT}/{code}/eventos HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()
        self.events = 0
        self._connect()

    def _connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self._port))
        self.socket.sendall(self._request)
        self._loop.watch(self)

    def read(self) -> None:
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            self._loop.forget(self)
            self._loop.at(time.monotonic() + AGAIN_SECONDS, self._connect)
        elif b"event: version" in chunk:
            self.events += 1
            self._heard()
