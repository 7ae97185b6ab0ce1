"""Pages for citizens."""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from participa.accounts import access
from participa.portal import queries
from participa.portal.destinations import DESTINATIONS
from participa.portal.public.blueprint import bp
from participa.questions.models import WITHHOLD_REASON_LABELS
from participa.shared import retention as kept
from participa.shared.clock import now, today


@bp.get("/")
@access.public_cached
def home() -> ResponseReturnValue:
    return render_template("portal/home.html", front=queries.front_page(now(), today()), destinations=DESTINATIONS)


@bp.get("/ayuda")
@access.public_cached
def help() -> ResponseReturnValue:
    return render_template("portal/help.html")


@bp.get("/tratamiento-de-datos")
@access.public_cached
def privacy() -> ResponseReturnValue:
    return render_template("portal/privacy.html")


@bp.get("/cuanto-guardamos-sus-datos")
@access.public_cached
def retention() -> ResponseReturnValue:
    """Every rule: what is kept, for what and until when."""
    return render_template("portal/retention.html", rules=kept.rules())


@bp.get("/terminos")
@access.public_cached
def terms() -> ResponseReturnValue:
    return render_template("portal/terms.html", withhold_reasons=WITHHOLD_REASON_LABELS.values())


@bp.get("/accesibilidad")
@access.public_cached
def accessibility() -> ResponseReturnValue:
    return render_template("portal/accessibility.html")


@bp.get("/mapa-del-sitio")
@access.public_cached
def site_map() -> ResponseReturnValue:
    return render_template("portal/site_map.html")


@bp.get("/salud")
@access.public
def health() -> ResponseReturnValue:
    """For the machine that watches: 200, or 503 when the database is away. Tells no secret and no address."""
    try:
        return jsonify(queries.health())
    except SQLAlchemyError:
        return jsonify(status="down"), 503
