"""The reports of a space put together: part by part, what the platform brought and what each office typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participa.events.models import Event
from participa.office_reports.models import NUMBERED, PARTS, OfficeReport, ReportCall, ReportEvidence, ReportVersion
from participa.office_reports.queries.brought import Line
from participa.shared.suppression import HIDDEN_LABEL, protect_total
from participa.shared.templating import plain_day

COLUMNS = (
    *("Espacio", "Fecha", "Lugar", "Modalidad", "Dependencia", "Asistentes"),
    *(f"{label} (escrito)" for label in NUMBERED.values()),
    *(f"{label} (traído de la plataforma)" for label in NUMBERED.values()),
    *("Soportes", "Cargo de quien lo llena", "Fecha del informe"),
)
NOT_COUNTED = "No se contaron"


@dataclass(frozen=True)
class Part:
    """One of the six: the lines that the platform knew, each once, and what each office typed."""

    name: str
    label: str
    brought: list[Line]
    typed: list[tuple[str, str]]


@dataclass(frozen=True)
class Joined:
    """A report in the whole, as it was handed in last."""

    office: str
    version: ReportVersion
    evidence: list[ReportEvidence]


@dataclass(frozen=True)
class Whole:
    """The whole of a space. `people` is how many attended, None when nobody counted."""

    event: Event
    call: ReportCall
    joined: list[Joined]
    parts: list[Part]
    people: int | None
    changed_at: datetime | None

    @property
    def people_for_all(self) -> str:
        """How many attended as everybody may read it: a few are not told."""
        if self.people is None:
            return NOT_COUNTED
        shown = protect_total(self.people)
        return HIDDEN_LABEL if shown is None else f"{shown}"

    @property
    def people_for_team(self) -> str:
        return NOT_COUNTED if self.people is None else f"{self.people}"


def of(event: Event, call: ReportCall, reports: Sequence[OfficeReport]) -> Whole:
    """Put together these reports; what was never handed in is left out."""
    joined = [
        Joined(report.department.name, report.last_version, list(report.evidence))
        for report in reports
        if report.last_version is not None
    ]
    counted = [one.version.counted for one in joined if one.version.counted is not None]
    typed = [one.version.attendees for one in joined if one.version.attendees is not None]
    people = max(counted or typed, default=None)
    last = max((one.version.at for one in joined), default=None)
    return Whole(event, call, joined, [_part(name, joined) for name in PARTS], people, last)


def _part(name: str, joined: Sequence[Joined]) -> Part:
    lines = {line["text"]: line for one in joined for line in one.version.brought.get(name, [])}
    typed = [(one.office, one.version.parts[name]) for one in joined if one.version.parts.get(name)]
    return Part(name, NUMBERED[name], list(lines.values()), typed)


def rows(whole: Whole, is_public: bool) -> list[list[str]]:
    """The whole as a table: one line an office."""
    people = whole.people_for_all if is_public else whole.people_for_team
    event = whole.event
    where = [event.title, plain_day(event.starts_at), event.place or "Virtual", event.modality_label]
    return [
        [
            *(*where, one.office, people),
            *(one.version.parts.get(name, "") for name in PARTS),
            *("\n".join(line["text"] for line in one.version.brought.get(name, [])) for name in PARTS),
            "\n".join(piece.title for piece in one.evidence if piece.is_public or not is_public),
            *(one.version.filled_as, plain_day(one.version.at)),
        ]
        for one in whole.joined
    ]
