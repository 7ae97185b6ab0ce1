"""Who was heard so far and who not: to look at before the next question is chosen."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.accounts.models import Role
from participa.hearings import rules
from participa.hearings.blueprint import staff_bp
from participa.hearings.queries import equity as queries
from participa.hearings.queries import rooms


@staff_bp.get("/<code>/equidad")
@access.staff(Role.MODERATOR, Role.ADMIN, Role.CONTROL)
def equity(code: str) -> ResponseReturnValue:
    hearing = rooms.by_code(code)
    return render_template(
        "hearings/staff/equity.html",
        hearing=hearing,
        found=queries.of(hearing, is_public=False),
        may_conduct=rules.may_conduct(access.signed_in()),
    )
