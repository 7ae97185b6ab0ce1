"""Places and synonyms are pasted, changed and switched off by moderation and administration, also during a hearing."""

import pytest
from sqlalchemy import select

from participa.accounts.models import Role
from participa.extensions import db
from participa.questions import services
from participa.questions.models import KnownPlace, PlaceKind
from participa.questions.queries import words as queries
from participa.shared.audit import AuditEntry
from participa.shared.errors import Forbidden, Invalid
from tests import factories as make
from tests.questions.team import attempt, sign_in

PLACES, SYNONYMS = "/preguntas/gestion/lugares", "/preguntas/gestion/sinonimos"


def names() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(KnownPlace.name).order_by(KnownPlace.name)))


def rows() -> list[str]:
    db.session.rollback()
    return [group.words for group in queries.synonyms()]


@pytest.fixture
def moderator(client, context):
    person = make.user(Role.MODERATOR)
    sign_in(client, person)
    return client


def test_a_list_of_places_is_pasted_and_what_is_known_is_not_repeated(moderator):
    pasted = {"kind": "vereda", "names": "La Esperanza\n\n  San José \nEl Níspero\nvereda la esperansa"}
    assert moderator.submit(PLACES, pasted).status_code == 303
    assert names() == ["El Níspero", "La Esperanza", "San José"]
    assert "3 filas nuevas. 1 ya estaba." in moderator.get(PLACES).text
    moderator.submit(PLACES, {"kind": "colegio", "names": "San José"})
    assert names().count("San José") == 2


@pytest.mark.parametrize(
    ("names_typed", "told"),
    [
        ("", "Pegue al menos un nombre."),
        ("Vereda\n¿?", "no es un nombre"),
        ("a" * 121, "La fila 1 pasa de 120 letras"),
        ("\n".join(f"Sitio {number}" for number in range(1_001)), "pasa de 1000 filas"),
    ],
)
def test_a_list_that_is_none_is_refused_with_its_text(moderator, names_typed, told):
    answer = moderator.submit(PLACES, {"kind": "vereda", "names": names_typed})
    assert answer.status_code == 422
    assert told in answer.text
    assert names() == []


def test_a_place_is_renamed_and_switched_off_and_on(moderator):
    moderator.submit(PLACES, {"kind": "vereda", "names": "La Esperanza\nSan José"})
    place = db.session.scalars(select(KnownPlace).where(KnownPlace.name == "San José")).one()
    path = f"{PLACES}/{place.id}"
    assert moderator.submit(path, {"kind": "barrio", "name": "San José Obrero"}).status_code == 303
    assert moderator.submit(path, {"kind": "vereda", "name": "la Esperansa"}).status_code == 422
    moderator.submit(f"{path}/uso", {"is_on": ""}, page=path)
    assert "Fuera de uso" in moderator.get(f"{PLACES}?q=obrero").text
    moderator.submit(PLACES, {"kind": "barrio", "names": "San José Obrero"})
    db.session.rollback()
    assert db.session.get_one(KnownPlace, place.id).is_active


def test_synonyms_are_pasted_row_by_row(moderator):
    moderator.submit(SYNONYMS, {"words": "hueco ,bache,  cráter\nacueducto, agua potable\nhueco, bache, cráter"})
    assert rows() == ["acueducto, agua potable", "hueco, bache, cráter"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("hueco", "al menos dos palabras"),
        ("hueco, huecos", "al menos dos palabras"),
        ("de, la", "al menos dos palabras"),
        ("bache, socavón\nhoyo, baches", "ya está en otra fila"),
        (" \n ", "Pegue al menos una fila."),
    ],
)
def test_synonyms_that_say_nothing_or_two_things_are_refused(moderator, typed, told):
    answer = moderator.submit(SYNONYMS, {"words": typed})
    assert answer.status_code == 422
    assert told in answer.text
    assert rows() == []


def test_a_row_of_synonyms_is_changed_and_switched_off_unless_its_words_were_taken_meanwhile(moderator):
    moderator.submit(SYNONYMS, {"words": "hueco, bache"})
    [group] = queries.synonyms()
    path = f"{SYNONYMS}/{group.id}"
    assert moderator.submit(path, {"words": "hueco, bache, socavón"}).status_code == 303
    assert moderator.submit(f"{path}/uso", {"is_on": ""}, page=path).status_code == 303
    moderator.submit(SYNONYMS, {"words": "bache, cráter"})
    refused = moderator.submit(f"{path}/uso", {"is_on": "y"}, page=path)
    assert refused.status_code == 422
    assert "ya está en otra fila" in refused.text


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.MODERATOR, Role.ADMIN)])
def test_nobody_else_changes_them(context, role):
    person = make.user(role)
    for act in (
        lambda: services.add_places(person, PlaceKind.VEREDA, ["La Palma"]),
        lambda: services.add_synonyms(person, ["hueco, bache"]),
        lambda: services.switch_help(person, queries.SUGGESTIONS, False),
    ):
        assert isinstance(attempt(act), Forbidden)
    assert (names(), rows()) == ([], [])


def test_each_change_leaves_its_trace(context):
    person = make.user(Role.ADMIN)
    assert attempt(lambda: services.add_places(person, PlaceKind.WORK, ["Puente Nuevo", "Plaza Cubierta"])) is None
    assert attempt(lambda: services.add_synonyms(person, ["hueco, bache"])) is None
    assert attempt(lambda: services.switch_help(person, queries.SUGGESTIONS, False)) is None
    assert attempt(lambda: services.switch_help(person, queries.SUGGESTIONS, False)) is None
    assert isinstance(attempt(lambda: services.add_synonyms(person, ["hueco"])), Invalid)
    verbs = db.session.execute(select(AuditEntry.verb, AuditEntry.detail).order_by(AuditEntry.id)).all()
    assert [
        (row.verb, row.detail.get("amount")) for row in verbs if row.verb.split(".")[0] in ("place", "synonyms", "help")
    ] == [
        ("place.added", 2),
        ("synonyms.added", 1),
        ("help.switched", None),
    ]


def test_the_suggestions_are_switched_off_and_on(moderator):
    path = "/preguntas/gestion/ayudas"
    moderator.submit(f"{path}/sugerencias", {"is_on": ""}, page=path)
    assert not queries.is_on(queries.SUGGESTIONS)
    assert "Encender las sugerencias" in moderator.get(path).text
    moderator.submit(f"{path}/sugerencias", {"is_on": "y"}, page=path)
    db.session.rollback()
    assert queries.is_on(queries.SUGGESTIONS)
