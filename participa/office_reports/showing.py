"""What the page of a report shows: its parts with what was typed and what was brought, and what this person may do."""

from dataclasses import dataclass

from participa.accounts.models import User
from participa.office_reports import queries, rules
from participa.office_reports.models import NUMBERED, PARTS, OfficeReport
from participa.office_reports.queries import brought
from participa.shared import personal_data


@dataclass(frozen=True)
class Shown:
    """A part: its number and words, the lines of the platform, and what the office typed."""

    name: str
    label: str
    brought: list[brought.Line]
    typed: str


@dataclass(frozen=True)
class May:
    write: bool
    give_back: bool
    consolidate: bool


def parts(report: OfficeReport) -> list[Shown]:
    """As handed in or, while it is written, with what the platform knows now."""
    last = report.last_version
    if report.is_handed_in and last is not None:
        known, typed = last.brought, last.parts
    else:
        known, typed = brought.lines(report.event, report.department_id), report.parts
    return [Shown(name, NUMBERED[name], known.get(name, []), typed.get(name, "")) for name in PARTS]


def people(report: OfficeReport) -> tuple[int | None, bool]:
    """How many attended, and whether the platform counted them."""
    last = report.last_version
    counted = last.counted if report.is_handed_in and last else brought.attendees(report.event)
    return (counted, True) if counted is not None else (report.attendees, False)


def may(person: User, report: OfficeReport) -> May:
    call = queries.find_call(report.event_id)
    return May(
        rules.may_write(person, report),
        rules.may_give_back(person, report, call),
        rules.may_consolidate(person, report, call),
    )


def doubts(report: OfficeReport) -> str:
    """What of the typed text may be personal data, in words; empty when nothing seems so."""
    return personal_data.described(personal_data.findings("\n".join(report.parts.values())))


def returned_note(report: OfficeReport) -> str:
    """Why it was given back last, while it is being mended."""
    is_back = report.moves and report.state == report.moves[-1].to_state and report.moves[-1].note
    return report.moves[-1].note if is_back else ""
