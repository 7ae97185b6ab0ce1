"""Anonymous public pages, kept in front of the application until the data change.

Kept pages are the same for everybody: the layer looks at no cookie. It keeps nothing that sets one, nothing for which
the session was opened (Flask says so with «Vary: Cookie»), and nothing but whole answers with status 200.
A page is forgotten after a commit of any process of this machine and, because pages also tell the time, after TTL.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Flask, make_response, request

from participa.config import Mode, Settings
from participa.shared.data_version import DataVersion
from participa.shared.kept_answer import Headers, KeptAnswer, keep
from participa.shared.unit_of_work import committed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

MARK = "participa.same_for_everybody"
TTL_SECONDS = 30.0
TTL_SEVERAL_MACHINES_SECONDS = 2.0  # the mark of the data is known on this machine only
LONGEST_QUERY = 200
LARGEST_PAGE = 1024 * 1024
PLAIN_BYTES, QUERY_BYTES = 12 * 1024 * 1024, 4 * 1024 * 1024
REPLACED = frozenset({"content-length", "etag", "vary"})
log = logging.getLogger(__name__)

Key = tuple[str, str, str, str]


class PersonalPage(AssertionError):
    """A page marked as the same for everybody read the session or set a cookie. Raised in tests, logged otherwise."""


def cacheable(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark the answers of a view as the same for everybody. They carry nothing personal and set no cookie."""

    @wraps(view)
    def answer(*args: Any, **values: Any) -> Any:
        response = make_response(view(*args, **values))
        if response.status_code == HTTPStatus.OK:
            response.headers.setdefault("Cache-Control", "public, no-cache")
            request.environ[MARK] = True
        return response

    return answer


class Entry(NamedTuple):
    version: bytes
    good_until: float
    answer: KeptAnswer


class Shelf:
    """Answers by address, as many as fit into `most_bytes`; the least recently asked for makes room."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key, version: bytes) -> KeptAnswer | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or entry.version != version or entry.good_until < time.monotonic():
                return None
            self._entries.move_to_end(key)
            return entry.answer

    def put(self, key: Key, entry: Entry) -> None:
        with self._lock:
            self._forget(self._entries.pop(key, None))
            self._entries[key] = entry
            self._bytes += entry.answer.size
            while self._bytes > self._most_bytes:
                self._forget(self._entries.popitem(last=False)[1])

    def _forget(self, entry: Entry | None) -> None:
        self._bytes -= entry.answer.size if entry else 0


class Head:
    """Catches what the application says before the body."""

    def __init__(self) -> None:
        self.status, self.headers = "", Headers()

    def __call__(self, status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return _no_write

    def says(self, name: str, word: str) -> bool:
        return any(name == given.lower() and word in value.lower() for given, value in self.headers)

    @property
    def is_personal(self) -> bool:
        return self.says("set-cookie", "") or self.says("vary", "cookie")


class PageCache:
    """The layer. Pages with a query have a shelf of their own: made-up queries cannot push the plain pages out."""

    def __init__(self, inner: "WSGIApplication", version: DataVersion, ttl: float, is_strict: bool = False) -> None:
        """`ttl` in seconds; strict, a page that may not be kept raises PersonalPage."""
        self._inner, self._version, self._ttl, self._is_strict = inner, version, ttl, is_strict
        self._plain, self._queried = Shelf(PLAIN_BYTES), Shelf(QUERY_BYTES)

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        query = environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or len(query) > LONGEST_QUERY:
            return self._inner(environ, start_response)
        shelf, key = (self._queried if query else self._plain), _key(environ, query)
        version = self._version.now()  # before the page is made: a commit meanwhile makes it old
        kept = shelf.find(key, version)
        if kept is None:
            return self._make(environ, start_response, shelf, key, version)
        return kept.send(environ, start_response)

    def _make(
        self, environ: dict[str, Any], start_response: "StartResponse", shelf: Shelf, key: Key, version: bytes
    ) -> Iterable[bytes]:
        """Ask the application, and keep its answer if it may be kept."""
        head = Head()
        body = self._inner(environ, head)
        if not self._may_keep(environ, head):
            start_response(head.status, head.headers)
            return body
        answer = keep(_whole(body), [pair for pair in head.headers if pair[0].lower() not in REPLACED])
        if answer.size <= LARGEST_PAGE and self._ttl:
            shelf.put(key, Entry(version, time.monotonic() + self._ttl, answer))
        return answer.send(environ, start_response)

    def _may_keep(self, environ: dict[str, Any], head: Head) -> bool:
        if not environ.get(MARK) or environ["REQUEST_METHOD"] != "GET":
            return False
        if not head.is_personal:
            return not head.says("cache-control", "no-store") and not head.says("vary", "")
        if self._is_strict:
            raise PersonalPage(environ["PATH_INFO"])
        log.error("A page marked as the same for everybody is not, and was not kept: %s", environ["PATH_INFO"])
        return False


def _key(environ: dict[str, Any], query: str) -> Key:
    """With the host: what the application refuses (a foreign host) is never answered from memory."""
    return environ.get("wsgi.url_scheme", ""), environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""), query


def _no_write(_data: bytes) -> object:
    raise NotImplementedError("Answers hand their body back; none is written.")


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()


def init_app(app: Flask, settings: Settings) -> None:
    """Put the cache in front of the application. In tests it keeps nothing, and a page that may not be kept fails."""
    version = DataVersion(settings.data_dir / "data.version")

    def forget(_app: Flask) -> None:
        version.change()

    app.extensions["forget_pages"] = forget  # a signal holds its listeners weakly
    committed.connect(forget, sender=app)
    is_test = settings.mode is Mode.TEST
    ttl = TTL_SECONDS if settings.uses_sqlite else TTL_SEVERAL_MACHINES_SECONDS
    app.wsgi_app = PageCache(  # type: ignore[method-assign]
        app.wsgi_app, version, ttl=0 if is_test else ttl, is_strict=is_test
    )
