"""The blueprint of the pages for the team."""

from flask import Blueprint

from participa.invitations import rules

bp = Blueprint("staff", __name__, url_prefix="/gestion")
READERS, WRITERS, APPROVERS = rules.READERS, rules.WRITERS, rules.APPROVERS
