"""Pages for citizens."""

from flask import Blueprint

from participa.shared import audit  # noqa: F401 - placeholder until the services use it

bp = Blueprint("accounts", __name__, url_prefix="/cuentas")
