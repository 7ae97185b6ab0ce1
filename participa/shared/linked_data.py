"""What a page says to machines in the words of schema.org, as a block of data that no browser runs."""

import json
from typing import Any

from markupsafe import Markup

VOCABULARY = "https://schema.org"
UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def block(kind: str, told: dict[str, Any]) -> Markup:
    """The data of a page as JSON-LD, fit to stand in a page: no text can end its block. What is empty is left out."""
    whole = {"@context": VOCABULARY, "@type": kind} | _without_empty(told)
    written = json.dumps(whole, ensure_ascii=False).translate(UNSAFE)
    return Markup(f'<script type="application/ld+json">{written}</script>')  # noqa: S704 - escaped above


def _without_empty(told: dict[str, Any]) -> dict[str, Any]:
    kept = {name: _without_empty(value) if isinstance(value, dict) else value for name, value in told.items()}
    return {name: value for name, value in kept.items() if value not in ("", None, {}, [])}
