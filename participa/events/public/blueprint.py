"""The blueprint of the pages for citizens."""

from flask import Blueprint

bp = Blueprint("events", __name__, url_prefix="/espacios")
MOST = 2**31 - 1  # the largest number of a row
