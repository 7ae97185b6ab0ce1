"""Pages for citizens."""

from flask import Blueprint

from participa.calendar import models  # noqa: F401 - placeholder until the pages use it

bp = Blueprint("calendar", __name__, url_prefix="/calendario")
