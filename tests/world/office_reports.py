"""Reports of the offices of the seeded world after a space."""

from datetime import timedelta

from sqlalchemy import select

from participa.accounts.models import Role
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.office_reports.models import (
    PARTS,
    OfficeReport,
    ReportCall,
    ReportEvidence,
    ReportMove,
    ReportState,
    ReportVersion,
)
from participa.shared import files
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from participa.strategy.models import (
    Activity,
)
from tests.factories.events import a_file
from tests.factories.keep import keep
from tests.world.events import space
from tests.world.model import World


def plant(world: World) -> None:
    """Of each space that began: asked for, written, handed in, put together; one whole is published, one not yet."""
    activity, at = db.session.get_one(Activity, world.activity["own"]["id"]), now().replace(second=0, microsecond=0)
    world.event["answering_joined"] = space(world, EventState.ANSWERING, activity, at - timedelta(days=9))
    states = {
        "held": ReportState.DRAFT,
        "answering": ReportState.SENT,
        "answering_joined": ReportState.CONSOLIDATED,
        "closed": ReportState.CONSOLIDATED,
    }
    for name, state in states.items():
        event = db.session.scalars(select(Event).where(Event.slug == world.event[name])).one()
        shown = {"published_at": at} if name == "closed" else {}
        by = {"asked_at": at, "asked_by_id": world.user[Role.APPROVER], "due_on": today()}
        keep(ReportCall(event_id=event.id, summary=world.words("Vinieron las veredas."), **by, **shown))
        for office in ("own", "other"):
            world.office_evidence[f"{name}_{office}"] = office_report(world, event, office, state)
    world.event["asked"] = space(world, EventState.HELD, activity, at - timedelta(days=8))
    asked = db.session.scalars(select(Event).where(Event.slug == world.event["asked"])).one()
    keep(ReportCall(event_id=asked.id, asked_at=at, asked_by_id=world.user[Role.APPROVER], due_on=today()))
    for office in ("own", "other"):
        keep(OfficeReport(event_id=asked.id, department_id=world.department[office], changed_at=at))


def office_report(world: World, event: Event, office: str, state: ReportState) -> int:
    """The report of an office as far as it got; the number of its evidence."""
    author, text = world.user[Role.LIAISON], world.words("Se hizo la mesa de vías.")
    typed = dict.fromkeys(PARTS, text)
    row = {"event_id": event.id, "department_id": world.department[office], "state": state, "changed_by_id": author}
    post = {"filled_as": world.words("Profesional"), "attendees": 40}
    report = keep(OfficeReport(**row, **typed, **post, begun_at=now(), changed_at=now()))
    by = {"report_id": report.id, "author_id": author}
    if state is not ReportState.DRAFT:
        brought = {"topics": [{"text": world.words("Tema: vías"), "radicado": ""}]}
        keep(ReportVersion(number=1, parts=typed, brought=brought, at=now(), **post, **by))
        keep(ReportMove(from_state=ReportState.DRAFT, to_state=state, at=now(), note=world.words("Completo."), **by))
    with unit_of_work():
        stored = files.keep(a_file())
    told = {"title": world.words("Acta firmada"), "alt_text": world.words("Una hoja."), "is_public": True}
    digest = f"soporte-{event.id}-{office}"
    linked = ReportEvidence(url="https://soportes.example/acta", form_key_digest=f"{digest}-enlace", **told, **by)
    linked.added_at = now()
    world.office_evidence[f"link_{state}_{office}"] = keep(linked).id
    return keep(ReportEvidence(file_id=stored.id, form_key_digest=digest, added_at=now(), **told, **by)).id
