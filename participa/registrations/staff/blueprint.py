"""The blueprint of the team's pages."""

from flask import Blueprint

bp = Blueprint("staff", __name__, url_prefix="/gestion")
