"""The verbs of the room: what is spoken or written elsewhere, and the boxes of slips."""

from participa.intake.services.batches import close, mend, open_batch
from participa.intake.services.forgetting import forget_scans
from participa.intake.services.slips import check, recover, submission_of, type_slip, void
from participa.intake.services.spoken import take_in

__all__ = [
    "check",
    "close",
    "forget_scans",
    "mend",
    "open_batch",
    "recover",
    "submission_of",
    "take_in",
    "type_slip",
    "void",
]
