"""A box of slips, from the printed page to its closing record."""

from datetime import timedelta

import pytest

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.intake import codes, queries, services
from participa.intake.models import Slip, SlipBatch, SlipState, VoidReason
from participa.questions.models import Channel, Question
from participa.questions.services import Submission
from participa.shared.clock import local, now
from participa.shared.errors import Conflict, DomainError, Forbidden, Invalid
from participa.shared.ledger import find_entry, head
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.pages import PageClient

KEY = "c" * 32
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def typist() -> User:
    return make.user(role=Role.MODERATOR)


def open_box(typist: User, last: int = 5, one_of: int = 1, days_ago: int = 0) -> SlipBatch:
    with unit_of_work():
        collected_at = now() - timedelta(days=days_ago)
        return services.open_batch("Buzón", None, 1, last, one_of, collected_at, make.form_key(), typist)


def type_slip(box: SlipBatch, number: int, typist: User, body: str = "¿Y la vía?", reason: str = "") -> Slip:
    with unit_of_work():
        return services.type_slip(box.id, number, Submission(body), typist, reason)


def check(slip: Slip, person: User, body: str = "¿Y la vía?", note: str = "") -> Slip:
    with unit_of_work():
        return services.check(slip.batch_id, slip.number, Submission(body), note, person)


def how_many() -> int:
    return db.session.query(Question).count()


def test_a_slip_waits_for_another_person_before_it_is_filed(typist: User) -> None:
    slip = type_slip(open_box(typist), 1, typist)
    assert (slip.state, how_many()) == (SlipState.TYPED, 0)
    with pytest.raises(Forbidden):
        check(slip, typist)
    check(slip, make.user(role=Role.COMMUNICATIONS))
    assert slip.question
    assert slip.question.channel is Channel.PAPER
    assert (slip.state, slip.words) == (SlipState.FILED, {})
    assert find_entry(slip.question.radicado)[0] > 0


def test_a_difference_is_corrected_before_filing_and_needs_a_note(typist: User) -> None:
    slip, other = type_slip(open_box(typist), 1, typist), make.user(role=Role.MODERATOR)
    with pytest.raises(Invalid):
        check(slip, other, "¿Y la vía del río?")
    check(slip, other, "¿Y la vía del río?", "Faltaban dos palabras.")
    assert slip.question
    assert slip.question.body == "¿Y la vía del río?"
    with pytest.raises(Conflict):
        check(slip, other, "¿Otra cosa?", "Cambié de idea.")


def test_control_and_liaison_do_not_check(typist: User) -> None:
    slip = type_slip(open_box(typist), 1, typist)
    for role in (Role.CONTROL, Role.LIAISON, Role.ADMIN):
        with pytest.raises(Forbidden):
            check(slip, make.user(role=role))


def test_outside_the_sample_a_slip_is_filed_at_once(typist: User) -> None:
    box = open_box(typist, 40, one_of=5)
    for number in range(1, 41):
        slip = type_slip(box, number, typist, f"¿Pregunta {number}?")
        assert (slip.state is SlipState.TYPED) == codes.is_in_sample(box, number, KEY)
    counts = queries.counts([box])[box.id]
    assert 0 < counts.waiting < counts.filed


def test_the_same_slip_again_changes_nothing_and_other_words_are_refused(typist: User) -> None:
    box = open_box(typist, one_of=1_000_000_000)
    slip = type_slip(box, 2, typist)
    assert type_slip(box, 2, typist).id == slip.id
    with pytest.raises(Conflict):
        type_slip(box, 2, typist, "¿Otra pregunta?")
    with pytest.raises(Invalid):
        type_slip(box, 6, typist)
    assert how_many() == 1


def test_the_stub_carries_the_code_that_follows_the_question(typist: User, client: PageClient) -> None:
    box = open_box(typist, one_of=1_000_000_000)
    slip = type_slip(box, 3, typist)
    radicado = slip.question.radicado if slip.question else ""
    page = client.submit("/preguntas/seguir", {"code": codes.follow_code(box, 3, KEY)}).get_data(as_text=True)
    assert radicado
    assert radicado in page
    assert "formato en papel" in page
    assert len({codes.follow_code(box, number, KEY) for number in range(1, 6)}) == 5


def test_slips_of_another_day_need_a_reason_once_and_the_term_runs_from_that_day(typist: User) -> None:
    box = open_box(typist, one_of=1_000_000_000, days_ago=3)
    with pytest.raises(Invalid):
        type_slip(box, 1, typist)
    for number in (1, 2):
        slip = type_slip(box, number, typist, reason="Se cayó internet." if number == 1 else "")
        question = slip.question
        assert question
        assert question.by_hand
        assert question.by_hand.reason == "Se cayó internet."
        assert question.received_at == box.collected_at


def test_void_slips_say_why(typist: User) -> None:
    box = open_box(typist)
    with pytest.raises(Invalid), unit_of_work():
        services.void(box.id, 1, 1, VoidReason.ILLEGIBLE, "", typist)
    with unit_of_work():
        services.void(box.id, 2, 2, VoidReason.BLANK, "", typist)
        assert services.void(box.id, 1, 4, VoidReason.UNUSED, "", typist) == 3
    with pytest.raises(Conflict):
        type_slip(box, 2, typist)


def test_a_box_closes_only_when_the_counts_agree(typist: User) -> None:
    box = open_box(typist, last=2, one_of=1_000_000_000)
    type_slip(box, 1, typist)
    with pytest.raises(Conflict), unit_of_work():
        services.close(box.id, 1, typist)
    with unit_of_work():
        services.void(box.id, 2, 2, VoidReason.BLANK, "", typist)
        services.close(box.id, 2, typist)
    assert (box.entries, box.fingerprint) == head()
    refused: list[DomainError] = []
    for number in (1, 2):
        with pytest.raises(Conflict) as refusal:
            type_slip(box, number, typist)
        refused.append(refusal.value)
    assert "cerrada" in refused[0].message


def test_thirty_slips_are_printed_typed_checked_reconciled_and_closed(typist: User, client: PageClient) -> None:
    checker = make.user(role=Role.COMMUNICATIONS)
    space = make.event()
    client.sign_in(typist)
    made = client.submit(
        "/ventanilla/cajas/nueva",
        {
            "label": "Buzón de la entrada",
            "event": str(space.id),
            "first": "101",
            "last": "130",
            "collected_at": local(now()).strftime("%Y-%m-%dT%H:%M"),
            "check_one_of": "5",
        },
    )
    box_url = made.headers["Location"]
    sheets = client.submit(f"{box_url}/hojas.pdf", page=box_url)
    assert sheets.data.startswith(b"%PDF-")
    assert sheets.data.count(b"/Type /Page\n") == 30
    for number in range(101, 129):
        slip_words = {"number": str(number), "body": f"¿Cómo va la obra {number}?", "kind": "propuesta"}
        typed = client.submit(f"{box_url}/escribir", slip_words)
        assert typed.status_code == 303
    again = client.submit(f"{box_url}/escribir", {"number": "101", "body": "¿Otra cosa distinta?", "kind": "pregunta"})
    assert again.status_code == 422
    assert "¿Otra cosa distinta?" in again.get_data(as_text=True)
    client.submit(f"{box_url}/anular", {"first": "129", "last": "130", "reason": "unused"})
    if waiting(box_url):
        assert client.submit(f"{box_url}/cerrar", {"counted": "28"}).status_code == 422
    client.sign_in(checker)
    while (slip := next_waiting(box_url, checker)) is not None:
        read = {"body": f"¿Cómo va la obra {slip}?", "kind": "propuesta"}
        assert client.submit(f"{box_url}/revisar/{slip}", read).status_code == 303
    client.sign_in(typist)
    client.submit(f"{box_url}/cerrar", {"counted": "28"})
    assert how_many() == 28
    assert "28 radicadas + 2 anuladas" in client.get(box_url).get_data(as_text=True)
    client.sign_in(make.user(role=Role.CONTROL))
    record = client.get(f"{box_url}/acta.pdf")
    assert record.status_code == 200
    assert record.data.startswith(b"%PDF-")


def waiting(box_url: str) -> int:
    box = queries.batch(int(box_url.rpartition("/")[2]))
    return queries.counts([box])[box.id].waiting


def next_waiting(box_url: str, person: User) -> int | None:
    db.session.expire_all()
    slip = queries.next_to_check(queries.batch(int(box_url.rpartition("/")[2])), person)
    return slip.number if slip else None
