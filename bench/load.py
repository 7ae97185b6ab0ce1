"""A load generator: many clients on one thread, each sending its next request as soon as the last is answered."""

import select
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CLIENTS = 32
CHUNK = 256 * 1024
DRAIN_SECONDS = 10.0
Requests = Iterator[bytes]


@dataclass
class Outcome:
    """What one block of load brought. Latencies in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0

    @property
    def rps(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p95_ms(self) -> float:
        ranked = sorted(self.latencies)
        return 1000 * ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))] if ranked else float("nan")

    def expect(self, *statuses: int) -> "Outcome":
        """Raises AssertionError unless there were answers, all with these statuses."""
        assert self.latencies, "no answers at all"
        assert set(self.statuses) <= set(statuses), f"answers with other statuses: {self.statuses}"
        assert not self.broken, f"{self.broken} connections broke"
        return self


class Client:
    """One keep-alive connection with one request under way. Written for speed: it shares the cores with the server."""

    __slots__ = ("expected", "hangs_up", "port", "received", "requests", "sent_at", "socket")

    def __init__(self, port: int, requests: Requests) -> None:
        self.port = port
        self.requests = requests
        self.connect()
        self.received = b""
        self.expected = 0  # most answers are as long as the last
        self.hangs_up = False  # whether the server ends the connection after each answer
        self.sent_at = 0.0

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def is_whole(self) -> bool:
        if len(self.received) != self.expected or self.expected == 0:
            self.expected = _length(self.received)
            self.hangs_up = b"\r\nconnection: close\r\n" in self.received[:2048].lower()
        return len(self.received) == self.expected


def _length(received: bytes) -> int:
    """Bytes of head and body together, or 0 while the head is not complete."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return 0
    head = received[:end].lower()
    at = head.find(b"content-length:")
    return end + 4 + (int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0)


def run(port: int, requests: Callable[[int], Requests], seconds: float, clients: int = CLIENTS) -> Outcome:
    """Load for some seconds. `requests` gives each client, by its number, what to send."""
    connected = [Client(port, requests(number)) for number in range(clients)]
    with select.epoll() as epoll:
        by_descriptor = {client.socket.fileno(): client for client in connected}
        for descriptor in by_descriptor:
            epoll.register(descriptor, select.EPOLLIN)
        outcome = _load(epoll, by_descriptor, seconds)
        _drain(epoll, by_descriptor)
    for client in connected:
        client.socket.close()
    return outcome


def _load(epoll: select.epoll, clients: dict[int, Client], seconds: float) -> Outcome:
    outcome, clock = Outcome(), time.perf_counter
    note_latency, statuses = outcome.latencies.append, []
    started = clock()
    for client in clients.values():
        client.sent_at = clock()
        client.socket.send(next(client.requests))
    while clock() - started < seconds:
        for descriptor, _ in epoll.poll(0.1):
            client = clients[descriptor]
            chunk = client.socket.recv(CHUNK)
            if not chunk:
                outcome.broken += 1
                epoll.unregister(descriptor)
                continue
            client.received += chunk
            if not client.is_whole():
                continue
            at = clock()
            note_latency(at - client.sent_at)
            statuses.append(client.received[9:12])
            if client.hangs_up:
                _connect_again(client, epoll, clients)
            client.received, client.sent_at = b"", at
            client.socket.send(next(client.requests))
    outcome.seconds = clock() - started
    outcome.statuses = Counter(int(status) for status in statuses)
    return outcome


def _drain(epoll: select.epoll, clients: dict[int, Client]) -> None:
    """Wait for what is still under way, so that the next block does not queue behind it. Not counted."""
    waiting, until = set(clients), time.perf_counter() + DRAIN_SECONDS
    while waiting and time.perf_counter() < until:
        for descriptor, _ in epoll.poll(0.1):
            client = clients[descriptor]
            chunk = client.socket.recv(CHUNK)
            client.received += chunk
            if not chunk or client.is_whole():
                epoll.unregister(descriptor)
                waiting.discard(descriptor)


def _connect_again(client: Client, epoll: select.epoll, clients: dict[int, Client]) -> None:
    epoll.unregister(client.socket)
    del clients[client.socket.fileno()]
    client.socket.close()
    client.connect()
    clients[client.socket.fileno()] = client
    epoll.register(client.socket, select.EPOLLIN)
