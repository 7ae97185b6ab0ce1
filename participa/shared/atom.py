"""Atom feeds (RFC 4287). Pure: what may be told of each entry comes in, bytes come out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"
MIMETYPE = "application/atom+xml"
BEGUN = "2026"  # the year in which these names were first given (RFC 4151)
LONGEST_TITLE = 100
UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # letters that XML 1.0 does not know


@dataclass(frozen=True)
class Source:
    """Who publishes the feed, what it is called, its own address and that of the page that tells the same."""

    name: str
    title: str
    url: str
    page: str


@dataclass(frozen=True)
class Entry:
    """What is told. `name` tells it from all others of this site and never changes; `html` is safe markup."""

    name: str
    title: str
    url: str
    published_at: datetime
    changed_at: datetime
    html: str
    category: str = ""
    author: str = ""


def write(source: Source, entries: Sequence[Entry], at: datetime) -> bytes:
    """The feed of these entries; `at` is said of a feed without any."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "es-CO"})
    _add(root, "title", f"{source.title} · {source.name}")
    _add(root, "id", source.page)
    _add(root, "updated", _moment(max((entry.changed_at for entry in entries), default=at)))
    _add(root, "link", rel="self", type=MIMETYPE, href=source.url)
    _add(root, "link", rel="alternate", type="text/html", href=source.page)
    _add(_add(root, "author"), "name", source.name)
    for entry in entries:
        _write_entry(root, entry)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def short(text: str) -> str:
    """A text as a title: on one line, cut when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def _write_entry(root: ElementTree.Element, told: Entry) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", told.title)
    _add(entry, "id", f"tag:{urlsplit(told.url).hostname},{BEGUN}:{told.name}")
    _add(entry, "link", rel="alternate", type="text/html", href=told.url)
    _add(entry, "published", _moment(told.published_at))
    _add(entry, "updated", _moment(told.changed_at))
    if told.category:
        _add(entry, "category", term=told.category)
    if told.author:
        _add(_add(entry, "author"), "name", told.author)
    _add(entry, "content", told.html, type="html")


def _add(parent: ElementTree.Element, name: str, words: str = "", **attributes: str) -> ElementTree.Element:
    fit = {key: UNFIT.sub("", value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, name, fit)
    child.text = UNFIT.sub("", words) or None
    return child


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
