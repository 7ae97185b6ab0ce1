"""A file from outside: our document or an XLSForm, told apart by their first bytes."""

from participa.questionnaires.exchange import document, xlsform
from participa.questionnaires.exchange.brought import Brought
from participa.shared.errors import Invalid

MOST_BYTES = 5 * 1024 * 1024
TOO_LARGE = "El archivo pesa más de 5 MB. Un cuestionario pesa mucho menos."
EMPTY = "El archivo está vacío. Elija otro."
OTHER = "El archivo no es un cuestionario. Suba un XLSForm en Excel (.xlsx) o un JSON exportado de esta plataforma."


def read(data: bytes, name: str = "") -> Brought:
    """The questionnaire of a file. `name` gives it a title when the file says none. Raises Invalid with a sentence."""
    if len(data) > MOST_BYTES:
        raise Invalid(TOO_LARGE)
    if not data.strip():
        raise Invalid(EMPTY)
    if data.startswith(b"PK"):
        return xlsform.read(data, name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return document.read(data)
    raise Invalid(OTHER)
