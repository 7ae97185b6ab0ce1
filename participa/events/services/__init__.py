"""What the team does with a dialogue space."""

from participa.events.services.documents import add_document, remove_document, write_memoria
from participa.events.services.keeping import Changed
from participa.events.services.programme import add_item, add_step, change_item, change_step, remove_line, shift
from participa.events.services.series import create_series
from participa.events.services.spaces import add_activity, create, edit, move, remove_activity, reschedule

__all__ = [
    "Changed",
    "add_activity",
    "add_document",
    "add_item",
    "add_step",
    "change_item",
    "change_step",
    "create",
    "create_series",
    "edit",
    "move",
    "remove_activity",
    "remove_document",
    "remove_line",
    "reschedule",
    "shift",
    "write_memoria",
]
