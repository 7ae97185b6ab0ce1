"""The files of the look, sent from memory before the application is asked: compressed, kept by browsers for a year."""

import hashlib
import mimetypes
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask

from participa.shared.kept_answer import KeptAnswer, keep

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
BEST = 9
mimetypes.add_type("text/javascript", ".js")


def fingerprint(folder: Path) -> str:
    """One for all static files: app.js hands its version on to the modules that it loads."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


class StaticFiles:
    """The layer that answers for /static. A file not known at start is left to the application (404)."""

    def __init__(self, inner: "WSGIApplication", folder: Path, version: str, headers: dict[str, str]) -> None:
        self._inner = inner
        self._paths = {f"/static/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*")}
        self._headers = headers
        self._query = f"v={version}"
        self._kept: dict[tuple[str, bool], tuple[int, KeptAnswer]] = {}

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._inner(environ, start_response)
        path = self._paths.get(environ.get("PATH_INFO", ""))
        if path is None or not path.is_file():
            return self._inner(environ, start_response)
        is_versioned = environ.get("QUERY_STRING") == self._query
        return self._answer(environ["PATH_INFO"], path, is_versioned).send(environ, start_response)

    def _answer(self, name: str, path: Path, is_versioned: bool) -> KeptAnswer:
        """From memory while the file on the disk stays the same: whoever edits it sees the change at once."""
        changed_at = os.stat(path).st_mtime_ns
        kept = self._kept.get((name, is_versioned))
        if kept is None or kept[0] != changed_at:
            kept = self._kept[name, is_versioned] = (changed_at, self._read(path, is_versioned))
        return kept[1]

    def _read(self, path: Path, is_versioned: bool) -> KeptAnswer:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        headers = {"Content-Type": kind, "Cache-Control": FOREVER if is_versioned else ASK_AGAIN}
        return keep(path.read_bytes(), [*(headers | self._headers).items()], BEST)


def init_app(app: Flask, headers: dict[str, str]) -> None:
    """Put the layer in front of the application. `headers` go with every file."""
    folder = Path(app.static_folder or "")
    version = app.extensions["asset_version"] = fingerprint(folder)
    app.wsgi_app = StaticFiles(app.wsgi_app, folder, version, headers)  # type: ignore[method-assign]
