"""Bytes of a file, or pasted text, to clean Unicode text with `\\n` line ends."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from participa.strategy.importing.problems import ImportProblem

MAX_BYTES = 2 * 1024 * 1024  # of a text pasted or sent as a form; files have their own limit
OFFICE_SIGNATURES = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
ENCODINGS = ("utf-8-sig", "cp1252")
LINE_END = re.compile(r"\r\n|\r|\f")
STRAY_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
TOLERATED_CONTROLS_PER_100 = 5

TOO_LARGE = "El archivo pesa más de {} MB. Divida el cronograma en archivos más pequeños."
OFFICE_FILE = (
    "Este archivo parece de Excel, Word o PDF. Copie la tabla y péguela, "
    "o guárdela como texto separado por tabulaciones."
)
NOT_TEXT = "El archivo no parece texto. Guarde la tabla como texto separado por tabulaciones (UTF-8)."


def read_text(data: bytes | str, most: int = MAX_BYTES) -> str:
    """Return the text of a table of at most so many bytes. Raises ImportProblem when it is larger or is not text."""
    text = data if isinstance(data, str) else _decode(data, most)
    _check_size(data, text, most)
    return _clean(text.removeprefix("\ufeff"))


def _decode(data: bytes, most: int) -> str:
    if len(data) > most:
        raise ImportProblem(_too_large(most))
    if data.startswith(OFFICE_SIGNATURES):
        raise ImportProblem(OFFICE_FILE)
    for encoding in _candidate_encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportProblem(NOT_TEXT)


def _candidate_encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16",)  # what spreadsheets call "Unicode text"
    return ("utf-8-sig",) if data.startswith(BOM_UTF8) else ENCODINGS


def _too_large(most: int) -> str:
    return TOO_LARGE.format(most // (1024 * 1024))


def _check_size(data: bytes | str, text: str, most: int) -> None:
    if isinstance(data, bytes):
        return
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise ImportProblem(NOT_TEXT) from error
    if size > most:
        raise ImportProblem(_too_large(most))


def _clean(text: str) -> str:
    controls = len(STRAY_CONTROL.findall(text))
    if "\x00" in text or controls * 100 > TOLERATED_CONTROLS_PER_100 * len(text):
        raise ImportProblem(NOT_TEXT)
    return STRAY_CONTROL.sub(" ", LINE_END.sub("\n", text))
