"""Pages for citizens."""

from flask import Blueprint

bp = Blueprint("differential", __name__, url_prefix="/enfoque-diferencial")
