"""The private follow code of a question. What it shares with other receipts is in shared/follow_codes.py."""

from participa.shared.follow_codes import (
    ALPHABET,
    LENGTH,
    check_character,
    code_digest,
    code_for,
    form_key_digest,
    in_groups,
    is_well_formed,
    normalise,
)

__all__ = [
    "ALPHABET",
    "LENGTH",
    "check_character",
    "code_digest",
    "code_for",
    "form_key_digest",
    "in_groups",
    "is_well_formed",
    "normalise",
]
