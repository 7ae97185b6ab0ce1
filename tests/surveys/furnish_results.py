"""Closed surveys full of answers, written as they lie in the box."""

import random
import secrets
from datetime import timedelta
from typing import Any

from participa.extensions import db
from participa.questionnaires.engine.definition import Condition, Definition, Item, ItemType, Look, Operator, Option
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from participa.surveys.models import Response, Survey, SurveyState, Via
from participa.surveys.results import exporting, queries, services
from tests import factories as make
from tests.factories.surveys import survey, version

TOPICS = (Option("vias", "Vías"), Option("agua", "Agua"), Option("parques", "Parques"))
GROUPS = (Option("mujeres", "Mujeres"), Option("hombres", "Hombres"))
WORRIES = (Option("precio", "El precio"), Option("cortes", "Los cortes"), Option("calidad", "La calidad"))
YES_NO = (Option("si", "Sí"), Option("no", "No"))
SERVICES = (Option("agua", "Agua"), Option("aseo", "Aseo"))
ON_WATER = Condition((Look("tema", Operator.IS, "agua"),))

TOPIC = Item("tema", ItemType.SINGLE, "¿Qué tema le importa más?", is_required=True, options=TOPICS)
GRADE = Item("nota", ItemType.SCALE, "¿Cómo califica la información?", may_decline=True)
FACE = Item("cara", ItemType.FACES, "¿Cómo se sintió?")
WORRY = Item("agua_que", ItemType.MULTIPLE, "¿Qué le preocupa del agua?", options=WORRIES, condition=ON_WATER)
ORDER = Item("orden", ItemType.RANKING, "Ordene los temas", options=TOPICS)
SHARE = Item("reparto", ItemType.POINTS, "Reparta 100 puntos", options=TOPICS, maximum=100)
BOARD = Item("cuadro", ItemType.MATRIX, "¿Le sirve?", options=YES_NO, rows=SERVICES)
AGE = Item("edad", ItemType.NUMBER, "¿Cuántos años tiene?", minimum=14, maximum=98)
PLACE = Item("comuna", ItemType.PLACE, "¿En qué comuna vive?", options=(Option("norte", "Norte"), Option("sur", "Sur")))
GROUP = Item("grupo", ItemType.SINGLE, "¿De qué grupo es?", options=GROUPS)
WORDS = Item("detalle", ItemType.LONG_TEXT, "¿Algo más?")
EVERYTHING = Definition((TOPIC, WORRY, GRADE, FACE, ORDER, SHARE, BOARD, AGE, PLACE, GROUP, WORDS))
SIMPLE = Definition((TOPIC, GRADE, GROUP, WORDS))


def sheet(draw: random.Random) -> dict[str, Any]:
    """What somebody might answer to everything."""
    topic = draw.choices([one.code for one in TOPICS], [5, 3, 2])[0]
    order = [one.code for one in TOPICS]
    draw.shuffle(order)
    first = draw.randrange(0, 101, 10)
    said: dict[str, Any] = {"tema": topic, "orden": order, "reparto": {"vias": first, "agua": 100 - first}}
    said |= {"nota": draw.randint(1, 5), "cara": draw.randint(2, 5), "edad": str(draw.randint(14, 98))}
    said |= {"comuna": draw.choice(["norte", "sur"]), "grupo": draw.choice(["mujeres", "hombres"])}
    said |= {"cuadro": {one.code: draw.choice(["si", "no"]) for one in SERVICES}}
    if topic == "agua":
        said["agua_que"] = draw.sample([one.code for one in WORRIES], 2)
    return said


def sheets(many: int, seed: int = 7) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    return [sheet(draw) for _ in range(many)]


def filled(definition: Definition, answers: list[dict[str, Any]], flagged: int = 0, **values: Any) -> Survey:
    """A closed survey with these answers, the first `flagged` of them marked; nothing is counted yet."""
    at = now()
    usual = {"state": SurveyState.CLOSED, "closed_at": at, "opens_at": at - timedelta(days=9), "closes_at": at}
    row = survey(version=values.pop("version", None) or version(definition), **(usual | values))
    put(row, answers, flagged)
    return row


def put(row: Survey, answers: list[dict[str, Any]], flagged: int = 0) -> None:
    """Lay answers into the box."""
    numbers = {"survey_id": row.id, "version_id": row.version_id, "via": Via.WEB}
    with unit_of_work():
        db.session.add_all(
            Response(id=secrets.token_hex(16), answers=said, is_flagged=place < flagged, **numbers)
            for place, said in enumerate(answers)
        )
    db.session.refresh(row)


def counted(definition: Definition, answers: list[dict[str, Any]], flagged: int = 0, **values: Any) -> Survey:
    """The same, counted and with its files."""
    row = filled(definition, answers, flagged, **values)
    services.count_survey(row.id)
    for file in queries.files_of(row):
        exporting.make_file(file.id)
    return db.session.get_one(Survey, row.id)


__all__ = ["EVERYTHING", "SIMPLE", "counted", "filled", "make", "put", "sheets"]
