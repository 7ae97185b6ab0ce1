"""Where what was verified is not what the office reported, in plain words.

Each voice counts with its last verification: internal control, and each oversight body. So a later voice that agrees
never silences another one that did not. A verification is held against what was reported when it was written.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, case, exists, not_
from sqlalchemy.orm import aliased

from participa.commitments.models import (
    AGREEMENT_LABELS,
    AGREEMENT_TONES,
    COMPLETION_PERCENT,
    Agreement,
    Commitment,
    CommitmentCheck,
)

SAYS = {
    Agreement.AGREES: "",
    Agreement.PARTLY: "{who} solo coincide en parte con lo informado.",
    Agreement.DISAGREES: "{who} no coincide con lo informado.",
}
OTHER_LEVEL = "La dependencia informó {percent}\u00a0%. {who} encontró: {level}."


IN_DISPUTE = ("Hay desacuerdo", "bad")


def verdict_of(last: Agreement, is_in_dispute: bool) -> tuple[str, str]:
    """All the voices in a word, with its tone: the last one, unless it agrees and any of them does not."""
    if is_in_dispute and last is Agreement.AGREES:
        return IN_DISPUTE
    return AGREEMENT_LABELS[last], AGREEMENT_TONES[last]


def disagreement_of(commitment: Commitment) -> str:
    """What does not match, a sentence for each voice that says otherwise; "" when nobody does."""
    return " ".join(filter(None, map(disagreement_in, last_of_each(commitment.checks))))


def disagreement_in(check: CommitmentCheck) -> str:
    """What one verification says against the report of its moment; "" when it does not."""
    if said := SAYS[check.agreement].format(who=check.by_whom):
        return said
    lowest, highest = COMPLETION_PERCENT[check.completion]
    if lowest <= check.reported_percent <= highest:
        return ""
    level = check.completion_label.lower()
    return OTHER_LEVEL.format(percent=check.reported_percent, who=check.by_whom, level=level)


def last_of_each(checks: Iterable[CommitmentCheck]) -> list[CommitmentCheck]:
    """The last verification of each voice, internal control first and then the bodies as they wrote."""
    last = {check.body_name: check for check in checks}
    return sorted(last.values(), key=lambda check: (check.body_name != "", check.id))


def is_disagreed() -> ColumnElement[bool]:
    """The same as a condition of SQL on a commitment; a test holds both together."""
    later = aliased(CommitmentCheck)
    is_last = ~exists().where(
        later.commitment_id == CommitmentCheck.commitment_id,
        later.body_name == CommitmentCheck.body_name,
        later.id > CommitmentCheck.id,
    )
    is_other = not_(and_(CommitmentCheck.agreement == Agreement.AGREES, _holds()))
    return exists().where(CommitmentCheck.commitment_id == Commitment.id, is_other, is_last)


def _holds() -> ColumnElement[bool]:
    """Whether the level that was found holds the percentage that was reported."""
    reported = CommitmentCheck.reported_percent
    bands = [
        (CommitmentCheck.completion == level, reported.between(*band)) for level, band in COMPLETION_PERCENT.items()
    ]
    return case(*bands, else_=False)
