"""The verbs of the room, for callers that write `services.submit`, `services.classify`…

Citizens' side in `receiving`, the team's side in `handling` and `answering`.
"""

from participa.questions.device import Arrival, Device, arrival, greet, opened_now
from participa.questions.enclosed import Enclosed
from participa.questions.services.admission import receive
from participa.questions.services.answer_settings import add_template, change_template, filled, set_review
from participa.questions.services.answering import (
    approve,
    approve_and_publish,
    correct,
    publish_answer,
    publish_correction,
    return_correction,
    return_with_note,
    save_and_send,
    save_draft,
    send_to_review,
)
from participa.questions.services.checking import Unreviewed, check_answer
from participa.questions.services.clarifying import clarify
from participa.questions.services.grouping import object_to_group
from participa.questions.services.handling import (
    Handed,
    add_topic,
    assign,
    classify,
    move,
    note_asker_read,
    publish_question,
    rename_topic,
    restore,
    return_to_moderation,
    switch_topic,
    transfer,
    withhold,
)
from participa.questions.services.notices import give_by_hand
from participa.questions.services.quarantine import (
    begin_audience_mode,
    end_audience_mode,
    release,
    release_fold,
    renew_audience_mode,
    withhold_fold,
)
from participa.questions.services.receiving import authorization_words, submit
from participa.questions.services.redacting_answers import redact_answer
from participa.questions.services.restricting import (
    confirm,
    discard,
    lift,
    may_redact_answer,
    may_withhold_answer,
    redact,
    withhold_answer,
)
from participa.questions.services.reviewing import agree, send_back, skip
from participa.questions.services.steps import Changed
from participa.questions.services.terms import extend, recount, set_kind
from participa.questions.services.wording import (
    Added,
    add_places,
    add_synonyms,
    change_place,
    change_synonyms,
    switch_help,
    switch_place,
    switch_synonyms,
)
from participa.questions.submission import Hand, Receipt, Submission

__all__ = [
    "Arrival",
    "Device",
    "Enclosed",
    "add_template",
    "agree",
    "change_template",
    "filled",
    "send_back",
    "set_review",
    "skip",
    "Changed",
    "Hand",
    "Receipt",
    "Submission",
    "Unreviewed",
    "Added",
    "add_places",
    "add_synonyms",
    "change_place",
    "change_synonyms",
    "switch_help",
    "switch_place",
    "switch_synonyms",
    "add_topic",
    "approve",
    "approve_and_publish",
    "arrival",
    "assign",
    "check_answer",
    "begin_audience_mode",
    "authorization_words",
    "clarify",
    "classify",
    "confirm",
    "correct",
    "end_audience_mode",
    "renew_audience_mode",
    "discard",
    "extend",
    "give_by_hand",
    "greet",
    "lift",
    "may_redact_answer",
    "may_withhold_answer",
    "move",
    "note_asker_read",
    "object_to_group",
    "opened_now",
    "publish_answer",
    "publish_correction",
    "publish_question",
    "receive",
    "recount",
    "release",
    "release_fold",
    "redact",
    "redact_answer",
    "rename_topic",
    "restore",
    "return_correction",
    "return_to_moderation",
    "return_with_note",
    "save_and_send",
    "save_draft",
    "send_to_review",
    "set_kind",
    "Handed",
    "transfer",
    "submit",
    "switch_topic",
    "withhold",
    "withhold_answer",
    "withhold_fold",
]
