"""The blueprint of the pages for citizens."""

from flask import Blueprint

bp = Blueprint("registrations", __name__, url_prefix="/inscripciones")
