"""What is done with the public record: sign its length, promise an entry in a receipt, check both."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import current_app

from participa.config import Settings
from participa.extensions import db
from participa.questions.models import WITHHOLD_REASON_LABELS, Question, Visibility
from participa.questions.services import chronicle
from participa.record import queries, verifier
from participa.shared import ledger, mail, signing
from participa.shared.clock import now
from participa.shared.errors import Invalid
from participa.shared.ledger import Checkpoint, LedgerEntry
from participa.shared.unit_of_work import unit_of_work

UNREADABLE = "Eso no es un comprobante completo. Pegue el archivo entero, desde la primera llave hasta la última."
ABSENT = "Esta pregunta todavía no está en el registro. Escríbale a la entidad para que la anote."
LARGEST = 2**31 - 1  # the largest number of an entry
AT_ONCE = 200
SUBJECT = "Punto de control del registro público de preguntas"


class Verdict(StrEnum):
    """The three plain answers."""

    PRESENT = "present"
    WITHHELD = "withheld"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What was found of a question in the record. `reason` says why it is withheld or what does not match."""

    verdict: Verdict
    radicado: str = ""
    number: int = 0
    fingerprint: str = ""
    reason: str = ""


def checkpoint() -> Checkpoint | None:
    """Sign the record as it is now and tell the witnesses; None when nothing was entered since the last one."""
    size, head = ledger.head()
    if not size or db.session.get(Checkpoint, size) is not None:
        return None
    at = now()
    statement = ledger.canonical({"origen": _origin(), "n": size, "huella": head, "t": ledger.instant(at)})
    point = Checkpoint(size=size, head=head, at=at, statement=statement, signature=signing.sign(statement))
    db.session.add(point)
    for place, witness in enumerate(_settings().witnesses):
        mail.queue(f"checkpoint-{size}-{place}", witness, SUBJECT, _letter(point))
    return point


def adopt() -> int:
    """Enter what happened with questions before there was a record, marked as entered later; how many entries.

    Each portion is a transaction of its own. Run again, it enters nothing.
    """
    entered = after = 0
    while ids := queries.before_the_record(after, AT_ONCE):
        with unit_of_work():
            entered += sum(chronicle.adopt(question) for question in queries.questions(ids))
        after = ids[-1]
    return entered


def as_lines(points: Iterable[Checkpoint]) -> str:
    """The checkpoints as they are published and checked: signature, space, statement."""
    return "".join(f"{point.signature} {point.statement}\n" for point in points)


def receipt_file(question: Question) -> dict[str, Any]:
    """The signed receipt of a question: its text, its salt, its entry and the promise of the entity. Raises Invalid."""
    first = queries.find_received(question)
    if first is None:
        raise Invalid(ABSENT)
    statement = ledger.canonical({"origen": _origin(), "n": first.n, "huella": first.hash})
    return {
        "radicado": question.radicado,
        "texto": question.body,
        "sal": question.salt,
        "entrada": first.line,
        "declaracion": statement,
        "firma": signing.sign(statement),
        "clave_publica": signing.public_key(),
    }


def look_up(question: Question) -> Finding:
    """Whether the record and the kept text of a question agree."""
    first = queries.find_received(question)
    if first is None or not _is_chained(first):
        return Finding(Verdict.WRONG, question.radicado, reason="Su pregunta no está en el registro.")
    fields = json.loads(first.line)
    if fields["compromiso"] != ledger.commitment_to(question.salt, question.body):
        return Finding(Verdict.WRONG, question.radicado, reason="El texto guardado no es el que se recibió.")
    return _standing(question, first)


def look_up_receipt(text: str) -> Finding:
    """Whether a signed receipt is kept by the record. Raises Invalid when it cannot be read as one."""
    try:
        receipt = json.loads(text)
        promised = json.loads(receipt["declaracion"])
        number = int(promised["n"])
        kept = queries.entry(number) if 0 < number <= LARGEST else None
        hashes = _hashes_up_to(number, kept)
        verifier.check_receipt(hashes, receipt, signing.public_key())
    except verifier.Fault as fault:
        return Finding(Verdict.WRONG, reason=str(fault))
    except verifier.UNREADABLE as error:
        raise Invalid(UNREADABLE) from error
    return Finding(Verdict.PRESENT, str(receipt["radicado"]), number, promised["huella"])


def _hashes_up_to(number: int, kept: LedgerEntry | None) -> list[str]:
    """As many hashes as the verifier asks about; only the one of the receipt matters, the others stay blank."""
    size, _head = ledger.head()
    if kept is None or not _is_chained(kept):
        return [""] * min(size, max(number - 1, 0))
    return [""] * (number - 1) + [kept.hash]


def _is_chained(entry: LedgerEntry) -> bool:
    before = queries.entry_before(entry.n)
    follows = before.hash if before else ledger.GENESIS
    return (entry.n == 1 or before is not None) and ledger.entry_hash(follows, entry.line) == entry.hash


def _standing(question: Question, first: LedgerEntry) -> Finding:
    if question.visibility is Visibility.WITHHELD and question.withhold_reason:
        reason = WITHHOLD_REASON_LABELS[question.withhold_reason]
        return Finding(Verdict.WITHHELD, question.radicado, first.n, first.hash, reason)
    return Finding(Verdict.PRESENT, question.radicado, first.n, first.hash)


def has_witnesses() -> bool:
    """Whether somebody outside the entity receives the signed checkpoints."""
    return bool(_settings().witnesses)


def _letter(point: Checkpoint) -> str:
    return (
        "Usted recibe este correo como testigo del registro público de preguntas. Guárdelo.\n\n"
        f"Entradas: {point.size}\nHuella: {point.head}\n\n"
        "La línea siguiente es el punto de control firmado. Con ella cualquiera comprueba que nada se borró:\n\n"
        f"{as_lines([point])}\nClave pública: {signing.public_key()}\n"
    )


def _origin() -> str:
    settings = _settings()
    return settings.public_url or settings.entity.name


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
