"""The reports of the offices and the whole that the team makes of them."""

from datetime import timedelta
from typing import Any

from participa.events import queries as events
from participa.office_reports import queries
from participa.office_reports.models import PARTS
from participa.shared.clock import today
from tests.access.bodies.request import OTHER, Call, Make
from tests.world.house import House

EVIDENCE = {"title": "Acta firmada", "url": "https://soportes.example/acta.pdf", "form_key": "o" * 22}


def of_space(space: str, **form: Any) -> Make:
    return lambda house, _state, _actor: Call({"slug": house.world.event[space]}, form)


def of_report(space: str, piece: str = "", **form: Any) -> Make:
    """The report of the own office, or of another, and one of its pieces of evidence."""

    def made(house: House, state: str, _actor: str) -> Call:
        office = "other" if state == OTHER else "own"
        number = {"number": house.world.office_evidence[f"{piece}_{office}"]} if piece else {}
        return Call({"slug": house.world.event[space], "department_id": house.world.department[office], **number}, form)

    return made


def of_report_as_read(space: str, **form: Any) -> Make:
    """The same with the revision that the page of the report shows."""

    def made(house: House, state: str, actor: str) -> Call:
        call = of_report(space)(house, state, actor)
        found = queries.report_of(events.by_slug(call.values["slug"]), call.values["department_id"])
        return Call(call.values, {**form, "revision": str(found.revision)})

    return made


def writing(house: House, state: str, actor: str) -> Call:
    """A form as it is filled in now, with the revision that the page shows."""
    call = of_report("held")(house, state, actor)
    event = events.by_slug(call.values["slug"])
    revision = str(queries.report_of(event, call.values["department_id"]).revision)
    typed = dict.fromkeys(PARTS, "Se hizo la mesa de vías.")
    return Call(call.values, {**typed, "filled_as": "Profesional", "attendees": "40", "revision": revision})


def asking(house: House, _state: str, _actor: str) -> Call:
    offices = [str(house.world.department[name]) for name in ("own", "other")]
    form = {"offices": offices, "due_on": (today() + timedelta(days=9)).isoformat()}
    return Call({"slug": house.world.event["under_way"]}, form)


CALLS: dict[str, Make] = {
    "office_reports.detail": of_space("closed"),
    "office_reports.table": of_space("closed"),
    "office_reports.workbook": of_space("closed"),
    "office_reports.evidence": lambda house, *_: Call(
        {"slug": house.world.event["closed"], "number": house.world.office_evidence["closed_own"]}
    ),
    "office_reports.staff.space": of_space("held"),
    "office_reports.staff.ask": asking,
    "office_reports.staff.remind": of_space("held"),
    "office_reports.staff.unask": of_report("asked"),
    "office_reports.staff.begin": of_space("under_way"),
    "office_reports.staff.report": of_report("held"),
    "office_reports.staff.write": writing,
    "office_reports.staff.autosave": writing,
    "office_reports.staff.new_evidence": of_report("held", **EVIDENCE),
    "office_reports.staff.remove_evidence": of_report("held", piece="link_draft"),
    "office_reports.staff.evidence": of_report("held", piece="held"),
    "office_reports.staff.give_back": of_report_as_read("answering", note="Falta decir cuándo."),
    "office_reports.staff.consolidate": of_report_as_read("answering"),
    "office_reports.staff.whole": of_space("answering"),
    "office_reports.staff.summarise": of_space("answering", summary="Vinieron todas las veredas."),
    "office_reports.staff.publish": of_space("answering_joined"),
    "office_reports.staff.table": of_space("answering"),
    "office_reports.staff.workbook": of_space("answering"),
}
