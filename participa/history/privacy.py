"""What in a text of before may say who somebody is. It is refused: the text was written for another system.

Names of people are looked for besides: a usual given name beside a usual family name, unless it is of a place.
"""

import re
from collections.abc import Iterator

from participa.shared.personal_data import PersonalData, described, findings
from participa.shared.usual_names import FAMILY_NAMES, GIVEN_NAMES

WORD = re.compile(r"[^\W\d_]+")
LETTER = re.compile(r"[^\W\d_]")
SIGNED = re.compile(
    r"\b(?i:me llamo|mi nombre es|atentamente,?|cordialmente,?|señora?|don|doña)\s+(?!Alcalde|Alcaldesa)[A-ZÁÉÍÓÚÑ]\w+"
)
PLACES = frozenset(
    (
        *("parque", "colegio", "institución", "institucion", "escuela", "barrio", "vereda", "hospital", "sede"),
        *("coliseo", "estadio", "avenida", "calle", "carrera", "biblioteca", "plaza", "centro", "jardín", "jardin"),
        *("puente", "vía", "via", "urbanización", "urbanizacion", "corregimiento", "sector", "fundación", "i.e"),
        *("auditorio", "teatro", "salón", "salon", "casa", "villa", "ciudadela", "conjunto", "hogar", "educativa"),
    )
)
WORDS_BEFORE = 5
NAME = "posible nombre de una persona"


def described_in(text: str) -> str:
    """«1 posible teléfono» or «posible nombre de una persona»; empty when nothing was seen."""
    told = [described(findings(text))] if text else []
    if not told or not told[0]:
        told = []
    if SIGNED.search(text) or any(_names(text)):
        told.append(NAME)
    return " y ".join(told)


def described_in_key(key: str) -> str:
    """The same of a key, which is a number without words in most systems: of such a one only a telephone is seen."""
    if LETTER.search(key):
        return described_in(key)
    return described([one for one in findings(key) if one.kind is PersonalData.PHONE])


def _names(text: str) -> Iterator[str]:
    words = [found[0] for found in WORD.finditer(text)]
    for place, (first, second) in enumerate(zip(words, words[1:], strict=False)):
        is_name = first[0].isupper() and second[0].isupper()
        if is_name and first.lower() in GIVEN_NAMES and second.lower() in FAMILY_NAMES:
            before = {word.lower() for word in words[max(0, place - WORDS_BEFORE) : place]}
            if not before & PLACES:
                yield f"{first} {second}"
