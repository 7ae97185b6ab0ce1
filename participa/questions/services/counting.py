"""Keep the figures that take long to count, so that pages only read them."""

import time
from collections.abc import Callable
from typing import Any

from flask import current_app

from participa.extensions import db
from participa.questions.models import KeptFigures
from participa.questions.queries import figures
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work

REST = 100  # after counting for a second, nobody counts again for a hundred
RESTS = "rests_from_counting"  # until when, by name: each house has its own


def keep_figures() -> None:
    """Count the figures of the questions anew, and keep them when they changed."""
    recount(figures.NAME, lambda: figures.plain(figures.count(today())))


def recount(name: str, count: Callable[[], dict[str, Any]]) -> None:
    """Count what is kept under a name, unless that would take more than a hundredth of the time."""
    begun = time.monotonic()
    rests: dict[str, float] = current_app.extensions.setdefault(RESTS, {})
    if begun < rests.get(name, 0):
        return
    counted = count()
    rests[name] = time.monotonic() + REST * (time.monotonic() - begun)
    if counted != figures.find_kept(name):
        keep(name, counted)


def keep(name: str, counted: dict[str, Any]) -> None:
    """Put figures in the place of the earlier ones."""
    with unit_of_work():
        db.session.merge(KeptFigures(name=name, content=counted, counted_at=now()))
