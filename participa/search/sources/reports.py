"""Published reports, in their newest version as it was frozen; one whose newest version was withdrawn is not found."""

import json
from collections.abc import Collection, Iterator

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, undefer

from participa.extensions import db
from participa.reports.models import KeptVersion
from participa.search.sources.card import Card, Source
from participa.shared.clock import local
from participa.shared.report.document import from_document
from participa.shared.report.model import Heading, Points, Prose, Report

AT_ONCE = 5  # reports that are read again in one minute: they never change and may be long


def public() -> Select[int]:
    """Versions and not reports: a further version is another row that nothing finds yet."""
    newest = select(func.max(KeptVersion.id)).where(KeptVersion.published_at.is_not(None))
    shown = (KeptVersion.id.in_(newest.group_by(KeptVersion.report_id)), KeptVersion.withdrawn_at.is_(None))
    return select(KeptVersion.id).where(*shown)


def cards(ids: Collection[int]) -> list[Card]:
    wanted = public().with_only_columns(KeptVersion).where(KeptVersion.id.in_(ids)).order_by(KeptVersion.id)
    whole = wanted.options(undefer(KeptVersion.document), joinedload(KeptVersion.report))
    return [_card(version) for version in db.session.scalars(whole)]


def _card(version: KeptVersion) -> Card:
    said = from_document(json.loads(version.document))
    return Card(
        kind="kept_report",
        ref=version.id,
        title=version.title,
        texts=(version.title, said.subtitle, "\n".join(_words(said))),
        endpoint="reports.detail",
        values={"slug": version.report.slug},
        day=local(version.published_at or version.cut_at).date(),
        about=(f"Año {version.report.year}", f"Versión {version.number}"),
    )


def _words(report: Report) -> Iterator[str]:
    """What it says in sentences; its tables are found by what they were made from."""
    for block in report.blocks:
        if isinstance(block, Heading | Prose):
            yield block.text
        elif isinstance(block, Points):
            yield from block.items


REPORTS = Source("kept_report", "informes", "Informe", "Informes", public, cards, at_once=AT_ONCE)
