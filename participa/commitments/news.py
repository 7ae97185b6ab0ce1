"""What happened with a commitment, in words for everybody. Pure: rows come in, sentences come out."""

from collections.abc import Iterator

from participa.commitments.disagreement import disagreement_in
from participa.commitments.models import CommitmentCheck, CommitmentEntry, EntryKind
from participa.shared.templating import plain_day

ENDS = (EntryKind.UNFULFILLED, EntryKind.NOT_VIABLE, EntryKind.REOPENED)


def title_of(news: CommitmentEntry | CommitmentCheck) -> str:
    """In a few words: «Avance: de 20 % a 40 %», «Nueva fecha: 4 de agosto de 2026»."""
    if isinstance(news, CommitmentCheck):
        return f"Lo verificó {news.by_whom}: {news.completion_label.lower()}"
    if news.kind is EntryKind.PROGRESS:
        return _progress(news)
    if news.kind is EntryKind.RESCHEDULED and news.new_due_on is not None:
        return f"{'Nueva fecha de un paso' if news.step else 'Nueva fecha'}: {plain_day(news.new_due_on)}"
    if news.kind is EntryKind.SETBACK:
        return f"El avance se corrigió: de {news.from_percent} % a {news.percent} %"
    return news.label


def sentences_of(news: CommitmentEntry | CommitmentCheck) -> list[str]:
    """What follows the title, a paragraph each: what changed, the public reason, what does not match."""
    lines = _of_check(news) if isinstance(news, CommitmentCheck) else _of_entry(news)
    return [line for line in lines if line]


def _progress(entry: CommitmentEntry) -> str:
    if entry.percent == entry.from_percent:
        return f"Avance informado: sigue en {entry.percent} %"
    return f"Avance: de {entry.from_percent} % a {entry.percent} %"


def _of_entry(entry: CommitmentEntry) -> Iterator[str]:
    if entry.kind is EntryKind.RESCHEDULED and entry.old_due_on is not None:
        yield f"La fecha anterior era el {plain_day(entry.old_due_on)}."
    if entry.step is not None:
        yield f"Paso: {entry.step.text}"
    if entry.text:
        yield entry.text if entry.kind in (EntryKind.PROGRESS, EntryKind.PUBLISHED) else f"Motivo: {entry.text}"


def _of_check(check: CommitmentCheck) -> Iterator[str]:
    yield f"Lo miró el {plain_day(check.checked_on)}. La dependencia informaba {check.reported_percent} %."
    yield disagreement_in(check) or f"{check.agreement_label}."
    yield check.note
