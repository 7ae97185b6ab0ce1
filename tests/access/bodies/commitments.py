"""Commitments: what everybody reads, what the team does."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from participa.commitments.models import Commitment, CommitmentEvidence, OversightBody
from participa.extensions import db
from participa.questions.models import AnswerVersion
from participa.shared.clock import now, today
from participa.shared.files import StoredFile
from participa.shared.unit_of_work import unit_of_work
from tests.access.bodies.request import Call, Make
from tests.world.house import House, Prepare


def of(name: str, **values: Any) -> Make:
    """The commitment of this name, unless the state names another one."""
    return lambda house, state, _actor: Call(
        {"code": house.world.commitment.get(state, house.world.commitment[name])} | values
    )


def evidence(house: House, state: str, _actor: str) -> Call:
    return Call({"name": house.world.commitment_file[state or "public"]})


FOUND = {"checked_on": today().isoformat(), "completion": "limited", "agreement": "disagrees", "note": "Falta obra."}
CHECK = {**FOUND, "form_key": "verificacion-de-la-matriz"}


def end_of(**values: Any) -> Prepare:
    """The access of the oversight body ended so before the request."""

    def ended(house: House, _actor: str) -> None:
        with house.app.app_context(), unit_of_work():
            body = db.session.get_one(OversightBody, house.world.oversight["body"])
            for name, value in values.items():
                setattr(body, name, value)

    return ended


ENDS = {"revoked": end_of(revoked_at=now()), "expired": end_of(expires_on=today() - timedelta(days=1))}


def entering(house: House, _state: str, _actor: str) -> Call:
    return Call(form={"code": house.world.oversight["code"]})


def inside(house: House, state: str, _actor: str) -> Call:
    code = house.world.commitment.get(state, house.world.commitment["own"])
    return Call({"code": code}, CHECK, ENDS.get(state))


def looking(_house: House, state: str, _actor: str) -> Call:
    return Call(prepare=ENDS.get(state))


def held(house: House, _state: str, _actor: str) -> Call:
    return Call({"code": house.world.commitment["own"], "number": house.world.oversight["held"]})


def inviting(house: House, _state: str, _actor: str) -> Call:
    typed = {"name": "Red de Veedores", "contact_mail": "red@ejemplo.example", "event": "0"}
    rest = {"codes": house.world.commitment["own"], "expires_on": today().isoformat()}
    return Call(form={**typed, **rest, "form_key": "invitacion-de-la-matriz"})


def to_body(form: dict[str, Any]) -> Make:
    return lambda house, state, _actor: Call({"number": house.world.oversight[state or "body"]}, form)


REASON = "El invierno dañó la vía de acceso y no entra la maquinaria."
PROGRESS = {
    "text": "Se afirmó el primer kilómetro.",
    "percent": "60",
    "link": "https://ejemplo.example/acta",
    "link_description": "Acta de obra",
    "has_no_personal_data": "y",
    "form_key": "avance-de-la-matriz-uno",
}


def moving(name: str, **form: str) -> Make:
    """A form about the commitment of this name, with its public reason."""
    typed = {"reason": REASON, "form_key": "motivo-de-la-matriz-dos", **form}
    return lambda house, state, actor: Call(of(name)(house, state, actor).values, typed)


def reassigning(house: House, state: str, actor: str) -> Call:
    """To the office that does not lead it now."""
    to = house.world.department["own" if state == "other" else "other"]
    return moving("own", lead=str(to))(house, state, actor)


def withdrawing(house: House, _state: str, _actor: str) -> Call:
    with house.app.app_context():
        name = StoredFile.name == house.world.commitment_file["public"]
        found = select(CommitmentEvidence.id).join(CommitmentEvidence.file).where(name)
        return Call({"number": db.session.scalars(found).one()}, {"reason": REASON})


def following(name: str, code: str) -> Make:
    """The code of a follower of the seeded world that confirms or stops."""
    return lambda house, _state, _actor: Call(form={"code": getattr(house.world.citizens[name], code)})


def one_click(house: House, _state: str, _actor: str) -> Call:
    return Call({"codigo": house.world.citizens["follows"].stop}, {"List-Unsubscribe": "One-Click"})


def citizen_file(house: House, state: str, _actor: str) -> Call:
    return Call({"code": house.world.commitment["own"], "name": house.world.citizens[state or "accepted"]})


def piece(house: House, _state: str, _actor: str) -> Call:
    number = house.world.citizens["waiting_number"]
    said = {"state": "accepted", "reason": "Se ve la vía y no hay personas."}
    return Call({"number": number}, {f"pieza-{number}-{name}": value for name, value in said.items()})


OBSERVED = {
    "body": "Dijeron que la vía estaba lista y sigue igual.",
    "form_key": "observacion-de-la-matriz",
    "answer_medium": "publication",
    "url": "https://ejemplo.example/noticia",
    "description": "La noticia del domingo",
}


def form_of(name: str, form: dict[str, Any]) -> Make:
    """The same with a form."""
    return lambda house, state, actor: Call(of(name)(house, state, actor).values, form)


PROMISES = {"": "audiencia", "respuesta": "respuesta", "pregunta": "pregunta", "recomendacion": "recomendacion"}


def promised(house: House, state: str, _actor: str) -> dict[str, Any]:
    """The address of a promise: of the own office in a hearing, unless the state names another one."""
    world, kind = house.world, PROMISES.get(state, "pregunta")
    with house.app.app_context():
        of_answer = select(AnswerVersion.id).where(AnswerVersion.question_id == world.question_id["published"])
        version = db.session.scalars(of_answer).one()
    number = {
        "audiencia": world.live_promise["closed"],
        "respuesta": version,
        "pregunta": world.question_id["other" if state == "other" else "own"],
        "recomendacion": world.evaluation["recommendation"],
    }[kind]
    return {"kind": kind, "number": number}


def registering(form_key: str, **values: str) -> dict[str, str]:
    chosen = dict.fromkeys(("event", "activity", "topic", "place"), "0")
    steps = {"steps-0-text": "Contratar la obra", "steps-0-due_on": today().isoformat()}
    said = {"text": "Pavimentar la vía de la vereda", "how_known": "Acta de entrega.", "priority": "medium"}
    days = {"promised_on": today().isoformat(), "due_on": (today() + timedelta(days=99)).isoformat()}
    return {**chosen, **steps, **said, **days, "form_key": form_key, **values}


def writing(house: House, _state: str, actor: str) -> Call:
    lead = str(house.world.department["own"])
    return Call(form=registering(f"registro-de-la-matriz-{actor}", lead=lead))


def taking_up(house: House, state: str, actor: str) -> Call:
    lead = str(house.world.department["own"])
    form = registering(f"toma-de-la-matriz-{actor}-{state}", lead=lead)
    return Call(promised(house, state, actor), form)


def setting_aside(house: House, state: str, actor: str) -> Call:
    return Call(promised(house, state, actor), {"reason": "Es una explicación y no promete nada."})


def joining(house: House, state: str, actor: str) -> Call:
    return Call(promised(house, state, actor), {"code": house.world.commitment["own"]})


def unpublished(house: House, state: str, _actor: str, **form: str) -> Call:
    """One that nobody published, of the own office or of another, with the revision that its page shows."""
    code = house.world.commitment[{"": "unread", "other": "unread_other"}.get(state, state)]
    with house.app.app_context():
        revision = db.session.scalars(select(Commitment.revision).where(Commitment.code == code)).one()
    return Call({"code": code}, {"revision": str(revision), **form})


def changing(house: House, state: str, actor: str) -> Call:
    lead = str(house.world.department["own"])
    return unpublished(house, state, actor, **registering("cambio-de-la-matriz", lead=lead))


def publishing(house: House, state: str, actor: str) -> Call:
    return unpublished(house, state, actor, is_looked_at="y")


CALLS: dict[str, Make] = {
    "commitments.staff.detail": of("own"),
    "commitments.staff.new": writing,
    "commitments.staff.register": taking_up,
    "commitments.staff.not_one": setting_aside,
    "commitments.staff.join": joining,
    "commitments.staff.change": changing,
    "commitments.staff.discard": unpublished,
    "commitments.staff.publish": publishing,
    "commitments.follow": form_of("own", {"email": "vecina@ejemplo.example", "agrees": "y"}),
    "commitments.confirm_following": following("asked", "confirm"),
    "commitments.stop_following": following("follows", "stop"),
    "commitments.one_click": lambda *_: Call(),
    "commitments.one_click_stop": one_click,
    "commitments.entries_of": of("own"),
    "commitments.observe": form_of("own", OBSERVED),
    "commitments.observations": of("own"),
    "commitments.observation_file": citizen_file,
    "commitments.staff.citizen_file": piece,
    "commitments.staff.decide_piece": piece,
    "commitments.staff.report": lambda house, state, actor: Call(of("own")(house, state, actor).values, PROGRESS),
    "commitments.staff.set_back": moving("half", percent="10"),
    "commitments.staff.reschedule": moving("own", due_on=(today() + timedelta(days=200)).isoformat()),
    "commitments.staff.reassign": reassigning,
    "commitments.staff.end": moving("own", state="unfulfilled"),
    "commitments.staff.reopen": moving("fulfilled", percent="50"),
    "commitments.staff.evidence": evidence,
    "commitments.staff.withdraw": withdrawing,
    "commitments.detail": of("own"),
    "commitments.history_file": of("own"),
    "commitments.evidence": evidence,
    "commitments.listed_file": lambda *_: Call({"kind": "csv"}),
    "commitments.oversight_enter": entering,
    "commitments.oversight_list": looking,
    "commitments.oversight_verify": inside,
    "commitments.staff.verify": lambda house, state, actor: Call(inside(house, state, actor).values, CHECK),
    "commitments.staff.show_evidence": held,
    "commitments.staff.check_evidence": held,
    "commitments.staff.invite_oversight": inviting,
    "commitments.staff.send_oversight_again": to_body({"form_key": "otro-enlace-de-la-matriz"}),
    "commitments.staff.revoke_oversight": to_body({"reason": "Terminó la veeduría."}),
}
