"""Whoever changes the record is found out, and the first bad entry is named."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from participa.extensions import db
from participa.questions.models import Question
from participa.record import queries, services, verifier
from participa.record.public import WORDS
from participa.shared import ledger, signing
from participa.shared.ledger import Entry
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

SIZE = 12


@pytest.fixture
def kept(context) -> dict:
    """What somebody outside holds: the record of twelve questions, two checkpoints and the receipt of the tenth."""
    for place in range(SIZE):
        given = make.receipt(body=f"¿Cuándo pavimentan la calle {place}?")
        if place in (5, SIZE - 1):
            with unit_of_work():
                services.checkpoint()
        if place == 9:
            tenth = given.question_id
    return {
        "lines": list(ledger.as_file(queries.lines())),
        "points": services.as_lines(queries.checkpoints()).splitlines(),
        "receipt": services.receipt_file(db.session.get_one(Question, tenth)),
        "key": signing.public_key(),
    }


def judge(kept: dict, lines: list[str]) -> None:
    hashes = verifier.read_chain(lines)
    verifier.check_points(hashes, kept["points"], kept["key"])
    verifier.check_receipt(hashes, kept["receipt"], kept["key"])


def forged(lines: list[str], change) -> list[str]:
    """The record written anew from its first entry, as somebody with the database in hand would."""
    before, out = ledger.GENESIS, []
    for number, text in enumerate(lines, 1):
        fields = change(json.loads(text.partition(" ")[2])) | {"n": number, "prev": before}
        line = ledger.canonical(fields)
        before = ledger.entry_hash(before, line)
        out.append(f"{before} {line}\n")
    return out


def first_bad(kept: dict, lines: list[str]) -> int:
    with pytest.raises(verifier.Fault) as found:
        judge(kept, lines)
    return found.value.entry


def test_an_honest_record_agrees_with_what_people_hold(kept):
    judge(kept, kept["lines"])


def test_an_edited_entry_is_named(kept):
    lines = kept["lines"]
    lines[3] = lines[3].replace("ciudadania", "moderacion")
    assert first_bad(kept, lines) == 4


def test_an_edited_entry_with_a_new_hash_breaks_the_next_one(kept):
    lines = kept["lines"]
    fields = json.loads(lines[3].partition(" ")[2]) | {"rol": "moderacion"}
    line = ledger.canonical(fields)
    lines[3] = f"{ledger.entry_hash(fields['prev'], line)} {line}\n"
    assert first_bad(kept, lines) == 5


@pytest.mark.parametrize("gone", [0, 3, SIZE - 2])
def test_a_deleted_entry_is_named(kept, gone):
    assert first_bad(kept, kept["lines"][:gone] + kept["lines"][gone + 1 :]) == gone + 1


def test_a_cut_record_is_short_of_what_was_signed(kept):
    assert first_bad(kept, kept["lines"][:-2]) == SIZE - 1


def test_an_inserted_entry_is_named(kept):
    lines = kept["lines"]
    assert first_bad(kept, [*lines[:4], lines[3], *lines[4:]]) == 5


def test_exchanged_entries_are_named(kept):
    lines = kept["lines"]
    lines[6], lines[7] = lines[7], lines[6]
    assert first_bad(kept, lines) == 7


def test_a_record_written_anew_does_not_agree_with_what_was_signed(kept):
    anew = forged(
        kept["lines"], lambda fields: fields | ({"pregunta": "2020-000001"} if fields["n"] == SIZE - 2 else {})
    )
    assert len(verifier.read_chain(anew)) == SIZE  # by itself it looks whole
    assert first_bad(kept, anew) == 7  # after the sixth, which the first checkpoint covers


def test_without_checkpoints_the_receipt_of_one_person_finds_it_out(kept):
    anew = forged(kept["lines"], lambda fields: fields | ({"motivo": "otro"} if fields["n"] == 10 else {}))
    with pytest.raises(verifier.Fault, match="10"):
        verifier.check_receipt(verifier.read_chain(anew), kept["receipt"], kept["key"])


def test_two_records_shown_to_two_people_are_found_out_by_their_checkpoints(kept):
    other = forged(kept["lines"], lambda fields: fields | ({"motivo": "otro"} if fields["n"] == 2 else {}))
    size, head = SIZE, other[-1].split(" ")[0]
    statement = ledger.canonical({"origen": "otra cara", "n": size, "huella": head, "t": "2026-01-01T00:00:00Z"})
    shown_to_another = f"{signing.sign(statement)} {statement}"
    with pytest.raises(verifier.Fault):
        verifier.check_points(verifier.read_chain(kept["lines"]), [shown_to_another], kept["key"])


def test_a_checkpoint_that_the_entity_did_not_sign_is_refused(kept):
    changed = kept["points"][0].replace('"n":6', '"n":5')
    with pytest.raises(verifier.Fault, match="firma"):
        verifier.check_points(verifier.read_chain(kept["lines"]), [changed], kept["key"])


def test_a_receipt_with_another_text_is_refused(kept):
    softened = kept["receipt"] | {"texto": "¿Cuándo será la fiesta?"}
    with pytest.raises(verifier.Fault, match="texto"):
        verifier.check_receipt(verifier.read_chain(kept["lines"]), softened, kept["key"])


def test_the_program_for_citizens_needs_nothing_but_python(kept, tmp_path: Path):
    (tmp_path / "registro.txt").write_text("".join(kept["lines"]), encoding="utf-8")
    (tmp_path / "puntos.txt").write_text("\n".join(kept["points"]), encoding="utf-8")
    (tmp_path / "comprobante.json").write_text(json.dumps(kept["receipt"]), encoding="utf-8")
    told = run(tmp_path, kept["key"])
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"{SIZE} entradas" in told.stdout
    (tmp_path / "registro.txt").write_text("".join(kept["lines"][:-1]), encoding="utf-8")
    told = run(tmp_path, kept["key"])
    assert told.returncode == 1
    assert "NO COINCIDE" in told.stdout


def run(folder: Path, key: str) -> subprocess.CompletedProcess:
    program = [sys.executable, "-I", "-S", verifier.__file__, "registro.txt"]
    held = ["--puntos", "puntos.txt", "--comprobante", "comprobante.json", "--clave", key]
    return subprocess.run([*program, *held], cwd=folder, capture_output=True, text=True, check=False)


def test_the_program_imports_only_the_standard_library():
    names = set(re.findall(r"^(?:from|import) (\w+)", Path(verifier.__file__).read_text(), re.MULTILINE))
    assert names <= sys.stdlib_module_names


def test_the_kinds_of_entry_are_told_in_words(context):
    assert set(WORDS) == set(Entry)
