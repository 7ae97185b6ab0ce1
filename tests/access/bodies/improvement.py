"""Improvement plans: what everybody reads, what the team writes and who publishes."""

from datetime import timedelta
from typing import Any

from participa.improvement import queries, rules
from participa.shared.clock import today
from tests.access.bodies.request import Call, Make
from tests.world.house import House

KEY = "m" * 22


def shown(finding: bool = False) -> Make:
    """The public plan, or the draft that nobody but the team may read."""

    def made(house: House, state: str, _actor: str) -> Call:
        is_draft, known = state == "draft", house.world.improvement
        number = known["draft" if is_draft else "public"]
        of = {"finding_id": known["loose_finding" if is_draft else "public_finding"]} if finding else {}
        return Call({"number": number, **of})

    return made


def of_plan(name: str, **form: Any) -> Make:
    return lambda house, _state, _actor: Call({"number": house.world.improvement[name]}, form)


def of_finding(**form: Any) -> Make:
    """The finding of a draft without actions."""

    def made(house: House, _state: str, _actor: str) -> Call:
        known = house.world.improvement
        return Call({"number": known["draft"], "finding_id": known["loose_finding"]}, form)

    return made


def of_action(house: House, _state: str, _actor: str) -> Call:
    known = house.world.improvement
    return Call({"number": known["ready"], "code": known["code"]}, action(house))


def bringing(kind: str, key: str) -> Make:
    """What another page of the site says, marked to come into a draft."""

    def made(house: House, _state: str, _actor: str) -> Call:
        number = house.world.evaluation[key] if kind == "recommendation" else house.world.improvement[key]
        return Call({"number": house.world.improvement["draft"]}, {"chosen": [f"{kind}:{number}"]})

    return made


def plan(house: House, _state: str, _actor: str) -> Call:
    form = {
        "title": "Mejoras de la feria",
        "year": str(today().year),
        "activity": str(house.world.activity["own"]["id"]),
    }
    return Call({"number": house.world.improvement["draft"]}, {**form, "event": "0", "form_key": KEY})


def beginning(house: House, state: str, actor: str) -> Call:
    return Call({}, plan(house, state, actor).form)


def action(house: House) -> dict[str, Any]:
    return {
        "text": "Comprar cuatro micrófonos",
        "how_known": "Hay factura.",
        "lead_id": str(house.world.department["own"]),
        "due_on": (today() + timedelta(days=40)).isoformat(),
        "indicator": "Personas que oyeron",
        "target": "80 de cada cien",
        "form_key": KEY,
    }


def acting(house: House, state: str, actor: str) -> Call:
    return Call(of_finding()(house, state, actor).values, action(house))


def explaining(house: House, state: str, actor: str) -> Call:
    """With the revision that the page shows."""
    values = of_finding()(house, state, actor).values
    found = next(one for one in queries.by_id(values["number"]).findings if one.id == values["finding_id"])
    told = {"causa-cause": "Nadie probó los equipos.", "causa-words": "El informe salió muy tarde."}
    return Call(values, {**told, "causa-revision": str(found.revision)})


def publishing(house: House, _state: str, _actor: str) -> Call:
    """With what stands for the plan as the page shows it."""
    number = house.world.improvement["ready"]
    return Call({"number": number}, {"seen": rules.fingerprint(queries.by_id(number))})


FOUND = {
    "origin": "control_body",
    "words": "Faltan actas.",
    "body": "Personería",
    "document": "Oficio 3",
    "document_on": "2026-05-04",
    "url": "https://personeria.example/oficio-3.pdf",
    "form_key": KEY,
}
CALLS: dict[str, Make] = {
    "improvement.detail": shown(),
    "improvement.table": shown(),
    "improvement.workbook": shown(),
    "improvement.document": shown(finding=True),
    "improvement.staff.detail": of_plan("draft"),
    "improvement.staff.document": of_finding(),
    "improvement.staff.create": beginning,
    "improvement.staff.edit": plan,
    "improvement.staff.discard": of_plan("empty"),
    "improvement.staff.from_evaluation": bringing("recommendation", "recommendation"),
    "improvement.staff.from_observations": bringing("observation", "observation"),
    "improvement.staff.from_checks": bringing("check", "check"),
    "improvement.staff.add_finding": of_plan("draft", **FOUND),
    "improvement.staff.cause": explaining,
    "improvement.staff.remove_finding": of_finding(),
    "improvement.staff.add_action": acting,
    "improvement.staff.change_action": of_action,
    "improvement.staff.remove_action": of_action,
    "improvement.staff.publish": publishing,
    "improvement.staff.close": of_plan("public", reason="Se acabó el año."),
}
