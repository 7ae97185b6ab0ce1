"""A real SMTP server on loopback that keeps what it receives and can behave badly on demand."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import Any

from aiosmtpd.controller import Controller

HANG_SECONDS = 600


class Mode(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"  # 550: that mailbox does not exist
    TEMPORARY = "temporary"  # 451: try again later
    HANG = "hang"  # takes the whole message and never answers


@dataclass(frozen=True)
class Received:
    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class SmtpServer:
    """Change `mode`, or add addresses to `refused`, at any time; it holds from the next recipient on."""

    mode: Mode = Mode.ACCEPT
    refused: set[str] = field(default_factory=set)
    messages: list[Received] = field(default_factory=list)
    attempts: int = 0  # recipients offered, taken or not
    on_message: Callable[[], None] | None = None  # called when a message is here and not yet answered for
    host: str = "127.0.0.1"
    port: int = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.attempts += 1
        if self.mode is Mode.REFUSE or address in self.refused:
            return "550 5.1.1 Mailbox does not exist"
        if self.mode is Mode.TEMPORARY:
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.mode is Mode.HANG:
            await asyncio.sleep(HANG_SECONDS)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(Received(envelope.mail_from, list(envelope.rcpt_tos), message))
        if self.on_message:
            self.on_message()
        return "250 OK"


class _Controller(Controller):
    def _trigger_server(self) -> None:
        # Port 0 was asked for; only now is it known which one the system gave.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp_server(mode: Mode = Mode.ACCEPT) -> Iterator[SmtpServer]:
    server = SmtpServer(mode)
    controller = _Controller(server, hostname=server.host, port=0)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
