"""Who a responsible text names: offices, bodies, everybody. Splits only where it is sure; the text itself is kept."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from participa.strategy.importing.folding import fold, says_nothing


class PartyKind(StrEnum):
    """What a name stands for."""

    OFFICE = "office"
    BODY = "body"
    ALL_OFFICES = "all_offices"


@dataclass(frozen=True)
class Party:
    """A name as written, and what it stands for."""

    name: str
    kind: PartyKind


OFFICE_STEMS = (
    r"secretar[ií][oa]s?|subsecretar[ií][oa]s?|direcci[oó]n(?:es)?|director(?:a|es)?|subdirecci[oó]n|oficinas?|departamentos?"
    r"|gerencias?|gerente|subgerencia|coordinaci[oó]n|coordinador(?:a|es)?|jefatura|jef[ea]s?|unidad(?:es)?|divisi[oó]n"
    r"|despachos?|alcald[ií]as?|alcalde(?:sa)?|personer[ií]a|contralor[ií]a|concejo|inspecci[oó]n|comisar[ií]a|instituto"
    r"|tesorer[ií]a|control interno|talento humano|asesor(?:a|es)?|profesional(?:es)?|administraci[oó]n"
)
BODY_STEMS = (
    r"comit[eé]s?|equipos?|grupos?|mesas?|consejos?|comisi[oó]n|enlaces?|juntas?|l[ií]der(?:es)?"
    r"|funcionari[oa]s|servidor(?:es)?"
)
STARTS = re.compile(rf"(?:{OFFICE_STEMS}|{BODY_STEMS})\b", re.IGNORECASE)
CAPITAL_START = re.compile(rf"(?=[A-ZÁÉÍÓÚÑ])(?i:{OFFICE_STEMS}|{BODY_STEMS})\b")
IS_BODY = re.compile(rf"(?:el |la |los |las )?(?:{BODY_STEMS})\b", re.IGNORECASE)
ALL = re.compile(
    r"(?:(?:y )?(?:demas|otras) dependencias.*"
    r"|tod[oa]s? l[oa]s? (?:dependencias|secretarias|areas|oficinas|unidades|entidades|procesos|despachos|secretarios"
    r"|jefes|lideres|directores|funcionarios|servidores|enlaces)\b.*"
    r"|toda la (?:administracion|alcaldia|entidad)\b.*"
    r"|cada (?:una de las )?(?:dependencia|unidad(?:es)? administrativas?|secretaria|dependencias)\b.*"
    r"|dependencias de la (?:administracion|alcaldia).*|cada uno de los .*)"
)
ACRONYM = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z]{2,6}")
STRONG = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+|\s*[;|•]\s*|\s*/\s*|\s*\n\s*")
AND_OR = re.compile(r"\b[yY]/[oO]\b")
WEAK = re.compile(r"\s*,\s*(?:y\s+)?|\s+[ye]\s+(?:a\s+)?|\.\s+")
CONNECTORS = frozenset(
    ["de", "del", "la", "las", "los", "el", "y", "e", "a", "por", "para", "con", "en", "su", "sus", "al", "o", "u"]
)
EDGES = " .,;:-–—"
ARTICLE = re.compile(r"(?:el|la|los|las)\s+(?=\w)", re.IGNORECASE)
PRODUCT_WORDS = frozenset(
    [
        "plan",
        "informe",
        "documento",
        "acta",
        "actas",
        "publicacion",
        "listado",
        "formato",
        "encuesta",
        "registro",
        "boletin",
        "porcentaje",
        "pieza",
        "piezas",
    ]
)


@dataclass
class Known:
    """The names that one document uses, learnt from its sure ones."""

    names: dict[str, str] = field(default_factory=dict)

    def learn(self, text: str) -> None:
        for piece in _pieces(text, self):
            if is_office_like(piece):
                self.names.setdefault(fold(piece), piece)

    def has(self, text: str) -> bool:
        return fold(text) in self.names

    def full_name(self, text: str) -> str:
        """«TIC» is «Dirección de TIC» where the document also writes it whole."""
        if not ACRONYM.fullmatch(text):
            return text
        whole = [
            name for words, name in self.names.items() if words.endswith(f" {fold(text)}") and len(words.split()) == 3
        ]
        return whole[0] if len(whole) == 1 else text


def learnt(texts: Iterable[str]) -> Known:
    """Return the names that these texts hold."""
    known = Known()
    for text in texts:
        known.learn(text)
    return known


def parties(text: str, known: Known) -> tuple[Party, ...]:
    """Return who a text names, in its order, each once."""
    if says_nothing(text):
        return ()
    named = [_party(known.full_name(piece)) for piece in _pieces(text, known)]
    return tuple({fold(party.name): party for party in named if party}.values())


def is_office_like(text: str) -> bool:
    """True when a text begins as the name of an office or a body, or is an acronym."""
    bare = ARTICLE.sub("", text, count=1) if ARTICLE.match(text) else text
    return bool(STARTS.match(bare) or ACRONYM.fullmatch(text) or ALL.fullmatch(fold(text)))


def looks_like_product(text: str) -> bool:
    """True for «Plan de mejoramiento implementado», which is nobody."""
    words = fold(text).split()
    return bool(words) and words[0] in PRODUCT_WORDS and not STARTS.search(text)


def _party(piece: str) -> Party | None:
    if not piece or says_nothing(piece) or looks_like_product(piece):
        return None
    if ALL.fullmatch(fold(piece)):
        return Party(piece, PartyKind.ALL_OFFICES)
    return Party(piece, PartyKind.BODY if IS_BODY.match(piece) else PartyKind.OFFICE)


def _pieces(text: str, known: Known) -> list[str]:
    strong = STRONG.split(AND_OR.sub(" y ", text))
    found = [piece for part in strong for piece in _weak_pieces(part, known)]
    return [piece for part in found for piece in _glued(part, known) if piece]


def _weak_pieces(text: str, known: Known) -> list[str]:
    """Split at «,», «y» and full stops only when what follows is an office by itself."""
    pieces, start = list[str](), 0
    for separator in WEAK.finditer(text):
        rest = text[separator.end() :]
        if separator.start() > start and _begins_office(rest, known):
            pieces.append(text[start : separator.start()].strip(EDGES))
            start = separator.end()
    return [*pieces, text[start:].strip(EDGES)]


def _begins_office(rest: str, known: Known) -> bool:
    first = WEAK.split(rest, maxsplit=1)[0].strip(EDGES)
    bare = ARTICLE.sub("", rest, count=1) if ARTICLE.match(rest) else rest
    if STARTS.match(bare) or ALL.fullmatch(fold(rest)) or known.has(first):
        return True
    return bool(ACRONYM.fullmatch(first)) and (known.has(first) or known.full_name(first) != first)


def _glued(text: str, known: Known) -> list[str]:
    """Two offices without anything between them, only when the document names both elsewhere."""
    for start in (found.start() for found in CAPITAL_START.finditer(text) if found.start()):
        before, after = text[:start].strip(EDGES), text[start:].strip(EDGES)
        if known.has(before) and known.has(after):
            return [before, after]
    return [text]


def ends_with_connector(text: str) -> bool:
    """True when a sentence goes on: it ends in «de», «y», a comma, a dash."""
    words = text.split()
    return bool(words) and (fold(words[-1]) in CONNECTORS or text.rstrip().endswith((",", "-", "–", "/")))


def names_of(found: Sequence[Party]) -> tuple[str, ...]:
    return tuple(party.name for party in found)
