"""The tags and texts of a page, read once however many checks look at them: reading takes longer than checking."""

from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple


class Token(NamedTuple):
    """`kind` is "start", "end" or "data"; `name` the tag, or the text itself."""

    kind: str
    name: str
    values: dict[str, str]


class _Recorder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Token] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(Token("start", tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(Token("end", tag, {}))

    def handle_data(self, data: str) -> None:
        self.seen.append(Token("data", data, {}))


@lru_cache(maxsize=2)
def tokens(html: str) -> tuple[Token, ...]:
    """What a page is made of, in its order. The last pages are kept: each is asked for by several checks."""
    page = _Recorder()
    page.feed(html)
    return tuple(page.seen)


class Reader:
    """Looks at each token of a page; each kind of check says what it does with them."""

    def feed(self, html: str) -> None:
        acts = {"start": self.start, "end": lambda tag, _values: self.end(tag), "data": lambda text, _: self.data(text)}
        for kind, name, values in tokens(html):
            acts[kind](name, values)

    def start(self, tag: str, values: dict[str, str]) -> None:
        """A tag opens with these attributes, the later of two with one name."""

    def end(self, tag: str) -> None:
        """A tag closes."""

    def data(self, text: str) -> None:
        """Text between tags, without entities."""
