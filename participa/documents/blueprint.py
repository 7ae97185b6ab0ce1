"""The blueprints of the room: pages for everybody, and those of the team under /gestion."""

from flask import Blueprint

bp = Blueprint("documents", __name__, url_prefix="/documentos")
staff_bp = Blueprint("staff", __name__, url_prefix="/gestion")
