"""The questions as an Atom feed (RFC 4287). Pure: what is public of each one comes in, bytes come out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from participa.questions.models import Status
from participa.questions.queries.public import PublicQuestion
from participa.shared.html import to_rich

ATOM = "http://www.w3.org/2005/Atom"
MIMETYPE = "application/atom+xml"
BEGUN = "2026"  # the year in which these names were first given (RFC 4151)
LONGEST_TITLE = 100
ELSEWHERE = (Status.TRANSFERRED, Status.ARCHIVED, Status.REJECTED)
UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # letters that XML 1.0 does not know


@dataclass(frozen=True)
class Source:
    """Who publishes the feed, its own address and that of the page with the same questions."""

    name: str
    url: str
    page: str


@dataclass(frozen=True)
class Told:
    """A question, the address of its page and when it last changed for who reads."""

    question: PublicQuestion
    url: str
    changed_at: datetime


def write(source: Source, entries: Sequence[Told], at: datetime) -> bytes:
    """The feed of these questions; `at` is said of a feed without any."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "es-CO"})
    _add(root, "title", f"Preguntas y respuestas · {source.name}")
    _add(root, "id", source.page)
    _add(root, "updated", _moment(max((told.changed_at for told in entries), default=at)))
    _add(root, "link", rel="self", type=MIMETYPE, href=source.url)
    _add(root, "link", rel="alternate", type="text/html", href=source.page)
    _add(_add(root, "author"), "name", source.name)
    for told in entries:
        _write_entry(root, told)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write_entry(root: ElementTree.Element, told: Told) -> None:
    entry, question = _add(root, "entry"), told.question
    _add(entry, "title", _title(question))
    _add(entry, "id", f"tag:{urlsplit(told.url).hostname},{BEGUN}:pregunta/{question.radicado}")
    _add(entry, "link", rel="alternate", type="text/html", href=told.url)
    _add(entry, "published", _moment(question.received_at))
    _add(entry, "updated", _moment(told.changed_at))
    if question.topic:
        _add(entry, "category", term=question.topic)
    if question.answer and question.office:
        _add(_add(entry, "author"), "name", question.office)
    _add(entry, "content", _content(question), type="html")


def _title(question: PublicQuestion) -> str:
    if question.is_withheld:
        return f"Pregunta reservada {question.radicado}"
    line = " ".join(question.body.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def _content(question: PublicQuestion) -> str:
    if question.is_withheld:
        return str(to_rich(f"No se publica el texto de esta pregunta. {question.reason_label}"))
    return f"<blockquote>{to_rich(question.body)}</blockquote>{_answer(question)}"


def _answer(question: PublicQuestion) -> str:
    if question.answer:
        return str(to_rich(question.answer))
    if question.status in (Status.PUBLISHED, Status.REFERRED):
        return "<p>Tiene la misma respuesta que otra pregunta. Está en su página.</p>"
    if question.status in ELSEWHERE:
        return "<p>Esta entidad no la responde. En su página está por qué.</p>"
    return "<p>Todavía no hay una respuesta publicada.</p>"


def _add(parent: ElementTree.Element, name: str, words: str = "", **attributes: str) -> ElementTree.Element:
    fit = {key: UNFIT.sub("", value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, name, fit)
    child.text = UNFIT.sub("", words) or None
    return child


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
