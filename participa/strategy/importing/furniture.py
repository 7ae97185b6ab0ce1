"""What surrounds a cronograma on its pages: handles, addresses, page numbers, totals, notes, signatures."""

import re

from participa.strategy.importing.folding import fold
from participa.strategy.importing.grid import Row
from participa.strategy.importing.marks import is_mark

FURNITURE = re.compile(
    r"(?:@\w+|(?:https?://|www\.)\S+|p[aá]g(?:ina|\.)?\s*\d+(?:\s*(?:de|/)\s*\d+)?|\d+\s+de\s+\d+|sep=.?)",
    re.IGNORECASE,
)
TOTAL = re.compile(r"(?:sub ?)?total(?:es)?\b.*|gran total\b.*")
NOTE = re.compile(
    r"(?:notas?|fuentes?|observacion(?:es)?|convencion(?:es)?|elaboro|elaborado|reviso|revisado|aprobo|aprobado|proyecto"
    r"|proyectado|vo bo|firma|anexos?|aclaracion|version)(?: por)?\s*(?::|\d|$|\().*",
    re.IGNORECASE | re.DOTALL,
)
DOCUMENT_TITLE = re.compile(r"\bcronograma\b|\bplan de accion\b|\bestrategia de rendicion\b")
SIGNATURE = re.compile(
    r"(?:elabor\w+|revis\w+|aprob\w+|proyect\w+|valid\w+|autoriz\w+|v ?o b ?o)(?: (?:por|y \w+))?(?: .{0,80})?"
)
SHORT = 4
ASTERISK = re.compile(r"\*+\s*\w")


def is_noise(row: Row) -> bool:
    """Page furniture, separators, totals and notes: kept in the list of lines that belong to nothing."""
    if not row.filled:
        return True
    if not fold(row.text) and not any(is_mark(cell) for _, cell in row.filled):
        return True
    first = row.filled[0][1]
    if TOTAL.fullmatch(fold(first)):
        return True
    is_note = bool(NOTE.match(_folded_before_colon(first)) or ASTERISK.match(first))
    return (is_note and len(row.filled) == 1) or all(FURNITURE.fullmatch(cell) for _, cell in row.filled)


def is_of_signatures(row: Row) -> bool:
    """«Elaboró | Revisó | Aprobó»: who wrote the document, after its table."""
    words = [fold(cell.partition(":")[0]) for _, cell in row.filled]
    return len(words) > 1 and all(len(text.split()) < SHORT and SIGNATURE.fullmatch(text) for text in words)


def _folded_before_colon(text: str) -> str:
    head, colon, _rest = text.partition(":")
    return f"{fold(head)}{':' if colon else ''}"
