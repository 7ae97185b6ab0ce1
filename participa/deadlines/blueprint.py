"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("deadlines", __name__, url_prefix="/vencimientos")
