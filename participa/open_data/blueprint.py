"""The blueprints of the room: the pages for people, and the interface for programs below them."""

from flask import Blueprint

bp = Blueprint("open_data", __name__, url_prefix="/datos")
api_bp = Blueprint("api", __name__, url_prefix="/api/v1")
