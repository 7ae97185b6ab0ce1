"""The blueprints of the room: pages for everybody, and those of the team under /gestion."""

from flask import Blueprint

bp = Blueprint("history", __name__, url_prefix="/historia")
staff_bp = Blueprint("staff", __name__, url_prefix="/gestion")
