"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("triage", __name__, url_prefix="/clasificacion")
