"""What a file is, by its content alone. What is not on the list, or is two things at once, is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from participa.shared.errors import Invalid
from participa.shared.files import packages, pictures
from participa.shared.files.model import FileKind

MAX_BYTES = 10 * 1024 * 1024
PDF_START, PDF_END, ZIP_START, ZIP_END = b"%PDF-", b"%%EOF", b"PK\x03\x04", b"PK\x05\x06"
PDF_END_WITHIN = 1024
OLE, RTF = b"\xd0\xcf\x11\xe0", b"{\\rtf"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
OTHER_PICTURES = (b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
PHONE_PICTURES = (b"ftyphei", b"ftypmif1", b"ftypavif", b"ftyphevc")
SOUND_OR_VIDEO = (b"ID3", b"\xff\xfb", b"OggS", b"\x1aE\xdf\xa3", b"fLaC")
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|XFA)\b")
LOCKED_PDF = re.compile(rb"/Encrypt\b")
MARKUP = re.compile(r"<\s*(?:!doctype|html|script|svg|iframe|body|\?xml|\?php|%)|^#!", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

EMPTY = "El archivo está vacío. Elija otro."
TOO_LARGE = "El archivo pesa más de 10 MB. Redúzcalo o divídalo y súbalo de nuevo."
NOT_ALLOWED = "Ese archivo no se puede guardar. Suba un PDF, una imagen, un documento de Office o LibreOffice, o texto."
OLD_OFFICE = "Es un archivo antiguo de Office. Guárdelo como .docx, .xlsx, .pptx o PDF y súbalo de nuevo."
LOCKED = "El archivo tiene contraseña. Quítele la contraseña y súbalo de nuevo."
ARCHIVE = "Es una carpeta comprimida. Saque los archivos y súbalos uno por uno."
OTHER_PICTURE = "Esa clase de imagen no se puede guardar. Guárdela como JPEG o PNG y súbala de nuevo."
SOUND = "El sonido y el video no se guardan aquí. Publíquelos en otro sitio y escriba el enlace."
TWO_THINGS = "El archivo trae otro escondido adentro. Ábralo, guárdelo de nuevo como PDF y súbalo."
BROKEN_PDF = "El PDF está dañado o incompleto. Guárdelo de nuevo y súbalo otra vez."
ACTIVE = "El PDF trae acciones o archivos adentro. Imprímalo como PDF y suba esa copia."
PAGE = "Es una página web, un dibujo SVG o un programa. Guárdelo como PDF o como imagen y súbalo de nuevo."


@dataclass(frozen=True)
class Format:
    kind: FileKind
    mime: str
    words: str


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
FORMATS = {
    "pdf": Format(FileKind.PDF, "application/pdf", "un PDF"),
    "jpg": Format(FileKind.PICTURE, "image/jpeg", "una imagen JPEG"),
    "png": Format(FileKind.PICTURE, "image/png", "una imagen PNG"),
    "webp": Format(FileKind.PICTURE, "image/webp", "una imagen WebP"),
    "docx": Format(FileKind.DOCUMENT, OFFICE + "wordprocessingml.document", "un documento de Word"),
    "xlsx": Format(FileKind.SHEET, OFFICE + "spreadsheetml.sheet", "una hoja de Excel"),
    "pptx": Format(FileKind.SLIDES, OFFICE + "presentationml.presentation", "una presentación de PowerPoint"),
    "odt": Format(FileKind.DOCUMENT, OPEN + "text", "un documento de LibreOffice"),
    "ods": Format(FileKind.SHEET, OPEN + "spreadsheet", "una hoja de LibreOffice"),
    "csv": Format(FileKind.SHEET, "text/csv; charset=utf-8", "texto"),
    "txt": Format(FileKind.TEXT, "text/plain; charset=utf-8", "texto"),
}
SAME_EXTENSION = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "text": "txt", "tsv": "txt", "md": "txt"}


@dataclass(frozen=True)
class Content:
    """A file that may be kept: `data` is what goes to the disk, pictures and texts already rewritten."""

    extension: str
    data: bytes
    width: int | None = None
    height: int | None = None

    @property
    def format(self) -> Format:
        return FORMATS[self.extension]


def inspect(data: bytes, typed_name: str, kinds: Iterable[FileKind] = FileKind) -> Content:
    """What may be kept of these bytes. Raises Invalid with a sentence that says what to do."""
    if len(data) > MAX_BYTES:
        raise Invalid(TOO_LARGE)
    if not data.strip():
        raise Invalid(EMPTY)
    typed = PurePosixPath(typed_name).suffix.lower().removeprefix(".")
    content = _content(data, typed)
    _check_extension(typed, content)
    wanted = frozenset(kinds)
    if content.format.kind not in wanted:
        raise Invalid(f"El archivo es {content.format.words}. Aquí se sube {_choices(wanted)}.")
    return content


def _content(data: bytes, typed: str) -> Content:
    if refusal := _refused(data):
        raise Invalid(refusal)
    if extension := pictures.extension_of(data):
        picture = pictures.rewritten(data, extension)
        return Content(extension, picture.data, picture.width, picture.height)
    if data.startswith(PDF_START):
        _check_pdf(data)
        return Content("pdf", data)
    if data.startswith(ZIP_START):
        return Content(packages.extension_of(data), data)
    return Content("csv" if typed == "csv" else "txt", _text(data).encode())


def _refused(data: bytes) -> str:
    if data.startswith(OLE):
        return LOCKED if ENCRYPTED in data else OLD_OFFICE
    if data.startswith((*ARCHIVES, ZIP_END)):
        return ARCHIVE
    if data.startswith(OTHER_PICTURES) or data[4:11] in {mark[:7] for mark in PHONE_PICTURES}:
        return OTHER_PICTURE
    if data.startswith(SOUND_OR_VIDEO) or data[4:8] == b"ftyp":
        return SOUND
    return NOT_ALLOWED if data.startswith(RTF) else ""


def _check_pdf(data: bytes) -> None:
    end = data.rfind(PDF_END)
    if end < 0 or len(data) - end > PDF_END_WITHIN:
        raise Invalid(BROKEN_PDF if end < 0 else TWO_THINGS)
    if ZIP_END in data[-66_000:]:
        raise Invalid(TWO_THINGS)
    if LOCKED_PDF.search(data):
        raise Invalid(LOCKED)
    if ACTIVE_PDF.search(data):
        raise Invalid(ACTIVE)


def _text(data: bytes) -> str:
    """Plain text in any of the two encodings that offices use."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if CONTROLS.search(text) or "\ufffd" in text:
        raise Invalid(NOT_ALLOWED)
    if MARKUP.search(text):
        raise Invalid(PAGE)
    return text


def _check_extension(typed: str, content: Content) -> None:
    named = SAME_EXTENSION.get(typed, typed)
    if named and named != content.extension:
        raise Invalid(
            f"El nombre termina en «.{typed[:12]}», pero el archivo es {content.format.words}. "
            "Revise que sea el correcto y cambie su nombre."
        )


def _choices(kinds: frozenset[FileKind]) -> str:
    words = {
        FileKind.PDF: "un PDF",
        FileKind.PICTURE: "una imagen",
        FileKind.DOCUMENT: "un documento",
        FileKind.SHEET: "una hoja de cálculo",
        FileKind.SLIDES: "una presentación",
        FileKind.TEXT: "un texto",
    }
    named = [word for kind, word in words.items() if kind in kinds]
    return " o ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
