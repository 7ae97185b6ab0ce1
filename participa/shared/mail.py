"""Mail: a row in the same transaction as what it tells, sent afterwards. No request waits for a mail server."""

import smtplib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import ColumnElement, Index, String, Text, cast, exists, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from participa.config import Settings
from participa.extensions import Base, db
from participa.shared import jobs
from participa.shared.clock import now
from participa.shared.types import UtcDateTime
from participa.shared.unit_of_work import own_unit, when_kept

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
GIVE_UP_AFTER = timedelta(hours=72)
LEASE = timedelta(minutes=2)
AT_ONCE = 50
TIMEOUT_SECONDS = 20
NO_SUCH_MAILBOX = smtplib.SMTPRecipientsRefused.__name__


class OutgoingMail(Base):
    """A mail to send. `key` makes queueing twice one mail; `leased_until` keeps two workers apart.

    `unsubscribe` is the page where its reader asks for no more of them; empty for what a person asked for. One whose
    secret stands after a # waits for a person; one without a # takes the POST of a mail program (RFC 8058).
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_due", "sent_at", "failed_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(200))
    unsubscribe: Mapped[str] = mapped_column(String(300), default="")

    @property
    def was_refused_by_mailbox(self) -> bool:
        """Whether it was given up because its mailbox cannot receive, and not because the time was over."""
        if self.failed_at is None or self.last_error != NO_SUCH_MAILBOX:
            return False
        return self.failed_at - self.queued_at <= GIVE_UP_AFTER


@dataclass(frozen=True)
class Held:
    """How long the mails wait that are queued meanwhile, and their keys."""

    wait: timedelta
    keys: list[str] = field(default_factory=list)


_held: ContextVar[Held | None] = ContextVar("held", default=None)
Hearer = Callable[[Session, OutgoingMail], None]
_hearers: dict[str, Hearer] = {}


def listen(prefix: str, hearer: Hearer) -> None:
    """Be told of each mail whose key begins with `prefix` when it left or was given up, in the unit that notes it.

    The hearer writes only with the session that it is given, and may hear of the same mail again.
    """
    _hearers[prefix] = hearer


def _tell(session: Session, mail: OutgoingMail) -> None:
    for prefix, hearer in _hearers.items():
        if mail.key.startswith(prefix):
            hearer(session, mail)


def queue(key: str, recipient: str, subject: str, body: str, unsubscribe: str = "") -> None:
    """Write a mail to be sent once this transaction is kept. The same `key` again changes nothing."""
    if is_queued(key):
        return
    mail = OutgoingMail(key=key, recipient=recipient, subject=subject, body=body, unsubscribe=unsubscribe)
    mail.queued_at = mail.next_try_at = now()
    held = _held.get()
    if held is not None:
        mail.next_try_at += held.wait
        held.keys.append(key)
    db.session.add(mail)
    when_kept(jobs.deliver_mail_soon)


def is_queued(key: str) -> bool:
    """Whether a mail with this key was written, sent or not."""
    return db.session.scalar(select(OutgoingMail.id).where(OutgoingMail.key == key)) is not None


@contextmanager
def held_back(wait: timedelta) -> Iterator[list[str]]:
    """What is queued inside leaves only after this time. Gives the keys, with which `withdraw_these` stops it."""
    held = Held(wait)
    told = _held.set(held)
    try:
        yield held.keys
    finally:
        _held.reset(told)


def withdraw(*prefixes: str) -> int:
    """Give up the mails whose keys begin so and that nobody is sending at this moment; how many."""
    return _give_up(or_(*(OutgoingMail.key.startswith(prefix, autoescape=True) for prefix in prefixes)))


def withdraw_these(keys: Iterable[str]) -> int:
    """The same for the mails with exactly these keys, which are free again: what is told anew has its mail."""
    freed = OutgoingMail.key + "/withdrawn/" + cast(OutgoingMail.id, String)
    return _give_up(OutgoingMail.key.in_(list(keys)), key=freed)


def have_left(keys: Iterable[str]) -> bool:
    """Whether any mail with these keys was sent or is being sent at this moment."""
    is_leaving = or_(OutgoingMail.sent_at.is_not(None), OutgoingMail.leased_until >= now())
    return bool(db.session.scalar(select(exists().where(OutgoingMail.key.in_(list(keys)), is_leaving))))


def _give_up(chosen: ColumnElement[bool], **values: Any) -> int:
    at = now()
    idle = or_(OutgoingMail.leased_until.is_(None), OutgoingMail.leased_until < at)
    unsent = update(OutgoingMail).where(OutgoingMail.sent_at.is_(None), OutgoingMail.failed_at.is_(None), idle)
    found = db.session.execute(unsent.where(chosen).values(failed_at=at, last_error=WITHDRAWN, **values))
    return int(found.rowcount)  # type: ignore[attr-defined] # of an update it is a cursor


WITHDRAWN = "Withdrawn"


def deliver_due() -> int:
    """Send what is due, oldest first; how many left. A mail that fails is tried again for 72 hours."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.mail_url:
        return 0
    with own_unit() as session:
        mails = [ready for mail in _lease(session) for ready in _written(session, mail, settings)]
    if not mails:
        return 0
    return _send_all(mails, settings)


def _lease(session: Session) -> list[OutgoingMail]:
    at = now()
    waiting = (
        select(OutgoingMail)
        .where(OutgoingMail.sent_at.is_(None), OutgoingMail.failed_at.is_(None), OutgoingMail.next_try_at <= at)
        .where(or_(OutgoingMail.leased_until.is_(None), OutgoingMail.leased_until < at))
        .order_by(OutgoingMail.next_try_at, OutgoingMail.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    mails = list(session.scalars(waiting))
    for mail in mails:
        mail.leased_until = at + LEASE
    return mails


def _written(session: Session, mail: OutgoingMail, settings: Settings) -> Iterator[tuple[int, EmailMessage]]:
    """The mail, ready to leave. One that cannot be written is given up alone: it never holds up the rest."""
    try:
        message = _message(mail, settings)
    except Exception as error:  # the parser of addresses stumbles in many ways
        mail.failed_at, mail.last_error = now(), type(error).__name__
        _tell(session, mail)
    else:
        yield mail.id, message


def _message(mail: OutgoingMail, settings: Settings) -> EmailMessage:
    """The mail as a message. Raises an error for a recipient that a mail program would read as something else."""
    message = EmailMessage()
    message["From"] = settings.mail_from or f"participa@{settings.trusted_hosts[0]}"
    message["To"] = recipient = _in_ascii(mail.recipient)
    if [address.addr_spec for address in message["To"].addresses] != [recipient]:
        raise ValueError("The address reads as another one.")
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.queued_at)
    message["Message-ID"] = _message_id(mail, settings)
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
    if mail.unsubscribe.startswith("https://") and "#" not in mail.unsubscribe:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    return message


def _in_ascii(address: str) -> str:
    """The address as every mail server takes it: persona@niño.co is persona@xn--nio-8ma.co."""
    mailbox, _, domain = address.rpartition("@")
    return f"{mailbox}@{domain.encode('idna').decode()}"


def _message_id(mail: OutgoingMail, settings: Settings) -> str:
    """The same at each try, so that the programs of the recipient see one mail if it went out twice."""
    return f"<{mail.id}.{int(mail.queued_at.timestamp())}@{settings.trusted_hosts[0]}>"


def _send_all(mails: list[tuple[int, EmailMessage]], settings: Settings) -> int:
    """How many left. Stops well before the lease ends; a mail that the server hangs up on does not hold up the rest."""
    sent, waiting, stop_at = 0, deque(mails), now() + LEASE / 2
    try:
        with _server(settings) as server:
            while waiting and now() < stop_at:
                sent += _send(server, *waiting[0])
                waiting.popleft()
    except (OSError, smtplib.SMTPException) as error:
        if waiting:
            _note(waiting.popleft()[0], error)
    _release([mail_id for mail_id, _ in waiting])
    return sent


def _release(ids: list[int]) -> None:
    """Give back what was not tried; the next delivery takes it."""
    if not ids:
        return
    with own_unit() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.id.in_(ids)).values(leased_until=None))


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A connection to smtp://user:password@host:port; smtps:// is TLS from the first byte, smtp+tls:// STARTTLS."""
    url = urlsplit(settings.mail_url)
    kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with kind(url.hostname or "localhost", url.port or 25, timeout=TIMEOUT_SECONDS) as server:
        if url.scheme == "smtp+tls":
            server.starttls()
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def _send(server: smtplib.SMTP, mail_id: int, message: EmailMessage) -> bool:
    try:
        server.send_message(message)
    except smtplib.SMTPResponseException as error:
        _note(mail_id, error)
        return False
    except smtplib.SMTPRecipientsRefused as error:
        _note(mail_id, error)
        return False
    with own_unit() as session:
        mail = session.get_one(OutgoingMail, mail_id)
        mail.sent_at, mail.leased_until = now(), None
        _tell(session, mail)
    return True


def _note(mail_id: int, error: Exception) -> None:
    """Plan the next try, or give up after a permanent refusal or 72 hours."""
    at = now()
    with own_unit() as session:
        mail = session.get_one(OutgoingMail, mail_id)
        if mail.sent_at is not None:
            return
        mail.last_error = type(error).__name__
        mail.leased_until = None
        mail.next_try_at = at + RETRY_AFTER[min(mail.tries, len(RETRY_AFTER) - 1)]
        mail.tries += 1
        if _is_permanent(error) or at - mail.queued_at > GIVE_UP_AFTER:
            mail.failed_at = at
            _tell(session, mail)


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and error.smtp_code >= 500
