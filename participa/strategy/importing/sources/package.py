"""Office files are zips of XML: measured before they are opened, read without entities nor addresses."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # only the type; parsing is done by defusedxml

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring, iterparse

from participa.strategy.importing.problems import ImportProblem

MAX_INFLATED = 50 * 1024 * 1024
MAX_MEMBERS = 1_000
MAX_RATIO = 400
SMALL = 1024 * 1024
IS_ENCRYPTED = 0x1
WORKBOOK, DOCUMENT = "xl/workbook.xml", "word/document.xml"

TOO_INFLATED = (
    "El archivo ocupa demasiado al abrirlo; no se leyó. Guarde solo la hoja del cronograma en un archivo nuevo."
)
DAMAGED = "El archivo está dañado o incompleto. Ábralo, guárdelo de nuevo y súbalo otra vez."
PASSWORD = "El archivo tiene contraseña. Quítele la contraseña y súbalo de nuevo."  # noqa: S105 - a sentence
OTHER = "El archivo comprimido no es de Excel ni de Word. Suba el cronograma en .xlsx, .docx, .pdf o .csv."
OPEN_DOCUMENT = "El archivo es de LibreOffice (ODF). Guárdelo como .xlsx o .docx y súbalo de nuevo."
NAMESPACE = re.compile(r"\{[^}]*\}")


class Package:
    """An opened office file. Nothing of it is inflated before its declared sizes were summed up."""

    def __init__(self, data: bytes) -> None:
        """Raises ImportProblem when it is damaged, encrypted, or larger inside than 50 MB, 1,000 members, 400 to 1."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise ImportProblem(DAMAGED) from error
        _check(self._zip.infolist(), len(data))
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return a member. Raises ImportProblem when it is damaged."""
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, KeyError, NotImplementedError) as error:
            raise ImportProblem(DAMAGED) from error
        except RuntimeError as error:  # the library's error for encrypted members
            raise ImportProblem(PASSWORD) from error

    def tree(self, name: str) -> Element | None:
        """Return the root of a member with its names free of namespaces, or None when it is not there."""
        if name not in self.names:
            return None
        try:
            root: Element = fromstring(self.read(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise ImportProblem(DAMAGED) from error
        for element in root.iter():
            _rename(element)
        return root

    def elements(self, name: str, tags: frozenset[str]) -> Iterator[Element]:
        """Yield the elements of a large member one by one as they end, freed afterwards."""
        try:
            for _, element in iterparse(io.BytesIO(self.read(name)), forbid_dtd=True):
                if bare(element.tag) in tags:
                    for inner in element.iter():
                        _rename(inner)
                    yield element
                    element.clear()
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise ImportProblem(DAMAGED) from error


def _check(members: list[zipfile.ZipInfo], packed: int) -> None:
    inflated = sum(member.file_size for member in members)
    is_bomb = inflated > SMALL and inflated > packed * MAX_RATIO
    if len(members) > MAX_MEMBERS or inflated > MAX_INFLATED or is_bomb:
        raise ImportProblem(TOO_INFLATED)
    if any(member.flag_bits & IS_ENCRYPTED for member in members):
        raise ImportProblem(PASSWORD)


def bare(tag: str) -> str:
    return NAMESPACE.sub("", tag)


def _rename(element: Element) -> None:
    if element.tag.startswith("{"):
        element.tag = bare(element.tag)
        for key in [key for key in element.attrib if key.startswith("{")]:
            element.attrib[bare(key)] = element.attrib.pop(key)
