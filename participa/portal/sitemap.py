"""The map of the site for search engines (sitemaps.org): an index of parts, each with public addresses alone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import url_for

from participa.portal.queries import listed
from participa.portal.queries.listed import Part
from participa.shared.addresses import whole

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = "paginas"
FIXED = (
    *("portal.home", "portal.participate", "portal.communications", "portal.dialogue", "portal.overview"),
    *("portal.how_counted", "portal.help", "portal.privacy", "portal.retention", "portal.terms"),
    *("portal.accessibility", "portal.site_map"),
    *("strategy.current", "events.index", "events.by_month", "events.memorias", "questions.index", "questions.ask"),
    *("questions.performance", "questions.arrivals", "satisfaction.index", "restrictions.index", "record.index"),
    *("commitments.index", "commitments.offices", "commitments.territories", "encounters.index", "evaluations.index"),
    *("improvement.index", "office_reports.index", "topics.index", "surveys.index", "calendar.index"),
    *("deadlines.outages", "hearings.entrance", "documents.index", "documents.news", "reports.index"),
    *("reports.calendar", "history.index", "open_data.index"),
)


def index() -> bytes:
    """The parts: the fixed pages, and each ten thousand rows of each kind."""
    root = ElementTree.Element("sitemapindex", {"xmlns": NAMESPACE})
    for part in (Part(PAGES, 1), *listed.parts()):
        _add(root, "sitemap", url_for("portal.sitemap_part", kind=part.kind, number=part.number))
    return _written(root)


def of_part(part: Part) -> bytes:
    """The addresses of a part."""
    return _urls((url_for(one.endpoint, **one.values), one.changed_at) for one in listed.pages(part))


def of_pages() -> bytes:
    """The pages that are always there. Short addresses only lead to one of them."""
    return _urls((url_for(endpoint), None) for endpoint in FIXED)


def _urls(found: Iterable[tuple[str, datetime | None]]) -> bytes:
    root = ElementTree.Element("urlset", {"xmlns": NAMESPACE})
    for path, changed_at in found:
        _add(root, "url", path, changed_at)
    return _written(root)


def _add(root: ElementTree.Element, name: str, path: str, changed_at: datetime | None = None) -> None:
    child = ElementTree.SubElement(root, name)
    ElementTree.SubElement(child, "loc").text = whole(path)
    if changed_at is not None:
        ElementTree.SubElement(child, "lastmod").text = changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(root: ElementTree.Element) -> bytes:
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
