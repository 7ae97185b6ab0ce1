"""What people and the team do with a survey."""

from participa.surveys.errors import SurveyClosed
from participa.surveys.models import NewSurvey
from participa.surveys.proofs import Proof, Way, by_account, by_code, by_device, by_document
from participa.surveys.services.codes import KEY as MAIL_KEY
from participa.surveys.services.codes import Mailing, forget_mail, issue_codes, mail_codes
from participa.surveys.services.drafts import find_draft, forget_drafts, keep_draft
from participa.surveys.services.elsewhere import show_elsewhere, shown_elsewhere
from participa.surveys.services.keeping import (
    close,
    create,
    edit,
    extend,
    listen_to_closing,
    move,
    open_survey,
    set_tablet,
    take_up_correction,
    unseal,
)
from participa.surveys.services.shaking import stir, stir_waiting, tend_box
from participa.surveys.services.submitting import NO_CODE, TWICE, Receipt, has_answered, submit, take_in
from participa.surveys.services.tending import close_due, close_those_due

__all__ = [
    "MAIL_KEY",
    "NO_CODE",
    "TWICE",
    "Way",
    "by_account",
    "by_code",
    "by_device",
    "by_document",
    "Mailing",
    "NewSurvey",
    "Proof",
    "Receipt",
    "SurveyClosed",
    "close",
    "close_due",
    "close_those_due",
    "create",
    "edit",
    "extend",
    "find_draft",
    "forget_drafts",
    "forget_mail",
    "has_answered",
    "issue_codes",
    "keep_draft",
    "listen_to_closing",
    "mail_codes",
    "move",
    "open_survey",
    "set_tablet",
    "show_elsewhere",
    "shown_elsewhere",
    "stir",
    "stir_waiting",
    "submit",
    "take_in",
    "take_up_correction",
    "tend_box",
    "unseal",
]
