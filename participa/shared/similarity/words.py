"""The words of a text that tell what it asks: without accents, courtesies and endings; ñ stays."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from participa.shared.search import stem
from participa.shared.word_lists import word_set

TOKEN = re.compile(r"[^\W_]+")
PLAIN = str.maketrans("áàâäéèêëíìîïóòôöúùûü", "aaaaeeeeiiiioooouuuu")
DRAWN_OUT = re.compile(r"([a-zñ])\1{2,}")
DOUBLED = re.compile(r"([abdfghijkmpqstuvwxyzñ])\1")  # ll, rr, cc, nn, ee and oo are Spanish
SHORTEST, LONGEST = 2, 40
KEPT = 512  # texts; the same ones are compared again and again while a hearing goes on
PHONE = {
    **dict.fromkeys(("q", "k", "ke", "qe"), "que"),
    **dict.fromkeys(("xq", "pq", "porq", "xk", "pork", "xke", "porke"), "porque"),
    **dict.fromkeys(("cdo", "kuando", "cuand", "kndo"), "cuando"),
    **dict.fromkeys(("tb", "tbn", "tmb", "tmbn", "tambn"), "tambien"),
    **dict.fromkeys(("cra", "kra", "cr", "krra", "carr"), "carrera"),
    **dict.fromkeys(("cll", "cl", "clle"), "calle"),
    **dict.fromkeys(("vda", "bereda"), "vereda"),
    **dict.fromkeys(("bto", "br", "bario"), "barrio"),
    **dict.fromkeys(("mpio", "mcipio", "mnpio"), "municipio"),
    **dict.fromkeys(("pa", "x"), "por"),
    **dict.fromkeys(("d", "dl"), "de"),
    **dict.fromkeys(("srs", "sr", "sra", "srta"), "señor"),
    **dict.fromkeys(("dr", "dra", "doc"), "doctor"),
    "dnd": "donde",
    "donde": "donde",
    "aki": "aqui",
    "kien": "quien",
    "qien": "quien",
    "bn": "bien",
    "hosp": "hospital",
    "inst": "institucion",
    "ie": "institucion",
    "col": "colegio",
    "acuedcto": "acueducto",
    "km": "kilometro",
    "kms": "kilometro",
    "mts": "metro",
    "mt": "metro",
}
STOP = word_set(
    """
a al algo alguien algun alguna algunas alguno algunos alla alli ante antes aqui aquel aquella asi aun aunque
bajo bien cada casi como con contra cual cuales cualquier cuando cuanta cuantas cuanto cuantos de del desde
donde dos el ella ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estaban
estado estamos estan estar estas este esto estos estoy etc fue fueron fui ha habia haber habra hace hacemos
hacen hacer hacia haga hagan han hasta hay he hemos hizo hicieron la las le les lo los luego mas me mi mientras
mis misma mismo mucha muchas mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro nuestros nunca o
os otra otras otro otros para pero poco pocos podemos poder podria podrian por porque pues puede pueden que
quien quienes se sea sean ser seria si siempre sin sino sobre sola solo somos son soy su sus tal tambien tampoco
tan tanto te tenemos tener tenga tengo tiene tienen toda todas todavia todo todos tu tus un una unas uno unos
usted ustedes va vamos van vaya vez y ya yo ir iran ira voy vienen viene venga dar dan dado den da dio dieron
hecho sido siendo cosa cosas parte ahi ahora hoy
"""
)
BOILERPLATE = word_set(
    """
señor señora señores alcalde alcaldesa alcaldia doctor doctora ingeniero mandatario gobernante administracion
municipal municipio municipales gobierno dependencia favor gracias saludo saludos cordial buenos buenas dias
tardes noches dia pregunta preguntas preguntar preguntarle preguntamos quiero quisiera quisieramos queremos
saber conocer decir diga digan dicen informar informe informen explicar explique expliquen responder responda
respuesta solicito solicitamos solicitar pido pedimos pedir ruego piensa piensan pensado planea planean tienen
pensado habitante habitantes comunidad ciudadano ciudadanos gente vecino vecinos nosotros cordialmente
atentamente hola ayuda ayuden ayudar necesito necesitamos necesita rendicion cuentas audiencia respetado
respetada respetados apreciado estimado motivo medio presente celular cedula telefono correo
"""
)


class Word(NamedTuple):
    """A word of a text: as written, where, and plain (lower case, no accents, phone spellings written out)."""

    written: str
    plain: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.written[0].isupper()

    @property
    def says_something(self) -> bool:
        return _says_something(self.plain)


@lru_cache(maxsize=KEPT)
def words_of(text: str) -> tuple[Word, ...]:
    """Each word of a text, in its order."""
    return tuple(Word(found[0], plain(found[0]), found.start(), found.end()) for found in TOKEN.finditer(text))


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """«Víaaas» gives vias; «xq» gives porque; ñ stays ñ."""
    lowered = word.lower().translate(PLAIN)[:LONGEST]
    short = DOUBLED.sub(r"\1", DRAWN_OUT.sub(r"\1", lowered))
    return PHONE.get(short, short)


@lru_cache(maxsize=20_000)
def _told_by(written: str) -> str:
    """The stem of a word that says something; empty for the others."""
    word = plain(written)
    return stem(word) if _says_something(word) else ""


def _says_something(word: str) -> bool:
    return len(word) >= SHORTEST and word not in STOP and word not in BOILERPLATE


def stems_of(text: str) -> list[str]:
    """The stems of the words that say something, in their order, each as often as it comes."""
    return [found for written in TOKEN.findall(text) if (found := _told_by(written))]


def marked(text: str, shared: Collection[str]) -> list[tuple[str, bool]]:
    """The text cut into (part, whether it is one of these words, which are in lower case)."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for found in TOKEN.finditer(text):
        if found[0].lower() in shared:
            cut += [(text[at : found.start()], False), (found[0], True)]
            at = found.end()
    return [part for part in [*cut, (text[at:], False)] if part[0]]
