"""Figures as they were last published: pages and downloads read them here, so that all of them say the same.

A table is replaced only when the difference shows nobody (`suppression.may_follow`); until then the earlier one stays.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import JSON, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from participa.extensions import Base, db
from participa.shared.clock import today
from participa.shared.suppression import PublishedList, Shown, may_follow


class PublishedFigures(Base):
    """A table as the public reads it: hidden numbers are absent from it too. `subject` is what it counts."""

    __tablename__ = "published_figures"

    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_on: Mapped[date]


def publish(subject: str, name: str, later: PublishedList) -> bool:
    """Keep a table as published; whether it took the place of the earlier one. Run inside a unit of work."""
    earlier = find(subject, name)
    if earlier is None:
        db.session.execute(insert(PublishedFigures).values(subject=subject, name=name, **_values(later)))
        return True
    if earlier == later or not _may_replace(earlier, later):
        return False
    row = update(PublishedFigures).where(PublishedFigures.subject == subject, PublishedFigures.name == name)
    db.session.execute(row.values(**_values(later)))
    return True


def _may_replace(earlier: PublishedList, later: PublishedList) -> bool:
    """A table of which nobody has seen a part hides nothing that the later one could show by subtraction."""
    if any(earlier.counts.values()):
        return may_follow(_cells(earlier), _cells(later))
    return earlier.total is None or may_follow({("total",): earlier.total}, {("total",): later.total})


def find(subject: str, name: str) -> PublishedList | None:
    """One table as published."""
    return tables(subject).get(name)


def tables(subject: str) -> dict[str, PublishedList]:
    """Every table published of a subject, by name."""
    return {name: table for (_, name), table in _read(select(*COLUMNS).where(PublishedFigures.subject == subject))}


def subjects() -> set[str]:
    """Everything of which a table has been published."""
    return set(db.session.scalars(select(PublishedFigures.subject).distinct()))


COLUMNS = (PublishedFigures.subject, PublishedFigures.name, PublishedFigures.shown)


def _read(found: Any) -> list[tuple[tuple[str, str], PublishedList]]:
    rows = db.session.execute(found.order_by(PublishedFigures.subject, PublishedFigures.name))
    return [((subject, name), PublishedList(shown["total"], dict(shown["counts"]))) for subject, name, shown in rows]


def _values(table: PublishedList) -> dict[str, Any]:
    """The order of the parts is that of the list: JSON keeps pairs, not the order of names, on every database."""
    return {"shown": {"total": table.total, "counts": list(table.counts.items())}, "published_on": today()}


def _cells(table: PublishedList) -> Mapping[Any, Shown]:
    return {("total",): table.total, **table.counts}
