"""P15: hostile texts in every field of every form, and on every page that shows what people wrote."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.access import bodies
from tests.access.matrix import Row
from tests.conftest import ON_POSTGRESQL
from tests.security import corpus
from tests.security.markup import injected
from tests.security.pages import SENT, Place, who_may
from tests.world.database import undone
from tests.world.house import House

ALL = corpus.ALL_FOR_DATABASE if ON_POSTGRESQL else corpus.ALL
ALONE = corpus.ALONE_FOR_DATABASE if ON_POSTGRESQL else corpus.ALONE
TEXTS = {"text", "textarea", "search", "email", "tel", "url", ""}


class Fields(HTMLParser):
    """The names of the controls of a page and their kinds."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("input", "select", "textarea") and values.get("name", "csrf_token") != "csrf_token":
            self.kinds[values["name"]] = values.get("type", "") if tag == "input" else tag


def fields_of(house: House, where: Place, form: dict[str, str]) -> dict[str, str]:
    page = Fields()
    page.feed(house.look(where.actor, where.url).text)
    return page.kinds | {name: page.kinds.get(name, "hidden") for name in form}


def faults(house: House, where: Place, form: dict[str, str]) -> list[str]:
    """What goes wrong when this form is sent: a fault, or foreign markup in the answer or on the page after it."""
    answer = house.request(where.actor, "POST", where.url, form)
    if isinstance(answer, Exception):
        return [repr(answer)[:200]]
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    found += injected(answer.get_data(as_text=True))
    if answer.status_code == 303:
        after = house.request(where.actor, "GET", answer.headers["Location"])
        found += [repr(after)[:200]] if isinstance(after, Exception) else injected(after.get_data(as_text=True))
    return found


def attacks(kinds: dict[str, str]) -> Iterator[dict[str, str]]:
    """Each text in all text fields at once, then the worst ones in each field alone; odd choices in the others."""
    texts = [name for name, kind in kinds.items() if kind in TEXTS]
    for text in ALL if texts else ():
        yield dict.fromkeys(texts, text)
    for name in kinds:
        for text in ALONE if name in texts else corpus.FOR_CHOICES:
            yield {name: text}


@pytest.mark.parametrize("row", SENT, ids=str)
def test_no_text_in_any_field_is_a_fault_or_becomes_markup(house: House, row: Row):
    actor = who_may(row)
    call = bodies.call(house, row.endpoint, row.method, row.state, actor)
    where, found = Place(actor, house.url(row.endpoint, call.values)), {}
    for attack in attacks(fields_of(house, where, call.form)):
        with undone(house.connection):
            if call.prepare:
                call.prepare(house, actor)
            if seen := faults(house, where, call.form | attack):
                found[repr(attack)[:100]] = seen
    assert found == {}


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<img src="x">',
        '<p onclick="x()">',
        '<a href=" java\nscript:alert(1)">',
        '<p style="top:0">',
        "<iframe>",
        '<script src="https://otro.example/a.js"></script>',
    ],
)
def test_foreign_markup_is_seen(html: str):
    assert injected(html)


def test_our_own_markup_is_not_suspected():
    assert injected('<script type="module" src="/static/js/app.js"></script><a href="/ayuda">Ayuda</a>') == []
