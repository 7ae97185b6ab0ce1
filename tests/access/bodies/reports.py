"""Reports: what everybody reads and the steps of the team."""

from typing import Any

from sqlalchemy import select

from participa.events.models import Event
from participa.extensions import db
from participa.reports.queries import kept
from participa.shared.clock import today
from tests.access.bodies.request import Call, Make
from tests.world.house import House

TEXT_KEY = "conclusions"
OF_CONTROL = "of_control"
STATES = {"draft", "in_review", "approved", OF_CONTROL}
STEPS = {
    "enviar": "draft",
    "aprobar": "in_review",
    "devolver": "in_review",
    "publicar": "approved",
    "corregir": "own",
    "archivos": "own",
    "descartar": "draft",
    OF_CONTROL: OF_CONTROL,
}


def of(name: str = "own", values: dict[str, Any] | None = None, **form: Any) -> Make:
    """The report of this name, or the one in the state that the line says."""
    return lambda house, state, _actor: Call(
        {"slug": house.world.kept_report[state if state in STATES else name], **(values or {})}, form
    )


def beginning(house: House, state: str, _actor: str) -> Call:
    if state == OF_CONTROL:
        return Call({"kind_name": "seguimiento-de-control-interno"}, {"about": f"term:{today().year - 1}:3"})
    held = db.session.scalars(select(Event).where(Event.slug == house.world.event["closed"])).one()
    return Call({"kind_name": "acta"}, {"about": f"event:{held.id}"})


def writing(house: House, state: str, _actor: str) -> Call:
    slug, key = house.world.kept_report[state or "draft"], "opinion" if state == OF_CONTROL else TEXT_KEY
    form = {"texto-text": "Así quedó.", "texto-revision": str(kept.by_slug(slug).revision)}
    return Call({"slug": slug, "key": key}, form)


def linking(house: House, state: str, _actor: str) -> Call:
    form = {} if state == OF_CONTROL else {"activities": [str(house.world.activity["own"]["id"])]}
    return Call({"slug": house.world.kept_report[state or "draft"]}, form)


def withdrawing(house: House, state: str, _actor: str) -> Call:
    slug = house.world.kept_report["public_of_control" if state == OF_CONTROL else "own"]
    return Call({"slug": slug, "number": 1}, {"reason": "Tenía un dato que no debía."})


def step(house: House, state: str, _actor: str) -> Call:
    slug = house.world.kept_report[STEPS[state]]
    coming = kept.by_slug(slug).coming
    form = {
        "step": "enviar" if state == OF_CONTROL else state,
        "words": "Falta el anexo.",
        "digest": coming.digest if coming else "",
    }
    return Call({"slug": slug}, form)


CALLS: dict[str, Make] = {
    "reports.detail": of(),
    "reports.version": of(values={"number": 1}),
    "reports.file": of(values={"extension": "json"}),
    "reports.version_file": of(values={"number": 1, "extension": "pdf"}),
    "reports.check": lambda _house, _state, _actor: Call({}, {"digest": "a" * 64}),
    "reports.staff.begin": beginning,
    "reports.staff.detail": of(),
    "reports.staff.preview": of(),
    "reports.staff.text": writing,
    "reports.staff.activities": linking,
    "reports.staff.step": step,
    "reports.staff.withdraw": withdrawing,
}
