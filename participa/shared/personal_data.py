"""What in a text may be personal data (Ley 1581 de 2012): a person looks at it before the text is public.

Only marks: it may see too much and it may miss something. Sums of money, years, laws, contracts, filing numbers and
amounts of things are no identity numbers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from participa.shared.usual_names import FAMILY_NAMES, GIVEN_NAMES
from participa.shared.word_lists import word_set


class PersonalData(StrEnum):
    IDENTITY = "cedula"
    PHONE = "telefono"
    EMAIL = "correo"
    ADDRESS = "direccion"
    MINOR = "menor"


LABELS = {
    PersonalData.IDENTITY: "posible número de cédula",
    PersonalData.PHONE: "posible teléfono",
    PersonalData.EMAIL: "correo electrónico",
    PersonalData.ADDRESS: "posible dirección de una casa",
    PersonalData.MINOR: "posible nombre de una persona menor de edad",
}
MANY_LABELS = {
    PersonalData.IDENTITY: "posibles números de cédula",
    PersonalData.PHONE: "posibles teléfonos",
    PersonalData.EMAIL: "correos electrónicos",
    PersonalData.ADDRESS: "posibles direcciones de casas",
    PersonalData.MINOR: "posibles nombres de personas menores de edad",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a text, from `start` to before `end`, and what it may be."""

    kind: PersonalData
    label: str
    start: int
    end: int


EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+")
AT = re.compile(r"(?:[(\[]\s*(?:arroba|at|@)\s*[)\]]|\barroba\b|@)\s*", re.I)  # as it is said aloud, or spaced out
LOCAL = re.compile(r"[\w+-](?:[\w.+-]|\s+(?:punto|gui[oó]n(?:\s+bajo)?)\s+(?=\w)){0,60}$", re.I)
TOP = r"(?:com|co|net|org|edu|gov|gob|info)"
DOT = r"(?:\.|\s+punto\s+|\s*[(\[]\s*(?:punto|dot)\s*[)\]]\s*)"
DOMAIN = re.compile(rf"[\w-]{{1,40}}(?:{DOT}[\w-]{{1,40}}){{0,3}}?{DOT}{TOP}\b(?:{DOT}{TOP}\b)?", re.I)
SPACED_DOMAIN = re.compile(rf"[\w-]{{1,40}}\s+\.\s*{TOP}\b", re.I)
LONGEST_LOCAL = 80
MOBILE = re.compile(
    r"(?<![\d$.,-])(?:\+?57[ .-]?)?(?:3\d{2}|60[1-8]|\((?:3\d{2}|60[1-8])\))"
    r"[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?![\d.,-]*\d)"
)
CALLED = re.compile(
    r"\b(?:tel(?:[eé]fono)?|cel(?:ular)?|fijo|whats?app?|wsp|ll[aá]m\w+(?: al)?)\b[ .:#]*(?:n[uú]mero |no\.? )?"
    r"((?:\(60[1-8]\) ?)?\d[\d .-]{5,14}\d)",
    re.I,
)
PASSPORT = re.compile(r"\bpasaporte\b[ .:#]*(?:n[uú]mero |no\.? ?)?([a-z]{1,2} ?\d{5,8})\b", re.I)
GLUED = re.compile(
    r"(?:\bc\.?c\.?|\bt\.?i\.?|\bc[eé]dula)[ :#]*(?:n[°ºo]\.?|nro\.?)?[ :#]*"
    r"(\d{1,3}(?:[.']\d{3}){1,3}|\d{6,10})(?![\w/-]|[.,]\d)",
    re.I,
)
DIGITS = re.compile(r"(?<![\w$/.,#'-])(\d{1,3}(?:\.\d{3}){1,3}|\d{1,3}(?:'\d{3}){1,3}|\d{6,10})(?![\w/-]|[.,]\d)")
SPACED = re.compile(r"(?<![\w$/.,#-])(\d{1,2} \d{3} \d{3}|1 \d{3} \d{3} \d{3})(?![\w/-]|[.,]\d| \d)")
SAID_IDENTITY = re.compile(
    r"(?:\bc[ .]?\s?c\b\.?|c[eé]dula\w*|\bidentificad\w+|\bidentificaci[oó]n|\bidentidad|\bdocumento|\bnuip"
    r"|\bt\.?i\b\.?)[^\d\n]{0,30}$",
    re.I,
)
OTHER_NUMBER = re.compile(
    r"(?:\$|\b(?:contratos?|convenios?|radicados?|radicaci[oó]n|leyes|ley|decretos?|resoluci[oó]n(?:es)?|acuerdos?"
    r"|ordenanzas?|c[oó]digo|bpin|bpim|cdp|crp|rp|proyectos?|presupuesto|valor|inversi[oó]n(?:es)?|invirti\w+|invertir\w*"
    r"|sumas?|monto|cost[oóa]\w*|licitaci[oó]n|proceso|secop|expediente|factura|nit|predio|predial|matr[ií]cula|placas?"
    r"|pag\w+|cobr\w+|cuestan?|valen?|valió|ejecut\w+|transfi?[ie]r\w+|recib\w+"
    r"|gir[oóa]\w*|desembols\w+|destin\w+|subsidio|sueldo|salario|multa|deuda|recurso|recursos|rubro|tutela|sentencia|acta|poste|medidor"
    r"|contador|oficios?|p[oó]lizas?|comparendos?|sisb[eé]n|postal|orden(?:es)? de (?:compra|pago|servicios?)|egreso"
    r"|pqrs?d?f?|turno|afiliad\w+|cuenta de servicios?|beneficiari\w+|poblaci[oó]n"
    r"|aproximadamente|unos|unas|cerca de|casi|m[aá]s de))"
    r"(?:\s+(?:de|por|en|n[uú]mero|nro|no|n|es|la|el|que|son|fue|con|a|total|los|las|\$))*[\s.:#°º(]*$",
    re.I,
)
MEASURE = re.compile(
    r"\s*(?:de\s+)?(?:pesos|millones|mil\b|cop\b|beneficiari|habitante|persona|familia|usuari|estudiante|niñ|km|kil[oó]metro"
    r"|metro|mts?\b|m2|m3|m²|hect[aá]rea|tonelada|votos|votante|kilos|litros|galones|vivienda|hogares|ciudadan|d[oó]lar"
    r"|[aá]rboles|mensual|anual|al mes|al año|diari|%)",
    re.I,
)
STREET = r"(?:calles?|cll?e?|carreras?|cra|kra|cr|kr|diagonal|diag|dg|transversal|transv|tv|avenida|av|autopista)"
PLATE = r"\d{1,3}\s?[a-z]?(?:\s?bis)?(?:\s(?:sur|norte|este|oeste))?"
HOUSE = r"(?:#|n[°ºo]\.?|nro\.?|n[uú]m(?:ero)?\.?)"
ADDRESSES = (
    re.compile(
        rf"\b{STREET}\b\.?\s*{PLATE}\s*{HOUSE}\s*{PLATE}(?:\s?[-–]?\s?\d{{1,3}}\b)?",
        re.I,
    ),
    re.compile(rf"\b{STREET}\b\.?\s*{PLATE}\s+{PLATE}(?:\s?[-–]\s?|\s)\d{{1,3}}\b", re.I),
    re.compile(rf"\b{STREET}\b\.?\s+[a-záéíóúñ]+(?:\s[a-záéíóúñ]+){{0,2}}\s*{HOUSE}\s*\d+\w?\s?[-–]\s?\d+", re.I),
    re.compile(r"\b(?:mz|mza|manz|manzana)\b\.?\s*\w{1,3}\b[\s,-]*(?:casa|cs|lote|lt)\b\.?\s*#?\s*\d+\w?", re.I),
    re.compile(r"\b(?:apto|apartamento|apartaestudio)\b\.?\s*(?:#|n[°ºo]\.?)?\s*\d+\w?", re.I),
    re.compile(r"\b(?:lote|lt)\b\.?\s*#?\s*\d+\w?[\s,-]*(?:mz|mza|manz|manzana)\b\.?\s*\w{1,3}\b", re.I),
    re.compile(  # a lot or a block alone is public works as well; whoever lives there says so
        r"\b(?:(?:viv|resid|habit)\w+\s+en\s+(?:el\s+|la\s+)?|mi\s+|nuestr[oa]\s+)"
        r"((?:lote|manzana)\b\.?\s*(?:#|n[°ºo]\.?|n[uú]mero)?\s*\d+\w?\b)(?!\s*(?:hect[aá]rea|metro|m2))",
        re.I,
    ),
    re.compile(
        r"\bcasa\b\.?\s*(?:#|n[°ºo]\.?|n[uú]mero)?\s*\d+\w?\b(?!\s*(?:pisos?|habitaciones|veces|mil|millones|años|por|hect[aá]rea))",
        re.I,
    ),
)
CHILD = re.compile(
    r"\b(?:mis? (?:hij|niet|sobrin|herman|niñ|beb)\w*|su (?:hij|niñ)\w*|niñ[oa](?! Jes[uú]s\b)"
    rf"|menor(?= de edad| llamad| (?-i:[A-ZÁÉÍÓÚÑ])| (?:{'|'.join(sorted(GIVEN_NAMES))})\b)"
    r"|adolescente|estudiante|beb[eé])\b",
    re.I,
)
CALLED_SO = re.compile(r"(?:se\s+llama|llamad[oa]|de\s+nombre|nombre\s+es)\s+$", re.I)
NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]+(?:(?:\s+(?:de|del|la|los))*\s+[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]+)*")
LOUD_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ]{3,}(?:\s+[A-ZÁÉÍÓÚÑ]{3,})+")
SENTENCE = re.compile(r"[^.?!\n;]{0,300}")
NEAR = 6  # words between «mi hijo» and the name
FAR = word_set(
    """
en vereda barrio sector corregimiento colegio escuela instituto institucion institución jardin jardín hogar
hospital parque municipio comuna sede puente rio río programa secretaria secretaría alcaldia alcaldía
"""
)
NO_NAMES = word_set(
    """
alcaldia alcaldía señor alcalde secretaria secretaría colegio escuela institucion institución vereda barrio
bienestar colombia gobierno ministerio hospital comisaria comisaría personeria personería policia policía
programa dios ley cuando cuándo que qué como cómo por quien quién donde dónde necesita necesitamos no si sí el
la los las y pero
"""
)


def findings(text: str) -> list[Finding]:
    """What may be personal data, in the order of the text; no two overlap."""
    found: list[Finding] = []
    for kind, start, end in _all(text):
        if all(end <= other.start or start >= other.end for other in found):
            found.append(Finding(kind, LABELS[kind], start, end))
    return sorted(found, key=lambda finding: finding.start)


def _all(text: str) -> Iterator[tuple[PersonalData, int, int]]:
    """The surest first."""
    yield from ((PersonalData.EMAIL, *found.span()) for found in EMAIL.finditer(text))
    yield from ((PersonalData.EMAIL, *span) for span in _spoken_mails(text))
    yield from ((PersonalData.PHONE, *found.span(1)) for found in CALLED.finditer(text))
    yield from (
        (PersonalData.IDENTITY, *found.span(1)) for pattern in (GLUED, PASSPORT) for found in pattern.finditer(text)
    )
    yield from ((PersonalData.IDENTITY, *span) for span in _identities(text, only_said=True))
    for pattern in ADDRESSES:
        yield from ((PersonalData.ADDRESS, *found.span(found.lastindex or 0)) for found in pattern.finditer(text))
    for found in MOBILE.finditer(text):
        if not OTHER_NUMBER.search(text[: found.start()]):
            yield PersonalData.PHONE, *found.span()
    yield from ((PersonalData.IDENTITY, *span) for span in _identities(text, only_said=False))
    yield from ((PersonalData.MINOR, *span) for span in _minors(text))


def _spoken_mails(text: str) -> Iterator[tuple[int, int]]:
    """Addresses written as they are said: «nombre arroba correo punto com»."""
    for at in AT.finditer(text):
        before = text[max(0, at.start() - LONGEST_LOCAL) : at.start()].rstrip()
        name = LOCAL.search(before)
        domain = DOMAIN.match(text, at.end()) or ("@" in at[0] and SPACED_DOMAIN.match(text, at.end()))
        if name and domain:
            yield max(0, at.start() - LONGEST_LOCAL) + name.start(), domain.end()


def _identities(text: str, only_said: bool) -> Iterator[tuple[int, int]]:
    """Numbers of six to ten digits: those called an identity number, or those that are called nothing else."""
    for pattern in (DIGITS, SPACED):
        for found in pattern.finditer(text):
            digits = re.sub(r"\D", "", found[0])
            if 6 <= len(digits) <= 10 and _is_identity(text, found, digits, only_said):
                yield found.span()


def _is_identity(text: str, found: re.Match[str], digits: str, only_said: bool) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    if SAID_IDENTITY.search(before):
        return True
    is_round = digits.endswith("000")
    return not (only_said or is_round or OTHER_NUMBER.search(before) or MEASURE.match(after))


def _minors(text: str) -> Iterator[tuple[int, int]]:
    for child in CHILD.finditer(text):
        rest = SENTENCE.match(text, child.end())
        span = _name_in(rest[0]) if rest else None
        if span is not None:
            yield child.end() + span[0], child.end() + span[1]


def _name_in(sentence: str) -> tuple[int, int] | None:
    """The first name among the next words, unless they speak of a place before."""
    for word in list(re.finditer(r"\w+", sentence))[:NEAR]:
        lowered = word[0].lower()
        if lowered in FAR:
            return None
        name = NAME.match(sentence, word.start())
        if name is None and not sentence.isupper():
            name = LOUD_NAME.match(sentence, word.start())
        if name is not None and lowered not in NO_NAMES:
            return name.span()
        end = _quiet_name_end(sentence, word)
        if end:
            return word.start(), end
    return None


def _quiet_name_end(sentence: str, first: re.Match[str]) -> int:
    """Where a name without capitals ends that begins with this word; 0 when it is none.

    It begins with a usual name, or with any word that somebody is said to be called.
    """
    lowered = first[0].lower()
    is_called = CALLED_SO.search(sentence[: first.start()]) and lowered not in NO_NAMES
    if lowered not in GIVEN_NAMES and not is_called:
        return 0
    end = first.end()
    for word in re.finditer(r"\s+(\w+)", sentence[end:]):
        if word.start() + first.end() != end or word[1].lower() not in GIVEN_NAMES | FAMILY_NAMES:
            break
        end = first.end() + word.end()
    return end


def counts(found: Sequence[Finding]) -> dict[str, int]:
    """How many of each kind: what the history keeps instead of the text."""
    return dict(sorted(Counter(finding.kind.value for finding in found).items()))


def described(found: Sequence[Finding]) -> str:
    """«1 posible teléfono y 2 correos electrónicos»."""
    totals = Counter(finding.kind for finding in found)
    told = [f"{total} {(LABELS if total == 1 else MANY_LABELS)[kind]}" for kind, total in totals.items()]
    return " y ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def without(text: str) -> str:
    """The text with a gap in the place of each finding."""
    kept, at = [], 0
    for finding in findings(text):
        kept.append(text[at : finding.start])
        at = finding.end
    return " … ".join([*kept, text[at:]])


def parts(text: str) -> list[tuple[str, str]]:
    """The text cut into (part, what it may be), to mark it on a page; an empty label for what is nothing."""
    cut, at = [], 0
    for finding in findings(text):
        cut += [(text[at : finding.start], ""), (text[finding.start : finding.end], finding.label)]
        at = finding.end
    return [part for part in [*cut, (text[at:], "")] if part[0]]
