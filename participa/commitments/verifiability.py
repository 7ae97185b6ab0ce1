"""Whether anybody could tell that a commitment was fulfilled: what, who, by when and how it will be known.

It looks at the words alone and only advises: what it does not like may still be registered and published.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from participa.shared.similarity.words import STOP, Word, words_of
from participa.shared.word_lists import word_set

ENDED = re.compile(r"(?:[aei]r|[aei]r(?:se|lo|la|los|las|le|les)|[aei]r(?:a|e|an|emos))$")
FEWEST_WORDS = 2  # that name the thing, besides the verb
SHORTEST_VERB = 4
NO_VERBS = word_set(
    """
    lugar hogar hogares popular militar escolar familiar mujer ayer taller alquiler bienestar celular regular sur
    polideportivo primer tercer manera madera cartera carretera carrera frontera obrera primera tercera tercero
    enfermera
    galera hectarea cualquiera bandera escalera cantera acera ribera pradera ladera era fuera espera cordillera sequera
    electrica titular particular nuclear ejemplar similar elemental alrededor hogar pulgar pilar altar azucar
    dolar solar
    """
)
VAGUE = word_set(
    """
    gestionar propender fortalecer mejorar promover impulsar apoyar estudiar revisar analizar articular socializar
    evaluar considerar acompañar buscar intentar tratar procurar avanzar trabajar mirar coordinar dinamizar optimizar
    potenciar fomentar facilitar contribuir atender seguir continuar garantizar velar priorizar visibilizar incentivar
    """
)
AUXILIARY = word_set("haber hacer poder deber querer estar ser tener ir dar llevar comprometer")
SEEN = word_set(
    """
    acta actas foto fotos fotografia fotografias contrato contratos informe informes lista listas listado listados
    resolucion decreto acuerdo documento documentos certificado certificados registro registros factura facturas plano
    planos video videos grabacion publicacion pagina boletin numero cantidad cifra porcentaje kilometros metros
    entregado entregada entregados entregadas funciona funcionan funcionando abierto abierta abiertos abiertas
    construido construida construidos construidas terminado terminada terminados terminadas instalado instalada
    instalados instaladas pavimentado pavimentada publicado publicada firmado firmada recibo visita encuesta muestra
    servicio reporte reportes constancia certificacion placa licencia convenio convenios
    """
)
PROMISED_SOON = re.compile(
    r"\b(?:pronto|lo antes posible|cuanto antes|mayor brevedad|m[aá]s adelante|oportunamente)\b", re.I
)
CLITICS = ("se", "lo", "la", "los", "las", "le", "les")


@dataclass(frozen=True)
class Advice:
    """One of the four questions: whether the words answer it, and what to do when they do not."""

    question: str
    is_met: bool
    words: str


@dataclass(frozen=True)
class Told:
    """What is known of a commitment. `office` is the name of the one that leads; `due_on`, a day of Colombia."""

    text: str
    how_known: str = ""
    office: str = ""
    due_on: date | None = None


def advise(told: Told, day: date) -> list[Advice]:
    """The four questions in their order, seen on a day of Colombia."""
    return [_what(told.text), _who(told.office), _when(told, day), _how(told)]


def lacks(told: Told, day: date) -> list[Advice]:
    """Only what could be better."""
    return [one for one in advise(told, day) if not one.is_met]


def _what(text: str) -> Advice:
    question = "Qué se va a hacer"
    words = words_of(text)
    verbs = [word for word in words if _is_verb(word)]
    things = [word for word in words if word not in verbs and (word.says_something or word.plain.isdigit())]
    clear = [word for word in verbs if _infinitive(word.plain) not in VAGUE]
    if not verbs:
        return Advice(question, False, "Diga la acción con un verbo. Por ejemplo: «Pavimentar la vía de la vereda».")
    if not clear:
        return Advice(question, False, _too_vague(verbs[0]))
    if len(things) < FEWEST_WORDS:
        return Advice(question, False, "Diga qué obra, servicio o documento se entrega, y dónde.")
    return Advice(question, True, "Dice una acción y una cosa que se puede ver.")


def _too_vague(verb: Word) -> str:
    return f"«{verb.written.capitalize()}» no dice qué se verá al final. Diga qué habrá: una obra, un servicio…"


def _who(office: str) -> Advice:
    question = "Quién responde"
    if office:
        return Advice(question, True, f"Responde {office}.")
    return Advice(question, False, "Elija la dependencia que responde.")


def _when(told: Told, day: date) -> Advice:
    question = "Para cuándo"
    if told.due_on is None:
        vague = PROMISED_SOON.search(told.text)
        begin = f"«{vague[0].capitalize()}» no es una fecha." if vague else "Falta la fecha."
        return Advice(question, False, f"{begin} Se puede publicar sin ella, pero saldrá «en riesgo».")
    if told.due_on < day:
        return Advice(question, False, "Esa fecha ya pasó. Revise el día y el año.")
    return Advice(question, True, "Tiene fecha.")


def _how(told: Told) -> Advice:
    question = "Cómo se sabrá"
    if not told.how_known.strip():
        return Advice(question, False, "Escriba qué verá la gente: un acta, una foto, una lista o una cifra.")
    words = words_of(told.how_known)
    if _same(told.how_known, told.text):
        return Advice(question, False, "Repite el compromiso. Diga qué papel, foto o cifra lo mostrará.")
    if not any(word.plain in SEEN or word.plain.isdigit() for word in words):
        return Advice(question, False, "Nombre algo que se pueda ver: un acta, una foto, una lista, una cifra.")
    return Advice(question, True, "Dice con qué se comprueba.")


def _same(one: str, other: str) -> bool:
    first, second = ([word.plain for word in words_of(text) if word.says_something] for text in (one, other))
    return first == second


def _is_verb(word: Word) -> bool:
    """Whether it ends as an infinitive or a future does. Nouns with such an end are listed."""
    plain = word.plain
    if len(plain) < SHORTEST_VERB or plain in STOP or plain in NO_VERBS or not ENDED.search(plain):
        return False
    if _infinitive(plain) in AUXILIARY:
        return False
    is_future = plain != _infinitive(plain) and plain[-1] in "aens" and not plain.endswith(CLITICS)
    return not is_future or plain.endswith("emos") or _has_accent(word.written)


def _infinitive(plain: str) -> str:
    """«pavimentará», «pavimentaremos» and «pavimentarla» give pavimentar."""
    return re.sub(r"(?<=[aei]r)(?:se|lo|la|los|las|le|les|a|e|an|emos)$", "", plain)


def _has_accent(written: str) -> bool:
    """A future has its accent at the end: «hará» and never «hara»."""
    return written.lower().endswith(("á", "é", "án"))


def is_clear(found: Collection[Advice]) -> bool:
    return all(one.is_met for one in found)
