"""Parts of pages that are made once for all who are shown the same."""

import pytest
from flask import render_template_string
from markupsafe import Markup
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from participa.shared.forms import OneOf
from participa.shared.templating import pieces

STATE = ("components/state.html", "state")
BY_HAND = "{% from 'components/state.html' import state %}{{ state(label, 'warn') }}"
CHOICES = [SelectChoice("", "Todas"), SelectChoice("a", "Agua & <luz>"), SelectChoice('"', "Comillas")]
ATTRIBUTES = {"class_": "input", "aria-describedby": False, "aria-invalid": "true"}


@pytest.mark.parametrize("label", ["Por vencer", "<b>Agua</b> & luz"])
def test_a_piece_is_what_its_macro_writes(app, label):
    with app.test_request_context():
        assert pieces(app)(*STATE, label, "warn") == render_template_string(BY_HAND, label=label)


def test_a_piece_is_made_once_for_equal_things(app):
    with app.test_request_context():
        piece = pieces(app)
        assert piece(*STATE, "Sí", "good") is piece(*STATE, "Sí", "good")
        assert piece(*STATE, "Sí", "good") != piece(*STATE, "Sí", "bad") != piece(*STATE, "No", "bad")


def test_nothing_is_kept_while_templates_are_written(app, monkeypatch):
    monkeypatch.setattr(app.jinja_env, "auto_reload", True)
    with app.test_request_context():
        piece = pieces(app)
        assert piece(*STATE, "Sí", "good") is not piece(*STATE, "Sí", "good")


class Ours(Form):
    free = OneOf("Libre", choices=CHOICES)
    needed = OneOf("Necesaria", [InputRequired()], choices=CHOICES, default="a")


class Theirs(Form):
    free = SelectField("Libre", choices=CHOICES)
    needed = SelectField("Necesaria", [InputRequired()], choices=CHOICES, default="a")


@pytest.mark.parametrize("name", ["free", "needed"])
@pytest.mark.parametrize("data", [{}, {"free": "a", "needed": '"'}, {"free": "otra", "needed": "otra"}])
def test_a_list_of_options_is_written_as_ever(name, data):
    assert Ours(data=data)[name](**ATTRIBUTES) == Theirs(data=data)[name](**ATTRIBUTES)


def test_a_list_shows_what_is_offered_and_chosen_now():
    first, second = Ours(data={"free": "a"}), Ours()
    assert first.free() != second.free()
    second.free.choices = [*CHOICES, SelectChoice("b", "Basuras")]
    assert "Basuras" in second.free()
    assert "Basuras" not in Ours().free()


def test_a_label_of_html_opens_no_way_for_words_that_look_like_it(app):
    written = Ours()
    written.free.choices = [SelectChoice("x", Markup("<b>Agua</b>"))]
    typed = Ours()
    typed.free.choices = [SelectChoice("x", "<b>Agua</b>")]
    assert "<b>" not in written.free() + typed.free()
    with app.test_request_context():
        piece = pieces(app)
        assert piece(*STATE, Markup("<b>Agua</b>"), "warn") != piece(*STATE, "<b>Agua</b>", "warn")
