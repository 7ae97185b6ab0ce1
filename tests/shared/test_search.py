"""Search by stems: the same words find the same things on both databases."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import aliased

from participa.extensions import db
from participa.shared import search
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work

TEXTS = {
    1: "¿Cuándo pavimentan las vías de la vereda El Níspero?",
    2: "El acueducto no llega; los niños toman agua sucia.",
    3: "Las luces del parque están dañadas",
    4: "¿Qué obras se hicieron con la inversión de 2025?",
}


@pytest.fixture
def kept(context):
    with unit_of_work():
        for ref, words in TEXTS.items():
            search.put("cosa", ref, words)
        search.put("otra", 9, TEXTS[1])


def found(words: str) -> list[int]:
    condition = search.matches("cosa", SearchEntry.ref, words)
    wanted = db.select(SearchEntry.ref).where(SearchEntry.kind == "cosa")
    return sorted(db.session.scalars(wanted if condition is None else wanted.where(condition)))


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("via", [1]),
        ("VÍAS", [1]),
        ("pavimentación", [1]),
        ("nispero", [1]),
        ("acueductos", [2]),
        ("niña", [2]),
        ("luz del parque", [3]),
        ("obra inversiones", [4]),
        ("2025", [4]),
        ("paviment", [1]),
        ("las vías del parque", []),
        ("alcantarillado", []),
        ("la", [1, 3, 4]),
        ("", [1, 2, 3, 4]),
        ("¿?", [1, 2, 3, 4]),
    ],
)
def test_words_find_what_holds_them_all(kept, words, refs):
    assert found(words) == refs


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "via OR luz",
        "a* NOT b",
        "stems:via",
        "via)",
        "(",
        "-via",
        "via:*",
        "a & | !",
        "'; DROP TABLE x",
        "\\",
        "ñ" * 300,
    ],
)
def test_nothing_typed_is_an_order(kept, words):
    assert isinstance(found(words), list)


def test_other_words_replace_those_of_before(kept):
    with unit_of_work():
        search.put("cosa", 1, "Ahora habla de escuelas")
    assert (found("vías"), found("escuela")) == ([], [1])


def test_what_is_taken_out_is_not_found(kept):
    with unit_of_work():
        search.drop("cosa", 2)
    assert found("acueducto") == []


def test_few_are_found_also_by_the_beginning_of_a_word(kept):
    assert search.find_few("cosa", "acue", 3) == [2]
    assert search.find_few("cosa", "alcantarillado", 3) == []


@pytest.mark.parametrize(("words", "refs"), [("la", [1, 3, 4]), ("l", [1, 2, 3, 4])])
def test_more_than_few_are_not_told(kept, words, refs):
    assert search.find_few("cosa", words, len(refs) - 1) is None
    assert sorted(search.find_few("cosa", words, len(refs) + 1) or []) == refs  # one of another kind holds them too


@pytest.mark.parametrize("words", ["via", "acue", "luz del parque", "las vías del parque", "la", "s"])
def test_looking_at_each_row_finds_what_looking_up_finds(kept, words):
    row = aliased(SearchEntry)
    rows = db.select(row.ref).where(row.kind == "cosa")
    seen = sorted(db.session.scalars(rows.where(search.holds("cosa", row.ref, words))))
    assert seen == found(words)


PLURALS = (
    *("evaluación evaluaciones", "petición peticiones", "comunidad comunidades", "solicitud solicitudes"),
    *("indicador indicadores", "hogar hogares", "mujer mujeres", "joven jóvenes", "imagen imágenes", "red redes"),
    *("avance avances", "enlace enlaces", "índice índices", "luz luces", "voz voces", "directriz directrices"),
    *("informe informes", "parque parques", "calle calles", "interés intereses", "vía vías", "sede sedes"),
)


@pytest.mark.parametrize("pair", PLURALS)
def test_one_and_many_have_the_same_stem(pair):
    one, many = search.stems_of(pair)
    assert one == many


def test_words_that_only_look_alike_are_not_the_same():
    for pair in ("veredas verá", "orgánico organización", "cada cadena"):
        one, other = search.stems_of(pair)
        assert one != other, pair


def test_stems_made_by_many_at_once_are_those_made_by_one():
    words = ("carreteras", "iluminacion", "pavimentacion", "alcantarillado", "hospitales", "contrataciones")
    stem = search.stem.__wrapped__  # nothing remembered
    alone = {word: stem(word) for word in words}
    pace = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as many:
            made = list(many.map(lambda word: (word, stem(word)), words * 500))
    finally:
        sys.setswitchinterval(pace)
    assert all(found == alone[word] for word, found in made)


def test_few_of_a_kind_are_not_lost_among_many_of_another(kept):
    with unit_of_work():
        for ref in range(10):
            search.put("otra", ref, "Las vías del parque")
    assert search.find_few("cosa", "vías", 3) in (None, [1])  # never told as none, however few one may look through
    assert search.find_few("cosa", "vías", 20) == [1]
