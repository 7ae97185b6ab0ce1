"""The verbs of the room."""

from participa.improvement.rules import fingerprint
from participa.improvement.services.acting import add_action, change_action, keep_with_plan, remove_action
from participa.improvement.services.finding import Changed, Explained, add_finding, bring, remove_finding, write_cause
from participa.improvement.services.planning import change, close, create, discard, lacks_of, publish

__all__ = [
    "Changed",
    "Explained",
    "add_action",
    "add_finding",
    "bring",
    "change",
    "change_action",
    "close",
    "create",
    "discard",
    "fingerprint",
    "keep_with_plan",
    "lacks_of",
    "publish",
    "remove_action",
    "remove_finding",
    "write_cause",
]
