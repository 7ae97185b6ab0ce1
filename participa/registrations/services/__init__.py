"""The verbs of the room, for callers that write `services.register`, `services.confirm`…

Taking people in is in `receiving`, their own acts and the team's in `standing`, the waiting list in `line`, what
the contact of a group does in `groups`, the supports in `needs`, and what happens by itself in `chores`.
"""

from participa.registrations.application import Application, GroupApplication, GroupReceipt, Need, Receipt
from participa.registrations.services.chores import keep_lines
from participa.registrations.services.extra import choose_questions
from participa.registrations.services.groups import accept_for, cancel_for, erase_contact
from participa.registrations.services.line import fill
from participa.registrations.services.needs import note_need
from participa.registrations.services.receiving import FewSeats, register, register_group, walk_in
from participa.registrations.services.standing import (
    accept,
    cancel,
    change,
    confirm,
    erase,
    note_call,
    note_read,
    promote,
)

__all__ = [
    "Application",
    "FewSeats",
    "GroupApplication",
    "GroupReceipt",
    "Need",
    "Receipt",
    "accept",
    "accept_for",
    "cancel",
    "cancel_for",
    "change",
    "choose_questions",
    "confirm",
    "erase",
    "erase_contact",
    "fill",
    "keep_lines",
    "note_call",
    "note_need",
    "note_read",
    "promote",
    "register",
    "register_group",
    "walk_in",
]
