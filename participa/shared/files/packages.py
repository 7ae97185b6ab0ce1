"""Documents that are zips: Office and LibreOffice. Measured before anything is inflated; nothing is executed."""

import io
import re
import zipfile

from participa.shared.errors import Invalid

MAX_INFLATED = 100 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_RATIO = 200
SMALL = 1024 * 1024
IS_ENCRYPTED = 0x1
END_RECORD = 22  # bytes of the record that ends a zip without a comment
READ_AT_MOST = 1024 * 1024

OF_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
OF_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MACROS = re.compile(r"vbaproject|vbadata|(?:^|/)(?:basic|scripts)/|/activex/|\.(?:exe|dll|js|vbs|bat|cmd|jar)$", re.I)
OBJECTS = re.compile(r"/embeddings/.*\.bin$|^Object \d+/.*\.bin$", re.I)
MACRO_TYPE = b"macroenabled"

DAMAGED = "El archivo está dañado o incompleto. Ábralo, guárdelo de nuevo y súbalo otra vez."
LOCKED = "El archivo tiene contraseña. Quítele la contraseña y súbalo de nuevo."
TOO_INFLATED = "El archivo ocupa demasiado al abrirlo. Guárdelo como PDF y súbalo de nuevo."
WITH_MACROS = "El archivo trae macros o programas. Guárdelo sin macros, o como PDF, y súbalo de nuevo."
TWO_THINGS = "El archivo trae otro escondido adentro. Ábralo, guárdelo de nuevo y súbalo."
ARCHIVE = "Es una carpeta comprimida. Saque los archivos y súbalos uno por uno."
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, KeyError, NotImplementedError, ValueError)


def extension_of(data: bytes) -> str:
    """What document a zip is. Raises Invalid for what is locked, active, too large inside, or no document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            _measure(members, len(data))
            _check_edges(package, members, data)
            _check_members(members)
            return _of_office(package) or _of_open(package)
    except BROKEN as error:
        raise Invalid(DAMAGED) from error
    except RuntimeError as error:  # the library's error for encrypted members
        raise Invalid(LOCKED) from error


def _measure(members: list[zipfile.ZipInfo], packed: int) -> None:
    inflated = sum(member.file_size for member in members)
    is_bomb = inflated > SMALL and inflated > packed * MAX_RATIO
    if len(members) > MAX_MEMBERS or inflated > MAX_INFLATED or is_bomb:
        raise Invalid(TOO_INFLATED)


def _check_edges(package: zipfile.ZipFile, members: list[zipfile.ZipInfo], data: bytes) -> None:
    """Nothing before the first member nor after the end: there another file could hide."""
    first = min((member.header_offset for member in members), default=0)
    if first or package.comment or data[-END_RECORD:][:4] != b"PK\x05\x06":
        raise Invalid(TWO_THINGS)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(member.flag_bits & IS_ENCRYPTED for member in members):
        raise Invalid(LOCKED)
    if any(MACROS.search(name) or OBJECTS.search(name) for name in names):
        raise Invalid(WITH_MACROS)
    if len(set(names)) < len(names):
        raise Invalid(TWO_THINGS)


def _of_office(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "[Content_Types].xml" not in names:
        return ""
    types = _read(package, "[Content_Types].xml")
    if MACRO_TYPE in types.lower():
        raise Invalid(WITH_MACROS)
    found = [extension for member, extension in OF_OFFICE.items() if member in names]
    if len(found) != 1:
        raise Invalid(ARCHIVE)
    return found[0]


def _of_open(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if not {"mimetype", "content.xml", "META-INF/manifest.xml"} <= names:
        raise Invalid(ARCHIVE)
    if b"encryption-data" in _read(package, "META-INF/manifest.xml"):
        raise Invalid(LOCKED)
    extension = OF_OPEN.get(_read(package, "mimetype").strip())
    if extension is None:
        raise Invalid("Esa clase de documento no se puede guardar. Guárdelo como PDF y súbalo de nuevo.")
    return extension


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as member:
        return member.read(READ_AT_MOST)
