"""The QR of a receipt is the one that the library makes, only faster."""

import struct
import zlib
from base64 import b64decode

import pytest
import segno

from participa.questions import codes
from participa.shared import qr

PAGES = ("https://participa.demostracion.example/preguntas/seguir", "http://127.0.0.1:5000/preguntas/seguir")


def pixels(data_uri: str) -> list[list[int]]:
    """Rows of a picture of one bit a pixel: 1 is dark."""
    picture = b64decode(data_uri.removeprefix("data:image/png;base64,"))
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    side, height = struct.unpack(">II", picture[16:24])
    assert side == height
    start = picture.index(b"IDAT") + 4
    length = struct.unpack(">I", picture[start - 8 : start - 4])[0]
    raw, width = zlib.decompress(picture[start : start + length]), -(-side // 8) + 1
    rows = (raw[place + 1 : place + width] for place in range(0, len(raw), width))
    return [[1 - int(bit) for bit in "".join(f"{byte:08b}" for byte in row)[:side]] for row in rows]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("number", range(25))
def test_it_is_the_same_as_that_of_the_library(page, number):
    code = codes.code_for(f"formulario-{number}", "k" * 32)
    made = segno.make_qr(f"{page}#codigo={code}", error="m", mask=qr.MASK, boost_error=False)
    assert pixels(qr.data_uri(page, code)) == [list(row) for row in made.matrix_iter(border=qr.QUIET)]
