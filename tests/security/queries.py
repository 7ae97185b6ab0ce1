"""What a page reads of the address after the question mark."""

import inspect
import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from tests.access.matrix import Row
from tests.security.pages import Place
from tests.world.house import House

READ = re.compile(r"args(?:\.get(?:list)?\(|\[)\s*[\"']([^\"']+)")


class Asked(HTMLParser):
    """Names in the forms that go by GET, and in the links of the page to itself."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.names = path, set()
        self._in_get_form = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_get_form = values.get("method", "get").lower() == "get"
        elif tag in ("input", "select", "textarea") and self._in_get_form and values.get("name"):
            self.names.add(values["name"])
        elif tag == "a" and urlsplit(values.get("href", "")).path in ("", self.path):
            self.names |= {name for name, _ in parse_qsl(urlsplit(values["href"]).query, keep_blank_values=True)}


def asked_by(house: House, row: Row, where: Place) -> list[str]:
    """Every name that the page may read: in its code, its room's code and its own links and forms."""
    view = inspect.unwrap(house.app.view_functions[row.endpoint])
    module = inspect.getsource(inspect.getmodule(view))
    page = Asked(urlsplit(where.url).path)
    page.feed(house.look(where.actor, where.url).text)
    return sorted(page.names | set(READ.findall(module)) - {"csrf_token"})
