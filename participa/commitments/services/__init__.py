"""The verbs of the room."""

from participa.commitments.services.alerts import remind_due
from participa.commitments.services.deciding import join, set_aside
from participa.commitments.services.history import Repeated, Unfit
from participa.commitments.services.moving import end, reassign, reopen, reschedule
from participa.commitments.services.registering import (
    CHANGED,
    OWN,
    Changed,
    Taken,
    change,
    discard,
    publish,
    register,
    require_editable,
)
from participa.commitments.services.reporting import report, set_back, withdraw
from participa.commitments.services.verifying import verify

__all__ = [
    "CHANGED",
    "OWN",
    "Changed",
    "Repeated",
    "Taken",
    "Unfit",
    "change",
    "discard",
    "end",
    "join",
    "publish",
    "reassign",
    "register",
    "remind_due",
    "reopen",
    "report",
    "require_editable",
    "reschedule",
    "set_aside",
    "set_back",
    "verify",
    "withdraw",
]
