"""Pages for citizens."""

from flask import Blueprint

from participa.attendance import models  # noqa: F401 - the tables

bp = Blueprint("attendance", __name__, url_prefix="/asistencia")
