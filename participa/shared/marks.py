"""What a form showed, in a few letters: another one when any of it changes before the form comes back."""

from hashlib import blake2b
from typing import Any


def mark_of(written: Any) -> str:
    """A short text that is another one when any of it changes."""
    return blake2b(repr(written).encode(), digest_size=8).hexdigest()
