"""The blueprint of the team's pages, and who opens them."""

from flask import Blueprint

from participa.accounts.models import Role

bp = Blueprint("staff", __name__, url_prefix="/gestion")
READERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)
MOVERS = (Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS)
EDITORS = (Role.APPROVER, Role.COMMUNICATIONS)
MOST = 2**31 - 1  # the largest number of a row
NUMBER = f"<int(max={MOST}):number>"
