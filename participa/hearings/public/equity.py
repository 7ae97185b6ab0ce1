"""Who was heard and who not, for everybody once the hearing has ended."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.hearings.blueprint import bp
from participa.hearings.public.minutes import ended
from participa.hearings.queries import equity as queries


@bp.get("/<code>/equidad")
@access.public
def equity(code: str) -> ResponseReturnValue:
    hearing = ended(code)
    return render_template("hearings/equity.html", hearing=hearing, found=queries.of(hearing, is_public=True))
