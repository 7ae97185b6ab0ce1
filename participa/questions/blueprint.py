"""The blueprint of the pages for citizens."""

from flask import Blueprint

bp = Blueprint("questions", __name__, url_prefix="/preguntas")
