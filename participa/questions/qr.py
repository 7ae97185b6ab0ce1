"""The QR of a receipt: it opens the follow page with the code in the fragment, which no server ever sees.

Making a QR costs more than receiving the question. With version and mask fixed, the modules of a QR are a linear
function of the bits of its text, so the QR of a code is that of a blank code with the difference of each character
added. The differences are made once by the library and remembered.
"""

import re
from functools import lru_cache, reduce
from operator import xor
from urllib.parse import quote

import segno

from participa.questions.codes import ALPHABET, LENGTH

MASK = 3  # any is valid; a fixed one keeps the modules linear
QUIET = 4  # blank modules around, as the standard asks
BLANK = ALPHABET[0] * LENGTH
RUN = re.compile("1+")


def data_uri(page: str, code: str) -> str:
    """An SVG of the address `page#codigo=CODE` as a data URI."""
    differences = (_difference(page, place, character) for place, character in enumerate(code))
    return _svg(reduce(xor, differences, _blank(page)), _size(page))


@lru_cache(maxsize=LENGTH * len(ALPHABET))
def _difference(page: str, place: int, character: str) -> int:
    return _modules(page, BLANK[:place] + character + BLANK[place + 1 :]) ^ _blank(page)


@lru_cache(maxsize=8)
def _blank(page: str) -> int:
    return _modules(page, BLANK)


@lru_cache(maxsize=8)
def _size(page: str) -> int:
    return len(_make(page, BLANK).matrix)


def _modules(page: str, code: str) -> int:
    """All modules as the bits of one number, row after row."""
    rows = _make(page, code).matrix
    return int("".join("1" if module & 1 else "0" for row in rows for module in row), 2)


def _make(page: str, code: str) -> segno.QRCode:
    return segno.make_qr(f"{page}#codigo={code}", error="m", mode="byte", mask=MASK, boost_error=False)


def _svg(modules: int, size: int) -> str:
    bits = f"{modules:0{size * size}b}"
    rows = (bits[start : start + size] for start in range(0, size * size, size))
    runs = ((y, run.start(), len(run[0])) for y, row in enumerate(rows) for run in RUN.finditer(row))
    path = "".join(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for y, x, length in runs)
    side = size + 2 * QUIET
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {side} {side}' shape-rendering='crispEdges'>"
        f"<path d='{path}'/></svg>"
    )
    return "data:image/svg+xml," + quote(svg, safe=" ='/:")
