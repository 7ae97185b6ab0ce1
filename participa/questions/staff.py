"""Pages for the team."""

from flask import Blueprint

from participa.accounts import access

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.get("/")
@access.staff()
def inbox() -> str:
    """The questions that this person may see, the most urgent first."""
    return ""


@bp.get("/<radicado>")
@access.staff()
def detail(radicado: str) -> str:
    """One question with its history and what this person may do now."""
    return radicado
