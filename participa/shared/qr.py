"""The QR of a receipt: it opens a page with the code in the fragment, which no server ever sees.

Making a QR costs more than receiving the question. With version and mask fixed, the modules of a QR are a linear
function of the bits of its text, so the QR of a code is that of a blank code with the difference of each changed bit
added. The differences are made once by the library and remembered.
"""

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache, reduce
from operator import xor

import segno

from participa.shared.follow_codes import ALPHABET, LENGTH

MASK = 3  # any is valid; a fixed one keeps the modules linear
QUIET = 4  # blank modules around, as the standard asks
BITS = 7  # of a letter or figure
BLANK = ALPHABET[0] * LENGTH


def data_uri(page: str, code: str) -> str:
    """A PNG of the QR of the address `page#codigo=CODE`, as a data URI."""
    picture = _png(reduce(xor, _differences(page, code), _blank(page)), _size(page))
    return "data:image/png;base64," + b64encode(picture).decode()


def _differences(page: str, code: str) -> Iterator[int]:
    for place, character in enumerate(code):
        changed = ord(character) ^ ord(BLANK[place])
        yield from (_difference(page, place, bit) for bit in range(BITS) if changed >> bit & 1)


@lru_cache(maxsize=2 * LENGTH * BITS)
def _difference(page: str, place: int, bit: int) -> int:
    changed = chr(ord(BLANK[place]) ^ 1 << bit)
    return _modules(page, BLANK[:place] + changed + BLANK[place + 1 :]) ^ _blank(page)


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


def _png(modules: int, size: int) -> bytes:
    """A picture of one pixel a module, dark on white, with its quiet zone; the page enlarges it without blurring."""
    side = size + 2 * QUIET
    width = -(-side // 8) * 8  # rows are whole bytes
    light = ((1 << side) - 1) << (width - side)
    blank = b"\0" + light.to_bytes(width // 8, "big")
    row_mask, shift = (1 << size) - 1, width - QUIET - size
    rows = (modules >> size * place & row_mask for place in reversed(range(size)))
    drawn = b"".join(b"\0" + (light ^ row << shift).to_bytes(width // 8, "big") for row in rows)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit of grey
    pixels = zlib.compress(blank * QUIET + drawn + blank * QUIET)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
