"""The application over the seeded world, and a browser for each actor."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from participa.accounts.models import User
from participa.shared.unit_of_work import UnitOfWorkFlask
from tests.pages import PageClient
from tests.world.database import content, one_transaction, undone, writings
from tests.world.model import ACTORS, LINKS, OVERSIGHT, VOLUNTEER, World
from tests.world.seed import plant

Prepare = Callable[["House", str], None]
ASKS_WHO = ("/cuentas/ingresar", "/compromisos/veeduria")  # where somebody is sent who may not see a page
MAIL_THAT_NEVER_LEAVES = "smtp://127.0.0.1:9"


@dataclass
class Outcome:
    """What came of a request: its status (599 when it raised), the page, and whether any row is different."""

    status: int
    changed: bool
    text: str = ""
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def html(self) -> str:
        """The page; nothing when the answer is a file or a redirect."""
        return self.text if self.headers.get("Content-Type", "").startswith("text/html") else ""

    @property
    def is_refused(self) -> bool:
        is_asked = self.status == 302 and self.location.partition("?")[0] in ASKS_WHO
        return self.status in (401, 403, 404) or is_asked

    @property
    def is_done(self) -> bool:
        return self.status < 400 and not self.is_refused


class House:
    """Each request starts from the same rows: whatever it writes is taken back."""

    def __init__(self, app: UnitOfWorkFlask, connection: Connection, world: World) -> None:
        self.app, self.connection, self.world = app, connection, world
        self._cookies: dict[str, str] = {}
        self._raw_tokens: dict[str, str] = {}
        self.login: dict[str, str] = {}
        for actor in ACTORS:
            self._let_in(actor)
        self.before = content(connection)

    def _let_in(self, actor: str) -> None:
        """Open a session for the actor, signed in with both factors unless anonymous, with a CSRF token in it."""
        browser = PageClient(self.app, self.app.response_class, use_cookies=True)
        if actor not in (*LINKS, "anon"):
            browser.sign_in(User(id=self.world.user[actor]))
        raw = secrets.token_hex(20)
        with browser.session_transaction() as session:
            session["csrf_token"] = raw
            self.login[actor] = session.get("_user_id", "")
        cookie = browser.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        self._cookies[actor], self._raw_tokens[actor] = cookie.value, raw

    def browser(self, actor: str = "anon", with_session: bool = True) -> PageClient:
        """A browser as this actor left it; a new one each time."""
        browser = PageClient(self.app, self.app.response_class, use_cookies=True)
        if with_session:
            browser.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self._cookies[actor])
        if actor == VOLUNTEER:
            browser.set_cookie("door", self.world.door["code"])
            browser.set_cookie("kiosk", self.world.door["kiosk_code"])
        if actor == OVERSIGHT:
            browser.set_cookie("oversight", self.world.oversight["code"])
        return browser

    def token(self, actor: str) -> str:
        """The CSRF token that a form in this actor's session carries."""
        signer = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token")
        return signer.dumps(self._raw_tokens[actor])

    def url(self, endpoint: str, values: dict[str, Any]) -> str:
        adapter = self.app.url_map.bind("localhost")
        return adapter.build(endpoint, values)

    def send(
        self,
        actor: str,
        method: str,
        url: str,
        data: dict[str, Any] | None = None,
        token: str | None = "",
        prepare: Prepare | None = None,
        **options: Any,
    ) -> Outcome:
        """One request; what it writes is taken back. `token` "" is the actor's own, None leaves it out.

        `prepare` brings the rows into the state that the request needs; only what comes after it counts as a change.
        """
        with undone(self.connection):
            before = self.before
            if prepare:
                prepare(self, actor)
                before = content(self.connection)
            with writings(self.connection) as written:
                answer = self.request(actor, method, url, data, token, **options)
            return self._told(answer, bool(written) and content(self.connection) != before)

    def look(self, actor: str, url: str) -> Outcome:
        """Open a page without asking whether rows changed: for the many requests of the hostile tests."""
        with undone(self.connection):
            return self._told(self.request(actor, "GET", url), changed=False)

    def request(
        self,
        actor: str,
        method: str,
        url: str,
        data: dict[str, Any] | None = None,
        token: str | None = "",
        **options: Any,
    ) -> TestResponse | Exception:
        """One request whose writes stay until the caller takes them back."""
        fields = dict(data or {})
        if method == "POST" and token is not None:
            fields["csrf_token"] = token or self.token(actor)
        is_plain = method in ("GET", "HEAD", "OPTIONS") and actor == "anon"
        try:
            return self.browser(actor, with_session=not is_plain).open(
                url, method=method, data=fields or None, **options
            )
        except Exception as error:  # in tests faults are raised instead of answered with the page for status 500
            return error

    @staticmethod
    def _told(answer: TestResponse | Exception, changed: bool) -> Outcome:
        if isinstance(answer, Exception):
            return Outcome(599, changed, text=repr(answer)[:500])
        text = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
        answer.close()
        return Outcome(answer.status_code, changed, text, answer.headers.get("Location", ""), dict(answer.headers))


@contextmanager
def furnished(app: UnitOfWorkFlask, words: Callable[[str], str] = str) -> Iterator[House]:
    """The application over a world that was just seeded and leaves no trace; every text passes through `words`."""
    with one_transaction(app) as connection, able_to_mail(app):
        with app.app_context():
            world = plant(words)
        yield House(app, connection, world)


@contextmanager
def able_to_mail(app: UnitOfWorkFlask) -> Iterator[None]:
    """Pages that need mail are open; nothing is sent, because in tests no job runs."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, mail_url=MAIL_THAT_NEVER_LEAVES)
    try:
        yield
    finally:
        app.extensions["settings"] = settings
