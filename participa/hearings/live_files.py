"""The published files of a hearing, answered in front of the application: no session, no database, no template.

nginx serves the same folder in the larger set-up. Only names that the publisher writes are looked for.
"""

import re
import threading
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask

from participa.config import Settings
from participa.hearings.publishing import FOLDER
from participa.shared.kept_answer import Headers, KeptAnswer, keep

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

PREFIX = "/vivo/datos/"
NAMED = re.compile(r"/vivo/datos/([A-Z0-9]{4,8})/((?:version|snapshot|delta-\d{1,12})\.json)\Z")
EVENTS = re.compile(r"/vivo/datos/([A-Z0-9]{4,8})/eventos\Z")
RETRY_SECONDS = 60
MOST_KEPT = 64
HEADERS: Headers = [
    ("Content-Type", "application/json; charset=utf-8"),
    ("Cache-Control", "public, no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]
LENGTH = ("Content-Length", "2")


class LiveFiles:
    """The layer. A file is read again when it was replaced."""

    def __init__(self, inner: "WSGIApplication", folder: Path) -> None:
        self._inner, self._folder = inner, folder
        self._kept: dict[str, tuple[tuple[int, int], KeptAnswer]] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._inner(environ, start_response)
        if EVENTS.match(path):
            return _no_stream(start_response)
        named = NAMED.match(path)
        kept = self._find(named[1], named[2]) if named else None
        if kept is None:
            return _nothing(start_response)
        return kept.send(environ, start_response)

    def _find(self, code: str, name: str) -> KeptAnswer | None:
        """The file as it is, or as it was while the disk does not give it; None when there is none."""
        path, key = self._folder / code / name, f"{code}/{name}"
        found = self._kept.get(key)
        try:
            stat = path.stat()
            mark = (stat.st_ino, stat.st_mtime_ns)
            if found is None or found[0] != mark:
                found = (mark, keep(path.read_bytes(), HEADERS))
                self._remember(key, found)
        except FileNotFoundError:
            return None
        except OSError:
            return found[1] if found else None
        return found[1]

    def _remember(self, key: str, found: tuple[tuple[int, int], KeptAnswer]) -> None:
        with self._lock:
            while len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = found


def _nothing(start_response: "StartResponse") -> Iterable[bytes]:
    start_response(f"{HTTPStatus.NOT_FOUND.value} NOT FOUND", [*HEADERS, LENGTH])
    return [b"{}"]


def _no_stream(start_response: "StartResponse") -> Iterable[bytes]:
    """A stream would hold a thread that answers requests; another process has them, or the browser asks instead."""
    retry = ("Retry-After", str(RETRY_SECONDS))
    start_response(f"{HTTPStatus.SERVICE_UNAVAILABLE.value} SERVICE UNAVAILABLE", [*HEADERS, retry, LENGTH])
    return [b"{}"]


def init_app(app: Flask, settings: Settings) -> None:
    """Put the files in front of the application."""
    app.wsgi_app = LiveFiles(app.wsgi_app, settings.data_dir / FOLDER)  # type: ignore[method-assign]
