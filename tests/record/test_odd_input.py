"""What people bring to be checked: files of other systems, cut, empty or hostile. And evenings with the machine off."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from participa.extensions import db
from participa.questions.models import Question
from participa.record import queries, services, verifier, witnesses
from participa.shared import ledger, signing
from participa.shared.clock import at_instant
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make

SIX = datetime(2026, 8, 4, 23, 0, tzinfo=UTC)  # 18:00 in Colombia


@pytest.fixture
def held(context, tmp_path) -> Path:
    """The folder of somebody outside: the record, the signed points and a receipt."""
    given = [make.receipt(body=f"¿Cuándo pavimentan la calle {place}?") for place in range(3)]
    with unit_of_work():
        services.checkpoint()
    question = db.session.get_one(Question, given[1].question_id)
    receipt = json.dumps(services.receipt_file(question), ensure_ascii=False, indent=2)
    (tmp_path / "registro.txt").write_text("".join(ledger.as_file(queries.lines())), encoding="utf-8")
    (tmp_path / "puntos.txt").write_text(services.as_lines(queries.checkpoints()), encoding="utf-8")
    (tmp_path / "comprobante.json").write_text(receipt, encoding="utf-8")
    return tmp_path


def judged(folder: Path, *more: str) -> tuple[int, str]:
    """How the program ends and what it says, run alone as a journalist would."""
    files = ["registro.txt", "--puntos", "puntos.txt", "--comprobante", "comprobante.json"]
    command = [sys.executable, "-I", verifier.__file__, *files, *(more or ("--clave", signing.public_key()))]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def rewrite(folder: Path, change) -> None:
    for path in folder.iterdir():
        path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data + b"\n\n",
        lambda data: b"\n" + data,
    ],
    ids=["crlf", "bom", "blank lines after", "blank line before"],
)
def test_a_file_that_an_editor_kept_is_still_whole(held, change):
    rewrite(held, change)
    assert judged(held)[0] == 0, judged(held)[1]


def test_a_file_that_was_cut_names_the_bad_entry(held):
    path = held / "registro.txt"
    path.write_bytes(path.read_bytes()[:-40])
    code, said = judged(held)
    assert code == 1
    assert "NO COINCIDE" in said
    assert "3" in said


def test_the_missing_key_is_asked_for_instead_of_raising_the_alarm(held):
    code, said = judged(held, "--clave", "")
    assert code == 2
    assert "NO COINCIDE" not in said
    assert "--clave" in said


INFINITE = b'{"declaracion": "{\\"n\\": 1e999}"}'


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"[" * 50_000, b"\xff\xfe\x00", INFINITE])
def test_what_cannot_be_read_is_said_without_a_fault(held, content):
    (held / "comprobante.json").write_bytes(content)
    code, said = judged(held)
    assert code == 1
    assert "No se pudo leer" in said


@pytest.mark.parametrize(
    "pasted",
    [
        "[" * 19_000,
        '{"declaracion": "{\\"n\\": 1e999, \\"huella\\": \\"\\"}"}',
        json.dumps({"declaracion": json.dumps({"n": 10**30, "huella": ""}), "entrada": "{}", "firma": ""}),
        json.dumps({"declaracion": json.dumps({"n": -1, "huella": ""}), "entrada": "{}", "firma": ""}),
        json.dumps({"declaracion": json.dumps({"n": "9" * 5000, "huella": ""}), "entrada": "{}", "firma": ""}),
        json.dumps({"declaracion": "\ud800", "entrada": "{}", "firma": ""}),
    ],
    ids=["deep", "infinite", "huge", "negative", "digits", "surrogate"],
)
def test_a_hostile_receipt_is_no_fault(client, context, pasted):
    make.receipt()
    page = client.submit("/registro/verificar", {"receipt": pasted})
    assert page.status_code in (200, 422)
    assert "Está en el registro" not in page.text


def signed_at(*moments: datetime) -> list[datetime]:
    """When the record was signed, if the machine is on at these moments and a question comes before each."""
    for at in moments:
        with at_instant(at):
            make.receipt()
            witnesses.keep_daily()
    return [point.at for point in queries.checkpoints()]


def test_a_machine_that_is_off_in_the_evening_signs_in_the_morning(context):
    morning = SIX + timedelta(hours=14)
    assert signed_at(SIX - timedelta(hours=2), morning, morning + timedelta(hours=1)) == [morning]


def test_a_clock_that_was_ahead_does_not_stop_the_signing(context):
    ahead, again = SIX + timedelta(days=3650), SIX + timedelta(days=1, minutes=5)
    assert signed_at(SIX, ahead, again) == [SIX, ahead, again]


def test_the_page_speaks_of_witnesses_only_when_there_are_some(client, context, app, monkeypatch):
    make.receipt()
    assert "testigos de fuera" not in client.get("/registro/").text
    settings = replace(app.extensions["settings"], witnesses=("personeria@example.org",))
    monkeypatch.setitem(app.extensions, "settings", settings)
    assert "testigos de fuera" in client.get("/registro/").text
