"""A person who opens the form and sends questions, as bytes for the load generator or one by one."""

import http.client
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.pages import parse

FORM = "/preguntas/nueva"
RADICADO = re.compile(r"\b\d{4}-\d{6}\b")
PATIENCE_SECONDS = 10
WORDS = "¿Cuándo terminan de pavimentar la vía de la vereda El Mirador y cuánto ha costado hasta hoy?"
LEFT_EMPTY = (
    *("topic", "department", "neighbourhood", "email", "phone", "address"),
    *("first_names", "last_names", "organization"),
)


@dataclass(frozen=True)
class Citizen:
    """A browser with the form open: its cookie and the hidden fields of the page."""

    port: int
    cookie: str
    hidden: dict[str, str]

    def body(self, form_key: str, words: str = WORDS) -> bytes:
        """What the browser sends: every field of the form, most of them empty."""
        told = {"body": words, "kind": "pregunta", "answer_medium": "publication"}
        return urlencode(dict.fromkeys(LEFT_EMPTY, "") | self.hidden | told | {"form_key": form_key}).encode()

    def requests(self) -> Iterator[bytes]:
        """Questions without end, each with a form key of its own."""
        while True:
            body = self.body(secrets.token_urlsafe(16))
            head = (
                f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            yield head.encode() + body

    def ask(self, form_key: str, words: str = WORDS) -> str | None:
        """Send one question; the filing number (radicado) of the receipt, or None when none was shown.

        Raises OSError or HTTPException when the server went away.
        """
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer = _exchange(self.port, "POST", FORM, self.body(form_key, words), headers)
        found = RADICADO.search(answer[1])
        return found.group() if answer[0] == http.client.CREATED and found else None


def open_form(port: int) -> Citizen:
    """Open the page with the form. Raises OSError or HTTPException when the server does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", f"{FORM}?general=1")  # past the choice of a space
        answer = connection.getresponse()
        html = answer.read().decode()
        cookie = "; ".join(given.split(";")[0] for given in answer.headers.get_all("Set-Cookie", []))
    finally:
        connection.close()
    return Citizen(port, cookie, parse(html).hidden)


def _exchange(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
