"""What goes wrong, as data (RFC 9457): a title, a status and a sentence in Spanish."""

import json

from flask import Response

from participa.open_data.asking import Misasked
from participa.shared.errors import DomainError

KIND = "application/problem+json"
TITLES = {
    400: "La solicitud no se entiende",
    404: "No existe",
    405: "Estos datos solo se leen",
    500: "Hubo una falla nuestra",
    503: "El servicio está ocupado",
}
WORDS = {
    404: "No hay una tabla en esta dirección. Las tablas están en /datos/api/v1/.",
    405: "Use GET.",
    500: "La falla quedó anotada. Intente de nuevo más tarde.",
    503: "Intente de nuevo en unos segundos.",
}


def problem(status: int, words: str = "", parameter: str = "") -> Response:
    """The answer that says what went wrong. `parameter` is the one of the address that is wrong."""
    known = status if status in TITLES else (400 if status < 500 else 500)
    told = {"type": "about:blank", "title": TITLES[known], "status": status, "detail": words or WORDS.get(known, "")}
    if parameter:
        told["parametro"] = parameter[:40]
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype=KIND)


def of(error: DomainError) -> Response:
    parameter = error.parameter if isinstance(error, Misasked) else ""
    return problem(error.status, error.message, parameter)
