"""The Spanish words of a calendar: months, ordinals, parts of a year, habits."""

import re
from collections.abc import Mapping

from participa.strategy.importing.periods import Unit

MONTH_NAMES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)  # fmt: skip
MONTHS: Mapping[str, int] = {
    **{name: number for number, name in enumerate(MONTH_NAMES, start=1)},
    **{name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)},
    "setiembre": 9,
    "sept": 9,
    "set": 9,
    "setbre": 9,
    "febr": 2,
    "agos": 8,
    "octu": 10,
    "novi": 11,
    "dici": 12,
    # spreadsheets set to English
    "jan": 1,
    "january": 1,
    "february": 2,
    "march": 3,
    "apr": 4,
    "april": 4,
    "june": 6,
    "july": 7,
    "aug": 8,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "dec": 12,
    "december": 12,
}
INITIALS = tuple("efmamjjasond")
ORDINALS: Mapping[str, int] = {
    **dict.fromkeys(("primer", "primero", "primera", "1er", "1ro", "1ra", "1o", "1a", "i", "uno", "1°", "1º"), 1),
    **dict.fromkeys(("segundo", "segunda", "2do", "2da", "2o", "2a", "ii", "dos"), 2),
    **dict.fromkeys(("tercer", "tercero", "tercera", "3er", "3ro", "3ra", "3o", "3a", "iii", "tres"), 3),
    **dict.fromkeys(("cuarto", "cuarta", "4to", "4ta", "4o", "4a", "iv", "iiii"), 4),
    **dict.fromkeys(("quinto", "quinta", "5to", "5ta", "5o", "5a", "v", "ultima semana"), 5),
    **dict.fromkeys(("sexto", "sexta", "6to", "6ta", "6o", "6a", "vi"), 6),
}
UNITS: Mapping[str, Unit] = {
    **dict.fromkeys(("cuatrimestre", "cuatrimestres", "cuatrim", "cuatr", "cuat"), Unit.CUATRIMESTER),
    **dict.fromkeys(("trimestre", "trimestres", "trim", "trimest", "tri"), Unit.QUARTER),
    **dict.fromkeys(("semestre", "semestres", "sem"), Unit.SEMESTER),
    **dict.fromkeys(("bimestre", "bimestres", "bim", "bimest"), Unit.BIMESTER),
    **dict.fromkeys(("semana", "semanas", "sema"), Unit.WEEK),
}
SHORT_UNITS: Mapping[str, Unit] = {
    "c": Unit.CUATRIMESTER,
    "q": Unit.QUARTER,
    "t": Unit.QUARTER,
    "b": Unit.BIMESTER,
    "s": Unit.WEEK,
    "w": Unit.WEEK,
}
WEEKDAYS = ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"]

PERIODIC = re.compile(
    r"\b(?:diari[oa]s?|diariamente|semanal(?:es|mente)?|quincenal(?:es|mente)?|mensual(?:es|mente)?|bimestral(?:es|mente)?"
    r"|bimensual(?:es|mente)?|trimestral(?:es|mente)?|cuatrimestral(?:es|mente)?|semestral(?:es|mente)?"
    r"|anual(?:es|mente)?|periodic[oa]s?|periodicamente"
    r"|cada (?:\w+ )?(?:dias?|semanas?|quincenas?|mes(?:es)?|bimestres?|trimestres?|cuatrimestres?|semestres?|anos?)"
    r"|tod[oa]s l[oa]s (?:dias|meses|semanas|lunes|martes|miercoles|jueves|viernes|sabados|domingos)"
    r"|(?:\w+ )(?:vez|veces) (?:al|por) (?:ano|semestre|cuatrimestre|trimestre|mes|semana))\b"
)
PERMANENT = re.compile(
    r"\b(?:permanentes?|permanentemente|continu[oa]s?|continuamente|constantes?|constantemente|siempre"
    r"|tod[oa] (?:el ano|la vigencia)|durante (?:tod[oa] )?(?:el ano|la vigencia)"
    r"|a lo largo (?:del ano|de la vigencia))\b"
)
RELATIVE = re.compile(
    r"\b(?:dias?|semanas?|mes(?:es)?|horas?) (?:habiles |calendario )?"
    r"(?:siguientes?|despues|antes|posteriores|previ[oa]s?|anteriores)\b"
    r"|\bdentro de\b|\bdespues de\b|\bantes del?\b"
    r"|\bposterior(?:mente)? (?:a|al)\b"
    r"|\bprevi[oa](?:mente)? (?:a|al)\b|\buna vez\b|\bcuando\b|\bsegun\b|\bde acuerdo (?:con|a|al)\b"
    r"|\ba partir de (?:la|su|que)\b|\bal (?:finalizar|terminar|inicio|cierre|final)\b|\bsujet[oa] a\b|\bpor definir\b"
    r"|\ba demanda\b|\bcada vez\b|\bcon \d+ dias\b|\bel dia de(?:l evento| la)\b"
    r"|\bdurante (?:el evento|la audiencia|el desarrollo)\b"
)
