"""An answer kept ready to be sent: plain, compressed, or «you have it already» (304).

Only what is the same for everybody is compressed. A page with a form carries a secret (its token against forged
requests), and the length of a compressed page that also repeats what the visitor sent would give that secret away.
"""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

WORTH_COMPRESSING = 500
COMPRESSIBLE = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg+xml")
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to send the body."""

    body: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A body with status 200 in its forms. `size` is what it takes in memory, in bytes."""

    plain: Form
    compressed: Form
    unchanged: Headers
    etag: str

    @property
    def size(self) -> int:
        return len(self.plain.body) + len(self.compressed.body)

    def send(self, environ: Mapping[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a GET or a HEAD in the form that the browser understands, or 304 if it has the same already."""
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", self.unchanged)
            return []
        form = self.compressed if takes_gzip(environ) else self.plain
        start_response("200 OK", form.headers)
        return [form.body] if environ["REQUEST_METHOD"] == "GET" else []


def keep(body: bytes, headers: Headers, level: int = 6) -> KeptAnswer:
    """Prepare an answer. `headers` are those of the plain body, without ETag, Vary and length."""
    etag = blake2b(body, digest_size=12).hexdigest()
    common = [*headers, ("Vary", "Accept-Encoding"), ("ETag", f'W/"{etag}"')]
    plain = Form(body, [*common, ("Content-Length", str(len(body)))])
    return KeptAnswer(plain, _compressed(plain, common, level), _without_body(common), etag)


def takes_gzip(environ: Mapping[str, Any]) -> bool:
    accepted: str = environ.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")


def _compressed(plain: Form, common: Headers, level: int) -> Form:
    kind = dict(plain.headers).get("Content-Type", "")
    if len(plain.body) < WORTH_COMPRESSING or not kind.startswith(COMPRESSIBLE):
        return plain
    body = gzip.compress(plain.body, level, mtime=0)
    return Form(body, [*common, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))])


def _without_body(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name.lower() != "content-type"]
