"""What the team does with guests and invitations, what a guest answers, and what leaves by itself."""

from participa.invitations.services.guests import (
    Outcome,
    add,
    change,
    confirm,
    discard,
    erase,
    merge,
    opt_out,
    read,
    remap,
    tally,
    upload,
)
from participa.invitations.services.letters import (
    approve,
    example,
    give_back,
    plan_reminders,
    send_test,
    subject_of,
    submit,
    write,
)
from participa.invitations.services.letters import discard as discard_letter
from participa.invitations.services.replies import answer, find, note_call, usual_way
from participa.invitations.services.sending import hear_of_letter, hear_of_mail, hear_of_space, retry, send_due

__all__ = [
    "Outcome",
    "add",
    "answer",
    "approve",
    "change",
    "confirm",
    "discard",
    "discard_letter",
    "erase",
    "example",
    "find",
    "give_back",
    "hear_of_letter",
    "hear_of_mail",
    "hear_of_space",
    "merge",
    "note_call",
    "opt_out",
    "plan_reminders",
    "read",
    "remap",
    "retry",
    "send_due",
    "send_test",
    "subject_of",
    "submit",
    "tally",
    "upload",
    "usual_way",
    "write",
]
