"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("search", __name__, url_prefix="/buscar")
