"""Pages for the team."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role

bp = Blueprint("staff", __name__, url_prefix="/gestion")


@bp.get("/")
@access.staff(Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)
def index() -> ResponseReturnValue:
    return render_template("events/staff/index.html")


@bp.get("/nuevo/<int:activity_id>")
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def new(activity_id: int) -> ResponseReturnValue:
    return render_template("events/staff/index.html")


@bp.get("/<slug>")
@access.staff(Role.MODERATOR, Role.APPROVER, Role.COMMUNICATIONS, Role.CONTROL)
def detail(slug: str) -> ResponseReturnValue:
    return render_template("events/staff/index.html")


@bp.get("/<slug>/editar")
@access.staff(Role.APPROVER, Role.COMMUNICATIONS)
def edit(slug: str) -> ResponseReturnValue:
    return render_template("events/staff/index.html")
