"""What happens at the door of a space."""

from participa.attendance.arriving import Entry, Keeper, Person
from participa.attendance.services.arrivals import Outcome, Result, check_in, undo
from participa.attendance.services.conflicts import decide, receive
from participa.attendance.services.exporting import note_export
from participa.attendance.services.links import open_link, revoke
from participa.attendance.services.walk_ins import from_paper, walk_in

__all__ = [
    "Entry",
    "Keeper",
    "Outcome",
    "Person",
    "Result",
    "check_in",
    "decide",
    "from_paper",
    "note_export",
    "open_link",
    "receive",
    "revoke",
    "undo",
    "walk_in",
]
