"""Strategies: documents, activities, reports, observations and imports."""

from datetime import timedelta
from typing import Any

from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.clock import today
from participa.strategy import services
from participa.strategy.drafts import header_of, mended
from participa.strategy.models import Activity, ImportDraft, StrategyState
from participa.strategy.staff import imports
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House

SCHEDULE = (
    "1. Diálogo\nNo.\tACTIVIDAD\tFECHA INICIAL\tFECHA FINAL\tRESPONSABLE\n"
    "1\tRealizar la audiencia pública\t4/08/{year}\t5/08/{year}\tOficina de Planeación\n"
)


def of_strategy(house: House, state: str, _actor: str) -> Call:
    """The page of a version for the team; `state` is its own."""
    return Call({"strategy_id": house.world.strategy[StrategyState(state or "draft")]})


STEPS = {"aprobar": "in_consultation", "publicar": "approved", "cerrar": "published"}


def strategy_step(house: House, state: str, _actor: str) -> Call:
    step = state or "aprobar"
    return Call({"strategy_id": house.world.strategy[StrategyState(STEPS[step])], "step": step})


def new_version(house: House, state: str, _actor: str) -> Call:
    of = StrategyState(state or "published")
    return Call({"strategy_id": house.world.strategy[of]}, {"reason": "Se corrió la fecha de la audiencia."})


APPROVAL = {
    "change_reason": "Se corrió la fecha de la audiencia.",
    "approving_body": "Comité de rendición de cuentas",
    "approval_act": "Acta 7",
    "approved_on": "2026-02-01",
}


def approval(house: House, state: str, _actor: str) -> Call:
    return Call({"strategy_id": house.world.strategy[StrategyState(state or "draft")]}, APPROVAL)


def draft_section(**form: Any) -> Make:
    """A section of the draft without activities, below the one that has them."""

    def make(house: House, _state: str, _actor: str) -> Call:
        return Call({"section_id": house.world.empty_section}, form)

    return make


def draft_activity(**form: Any) -> Make:
    return lambda house, *_: Call({"activity_id": house.world.activity["draft_other"]["id"]}, form)


def described(house: House, _state: str, _actor: str) -> Call:
    of = {"activity_id": house.world.activity["draft_own"]["id"]}
    return Call(of, {"name": "Foro con jóvenes", "section": first_section(house)})


def adding(house: House, _state: str, _actor: str) -> Call:
    of = {"strategy_id": house.world.strategy[StrategyState.DRAFT]}
    return Call(of, {"name": "Foro con jóvenes", "section": first_section(house)})


def first_section(house: House) -> int:
    return db.session.get_one(Activity, house.world.activity["draft_own"]["id"]).section_id


def adding_section(house: House, _state: str, _actor: str) -> Call:
    return Call({"strategy_id": house.world.strategy[StrategyState.DRAFT]}, {"label": "Evaluación"})


def of_value_group(house: House, _state: str, _actor: str) -> Call:
    return Call({"group_id": house.world.value_group}, {"name": "Juventudes rurales", "is_active": "y"})


def consulted(house: House, state: str, _actor: str) -> Call:
    of = {"year": house.world.year[StrategyState(state or "in_consultation")]}
    return Call(of, {"body": "Falta una audiencia en la zona rural.", "form_key": "clave-de-una-observacion-1"})


def consulting(house: House, _state: str, _actor: str) -> Call:
    days = {"opens_on": f"{today():%Y-%m-%d}", "closes_on": f"{today() + timedelta(days=15):%Y-%m-%d}"}
    return Call({"strategy_id": house.world.strategy[StrategyState.DRAFT]}, days)


def of_observation(**form: Any) -> Make:
    return lambda house, *_: Call({"observation_id": house.world.observation}, form)


def follow_up(house: House, state: str, _actor: str) -> Call:
    form = {"state": "partial", "note": "Se realizó con la comunidad en el parque.", "departments": []}
    return Call({"activity_id": house.world.activity[state or "own"]["id"]}, form)


def reporting(house: House, state: str, _actor: str) -> Call:
    form = {
        "state": "done",
        "period": "",
        "text": "Se realizó con la comunidad en el parque.",
        "link": "https://www.demostracion.example/acta",
        "link_description": "Acta de la audiencia",
        "has_no_personal_data": "y",
        "form_key": "clave-de-un-avance-1",
    }
    return Call({"activity_id": house.world.activity[state or "own"]["id"]}, form)


def verifying(house: House, _state: str, _actor: str) -> Call:
    form = {"result": "partly", "note": "El acta no está firmada.", "form_key": "clave-de-una-verificacion-1"}
    return Call({"report_id": house.world.report}, form)


def of_evidence(house: House, state: str, _actor: str) -> Call:
    return Call({"name": house.world.evidence[state or "public"]})


def public_year(house: House, state: str, _actor: str) -> Call:
    return Call({"year": house.world.year[StrategyState(state or "published")]})


def public_activity(house: House, state: str, _actor: str) -> Call:
    of = StrategyState(state or "published")
    key = "own" if of is StrategyState.PUBLISHED else f"{of}_own"
    return Call({"year": house.world.year[of], "slug": house.world.activity[key]["slug"]})


def importing(house: House, _state: str, _actor: str) -> Call:
    year = today().year
    form = {"entity_name": "Municipio de Demostración", "year": year, "text": SCHEDULE.format(year=year)}
    return Call(form=form)


def of_import(usual: str = "read", form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of an import of the actor; of those who import nothing, one of communications."""

    def make(house: House, state: str, actor: str) -> Call:
        owner = actor if actor in (Role.COMMUNICATIONS, Role.ADMIN) else str(Role.COMMUNICATIONS)
        return Call({"draft_id": house.world.import_draft[owner, state or usual], **values}, form or {})

    return make


COLUMNS = {f"column_{place}": name for place, name in enumerate(["code", "name", "starts_on", "ends_on", "product"])}
IMPORT_ROW = {"name": "Realizar la feria de servicios", "section": "0", "responsible_text": "Oficina de Planeación"}


def sealed(house: House, state: str, actor: str) -> Call:
    """The confirmation of what the page shows to the actor."""
    made = of_import()(house, state, actor)
    draft = db.session.get_one(ImportDraft, made.values["draft_id"])
    whole = mended(draft)
    shown = services.proposal(whole.plan, header_of(draft, whole), draft.offices)
    return Call(made.values, {"seal": imports.seal_of(draft, whole, shown)})


CALLS: dict[str, Make] = {
    "strategy.schedule": public_year,
    "strategy.activity": public_activity,
    "strategy.fulfilment": public_year,
    "strategy.staff.fulfilment": of_strategy,
    "strategy.workbook": public_year,
    "strategy.table": public_year,
    "strategy.feed": public_year,
    "strategy.appointment": public_activity,
    "strategy.staff.detail": of_strategy,
    "strategy.staff.move": strategy_step,
    "strategy.changes": public_year,
    "strategy.consultation": consulted,
    "strategy.observe": consulted,
    "strategy.consultation_report": consulted,
    "strategy.follow_observation": lambda house, *_: Call(form={"code": house.world.observation_code}),
    "strategy.staff.consult": consulting,
    "strategy.staff.observations": of_strategy,
    "strategy.staff.observation": of_observation(decision="accepted", reasons="Se agrega la audiencia."),
    "strategy.staff.publish_reply": of_observation(),
    "strategy.staff.organize": of_strategy,
    "strategy.staff.new_section": adding_section,
    "strategy.staff.edit_section": draft_section(label="Diálogo con barrios"),
    "strategy.staff.move_section": draft_section(way="arriba"),
    "strategy.staff.remove_section": draft_section(),
    "strategy.staff.new_activity": adding,
    "strategy.staff.describe": described,
    "strategy.staff.move_activity": draft_activity(way="arriba"),
    "strategy.staff.remove_activity": draft_activity(),
    "strategy.staff.put_back": lambda house, *_: Call({"part_id": house.world.removed_part}, {}),
    "strategy.staff.new_value_group": fixed({"name": "Veedurías ciudadanas"}),
    "strategy.staff.edit_value_group": of_value_group,
    "strategy.staff.changes": of_strategy,
    "strategy.staff.new_version": new_version,
    "strategy.staff.record": approval,
    "strategy.staff.edit": follow_up,
    "strategy.evidence": of_evidence,
    "strategy.staff.evidence": of_evidence,
    "strategy.staff.tracking": reporting,
    "strategy.staff.report": reporting,
    "strategy.staff.verify": verifying,
    "strategy.staff.withdraw": lambda house, *_: Call({"evidence_id": house.world.evidence_id}),
    "strategy.staff.import_": importing,
    "strategy.staff.import_reading": of_import("waiting"),
    "strategy.staff.import_columns": of_import(form=COLUMNS),
    "strategy.staff.import_check": of_import(form={"offices": []}),
    "strategy.staff.import_row": of_import(form=IMPORT_ROW, place=0),
    "strategy.staff.import_drop": of_import(form={"dropped": "1"}, place=0),
    "strategy.staff.import_confirm": sealed,
    "strategy.staff.import_result": of_import("imported"),
    "strategy.staff.import_undo": of_import("imported"),
    "strategy.staff.import_discard": of_import("waiting"),
}
