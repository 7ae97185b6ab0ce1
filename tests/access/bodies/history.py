"""The history that comes from tables."""

from participa.history.models import HistoryKind
from tests.access.bodies.events import Lasting
from tests.access.bodies.request import Call, Make, fixed
from tests.factories import history as make
from tests.world.house import House


def of_row(house: House, _state: str, _actor: str) -> Call:
    return Call({"year": 2019, "number": house.world.history[HistoryKind.SPACE]})


def of_load(name: str, **form: str) -> Make:
    return lambda house, state, _actor: Call({"number": house.world.history[state or name]}, form)


def bringing(_house: House, _state: str, _actor: str) -> Call:
    kind = HistoryKind.QUESTION
    file = (Lasting(make.table(kind, make.line(kind, "nueva-1"))), "preguntas.csv")
    return Call(form={"kind": "preguntas", "source": "Archivo de 2019", "form_key": "h" * 22, "file": file})


CALLS: dict[str, Make] = {
    "history.year": fixed(year=2019),
    "history.row": of_row,
    "history.staff.template": fixed(code="preguntas"),
    "history.staff.bring": bringing,
    "history.staff.load": of_load("loaded"),
    "history.staff.confirm": of_load("waiting"),
    "history.staff.discard": of_load("waiting"),
    "history.staff.withdraw": of_load("loaded", reason="Las fechas estaban corridas."),
}
