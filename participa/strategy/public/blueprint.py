"""The blueprint of the pages for citizens."""

from flask import Blueprint

bp = Blueprint("strategy", __name__, url_prefix="/estrategia")
