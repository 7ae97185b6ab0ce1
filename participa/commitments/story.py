"""The whole history of a commitment as people read it aloud: from the promise to today, every old date in its place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participa.commitments.models import (
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentEvidence,
    EntryKind,
)
from participa.shared.clock import today
from participa.shared.files import StoredFile
from participa.shared.templating import counted, plain_day

Address = Callable[[StoredFile], str]
Item = dict[str, Any]
NO_DATE = "sin fecha"
REASONED = (EntryKind.SETBACK, EntryKind.REASSIGNED, EntryKind.UNFULFILLED, EntryKind.NOT_VIABLE, EntryKind.REOPENED)


@dataclass(frozen=True)
class Moved:
    """A date that was replaced, in its words."""

    old: date | None
    new: date | None
    reason: str
    at: datetime


def timeline_of(commitment: Commitment, address: Address) -> list[Item]:
    """What the component `timeline` shows, the oldest first."""
    told = [(entry.at, 0, entry.id, _told(entry, commitment, address)) for entry in commitment.entries]
    told += [(check.at, 1, check.id, _verified(check, address)) for check in commitment.checks]
    story = [_promised(commitment), *(item for *_, item in sorted(told, key=lambda one: one[:3]))]
    return [*story, _coming(commitment)] if commitment.is_open else story


def moves_of(commitment: Commitment) -> list[Moved]:
    """Each date of the whole commitment that was replaced, the first one first."""
    return [
        Moved(entry.old_due_on, entry.new_due_on, entry.text, entry.at)
        for entry in commitment.entries
        if entry.kind is EntryKind.RESCHEDULED and entry.step_id is None
    ]


def steps_words(commitment: Commitment) -> str:
    """3 de 5 pasos"""
    done = sum(step.done_on is not None for step in commitment.steps)
    return f"{done} de {counted(len(commitment.steps), 'paso', 'pasos')}"


def day_words(day: date | None) -> str:
    return plain_day(day) if day else NO_DATE


def _promised(commitment: Commitment) -> Item:
    return _item("Se prometió", plain_day(commitment.promised_on), [f"{commitment.origin_label}."])


def _coming(commitment: Commitment) -> Item:
    due = commitment.due_on
    if due is None:
        return _item("Todavía no tiene fecha", "", []) | {"status": "next"}
    if due < today():
        return _item("Falta cumplirlo", f"era para el {plain_day(due)}", ["La fecha ya pasó."]) | {"status": "now"}
    return _item("Fecha para cumplir", plain_day(due), []) | {"status": "next"}


def _told(entry: CommitmentEntry, commitment: Commitment, address: Address) -> Item:
    words = [*_words(entry, commitment), *_kept_apart(entry.evidence)]
    return _item(_title(entry), f"{plain_day(entry.at)} · {entry.by_whom}", words, entry.evidence, address)


def _title(entry: CommitmentEntry) -> str:
    if entry.kind is EntryKind.PROGRESS:
        return f"{entry.label}: {entry.percent}\u00a0%"
    return f"{entry.label} para un paso" if entry.kind is EntryKind.RESCHEDULED and entry.step else entry.label


def _words(entry: CommitmentEntry, commitment: Commitment) -> Iterator[str]:
    if entry.kind is EntryKind.PUBLISHED:
        yield f"Prometido para: {day_words(commitment.first_due_on)}."
    if entry.kind is EntryKind.SETBACK or entry.percent < entry.from_percent:
        yield f"El avance pasó de {entry.from_percent}\u00a0% a {entry.percent}\u00a0%."
    if entry.step is not None:
        yield f"Paso: «{entry.step.text}»."
    if entry.kind is EntryKind.RESCHEDULED:
        yield f"Prometido para: {day_words(entry.old_due_on)}. Nueva fecha: {day_words(entry.new_due_on)}."
    if entry.text:
        yield f"Motivo: {entry.text}" if entry.kind in (*REASONED, EntryKind.RESCHEDULED) else entry.text


def _verified(check: CommitmentCheck, address: Address) -> Item:
    said = f"La dependencia informaba {check.reported_percent}\u00a0%. {check.agreement_label}."
    words = [said, check.note, *_kept_apart(check.evidence)]
    title = f"{check.by_whom} lo verificó: {check.completion_label.lower()}"
    return _item(title, plain_day(check.checked_on), words, check.evidence, address)


def _kept_apart(evidence: Sequence[CommitmentEvidence]) -> Iterator[str]:
    kept = [one for one in evidence if one.is_internal]
    if kept and len(kept) == len(evidence):
        yield "La evidencia la guarda la entidad; no es pública."
    elif kept:
        yield "Otra parte de la evidencia la guarda la entidad; no es pública."


def _item(
    title: str,
    when: str,
    words: Sequence[str],
    evidence: Sequence[CommitmentEvidence] = (),
    address: Address | None = None,
) -> Item:
    shown = [one for one in evidence if not one.is_internal]
    links = [_link(one, address) for one in shown if address]
    photos = [_photo(one, address) for one in shown if address and one.file and one.file.is_picture]
    text = "\n".join(word for word in words if word)
    return {"status": "done", "title": title, "when": when, "text": text, "links": links, "photos": photos}


def _link(one: CommitmentEvidence, address: Address) -> tuple[str, str]:
    """The words of a link say what it is before it is opened."""
    if one.file is None:
        return f"{one.description} (enlace a otro sitio)", one.url
    return f"{one.description} ({one.file.size_label})", address(one.file)


def _photo(one: CommitmentEvidence, address: Address) -> dict[str, Any]:
    file = one.file
    return {
        "url": address(file) if file else "",
        "alt": one.description,
        "width": (file.width if file else None) or 640,
        "height": (file.height if file else None) or 480,
    }
