"""Pages for citizens."""

from flask import Blueprint

from participa.events import models  # noqa: F401 - placeholder until the pages use it

bp = Blueprint("events", __name__, url_prefix="/espacios")
