"""Pages for the team."""

from flask import Blueprint

bp = Blueprint("intake", __name__, url_prefix="/ventanilla")
