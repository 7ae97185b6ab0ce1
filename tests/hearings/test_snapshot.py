"""The files that phones read of a hearing."""

import gzip
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

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
    before = {n: Card(n, "2026-000001", "¿Cuándo arreglan la vía?", held=n % 2, readers=20) for n in range(1, 151)}
    after = {n: replace(card, supports=card.supports + 1, held=0) for n, card in before.items()}
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


def test_a_file_is_replaced_in_one_act(tmp_path):
    path = tmp_path / "version.json"
    write(path, b"uno")
    held = path.open("rb")
    write(path, b"dos")
    assert (held.read(), path.read_bytes()) == (b"uno", b"dos")
    held.close()
