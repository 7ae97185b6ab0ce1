"""The sentences of a page, as a person reads them, and how easy they are (Szigriszt-Pazos, scale INFLESZ)."""

import re
from html.parser import HTMLParser

import textstat

SENTENCE_TAGS = {"p", "li", "dd", "td", "h1", "h2", "h3", "h4", "legend", "label", "summary", "caption", "dt", "th"}
SKIPPED = {"script", "style", "nav", "footer", "header", "svg", "select", "textarea", "time", "code"}
VOID = {"input", "img", "br", "hr", "meta", "link", "use", "path", "source", "col", "wbr"}
FEWEST_WORDS = 5
END = re.compile(r"(?<=[.!?…])\s+(?=[«¿¡A-ZÁÉÍÓÚÑ0-9])")

textstat.set_lang("es")


class Prose(HTMLParser):
    """Blocks of text inside <main>; what people wrote themselves is not ours to measure."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]
        self._in_main, self._skipping = False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self._in_main = self._in_main or tag == "main"
        if self._skipping or tag in SKIPPED or "data-written" in dict(attrs):
            self._skipping += 1
        elif tag in SENTENCE_TAGS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._skipping:
            self._skipping -= 1
        elif tag in SENTENCE_TAGS:
            self.blocks.append("")
        self._in_main = self._in_main and tag != "main"

    def handle_data(self, data: str) -> None:
        if self._in_main and not self._skipping:
            self.blocks[-1] += data


def sentences(html: str) -> list[str]:
    """Whole sentences; labels and headings of few words are no prose."""
    page = Prose()
    page.feed(html)
    blocks = (" ".join(block.split()) for block in page.blocks)
    found = [sentence for block in blocks for sentence in END.split(block)]
    return [sentence for sentence in found if len(sentence.split()) >= FEWEST_WORDS]


def ease(found: list[str]) -> float:
    """0 is very hard, 100 very easy; from 65 on «bastante fácil»."""
    return textstat.szigriszt_pazos(" ".join(sentence.rstrip(".:") + "." for sentence in found))


def mean_words(found: list[str]) -> float:
    return sum(len(sentence.split()) for sentence in found) / len(found)


def too_long(found: list[str], most: int) -> list[str]:
    return [sentence for sentence in found if len(sentence.split()) > most]
