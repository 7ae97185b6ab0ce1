"""The part of a text that is shown: nothing is invented, and what was looked for is marked."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from participa.search.snippets import LENGTH, Wanted, marked, snippet
from participa.shared.search import wanted_stems

WORDS = st.text(alphabet=string.ascii_letters + "áéíñÑü ¿?.,<>&\"'0123456789\n", max_size=600)


@given(WORDS, st.sampled_from(["vía", "la calle", "Niños", "2026"]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_parts_are_the_text_itself(text, words, is_whole):
    wanted = Wanted(tuple(wanted_stems(words)), is_whole)
    assert "".join(part for part, _ in marked(text, wanted)) == text
    said = "".join(part for part, _ in snippet([text], wanted)).removeprefix("… ").removesuffix(" …")
    assert said in " ".join(text.split())
    assert len(said) <= LENGTH


def test_the_part_with_most_of_the_words_is_shown_with_a_little_before():
    far = "Otra cosa. " * 40 + "En la vereda arreglan la vía de acceso al colegio. " + "Más cosas. " * 40
    parts = snippet(["La vía.", far], Wanted(("via", "colegi")))
    assert [part for part, is_found in parts if is_found] == ["vía", "colegio"]
    said = "".join(part for part, _ in parts)
    assert said.startswith("… ")
    assert said.endswith(" …")


def test_every_word_must_be_somewhere_and_only_the_last_may_be_unfinished():
    assert Wanted(("via", "colegi")).is_in(["La vía.", "El colegio."])
    assert not Wanted(("via", "col")).is_in(["La vía.", "El colegio."])
    assert Wanted(("via", "col"), is_whole=False).is_in(["La vía.", "El colegio."])
    assert not Wanted(("vi", "colegi"), is_whole=False).is_in(["La vía.", "El colegio."])
