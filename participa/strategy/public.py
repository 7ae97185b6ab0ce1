"""Pages for citizens."""

from flask import Blueprint

from participa.strategy import models  # noqa: F401 - placeholder until the pages use it

bp = Blueprint("strategy", __name__, url_prefix="/estrategia")
