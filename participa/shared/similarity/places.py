"""Which places, names and numbers a text speaks of: what makes two questions with the same words two questions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from participa.shared.similarity.words import BOILERPLATE, STOP, Word, plain, words_of
from participa.shared.word_lists import word_set

ARTICLES = frozenset({"el", "la", "los", "las"})
JOINING = ARTICLES | {"de", "del", "y"}
AREA = frozenset({"vereda", "barrio", "corregimiento", "caserio", "urbanizacion", "sector", "comuna"})
SCHOOL = frozenset({"institucion", "educativa", "colegio", "escuela", "sede", "centro", "educativo", "rural"})
BEGIN_OF_NAME = word_set(
    """
san santa santo alto alta villa nueva nuevo buena bella puerto monte loma dos tres ciudad bajo baja
"""
)
NOT_NAMES = (
    STOP
    | BOILERPLATE
    | AREA
    | SCHOOL
    | word_set(
        """
secretaria secretario salud educacion hacienda planeacion infraestructura obras publicas concejo personeria
contraloria procuraduria gobernacion ministerio nacional colombia departamento ley decreto acuerdo resolucion
plan desarrollo programa proyecto oficina unidad comisaria inspeccion policia ejercito hospital empresa
servicios publicos publico constitucion dios navidad enero febrero marzo abril mayo junio julio agosto
septiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo contrato licitacion
calle carrera avenida transversal diagonal via parque puente rio quebrada acueducto alcantarillado
"""
    )
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
AMOUNTS = word_set(
    """
dia mes meses semana año hora minuto vez veces familia persona niño niña joven jovenes adulto casa vivienda
metro kilometro cuadra hectarea bulto peso millon millones mil estudiante usuario lampara poste bombilla hueco
"""
)
ACRONYM = 5  # letters; longer words in capitals are names
MOST_CAPITALS = 0.6
BREAKS = ".?!¿¡:;\n"


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: known places as (kind, number), other names as their sounds, and numbers as digits."""

    places: frozenset[tuple[str, int]] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()
    numbers: frozenset[str] = frozenset()


class Gazetteer:
    """The places that the entity knows: (kind, number, name), found with other spelling, capitals and articles."""

    def __init__(self, places: Iterable[tuple[str, int, str]] = ()) -> None:
        self._known: dict[str, dict[tuple[str, ...], list[tuple[str, int]]]] = defaultdict(dict)
        for kind, number, name in places:
            key = sounds_of_name(name)
            if key:
                self._known[key[0]].setdefault(key, []).append((kind, number))

    def at(self, words: Sequence[Word], sounds: Sequence[str], begin: int) -> tuple[int, list[tuple[str, int]]]:
        """How many words from here are a known place, the most that fit, and which; 0 when there is none."""
        fitting = [key for key in self._known.get(sounds[begin], ()) if tuple(sounds[begin : begin + len(key)]) == key]
        key = max(fitting, key=len, default=())
        if not key or (len(key) == 1 and not _is_called(words, begin)):
            return 0, []
        return len(key), self._known[key[0]][key]


def _is_called(words: Sequence[Word], at: int) -> bool:
    """Whether a single word is said as a name: with a capital, or after an article or «vereda»."""
    before = words[at - 1].plain if at else ""
    return words[at].is_capital or before in ARTICLES | AREA | SCHOOL


def sounds_of_name(name: str) -> tuple[str, ...]:
    """«Vereda La Esperanza» and «la esperansa» give the same; empty when nothing is left."""
    heard = [word.plain for word in words_of(name)]
    while len(heard) > 1 and heard[0] in ARTICLES | AREA | SCHOOL:
        heard = heard[1:]
    return tuple(_sound(word) for word in heard if word not in JOINING)


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """How a word sounds in Colombia, whatever the spelling: z, s and c; v and b; ll and y; a mute h."""
    heard = word.replace("ch", "#").replace("h", "").replace("qu", "k").replace("ll", "y").replace("gu", "g")
    heard = re.sub(r"c(?=[ei])", "s", heard)
    heard = re.sub(r"g(?=[ei])", "j", heard)
    return heard.translate(str.maketrans("zvxc", "sbsk"))


def named_in(text: str, gazetteer: Gazetteer) -> Named:
    """The places, names and numbers of a text."""
    all_words = words_of(text)
    words = [word for word in all_words if word.plain not in {"de", "del", "y"}]
    sounds = [_sound(word.plain) for word in words]
    places: set[tuple[str, int]] = set()
    taken: set[int] = set()
    at = 0
    while at < len(words):
        length, found = gazetteer.at(words, sounds, at)
        places.update(found)
        taken.update(word.start for word in words[at : at + length])
        at += max(length, 1)
    names = {*_capital_names(text, all_words, taken), *_area_names(all_words, taken)}
    return Named(frozenset(places), frozenset(names), frozenset(_numbers(text)))


def _capital_names(text: str, words: Sequence[Word], taken: set[int]) -> Iterator[tuple[str, ...]]:
    """Names with capitals that the gazetteer does not have, such as «Juan Rulfo»."""
    if _is_shouted(text):
        return
    name: list[Word] = []
    for word in words:
        if _may_be_name(word) and word.start not in taken:
            name.append(word)
        elif name and word.plain not in JOINING:
            yield from _if_name(text, name)
            name = []
    yield from _if_name(text, name)


def _if_name(text: str, name: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    """A single word that begins a sentence has its capital from there, not from being a name."""
    if name and (len(name) > 1 or not _begins(text, name[0])):
        yield tuple(_sound(word.plain) for word in name)


def _may_be_name(word: Word) -> bool:
    is_acronym = word.written.isupper() and len(word.written) <= ACRONYM
    return word.is_capital and not is_acronym and word.plain not in NOT_NAMES


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > MOST_CAPITALS * len(letters)


def _begins(text: str, word: Word) -> bool:
    before = text[: word.start].rstrip(" \t«\"'(-")
    return not before or before[-1] in BREAKS


def _area_names(words: Sequence[Word], taken: set[int]) -> Iterator[tuple[str, ...]]:
    """What follows «vereda» is its name, also without capitals: «vereda san jose»."""
    for at, word in enumerate(words):
        if word.plain in AREA:
            name = _name_after(words[at + 1 : at + 5])
            if name and not any(part.start in taken for part in name):
                yield tuple(_sound(part.plain) for part in name)


def _name_after(following: Sequence[Word]) -> list[Word]:
    name: list[Word] = []
    for word in following:
        if word.plain in ARTICLES and not name:
            continue
        if word.plain in NOT_NAMES and word.plain not in BEGIN_OF_NAME:
            break
        name.append(word)
        if word.plain not in BEGIN_OF_NAME:
            return name
    return []


def _numbers(text: str) -> Iterator[str]:
    """The numbers of a text, but no lengths of time nor amounts of things."""
    for found in NUMBER.finditer(text):
        following = re.match(r"\s*([^\W\d_]+)", text[found.end() :])
        if following is None or not _counts(plain(following[1])):
            yield re.sub(r"[.,]", "", found[0])


def _counts(word: str) -> bool:
    return word in AMOUNTS or word.removesuffix("s") in AMOUNTS


def is_elsewhere(one: Named, other: Named) -> bool:
    """Whether two texts name things and none in common: another place, another year, another contract."""
    return _other_places(one, other) or _apart(one.numbers, other.numbers)


def _other_places(one: Named, other: Named) -> bool:
    if one.places and other.places:
        kinds = {kind for kind, _ in one.places} & {kind for kind, _ in other.places}
        return _apart(one.places, other.places) or any(_apart(_of(one, kind), _of(other, kind)) for kind in kinds)
    says, too = bool(one.places or one.names), bool(other.places or other.names)
    return says and too and not any(set(a) <= set(b) or set(b) <= set(a) for a in one.names for b in other.names)


def _of(named: Named, kind: str) -> frozenset[tuple[str, int]]:
    return frozenset(place for place in named.places if place[0] == kind)


def _apart(some: frozenset[object] | frozenset[tuple[str, int]] | frozenset[str], others: frozenset[object]) -> bool:
    return bool(some) and bool(others) and some.isdisjoint(others)
