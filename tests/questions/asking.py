"""What the tests of the public pages share: the form, and how they read a page."""

import re

from sqlalchemy import select

from participa.extensions import db
from participa.questions import codes
from participa.questions.models import Question

GENERAL = "/preguntas/nueva?general=si"
HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'; DROP TABLE question; --", "{{ 7*7 }}"]


def questions() -> list[Question]:
    db.session.expire_all()
    return list(db.session.scalars(select(Question).order_by(Question.id)))


def words(response) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)))


def code_in(response) -> str:
    block = re.search(r'id="codigo">(.*?)</p>', response.get_data(as_text=True)).group(1)
    return codes.normalise(re.sub(r"<[^>]+>", "", block))
