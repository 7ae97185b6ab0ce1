"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("hearings", __name__, url_prefix="/vivo")
