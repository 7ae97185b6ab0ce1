"""The one address under which a public page is known, and what is shown of it where it is shared."""

from typing import Any
from urllib.parse import urlencode

from flask import current_app, request, url_for
from werkzeug.local import LocalProxy

from participa.accounts import access
from participa.shared.addresses import whole

TELLS = ("anio", "pagina")  # what of a query makes another page, and not another order or a part of the same
SITE = ("sitio", "participa")


def canonical() -> str:
    """The address of this page without what only narrows or orders it; "" where there is none to be known by."""
    mark = access.mark_of(current_app.view_functions.get(request.endpoint or ""))
    if mark is None or mark.roles is not None or request.method != "GET":
        return ""
    told = [(name, request.args[name]) for name in TELLS if request.args.get(name, "").isdecimal()]
    return whole(request.path) + (f"?{urlencode(told)}" if told else "")


def picture(kind: str = SITE[0], name: str = SITE[1]) -> str:
    """The address of the picture of a page, whole, as those who show it ask for it."""
    return whole(url_for("portal.picture", kind=kind, name=name))


def for_templates() -> dict[str, Any]:
    """Nothing is computed on pages that do not show it."""
    return {"canonical_address": LocalProxy(canonical), "shared_picture": picture, "whole_address": whole}
