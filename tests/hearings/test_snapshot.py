"""The files that phones read of a hearing."""

import gzip
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participa.hearings import publishing
from participa.hearings.publishing import KEPT_VERSIONS, Publisher, write
from participa.hearings.snapshot import Card, State, delta_file, patched, snapshot_file, version_file

cards = st.builds(
    Card,
    st.integers(1, 30),
    st.just("2026-000001"),
    st.text(min_size=1, max_size=40),
    stage=st.sampled_from(["sin_turno", "siguiente", "en_pantalla"]),
    supports=st.integers(0, 90),
    readers=st.integers(0, 90),
    is_silent=st.booleans(),
)
lists = st.lists(cards, max_size=20, unique_by=lambda card: card.id).map(lambda some: {card.id: card for card in some})
few = st.dictionaries(st.integers(1, 4), st.integers(14, 20)).map(
    lambda readers: {
        number: Card(number, "2026-000001", f"¿{number}?", readers=many) for number, many in readers.items()
    }
)


def state(version: int = 1, cards: dict[int, Card] | None = None) -> State:
    return State(version, "2026-11-20T14:00:00+00:00", "open", "Audiencia", 4, cards=cards or {})


def read(content: bytes) -> dict:
    return json.loads(content)


@given(lists, lists)
def test_a_snapshot_and_its_delta_are_the_next_snapshot(before, after):
    old, new = state(1, before), state(2, after)
    reached = patched(read(snapshot_file(old)), read(delta_file(old, new)))
    expected = read(snapshot_file(new))
    assert {card["i"]: card for card in reached["q"]} == {card["i"]: card for card in expected["q"]}
    assert {name: reached[name] for name in reached if name != "q"} == {
        name: expected[name] for name in expected if name != "q"
    }


def test_figures_are_hidden_until_enough_people_have_read():
    card = Card(1, "2026-000001", "¿Cuándo?", supports=9, readers=14)
    assert "s" not in card.shown()
    assert replace(card, readers=15).shown()["s"] == 9


def test_paper_and_voice_have_no_figures():
    assert "s" not in Card(1, "2026-000001", "¿Cuándo?", supports=9, readers=90, is_silent=True).shown()


def test_what_every_phone_asks_for_is_tiny():
    assert len(version_file(state(123456))) < 90


def test_texts_that_a_phone_has_do_not_come_again():
    before = {n: Card(n, "2026-000001", "¿Cuándo arreglan la vía?", held=1, readers=20) for n in range(1, 151)}
    after = {n: replace(card, supports=card.supports + 1, held=2) for n, card in before.items()}
    told = delta_file(state(1, before), state(2, after))
    assert "vía" not in told.decode()
    assert len(gzip.compress(told)) < 1500


def test_what_is_not_shown_any_more_leaves_the_card():
    before, after = ({1: Card(1, "2026-000001", "¿Cuándo?", held=held, readers=20)} for held in (3, 0))
    reached = patched(read(snapshot_file(state(1, before))), read(delta_file(state(1, before), state(2, after))))
    assert reached["q"] == [after[1].shown()]
    assert "h" not in reached["q"][0]


def test_sixty_real_questions_fit_into_five_kilobytes():
    text = "¿Cuándo se arregla el puente de la vereda {}, que lleva {} meses cerrado y por donde pasan los niños?"
    many = {n: Card(n, f"2026-{n:06}", text.format(n * 7919, n), "Obras", f"Vereda {n}") for n in range(1, 61)}
    assert len(gzip.compress(snapshot_file(state(1, many)))) < 5 * 1024


def test_what_is_published_is_whole_and_compressed_and_the_deltas_are_few(tmp_path):
    publisher = Publisher(tmp_path / "PLAZA7")
    for version in range(1, KEPT_VERSIONS + 5):
        publisher.publish(state(version, {version: Card(version, "2026-000001", "¿Cuándo?")}))
    names = {path.name for path in publisher.folder.iterdir()}
    assert read((publisher.folder / "version.json").read_bytes())["v"] == publisher.version
    assert len([name for name in names if name.startswith("delta-") and name.endswith(".json")]) < KEPT_VERSIONS + 1
    assert all(f"{name}.gz" in names for name in names if name.endswith(".json"))
    snapshot = publisher.folder / "snapshot.json"
    assert gzip.decompress(snapshot.with_name("snapshot.json.gz").read_bytes()) == snapshot.read_bytes()


def test_from_every_version_that_is_kept_a_phone_reaches_the_last_one(tmp_path):
    publisher, last = Publisher(tmp_path / "PLAZA7"), KEPT_VERSIONS * 3
    for version in range(1, last + 1):
        cards = {number: Card(number, "2026-000001", f"¿Cuándo? {version}") for number in range(version, version + 3)}
        publisher.publish(state(version, cards))
    expected = read((publisher.folder / "snapshot.json").read_bytes())
    for start in range(last - KEPT_VERSIONS + 1, last + 1):
        reached = {
            "v": start,
            "q": [{"i": n, "r": "2026-000001", "t": f"¿Cuándo? {start}"} for n in range(start, start + 3)],
        }
        hops = 0
        while reached["v"] < last:
            reached = patched(reached, read((publisher.folder / f"delta-{reached['v']}.json").read_bytes()))
            hops += 1
        assert (reached["q"], hops <= 2) == (expected["q"], True), start


@pytest.mark.parametrize("failures", range(1, KEPT_VERSIONS))
def test_after_versions_that_could_not_be_written_the_last_good_one_leads_on(tmp_path, failures):
    publisher = Publisher(tmp_path / "PLAZA7")
    publisher.publish(state(1, {1: Card(1, "2026-000001", "¿Cuándo?")}))
    publisher.publish(state(2 + failures, {1: Card(1, "2026-000001", "¿Cuándo?", readers=20)}))
    assert read((publisher.folder / "delta-1.json").read_bytes())["v"] == 2 + failures


@given(st.lists(st.tuples(few, st.booleans()), min_size=25, max_size=40))
@settings(max_examples=40)
def test_whatever_happens_no_phone_is_left_behind_and_no_file_holds_words_that_went(changes):
    """Some versions cannot be written whole; a phone that has any version, also half of one, reaches the last."""
    with TemporaryDirectory() as folder:
        publisher, had = Publisher(Path(folder) / "PLAZA7"), {}
        for version, (shown, is_broken) in enumerate([*changes, (changes[-1][0], False)], 1):
            with patch.object(publishing, "write", _full_after(version % 4) if is_broken else write), suppress(OSError):
                publisher.publish(state(version, shown))
            if (publisher.folder / "snapshot.json").exists():
                whole = read((publisher.folder / "snapshot.json").read_bytes())
                had[whole["v"]] = whole
        expected = read((publisher.folder / "snapshot.json").read_bytes())
        expected["q"].sort(key=lambda card: card["i"])
        for phone in had.values():
            assert _followed(publisher.folder, phone) == expected
        words = {card["t"] for card in expected["q"]}
        for path in publisher.folder.glob("delta-*.json"):
            assert {card["t"] for card in read(path.read_bytes())["q"]} <= words


def _full_after(files):
    """A disk that takes so many files and no more."""
    left = iter(range(files))

    def write_some(path, content):
        if next(left, None) is None:
            raise OSError
        write(path, content)

    return write_some


def _followed(folder, phone):
    """What a phone that has this sees in the end."""
    for _ in range(4):
        path = folder / f"delta-{phone['v']}.json"
        phone = (
            patched(phone, read(path.read_bytes())) if path.exists() else read((folder / "snapshot.json").read_bytes())
        )
    return phone | {"q": sorted(phone["q"], key=lambda card: card["i"])}


def test_a_file_is_replaced_in_one_act(tmp_path):
    path = tmp_path / "version.json"
    write(path, b"uno")
    held = path.open("rb")
    write(path, b"dos")
    assert (held.read(), path.read_bytes()) == (b"uno", b"dos")
    held.close()
