"""The blueprints of the room: pages for everybody, and those of the team under /gestion."""

from flask import Blueprint

bp = Blueprint("reports", __name__, url_prefix="/informes")
staff_bp = Blueprint("staff", __name__, url_prefix="/gestion")
