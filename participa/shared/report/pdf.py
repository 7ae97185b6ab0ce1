"""A report as a tagged PDF (PDF/UA-1): headings, tables with heads, texts for drawings, bookmarks and page numbers.

WeasyPrint draws the same words as the page and may open no address at all. It needs Pango; where there is none, a
plainer PDF says so (`fallback_pdf`).
"""

import re
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader

from participa.config import ROOT
from participa.shared.report import fallback_pdf, telling, web
from participa.shared.report.document import digest, to_document
from participa.shared.report.model import Report

if TYPE_CHECKING:
    from weasyprint import HTML

LOOKS = ROOT / "static" / "css" / "report.css"
VARIANT = "pdf/ua-1"
EMOJI = re.compile("[\U00010000-\U0010ffff\u2600-\u27bf\u20e3\ufe0e\ufe0f\u200d]+")
EMOJI_LABEL = "(emoticono)"  # few machines have letters for them, and PDF/UA forbids the box in their place


def render(report: Report) -> bytes:
    """The PDF. Of a table of more than 500 rows, the first 500 and where the rest is."""
    try:
        import weasyprint  # noqa: F401, PLC0415 - a second that only these files need; OSError without Pango
    except OSError:
        return fallback_pdf.render(report)
    return _drawn(report)


def markup(report: Report) -> str:
    """The HTML that is drawn."""
    page = web.page(report, telling.MOST_ROWS, lambda told: telling.address(told, report.address))
    cut_at = report.cut_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = {"page": page, "entity": telling.clean(report.entity), "cut_at": cut_at}
    return _templates().get_template("report/print.html").render(words)


def _drawn(report: Report) -> bytes:
    from weasyprint import CSS  # noqa: PLC0415

    identity = bytes.fromhex(digest(to_document(report)))[:16]
    looks = CSS(string=_looks(), url_fetcher=_nothing())
    drawn = _page(EMOJI.sub(EMOJI_LABEL, markup(report))).write_pdf(
        stylesheets=[looks], pdf_variant=VARIANT, pdf_identifier=identity
    )
    return bytes(drawn or b"")


@lru_cache(maxsize=1)
def _looks() -> str:
    """The style sheet, and a class for each width of a column."""
    widths = "".join(f".w{percent}{{width:{percent}%}}" for percent in range(1, 101))
    return LOOKS.read_text(encoding="utf-8") + widths


def _page(text: str) -> "HTML":
    from weasyprint import HTML  # noqa: PLC0415

    return HTML(string=text, url_fetcher=_nothing())


def _nothing() -> object:
    """Opens no address: neither of the network nor of the disk."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    return URLFetcher(allowed_protocols=())


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """Its own: a job draws reports without a request and without the site."""
    return Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
