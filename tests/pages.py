"""A test client that checks each HTML page it opens, fills forms as a browser would, and signs people in."""

from collections import Counter
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from participa.accounts import sessions
from participa.accounts.models import User
from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from tests.tokens import Reader

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
CONTROLS = {"input", "select", "textarea"}


class PageParser(Reader):
    """What the checks and the forms need of a page."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.hidden: dict[str, str] = {}
        self.title = ""
        self._in_title = self._in_label = False

    def start(self, tag: str, values: dict[str, str]) -> None:
        self.count[tag] += 1
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "label":
            self._in_label = True
            self.labels.add(values.get("for", ""))
        self._in_title = tag == "title" and self.count["svg"] == 0
        if tag in CONTROLS:
            self.controls.append(values | {"in_label": "yes" if self._in_label else ""})
            if values.get("type") == "hidden" and values.get("name"):
                self.hidden.setdefault(values["name"], values.get("value", ""))

    def end(self, tag: str) -> None:
        self._in_label = self._in_label and tag != "label"
        self._in_title = self._in_title and tag != "title"

    def data(self, text: str) -> None:
        if self._in_title:
            self.title += text


def parse(html: str) -> PageParser:
    page = PageParser()
    page.feed(html)
    return page


def problems(html: str) -> list[str]:
    """What every page owes: one h1, a title, a language, unique ids, and a label for each control."""
    page = parse(html)
    found = []
    if page.count["h1"] != 1:
        found.append(f"{page.count['h1']} h1")
    if not page.title.strip():
        found.append("no title")
    found += [f"id «{name}» {times} times" for name, times in Counter(page.ids).items() if times > 1]
    found += [f"control without label: {control}" for control in page.controls if not _is_labelled(control, page)]
    return found


def _is_labelled(control: dict[str, str], page: PageParser) -> bool:
    if control.get("type") in UNLABELLED or control["in_label"]:
        return True
    named = control.get("aria-label") or control.get("aria-labelledby")
    return bool(named or (control.get("id") and control["id"] in page.labels))


class PageClient(FlaskClient):
    """The client of the page tests. Each request runs in an application context of its own."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()  # the request sees what the test wrote, and the test will see what the request wrote
        with self.application.app_context():
            response = super().open(*args, **options)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            found = problems(response.get_data(as_text=True))
            assert not found, f"{response.request.path}: {found}"
        return response

    def submit(self, url: str, data: dict[str, Any] | None = None, page: str | None = None) -> TestResponse:
        """Open the page with the form (`page`, or `url` itself), then send its hidden fields with `data`."""
        form = parse(self.get(page or url).get_data(as_text=True)).hidden
        return self.post(url, data=form | (data or {}))

    def sign_in(self, user: User) -> "PageClient":
        """Sign somebody in without the page (that one has tests of its own), second factor included."""
        with self.application.app_context(), unit_of_work():
            token = sessions.open_for(db.session.get_one(User, user.id), second_factor=True)
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self
