"""Pages when there is nothing, when there is much, and when a form was filled in wrongly."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.access.matrix import NO_PAGES, ROWS, Row
from tests.crawl import inspection as inspect
from tests.crawl.conftest import Site
from tests.crawl.looking import look
from tests.parts.chromium import listening

pytestmark = pytest.mark.browser
MOST_PAGES = 20
LISTS = (
    ("anon", "/"),
    ("anon", "/estrategia/"),
    ("anon", "/espacios/"),
    ("anon", "/preguntas/"),
    ("anon", "/preguntas/nueva"),
    ("anon", "/calendario/"),
    ("anon", "/mapa-del-sitio"),
    ("moderator", "/gestion/"),
    ("moderator", "/preguntas/gestion/"),
    ("liaison", "/preguntas/gestion/"),
    ("approver", "/espacios/gestion/"),
    ("approver", "/estrategia/gestion/"),
    ("admin", "/cuentas/gestion/"),
    ("admin", "/cuentas/gestion/dependencias"),
    ("admin", "/preguntas/gestion/temas"),
    ("control", "/calendario/gestion/"),
)
WORDS = "main form[method=post] :is(textarea, input:is([type=text], [type=email], [type=password], [type=tel]))"
SEND_EMPTY = """() => {
  const typed = /^(text|email|password|tel|textarea|datetime-local|date)$/;
  const form = [...document.querySelectorAll('main form[method=post]')].find(f => f.querySelector('textarea, input'));
  for (const e of form.querySelectorAll('textarea, input')) if (typed.test(e.type)) e.value = '';
  form.noValidate = true;
  form.requestSubmit(form.querySelector('button[type=submit], button:not([type])'));
}"""
OWN_LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"


@pytest.mark.parametrize(("actor", "path"), LISTS)
def test_empty(empty_site: Site, actor: str, path: str):
    assert look(empty_site, actor, path) == []


@pytest.mark.parametrize(("actor", "path"), LISTS)
def test_demonstration(demo_site: Site, actor: str, path: str):
    assert look(demo_site, actor, path) == []


def test_no_link_of_the_public_site_is_broken(demo_site: Site):
    page, _watcher = demo_site.visitor("anon")
    found, waiting, seen = {}, ["/"], {"/"}
    while waiting and len(found) < MOST_PAGES:
        path = waiting.pop(0)
        found[path] = look(demo_site, "anon", path)
        fresh = [link for link in paths_of(page, demo_site) if link not in seen]
        waiting += fresh
        seen |= set(fresh)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert len(found) > 10


def paths_of(page: Page, site: Site) -> list[str]:
    """Each page of the site once, whatever comes after the question mark; files to download are none."""
    links = [urlsplit(link) for link in page.evaluate(OWN_LINKS)]
    own = dict.fromkeys(link.path for link in links if link.netloc == site.host)
    return [path for path in own if not path.startswith(("/static", "/cuentas", "/gestion")) and "." not in path]


FORMS = [row for row in ROWS if row.is_safe and row.roles_let_in and row.endpoint not in NO_PAGES]


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_form_sent_empty_says_what_is_missing(site: Site, row: Row):
    place = next(page for page in site.furniture["pages"] if page["name"] == str(row))
    page, _watcher = site.visitor(place["actors"][0])
    page.goto(place["path"])
    if page.locator(WORDS).count() == 0:
        return
    listening(page)  # the script of a tablet adds to the history, which must not pass for the answer
    with page.expect_navigation() as navigation:
        page.evaluate(SEND_EMPTY)
    if navigation.value.status != 422:
        return  # nothing in this form is required
    listening(page)
    wrong = inspect.structure(page) + inspect.accessibility(page) + inspect.reflow(page)
    assert wrong + unsaid_errors(page) == []


def unsaid_errors(page: Page) -> list[str]:
    """The title says that there is an error; the summary links to the fields and has the focus."""
    is_focused = page.evaluate("document.activeElement.className") == "errors"
    found = [] if page.title().startswith("Error:") else [f"title «{page.title()}»"]
    found += [] if page.locator(".errors a[href^='#']").count() else ["no summary with links"]
    return found + ([] if is_focused else ["the summary has not the focus"])
