"""The only module that knows the HTML cleaner."""

import re
import unicodedata
from functools import lru_cache

from bleach.linkifier import Linker
from bleach.sanitizer import Cleaner
from markupsafe import Markup, escape

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_cleaner = Cleaner(
    tags={"p", "br", "a", "strong", "em", "ul", "ol", "li"}, attributes={"a": ["href", "rel"]}, strip=True
)
_linker = Linker(callbacks=[], parse_email=False)


def to_plain(text: str) -> str:
    """What a person typed, word for word, without the characters that no one can see. It is escaped when shown."""
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNPRINTABLE.sub("", unified).strip()


def to_line(text: str) -> str:
    """The same in one line."""
    return " ".join(to_plain(text).split())


@lru_cache(maxsize=200)
def to_rich(text: str) -> Markup:
    """Plain text as paragraphs with its addresses as links, cleaned."""
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    paragraphs = "".join(f"<p>{escape(block).replace(chr(10), Markup('<br>'))}</p>" for block in blocks)
    return Markup(_linker.linkify(_cleaner.clean(paragraphs)))  # noqa: S704 - cleaned on this very line
