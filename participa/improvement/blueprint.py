"""The blueprints of the room: pages for everybody, and those of the team under /gestion."""

from flask import Blueprint

bp = Blueprint("improvement", __name__, url_prefix="/mejoramiento")
staff_bp = Blueprint("staff", __name__, url_prefix="/gestion")
