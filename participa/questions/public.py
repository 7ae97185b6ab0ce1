"""Pages for citizens."""

from flask import Blueprint

from participa.questions import models  # noqa: F401 - placeholder until the pages use it

bp = Blueprint("questions", __name__, url_prefix="/preguntas")
