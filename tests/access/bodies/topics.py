"""Calls for topics."""

from datetime import timedelta

from participa.shared.clock import local, now
from tests.access.bodies.questions import NOTE
from tests.access.bodies.request import Call, Make
from tests.world.house import House


def of_call(state: str = "open", *, with_topic: bool = False, nomination: str = "", **form: str) -> Make:
    """A call in a state unless the matrix says another; with its first topic, or one of its nominations."""

    def make(house: House, said: str, _actor: str) -> Call:
        values: dict[str, object] = {"slug": house.world.topic_call[said or state]}
        if with_topic:
            values["number"] = 1
        if nomination:
            values["number"] = house.world.nomination[nomination]
        return Call(values, dict(form))

    return make


def taking_out(house: House, _state: str, _actor: str) -> Call:
    numbers = {"number": 1, "nomination": house.world.nomination["grouped"]}
    return Call({"slug": house.world.topic_call["open"], **numbers})


def unlinking(house: House, _state: str, _actor: str) -> Call:
    return Call({"slug": house.world.topic_call["decided"], "number": 1, "link_id": house.world.topic_link})


def written(house: House, state: str, _actor: str) -> Call:
    """A call for an activity, whole."""
    at = local(now())
    form = {
        "form_key": "f" * 22,
        "use": "topics",
        "title": "Temas para la feria",
        "intro": "Con los temas se arma la feria.",
        "opens_at": at.strftime("%Y-%m-%dT%H:%M"),
        "closes_at": (at + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
        "activity": str(house.world.activity["own"]["id"]),
        "event": "0",
    }
    return Call({"slug": house.world.topic_call[state]} if state else {}, form)


def editing(house: House, state: str, actor: str) -> Call:
    made = written(house, state or "draft", actor)
    return Call(made.values, made.form | {"seen": str(house.world.topic_revision)})


def voting(house: House, _state: str, _actor: str) -> Call:
    at = local(now())
    form = {"form_key": "v" * 22, "way": "ranking", "rule": "schulze", "level": "open"}
    form |= {"opens_at": at.strftime("%Y-%m-%dT%H:%M")}
    form |= {"closes_at": (at + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")}
    return Call({"slug": house.world.topic_call["ready"]}, form)


def confirming(house: House, _state: str, _actor: str) -> Call:
    form = {"event": str(house.world.topic_event), "topics": ["1", "2"], "reason": NOTE}
    return Call({"slug": house.world.topic_call["decided"]}, form)


def linking(house: House, _state: str, _actor: str) -> Call:
    form = {"kind": "question", "radicado": house.world.question["published"]}
    form |= {"agenda": "0", "promise": "0", "document": "0"}
    return Call({"slug": house.world.topic_call["decided"], "number": 1}, form)


def grouping(house: House, _state: str, _actor: str) -> Call:
    form = {"nominations": [str(house.world.nomination["loose"])], "into": "0", "title": "Arreglo de vías"}
    return Call({"slug": house.world.topic_call["open"]}, form)


PROPOSED = {"form_key": "n" * 22, "words": "Arreglar la vía", "why": "Los niños no llegan al colegio.", "place": ""}
CALLS: dict[str, Make] = {
    "topics.call": of_call(),
    "topics.nominate": of_call(**PROPOSED),
    "topics.support": of_call(nomination="loose"),
    "topics.topic": of_call(with_topic=True),
    "topics.result": of_call("decided"),
    "topics.follow": lambda house, *_: Call(form={"code": house.world.nomination_code}),
    "topics.staff.new": written,
    "topics.staff.edit": editing,
    "topics.staff.publish": of_call("draft"),
    "topics.staff.desk": of_call(),
    "topics.staff.publish_nomination": of_call(
        nomination="waiting", **{"publicar-revision": "1", "publicar-reviewed": "y"}
    ),
    "topics.staff.keep_back": of_call(nomination="waiting", revision="1", reason="R1", note=NOTE),
    "topics.staff.group": grouping,
    "topics.staff.topic": of_call(with_topic=True, **{"titulo-revision": "1", "titulo-title": "Vías y andenes"}),
    "topics.staff.take_out": taking_out,
    "topics.staff.undo": of_call(with_topic=True),
    "topics.staff.link": linking,
    "topics.staff.unlink": unlinking,
    "topics.staff.vote": voting,
    "topics.staff.agenda": confirming,
}
