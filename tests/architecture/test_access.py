"""Every page carries its mark, and what carries none is closed."""

import pytest
from flask import Flask

from participa.accounts import access
from participa.shared.errors import Forbidden


def endpoints(app: Flask) -> list[str]:
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()} - {"static"})


def test_every_page_has_a_mark(app):
    assert [name for name in endpoints(app) if access.mark_of(app.view_functions[name]) is None] == []


def test_pages_of_the_team_are_never_open_to_everybody(app):
    staff = [name for name in endpoints(app) if ".staff." in name]
    assert staff
    assert [name for name in staff if access.mark_of(app.view_functions[name]).roles is None] == []


def test_a_page_without_a_mark_is_refused():
    bare = Flask("bare")
    bare.testing = True
    bare.before_request(access.guard)
    bare.add_url_rule("/abierta", view_func=access.public(lambda: "dentro"), endpoint="open")
    bare.add_url_rule("/olvidada", view_func=lambda: "dentro", endpoint="forgotten")
    assert bare.test_client().get("/abierta").data == b"dentro"
    with pytest.raises(Forbidden):
        bare.test_client().get("/olvidada")
