"""The door of surveys: answering, what is half way, what the team does."""

import json
from typing import Any

from tests.access.bodies.request import Call, Make
from tests.world.house import House

KEY = "clave-de-formulario-99"
WHEN = {"opens_at": "2026-01-10T08:00", "closes_at": "2026-12-31T18:00"}


def of(usual: str = "open", /, form: dict[str, Any] | None = None, **codes: str) -> Make:
    """A page of the survey in this state; `codes` name those of the seeded world."""

    def made(house: House, state: str, _actor: str) -> Call:
        known = {name: house.world.survey_code[key] for name, key in codes.items()}
        return Call({"slug": house.world.survey[state or usual]}, {**(form or {}), **known})

    return made


def answering(answers: dict[str, Any], **form: str) -> dict[str, Any]:
    """A form on its way, with what was answered on earlier pages."""
    carried = json.dumps({"seed": "x", "answers": answers}, separators=(",", ":"))
    return {"form_key": KEY, "carried": carried, "page": "0", "typed": "si", "survey_title": "Temas", **form}


def writing(house: House, state: str, _actor: str) -> Call:
    values = {"slug": house.world.survey[state or "draft"]} if state else {}
    form = {"title": "Temas", "about": "Para escoger.", "level": "open", "activity": "", "form_key": KEY, **WHEN}
    return Call(values, form | house.world.survey_form)


REASON = {"reason": "Lo pidió el comité, para ajustar las fechas."}


def on_paper(house: House, _state: str, _actor: str) -> Call:
    """A sheet that somebody else typed, or one more, as its page asks."""
    survey, code = house.world.survey["open"], house.world.survey_code
    typed = {"sheet": code["sheet"], "mark": code["sheet_mark"], "q_tema": "2", "q_nota": "4"}
    return Call({"slug": survey, "number": 1}, typed)


def one_more(house: House, _state: str, _actor: str) -> Call:
    form = {"sheet": house.world.survey_code["free_sheet"], "q_tema": "2", "reason": "Llegó rota."}
    return Call({"slug": house.world.survey["open"]}, form)


CALLS: dict[str, Make] = {
    "surveys.detail": of(),
    "surveys.answer": of("open", answering({}, **{"r-tema": "agua"})),
    "surveys.thanks": of("open", answering({"tema": "agua", "nota": 4}, page="-1", paso="enviar")),
    "surveys.check_receipt": of(code="receipt"),
    "surveys.resume": of(code="draft"),
    "surveys.on_tablet": of("open", {"empezar": "si"}),
    "surveys.staff.new": writing,
    "surveys.staff.edit": writing,
    "surveys.staff.detail": of(),
    "surveys.staff.open_": of("draft"),
    "surveys.staff.close": of("open", REASON),
    "surveys.staff.extend": of("open", {**REASON, "closes_at": "2027-06-30T18:00"}),
    "surveys.staff.unseal": of("open", REASON),
    "surveys.staff.allow_tablets": of(),
    "surveys.staff.start_tablet": of(),
    "surveys.staff.codes": of("code", {"number": "2", "batch": "Plaza", "shape": "csv", "form_key": KEY}),
    "surveys.staff.mail_codes": of(
        "code", {"addresses": "junta@demostracion.example", "batch": "Junta", "form_key": KEY}
    ),
    "surveys.staff.paper": of(),
    "surveys.staff.print_sheets": of("open", {"first": "1", "last": "2"}),
    "surveys.staff.type_sheet": one_more,
    "surveys.staff.compare_sheet": on_paper,
    "surveys.staff.void_sheet": one_more,
}
