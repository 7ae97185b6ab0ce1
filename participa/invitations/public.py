"""Pages for citizens."""

from flask import Blueprint

bp = Blueprint("invitations", __name__, url_prefix="/invitaciones")
