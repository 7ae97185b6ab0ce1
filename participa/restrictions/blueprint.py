"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("restrictions", __name__, url_prefix="/restricciones")
