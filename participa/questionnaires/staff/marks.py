"""Addresses and marks that the pages of the team share."""

from participa.accounts import access
from participa.questionnaires.rules import EDITORS

MOST = 2**31 - 1  # the largest number of a row
ONE = f"/<int(max={MOST}):questionnaire_id>"
ITEM = f"{ONE}/preguntas/<string(maxlength=40):name>"
editors = access.staff(*EDITORS)
readers = access.staff()
