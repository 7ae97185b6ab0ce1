"""Forgetting the photo of a slip, which shows who wrote it, together with how to reach that person."""

from datetime import datetime

from participa.extensions import db
from participa.intake import queries
from participa.questions.services.forgetting import OVER
from participa.shared import files
from participa.shared.clock import now


def forget_scans(before: datetime, most: int) -> int:
    """Erase the photos of slips whose question was over before that instant; how many."""
    found = queries.with_old_scan(before, OVER, most)
    for slip in found:
        scan, slip.scan, slip.scan_erased_at = slip.scan, None, now()
        db.session.flush()
        if scan is not None:
            files.remove(scan)
    return len(found)
