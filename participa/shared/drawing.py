"""A picture for messages and networks, drawn here: nobody else learns who sees it. Pure: words in, a PNG out."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
EDGE = 72
INK, PAPER, MAIZE, QUIET, TRACK = "#0b2b2f", "#faf6ee", "#f3b33d", "#4b5a5b", "#dcebea"
MOST_LINES = 3
LETTERS = Path(__file__).with_name("letters")
# Signs and emoji, their colours and genders, flags, and what joins them.
PICTURES = re.compile("[\u200d\u20e3\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]+")
Font = ImageFont.FreeTypeFont


def without_pictures(text: str) -> str:
    """The text without the little pictures that these letters do not have, which would come out blank."""
    return " ".join(PICTURES.sub(" ", text).split())


@lru_cache(maxsize=32)
def card(entity: str, eyebrow: str, title: str, details: tuple[str, ...], foot: str) -> bytes:
    """A PNG of 1200 × 630 with what a page is about."""
    image, pen = sheet(without_pictures(entity))
    pen.text((EDGE, 112), fitted(without_pictures(eyebrow), font(34)), fill=QUIET, font=font(34))
    top = lines(pen, without_pictures(title), 168, 54, MOST_LINES, heavy=True) + 24
    for line in details:
        top = lines(pen, without_pictures(line), top, 34, 1, heavy=False)
    return finished(image, pen, foot)


def sheet(entity: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Paper with the name of the entity, and a pen."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 16), fill=MAIZE)
    pen.text((EDGE, 56), fitted(entity, font(30)), fill=QUIET, font=font(30))
    return image, pen


def finished(image: Image.Image, pen: ImageDraw.ImageDraw, foot: str) -> bytes:
    """With its foot, as a PNG."""
    pen.line((EDGE, 548, SIZE[0] - EDGE, 548), fill=TRACK, width=3)
    pen.text((EDGE, 566), fitted(foot, font(26)), fill=QUIET, font=font(26))
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def lines(pen: ImageDraw.ImageDraw, text: str, top: int, size: int, most: int, heavy: bool) -> int:
    """Write a text in at most so many lines; where the next one begins."""
    letters = font(size, heavy)
    cut = _cut(text, letters)
    shown = [*cut[: most - 1], " ".join(cut[most - 1 :])] if len(cut) > most else cut
    for line in shown:
        pen.text((EDGE, top), fitted(line, letters), fill=INK, font=letters)
        top += round(size * 1.25)
    return top


def _cut(text: str, letters: Font) -> list[str]:
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if letters.getlength(longer) <= SIZE[0] - 2 * EDGE:
            found[-1] = longer
        else:
            found.append(word)
    return [line for line in found if line]


def fitted(text: str, letters: Font) -> str:
    """The text, cut where it leaves the picture."""
    if letters.getlength(text) <= SIZE[0] - 2 * EDGE:
        return text
    while text and letters.getlength(text + "…") > SIZE[0] - 2 * EDGE:
        text = text[:-1]
    return text.rstrip() + "…"


@lru_cache(maxsize=8)
def font(size: int, heavy: bool = False) -> Font:
    """The letters lie beside this file: the server may have none with accents."""
    return ImageFont.truetype(LETTERS / ("DejaVuSans-Bold.ttf" if heavy else "DejaVuSans.ttf"), size)
