"""How well like questions are found, and that another place is never called the same: the measure of section 4.1."""

from itertools import combinations

import pytest

from participa.extensions import db
from participa.questions.models import KnownPlace, PlaceKind, Question, SynonymGroup
from participa.questions.queries.similar import similar
from participa.questions.services.remembering import remember_words
from participa.shared.similarity.places import sounds_of_name
from tests import factories as make
from tests.factories.keep import keep
from tests.questions.likeness_set import OTHERS, OTHERWISE_APART, PAIRS, PLACES, ROAD_ASKED, SYNONYMS

FLOOR_AT_ONE, FLOOR_AT_THREE, FLOOR_WITHOUT_SYNONYMS = 0.88, 0.93, 0.91  # measured: 0.92, 0.97, 0.95


@pytest.fixture
def known(context) -> None:
    for kind, name in PLACES:
        keep(KnownPlace(kind=PlaceKind(kind), name=name, key=f"{kind} {' '.join(sounds_of_name(name))}"))


def ask(*bodies: str) -> list[Question]:
    asked = [make.question(body=body) for body in bodies]
    remember_words()
    return asked


def found_within(pairs: list[tuple[Question, Question]], most: int) -> float:
    hits = [b.id in [each.id for each in similar(a, most)] for a, b in pairs + [(b, a) for a, b in pairs]]
    return sum(hits) / len(hits)


def pairs_among_others() -> list[tuple[Question, Question]]:
    """The pairs, in a town that asks nearly two hundred other things about the same matters."""
    asked = ask(*(body for pair in PAIRS for body in pair), *OTHERS)[: 2 * len(PAIRS)]
    return list(zip(asked[::2], asked[1::2], strict=True))


def test_the_same_asked_otherwise_is_among_the_first(known):
    for words in SYNONYMS:
        keep(SynonymGroup(words=words))
    pairs = pairs_among_others()
    assert len(pairs) >= 60
    assert found_within(pairs, 1) >= FLOOR_AT_ONE
    assert found_within(pairs, 3) >= FLOOR_AT_THREE


def test_without_synonyms_most_are_still_found(known):
    assert found_within(pairs_among_others(), 3) >= FLOOR_WITHOUT_SYNONYMS


def test_the_same_road_question_of_ten_places_is_never_alike_but_with_its_own(known):
    veredas = [name for kind, name in PLACES if kind == "vereda"]
    asked = {question.id: name for name in veredas for question in ask(*(way.format(name) for way in ROAD_ASKED))}
    alike = false = 0
    for number, name in asked.items():
        for other in similar(db.session.get_one(Question, number), 30):
            if not other.is_elsewhere:
                same = asked[other.id] == name
                alike, false = alike + same, false + (not same)
    assert (alike, false) == (2 * len(veredas), 0)


@pytest.mark.parametrize(("one", "other"), OTHERWISE_APART)
def test_other_years_contracts_streets_and_unknown_places_are_told_apart(known, one, other):
    first, second = ask(one, other)
    assert [each.label for each in similar(first) if each.id == second.id] == ["mismo tema, otro lugar"]


def test_every_place_of_the_list_is_told_from_every_other_one(known):
    asked = ask(*(f"No hay luz en {name}" for _, name in PLACES))
    labels = {each.label for question in asked for each in similar(question, 30)}
    assert labels == {"mismo tema, otro lugar"}
    assert len(list(combinations(asked, 2))) > 100
