"""The verbs of the room: what is spoken or written elsewhere, and the boxes of slips."""

from participa.intake.services.batches import close, open_batch
from participa.intake.services.slips import check, submission_of, type_slip, void
from participa.intake.services.spoken import take_in

__all__ = ["check", "close", "open_batch", "submission_of", "take_in", "type_slip", "void"]
