"""The portal is read by everybody: easy words, short sentences (Szigriszt-Pazos on the scale INFLESZ)."""

import re
from html.parser import HTMLParser

import pytest
import textstat

ENDS_A_SENTENCE = {"p", "li", "h1", "h2", "h3", "dt", "dd", "td", "th", "summary", "label", "div", "option"}
EASY, A_LAW = 65, 55


class Words(HTMLParser):
    """The text of the main part of a page; each block is a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.text = 0, ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "main"
        if self.depth and tag in ENDS_A_SENTENCE and re.search(r"\w$", self.text.strip()):
            self.text = self.text.strip() + ". "

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += " ".join(data.split()) + " "


def words_of(html: str) -> str:
    page = Words()
    page.feed(html)
    return re.sub(r"\s+([.,:;])", r"\1", page.text)


def ease(text: str) -> float:
    textstat.set_lang("es")
    return textstat.szigriszt_pazos(text)


@pytest.mark.parametrize(
    ("address", "least"),
    [
        ("/", EASY),
        ("/ayuda", EASY),
        ("/accesibilidad", EASY),
        ("/terminos", EASY),
        ("/mapa-del-sitio", EASY),
        ("/tratamiento-de-datos", A_LAW),
        ("/espacios/", EASY),
    ],
)
def test_the_page_is_easy_to_read(client, address, least):
    text = words_of(client.get(address).get_data(as_text=True))
    assert len(text.split()) > 20
    assert ease(text) >= least


def test_the_measure_tells_hard_from_easy():
    hard = (
        "La implementación interinstitucional de mecanismos participativos coadyuvará a la optimización administrativa."
    )
    assert ease(hard) < A_LAW < EASY < ease("Usted pregunta. La oficina le responde. Todos la leen.")


@pytest.mark.parametrize(
    "address", ["/", "/ayuda", "/accesibilidad", "/terminos", "/tratamiento-de-datos", "/espacios/"]
)
def test_sentences_are_short(client, address):
    sentences = re.split(r"(?<=[.?!:])\s+", words_of(client.get(address).get_data(as_text=True)))
    assert [sentence for sentence in sentences if len(sentence.split()) > 26] == []
