"""The verbs of the room."""

from participa.topics.services.agenda import confirm
from participa.topics.services.calls import Changed, edit, forget_devices, publish, write
from participa.topics.services.grouping import add, make, rename, take_out, undo
from participa.topics.services.linking import NewLink, link, unlink
from participa.topics.services.moderating import keep_back
from participa.topics.services.moderating import publish as publish_nomination
from participa.topics.services.receiving import Proposal, Receipt, nominate
from participa.topics.services.supporting import support, supported, withdraw
from participa.topics.services.voting import NewVote, keep_tallies, make_vote

__all__ = [
    "Changed",
    "NewLink",
    "NewVote",
    "Proposal",
    "Receipt",
    "add",
    "confirm",
    "edit",
    "forget_devices",
    "keep_back",
    "keep_tallies",
    "link",
    "make",
    "make_vote",
    "nominate",
    "publish",
    "publish_nomination",
    "rename",
    "support",
    "supported",
    "take_out",
    "undo",
    "unlink",
    "withdraw",
    "write",
]
