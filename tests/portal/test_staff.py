"""The desk and the menu of the team."""

import pytest

from participa.accounts.models import Role
from participa.events.models import EventState
from tests import factories as make

DOORS = {
    "/estrategia/gestion/": {Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL, Role.ADMIN},
    "/espacios/gestion/": {Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL},
}


@pytest.mark.parametrize("role", Role)
def test_the_menu_opens_only_doors_of_the_role(client, context, role):
    client.sign_in(make.user(role))
    page = client.get("/gestion/").get_data(as_text=True)
    assert client_links(page)
    for address in client_links(page):
        assert client.get(address).status_code == 200, address
    assert ('href="/espacios/gestion/"' in page) is (role in DOORS["/espacios/gestion/"])


def client_links(page: str) -> list[str]:
    menu = page.partition('class="staffnav ')[2].partition("</nav>")[0]
    return [piece.partition('"')[0] for piece in menu.split('href="')[1:]]


def test_the_menu_says_where_one_is(client, context):
    client.sign_in(make.user(Role.CONTROL))
    page = client.get("/espacios/gestion/").get_data(as_text=True)
    assert page.partition('class="staffnav ')[2].partition("</nav>")[0].count("aria-current") == 1
    assert 'href="/espacios/gestion/" aria-current' in page


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get("/gestion/")
    assert answer.status_code == 302
    assert "/cuentas/ingresar" in answer.location


def test_the_desk_counts_what_waits_for_the_role(client, context):
    make.event(EventState.DRAFT)
    make.event(EventState.DRAFT)
    make.event(EventState.UNDER_WAY)
    client.sign_in(make.user(Role.COMMUNICATIONS))
    page = client.get("/gestion/").get_data(as_text=True)
    assert "2 espacios en borrador" in page
    assert "espacio en curso" not in page


def test_an_empty_desk_says_so(client, context):
    client.sign_in(make.user(Role.LIAISON, make.department()))
    assert "No hay nada pendiente" in client.get("/gestion/").get_data(as_text=True)
