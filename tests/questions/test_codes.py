"""Follow codes: derived, checked, forgiving."""

import pytest

from participa.questions import codes

KEY = "k" * 32
CODE = codes.code_for("formulario-0001", KEY)


def test_the_same_form_key_gives_the_same_code():
    assert codes.code_for("formulario-0001", KEY) == CODE


def test_another_form_or_another_secret_gives_another_code():
    others = {codes.code_for(f"formulario-{number:04}", KEY) for number in range(2, 500)}
    assert len(others) == 498
    assert CODE not in others
    assert codes.code_for("formulario-0001", "z" * 32) != CODE


def test_a_code_has_sixteen_characters_that_are_not_mistaken():
    assert len(CODE) == 16
    assert not set(CODE) & set("ILOU")
    assert codes.is_well_formed(CODE)


def test_all_characters_of_the_alphabet_appear_in_every_place():
    found = [codes.code_for(f"clave-{number}", KEY) for number in range(1500)]
    assert all({code[place] for code in found} == set(codes.ALPHABET) for place in range(16))


def test_every_single_mistake_is_noticed():
    for place in range(16):
        for character in set(codes.ALPHABET) - {CODE[place]}:
            assert not codes.is_well_formed(CODE[:place] + character + CODE[place + 1 :])


@pytest.mark.parametrize("form_key", [f"cambio-{number}" for number in range(20)])
def test_every_exchange_of_two_characters_is_noticed(form_key):
    code = codes.code_for(form_key, KEY)
    for first in range(16):
        for second in range(first + 1, 16):
            mixed = list(code)
            mixed[first], mixed[second] = mixed[second], mixed[first]
            assert codes.is_well_formed("".join(mixed)) == (code[first] == code[second])


@pytest.mark.parametrize("typed", ["", "K7QM", CODE + "0", "¡Hola, 1234567!!", "Ñ" * 16, "\x00" * 16])
def test_what_is_not_a_code_is_not_well_formed(typed):
    assert not codes.is_well_formed(codes.normalise(typed))


def test_case_spaces_and_hyphens_do_not_matter():
    grouped = codes.in_groups(CODE)
    assert grouped.count("-") == 3
    typed = f"  {grouped.lower().replace('-', ' – ')}\t\n"
    assert codes.normalise(typed) == CODE


def test_letters_that_look_like_numbers_are_numbers():
    assert codes.normalise("oO-iI-lL") == "001111"


def test_the_digest_is_not_the_code_and_needs_the_secret():
    digest = codes.code_digest(CODE, KEY)
    assert CODE not in digest
    assert digest != codes.code_digest(CODE, "z" * 32)
    assert digest != codes.form_key_digest(CODE, KEY)
