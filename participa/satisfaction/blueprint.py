"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("satisfaction", __name__, url_prefix="/le-respondieron")
