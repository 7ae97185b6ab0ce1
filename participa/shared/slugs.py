"""Titles as parts of an address."""

import re
import unicodedata

LONGEST = 80


def to_slug(text: str, otherwise: str) -> str:
    """«Audiencia pública de Niñez» → audiencia-publica-de-ninez; at most 80 characters, cut between words."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if len(slug) > LONGEST:
        slug = slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]
    return slug or otherwise
