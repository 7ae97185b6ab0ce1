"""Each slip: typed once, checked by another person when it falls in the sample, and only then filed."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import current_app

from participa.accounts.models import User
from participa.config import Settings
from participa.extensions import db
from participa.intake import codes, queries, rules
from participa.intake.models import Slip, SlipBatch, SlipState, VoidReason
from participa.questions import services as questions
from participa.questions.models import AnswerMedium, Channel, Kind, Purpose
from participa.questions.services import Hand, Receipt, Submission
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.files import StoredFile

NOT_YOURS = "Esta hoja la revisa otra persona."
TAKEN = "La hoja {number} ya se escribió o se anuló. Revise el número de la hoja que tiene en la mano."
OUTSIDE = "Esa hoja no es de esta caja. Van de la {first} a la {last}."
WHY = "Escriba por qué estas hojas se registran después del día en que se recibieron."


def type_slip(
    batch_id: int,
    number: int,
    submission: Submission,
    author: User,
    late_reason: str = "",
    scan: StoredFile | None = None,
) -> Slip:
    """Write down a slip; it is filed at once unless it falls in the sample. The same words again change nothing.

    Raises Forbidden, Conflict for a number that has other words already, and Invalid.
    """
    batch = _open_batch(batch_id, author)
    earlier = _earlier(batch, number)
    if earlier is not None:
        return _same(batch, earlier, submission)
    _note_reason(batch, batch.collected_at, late_reason)
    slip = _add(batch, number, author, SlipState.TYPED, words=_as_words(submission), scan=scan)
    audit.record("slip_typed", slip, author, box=batch.id, number=number)
    if not codes.is_in_sample(batch, number, _code_key()):
        _file(batch, slip, submission)
    return slip


def void(batch_id: int, first: int, last: int, reason: VoidReason, note: str, author: User) -> int:
    """Say why slips have no question, from one number to another; how many. Those already typed stay as they are."""
    batch = _open_batch(batch_id, author)
    _check_void(batch, first, last, reason, note)
    taken = {slip.number for slip in queries.slips(batch)}
    free = [number for number in range(first, last + 1) if number not in taken]
    if not free:
        raise Conflict(TAKEN.format(number=first))
    for number in free:
        slip = _add(batch, number, author, SlipState.VOID, void_reason=reason, note=note)
        audit.record("slip_voided", slip, author, box=batch.id, number=number, reason=reason)
    return len(free)


def check(batch_id: int, number: int, submission: Submission, note: str, person: User, late_reason: str = "") -> Slip:
    """File a slip after another person compared it; a difference is corrected before filing and needs a note.

    A second click of the same person changes nothing. Raises Forbidden, Conflict and Invalid.
    """
    batch = queries.batch_to_change(batch_id)  # two people never check the same slip at once
    slip = queries.slip(batch_id, number)
    if slip.checked_by_id == person.id:
        return _same(batch, slip, submission)
    if not rules.may_check(person, slip):
        raise Forbidden(NOT_YOURS) if slip.state is SlipState.TYPED else Conflict(TAKEN.format(number=number))
    if _as_words(submission) != slip.words and not note:
        raise Invalid("Escriba qué corrigió.")
    _note_reason(batch, _came_at(batch, slip), late_reason)
    slip.note, slip.checked_by_id, slip.checked_at = note, person.id, now()
    audit.record("slip_checked", slip, person, corrected=_as_words(submission) != slip.words)
    _file(batch, slip, submission)
    return slip


def recover(batch_id: int, number: int, author: User) -> None:
    """Undo the voiding of a slip, which then waits to be typed. A second click changes nothing.

    Raises Forbidden, and Conflict for a slip with words or a closed box.
    """
    batch = _open_batch(batch_id, author)
    slip = queries.find_slip(batch_id, number)
    if slip is None:
        return
    if slip.state is not SlipState.VOID:
        raise Conflict(f"La hoja {number} ya se escribió.")
    audit.record("slip_recovered", slip, author, box=batch.id, number=number)
    db.session.delete(slip)
    db.session.flush()


def submission_of(slip: Slip) -> Submission:
    """What was typed of a slip that waits for its check."""
    words: dict[str, Any] = dict(slip.words)
    words["kind"], words["answer_medium"] = Kind(words["kind"]), AnswerMedium(words["answer_medium"])
    words["purposes"] = frozenset(Purpose(purpose) for purpose in words["purposes"])
    return Submission(**words)


def _open_batch(batch_id: int, author: User) -> SlipBatch:
    if not rules.may_type(author):
        raise Forbidden("Solo moderación puede hacer esto.")
    batch = queries.batch_to_change(batch_id)
    if not rules.is_open(batch):
        raise Conflict("Esta caja ya está cerrada.")
    return batch


def _earlier(batch: SlipBatch, number: int) -> Slip | None:
    if not rules.holds(batch, number):
        raise Invalid(OUTSIDE.format(first=batch.first, last=batch.last))
    return queries.find_slip(batch.id, number)


def _same(batch: SlipBatch, earlier: Slip, submission: Submission) -> Slip:
    """The slip itself when it says the same, which is a retry."""
    if earlier.state is SlipState.FILED:
        is_same = not _receipt(batch, earlier, submission).differs
    else:
        is_same = earlier.state is SlipState.TYPED and earlier.words == _as_words(submission)
    if not is_same:
        raise Conflict(TAKEN.format(number=earlier.number))
    return earlier


def _check_void(batch: SlipBatch, first: int, last: int, reason: VoidReason, note: str) -> None:
    if first > last or not (rules.holds(batch, first) and rules.holds(batch, last)):
        raise Invalid(OUTSIDE.format(first=batch.first, last=batch.last))
    if reason is VoidReason.ILLEGIBLE and not note:
        raise Invalid("Escriba qué se hizo para leerla. Por ejemplo: la leyeron dos personas.")


def _note_reason(batch: SlipBatch, came_at: datetime, reason: str) -> None:
    """Once for the whole box (CPACA art. 62)."""
    if batch.late_reason or not rules.needs_reason(came_at, now()):
        return
    if not reason:
        raise Invalid(WHY)
    batch.late_reason = reason


def _add(batch: SlipBatch, number: int, author: User, state: SlipState, **values: Any) -> Slip:
    slip = Slip(batch=batch, number=number, state=state, typed_by_id=author.id, typed_at=now(), **values)
    db.session.add(slip)
    db.session.flush()
    return slip


def _file(batch: SlipBatch, slip: Slip, submission: Submission) -> None:
    """Give the slip its filing number. What was typed lives on in the question alone."""
    receipt = _receipt(batch, slip, submission)
    slip.question_id, slip.state, slip.words = receipt.question_id, SlipState.FILED, {}
    db.session.flush()


def _receipt(batch: SlipBatch, slip: Slip, submission: Submission) -> Receipt:
    """That of the question of this slip, which is filed only once."""
    key, came_at = codes.form_key(batch, slip.number, _code_key()), _came_at(batch, slip)
    author = db.session.get_one(User, slip.typed_by_id)
    reason = batch.late_reason if rules.needs_reason(came_at, now()) else ""
    hand = Hand(Channel.PAPER, author, reason, slip.typed_at)
    return questions.submit(batch.event, submission, key, came_at, hand)


def _came_at(batch: SlipBatch, slip: Slip) -> datetime:
    return min(batch.collected_at, slip.typed_at)


def _as_words(submission: Submission) -> dict[str, Any]:
    """A submission as plain values, the same for the same content."""
    return asdict(submission) | {
        "kind": submission.kind.value,
        "answer_medium": submission.answer_medium.value,
        "purposes": sorted(purpose.value for purpose in submission.purposes),
    }


def _code_key() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.code_key
