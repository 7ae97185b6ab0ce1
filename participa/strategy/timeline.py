"""The history of an activity as people read it: each report and each verification, the latest first."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from participa.shared.files import StoredFile
from participa.shared.templating import moment, plain_day
from participa.strategy.models import ActivityEvidence, ActivityReport, ActivityState, Verification
from participa.strategy.tracking import label_of

Address = Callable[[StoredFile], str]
Item = dict[str, Any]


def timeline_of(reports: Sequence[ActivityReport], address: Address, is_team: bool = False) -> list[Item]:
    """What the component `timeline` shows. Only the team reads of internal evidence."""
    items = [pair for report in reports for pair in _items(report, address, is_team)]
    return [item for _, item in sorted(items, key=lambda pair: pair[0], reverse=True)]


def _items(report: ActivityReport, address: Address, is_team: bool) -> Iterator[tuple[datetime, Item]]:
    shown = report.evidence if is_team else report.public_evidence
    title = _title(report, report.state_label)
    links = [_link(one, address) for one in shown]
    yield report.at, _item(title, report.at, report.by_whom, "\n".join(_words(report)), links)
    for found in report.verifications:
        yield found.at, _verified(report, found)


def _item(title: str, at: datetime, by_whom: str, text: str, links: list[tuple[str, str]]) -> Item:
    return {"status": "done", "title": title, "when": f"{moment(at)} · {by_whom}", "text": text, "links": links}


def _title(report: ActivityReport, words: str) -> str:
    return f"{label_of(report.period)}: {words[:1].lower()}{words[1:]}" if report.period else words


def _verified(report: ActivityReport, found: Verification) -> Item:
    title = _title(report, f"{found.result_label} por Control Interno")
    about = f"Sobre lo informado el {plain_day(report.at)}: «{report.state_label}»."
    return _item(title, found.at, "Control Interno", "\n".join(filter(None, (about, found.note))), [])


def _words(report: ActivityReport) -> Iterator[str]:
    if report.text:
        yield report.text
    if report.percent is not None:
        yield f"Avance informado: {report.percent}\u00a0%."
    if report.state is ActivityState.RESCHEDULED:
        yield f"Antes: {_span(report.old_starts_on, report.old_ends_on)}."
        yield f"Ahora: {_span(report.new_starts_on, report.new_ends_on)}."
    if report.evidence and not report.public_evidence:
        yield "La evidencia la guarda la entidad; no es pública."


def _span(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return "sin fecha"
    return f"{plain_day(first) if first else 'sin inicio'} a {plain_day(last) if last else 'sin fin'}"


def _link(one: ActivityEvidence, address: Address) -> tuple[str, str]:
    """The words of a link say what it is before it is opened."""
    kind = f" ({one.file.size_label})" if one.file else " (enlace a otro sitio)"
    hidden = " Solo para el equipo." if one.is_internal else ""
    return f"{one.description}{kind}{hidden}", address(one.file) if one.file else one.url
