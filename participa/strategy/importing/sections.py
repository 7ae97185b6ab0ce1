"""Section labels: which texts are one, and the element and stage of the Manual Único that each suggests."""

import re
from collections.abc import Mapping

from participa.strategy.importing.folding import fold

LONGEST_LABEL = 160
STRUCTURE = r"(?:etapa|fase|momento|elemento|componente|subcomponente|linea(?: estrategica)?|eje(?: tematico)?|proceso)"
NUMBER = r"(?:\d+|[ivx]+|primera?|segunda?|tercera?|cuarta?|quinta?)"
PREFIX = re.compile(rf"(?:{NUMBER} )?(?:{STRUCTURE} )?(?:{NUMBER} )?(?:(?:de|del|la|el) )*")
OBJECTIVE = rf"objetivo(?: especifico| estrategico)? {NUMBER}\b(?= \S)"
STRUCTURED = re.compile(rf"(?:{NUMBER} )?{STRUCTURE}\b(?= \S)|{OBJECTIVE}")

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

# The names of the stages themselves, as columns and sections write them.
STAGES = ("aprestamiento", "diseno", "preparacion", "ejecucion", "seguimiento")
STAGE_NAMES: Mapping[str, str] = {
    **{name: name for name in STAGES},
    "alistamiento": "aprestamiento",
    "alistamiento institucional": "aprestamiento",
    "preparacion capacitacion": "preparacion",
    "preparacion y capacitacion": "preparacion",
    "seguimiento y evaluacion": "seguimiento",
    "seguimiento evaluacion": "seguimiento",
}
LOOSE_STAGE_NAMES: Mapping[str, str] = {
    **STAGE_NAMES,
    "capacitacion": "preparacion",
    "implementacion": "ejecucion",
    "evaluacion": "seguimiento",
    "evaluacion y seguimiento": "seguimiento",
    "evaluacion seguimiento": "seguimiento",
    "planeacion": "diseno",
}
SQUEEZED = {name.replace(" ", ""): stage for name, stage in STAGE_NAMES.items()}
LISTED = re.compile(r"[,;/\n]|\s[-–]\s|\by\b")


def stage_named(label: str) -> str | None:
    """Return the stage whose very name the label is: «Etapa de diseño», not «Definición de la estrategia»."""
    return _stage(STAGE_NAMES, label)


def stages_in(text: str) -> tuple[str, ...]:
    """Return the stages that a heading or a cell of a stage column names, in the order of the Manual."""
    whole = _stage(LOOSE_STAGE_NAMES, text)
    found = {whole} if whole else {_stage(LOOSE_STAGE_NAMES, part) for part in LISTED.split(text)}
    return tuple(stage for stage in STAGES if stage in found)


def _stage(names: Mapping[str, str], text: str) -> str | None:
    words = _words_after_prefix(text)
    return names.get(words) or SQUEEZED.get(words.replace(" ", "")) if len(words) <= LONGEST_LABEL else None


def element_named(text: str) -> str | None:
    """Return the element that a heading or a cell of an element column names."""
    return suggest(text)[0]


def suggest(label: str) -> tuple[str | None, str | None]:
    """Return the suggested (elemento, etapa) codes of a section label; (None, None) when it suggests nothing."""
    words = _words_after_prefix(label)
    squeezed = words.replace(" ", "")  # a narrow column of a PDF breaks «INFORMACIÓ N»
    for keyword, elemento, etapa in SUGGESTIONS:
        if squeezed == keyword or words.startswith(f"{keyword} "):
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
