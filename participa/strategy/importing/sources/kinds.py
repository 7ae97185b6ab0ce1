"""What a file is, by its first bytes and its content; its name only serves to say that it is wrong."""

import re
from enum import StrEnum
from pathlib import PurePath

from participa.strategy.importing.problems import ImportProblem


class Kind(StrEnum):
    """The sources that can be read. An office file is a workbook or a document: its members tell which."""

    TEXT = "text"
    OFFICE = "office"
    PDF = "pdf"


MAX_BYTES = 10 * 1024 * 1024
TABLE_TAG = re.compile(r"<\s*table\b", re.IGNORECASE)
PAGE_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
ROW_TAG = re.compile(r"<\s*tr\b", re.IGNORECASE)
ZIP, EMPTY_ZIP, OLE, RTF = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"{\\rtf"
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")
PDF_WITHIN = 1024
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

EMPTY = "El archivo está vacío. Elija el archivo del cronograma."
TOO_LARGE = "El archivo pesa más de 10 MB. Divida el cronograma en archivos más pequeños."
PHOTO = "El archivo es una imagen o una foto. Suba el cronograma en Excel, Word, PDF con texto o CSV."
PASSWORD = "El archivo tiene contraseña. Quítele la contraseña y súbalo de nuevo."  # noqa: S105 - a sentence
OLD_OFFICE = "El archivo es de una versión antigua de Excel o Word. Guárdelo como .xlsx o .docx y súbalo de nuevo."
RICH_TEXT = "El archivo es texto enriquecido (RTF). Guárdelo como .docx y súbalo de nuevo."
ARCHIVE = "El archivo es una carpeta comprimida. Saque el cronograma y súbalo solo."

NAMED_KINDS = {
    ".xlsx": "una hoja de cálculo",
    ".xlsm": "una hoja de cálculo",
    ".docx": "un documento de Word",
    ".pdf": "un PDF",
    ".csv": "texto",
    ".tsv": "texto",
    ".txt": "texto",
    ".html": "una página web",
    ".htm": "una página web",
}
SAME_AS_TEXT = frozenset({"texto", "una página web"})


def kind_of(data: bytes) -> Kind:
    """Return the kind of a file. Raises ImportProblem, with what to do, for what cannot be read."""
    if len(data) > MAX_BYTES:
        raise ImportProblem(TOO_LARGE)
    if not data.strip():
        raise ImportProblem(EMPTY)
    if problem := _refused(data):
        raise ImportProblem(problem)
    if b"%PDF-" in data[:PDF_WITHIN]:
        return Kind.PDF
    return Kind.OFFICE if data.startswith(ZIP) else Kind.TEXT


def _refused(data: bytes) -> str | None:
    if data.startswith(IMAGES) or data[4:12] in HEIC:
        return PHOTO
    if data.startswith(OLE):
        return PASSWORD if ENCRYPTED in data else OLD_OFFICE
    if data.startswith(RTF):
        return RICH_TEXT
    return ARCHIVE if data.startswith((*ARCHIVES, EMPTY_ZIP)) else None


def wrong_name(name: str, found: str) -> str | None:
    """Return the sentence to say when the name of a file promises something else than what was found in it."""
    suffix = PurePath(name).suffix.lower()
    promised = NAMED_KINDS.get(suffix)
    if promised is None or promised == found or {promised, found} <= SAME_AS_TEXT:
        return None
    return f"El nombre termina en «{suffix}», pero el archivo es {found}; se leyó como tal."


def is_markup(text: str) -> bool:
    """True for a web page and for a text that holds an HTML table. Cells with some tags inside are still text."""
    return bool(PAGE_START.match(text) or (TABLE_TAG.search(text) and ROW_TAG.search(text)))
