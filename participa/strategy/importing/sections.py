"""Section labels: which texts are one, and the element and stage of the Manual Único that each suggests."""

import re

from participa.strategy.importing.folding import fold

LONGEST_LABEL = 160
STRUCTURE = r"(?:etapa|fase|momento|elemento|componente|subcomponente|linea(?: estrategica)?|eje(?: tematico)?|proceso)"
NUMBER = r"(?:\d+|[ivx]+|primera?|segunda?|tercera?|cuarta?|quinta?)"
PREFIX = re.compile(rf"(?:{NUMBER} )?(?:{STRUCTURE} )?(?:{NUMBER} )?(?:(?:de|del|la|el) )*")
STRUCTURED = re.compile(rf"(?:{NUMBER} )?{STRUCTURE}\b(?= \S)")

# First word or words of the label, most specific first → (elemento, etapa). Ley 1757 art. 49 says "incentivos" where
# the Manual says "responsabilidad".
SUGGESTIONS: tuple[tuple[str, str | None, str | None], ...] = (
    ("evaluacion", "responsabilidad", "seguimiento"),
    ("seguimiento", None, "seguimiento"),
    ("definicion", None, "diseno"),
    ("diseno", None, "diseno"),
    ("aprestamiento", None, "aprestamiento"),
    ("alistamiento", None, "aprestamiento"),
    ("preparacion", None, "preparacion"),
    ("capacitacion", None, "preparacion"),
    ("ejecucion", None, "ejecucion"),
    ("informacion", "informacion", None),
    ("dialogo", "dialogo", None),
    ("incentivo", "responsabilidad", None),
    ("incentivos", "responsabilidad", None),
    ("responsabilidad", "responsabilidad", None),
)


def suggest(label: str) -> tuple[str | None, str | None]:
    """Return the suggested (elemento, etapa) codes of a section label; (None, None) when it suggests nothing."""
    words = _words_after_prefix(label)
    for keyword, elemento, etapa in SUGGESTIONS:
        if words == keyword or words.startswith(f"{keyword} "):
            return elemento, etapa
    return None, None


def is_section_label(text: str) -> bool:
    """True when the words themselves say so: an element, a stage, or "componente 2…", "línea estratégica 1…"."""
    if len(text) > LONGEST_LABEL:
        return False
    return suggest(text) != (None, None) or names_structure(text)


def names_structure(text: str) -> bool:
    """True when the text starts as "etapa de…", "componente 2…", "línea estratégica 1…"."""
    return len(text) <= LONGEST_LABEL and bool(STRUCTURED.match(fold(text)))


def is_shouted(text: str) -> bool:
    """True for a short text all in capitals, which in a table is nearly always a title."""
    letters = sum(char.isalpha() for char in text)
    return letters > 3 and text == text.upper() and len(text) <= LONGEST_LABEL


def _words_after_prefix(label: str) -> str:
    words = fold(label)
    prefix = PREFIX.match(words)
    return words[prefix.end() :] if prefix else words
