"""What machines read: the map of the site, what they may visit, and the pictures of pages that are shared."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from participa.accounts import access
from participa.portal import pictures, sitemap
from participa.portal.public.blueprint import bp
from participa.portal.queries.listed import KINDS, Part
from participa.shared.addresses import whole

MAP_KINDS = ", ".join((sitemap.PAGES, *KINDS))
PICTURE_KINDS = ", ".join(pictures.KINDS)


@bp.get("/robots.txt")
@access.public_cached
def robots() -> ResponseReturnValue:
    lines = render_template("portal/robots.txt", map_address=whole(url_for(".sitemap_index")))
    return lines, 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/sitemap.xml")
@access.public_cached
def sitemap_index() -> ResponseReturnValue:
    return Response(sitemap.index(), mimetype="application/xml")


@bp.get(f"/sitemap/<any({MAP_KINDS}):kind>-<int:number>.xml")
@access.public_cached
def sitemap_part(kind: str, number: int) -> ResponseReturnValue:
    """A part; one beyond the last is empty, as a part whose pages were withdrawn."""
    body = sitemap.of_pages() if kind == sitemap.PAGES else sitemap.of_part(Part(kind, number))
    return Response(body, mimetype="application/xml")


@bp.get(f"/imagenes/<any({PICTURE_KINDS}):kind>/<name>.png")
@access.public_cached
def picture(kind: str, name: str) -> ResponseReturnValue:
    """What networks show of a page: their programs fetch it, as they fetch the page."""
    return Response(pictures.drawn(kind, name), mimetype="image/png")
