"""The live part of a hearing."""

from typing import Any

from participa.accounts.models import Role
from participa.extensions import db
from participa.hearings import hall
from participa.hearings.models import Hearing, ScreenBlank, Stage, StagedQuestion, StageMove
from participa.shared.clock import now
from tests.access.bodies.request import Call, Make
from tests.world.house import House

PACE = {"takes_questions": "y", "poll_seconds": "6", "present": "40", "silent_share": "10"}


def of_hearing(usual: str = "open", /, form: dict[str, Any] | None = None, **values: Any) -> Make:
    """A page of a hearing; `state` is that of the hearing, or the rehearsal."""
    return lambda house, state, _actor: Call({"code": house.world.room[state or usual], **values}, form or {})


def of_staged(stage: Stage, form: dict[str, Any] | None = None) -> Make:
    """A page of a question of the hearing at this stage. That of the rehearsal is brought there before."""

    def make(house: House, state: str, _actor: str) -> Call:
        number = house.world.staged["rehearsal" if state == "rehearsal" else stage]
        room = house.world.room["rehearsal" if state == "rehearsal" else "open"]

        def bring(house: House, _actor: str) -> None:
            table = StagedQuestion.__table__
            house.connection.execute(table.update().where(table.c.id == number).values(stage=stage))

        return Call({"code": room, "staged_id": number}, form or {}, bring if state == "rehearsal" else None)

    return make


def of_turn(which: str, form: dict[str, Any] | None = None) -> Make:
    """A page of a turn at the microphone."""

    def make(house: House, state: str, _actor: str) -> Call:
        name = state or "open"
        return Call({"code": house.world.room[name], "turn_id": house.world.turn[f"{name}_{which}"]}, form or {})

    return make


def preparing(house: House, _state: str, _actor: str) -> Call:
    return Call({"slug": house.world.event["today"]}, {})


def striking(house: House, _state: str, _actor: str) -> Call:
    return Call({"code": house.world.room["open"], "promise_id": house.world.live_promise["open"]}, {})


def undoing(house: House, _state: str, actor: str) -> Call:
    """The last step of the hearing is one that this person has just taken."""

    def have_moved(house: House, actor: str) -> None:
        step = {"staged_id": house.world.staged[Stage.NO_TURN], "author_id": house.world.user[actor], "at": now()}
        values = {"from_value": Stage.SHORTLISTED, "to_value": Stage.NO_TURN, "note": ""}
        house.connection.execute(StageMove.__table__.insert().values({**step, **values}))

    return Call({"code": house.world.room["open"]}, {}, have_moved if actor in house.world.user else None)


def supporting(house: House, state: str, _actor: str) -> Call:
    number = str(house.world.staged[Stage.NO_TURN])
    return Call({"code": house.world.room[state or "open"]}, {"apoyar": number})


ASKED = {"body": "¿Quién arregla la cancha del barrio?", "form_key": "clave-de-un-telefono-1", "is_other": "si"}


def entering_the_hall(house: House, _state: str, _actor: str) -> Call:
    hearing = db.session.get_one(Hearing, house.world.hearing["open"])
    return Call({"code": hearing.room_code}, {"digits": hall.label_of(hearing)})


def deciding(house: House, _state: str, _actor: str) -> Call:
    values = {"code": house.world.room["open"], "staged_id": house.world.staged[Stage.NO_TURN], "what": "descartar"}
    return Call(values, {"reason": "Son de un programa de computador.", "is_sure": "y"})


def blanked(house: House, state: str, actor: str) -> Call:
    """The screen of the hearing is blank."""

    def blank(house: House, _actor: str) -> None:
        row = {"hearing_id": house.world.hearing["open"], "began_at": now()}
        row["author_id"] = house.world.user[Role.MODERATOR]
        house.connection.execute(ScreenBlank.__table__.insert().values(row))

    return Call({"code": house.world.room[state or "open"]}, {}, blank)


CALLS: dict[str, Make] = {
    "hearings.order_rules": of_hearing(),
    "hearings.equity": of_hearing("closed"),
    "hearings.archive": of_hearing("closed"),
    "hearings.in_the_hall": entering_the_hall,
    "hearings.screen": of_hearing(),
    "hearings.staff.screen": of_hearing(),
    "hearings.staff.blank_screen": of_hearing(),
    "hearings.staff.show_screen": blanked,
    "hearings.staff.supports": of_hearing(),
    "hearings.staff.decide_supports": deciding,
    "hearings.staff.hall_networks": of_hearing(form={"hall_networks": "192.0.2.0/24"}),
    "hearings.staff.hall_label": of_hearing(),
    "hearings.staff.equity": of_hearing(),
    "hearings.phones": of_hearing(),
    "hearings.ask": of_hearing(form=ASKED),
    "hearings.mine": of_hearing(),
    "hearings.support": supporting,
    "hearings.minutes": of_hearing("closed"),
    "hearings.minutes_file": of_hearing("closed"),
    "hearings.staff.prepare": preparing,
    "hearings.staff.conduct": of_hearing(),
    "hearings.staff.open_hearing": of_hearing("preparing", {"reason": "Se adelanta por las lluvias."}),
    "hearings.staff.close_hearing": of_hearing(),
    "hearings.staff.pace": of_hearing(form=PACE),
    "hearings.staff.recording_clock": of_hearing(form={"at": "0:12:30"}),
    "hearings.staff.bring_people": of_hearing("rehearsal"),
    "hearings.staff.erase": of_hearing("rehearsal"),
    "hearings.staff.keys": of_hearing(form={"teclas": "no"}),
    "hearings.staff.question": of_staged(Stage.NO_TURN),
    "hearings.staff.move": of_staged(Stage.NO_TURN, {"to": "preseleccionada"}),
    "hearings.staff.answered": of_staged(Stage.ON_SCREEN, {"extent": "partial"}),
    "hearings.staff.undo": undoing,
    "hearings.staff.agenda": of_hearing(form={"item": ""}),
    "hearings.staff.promise": of_hearing(form={"text": "Entregar el puente en julio.", "department": ""}),
    "hearings.staff.strike": striking,
    "hearings.staff.turns": of_hearing(form={"speaker": "Persona Que Habla", "territory": "", "minutes": "2"}),
    "hearings.staff.bring_registered": of_hearing(),
    "hearings.staff.turn_step": of_turn("waiting", {"to": "speaking"}),
    "hearings.staff.said": of_turn("speaking", {"body": "¿Cuándo arreglan la cancha?"}),
    "hearings.staff.minutes": of_hearing(),
    "hearings.staff.minutes_file": of_hearing(),
}
