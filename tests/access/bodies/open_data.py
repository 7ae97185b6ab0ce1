"""Open data: everything is for everybody."""

from participa.open_data import dumping
from tests.access.bodies.request import Call, Make, fixed
from tests.world.house import House


def with_files(house: House, _actor: str) -> None:
    """The files of a night are there."""
    with house.app.app_context():
        if not dumping.days():
            dumping.make_dump()


def download(_house: House, _state: str, _actor: str) -> Call:
    return Call({"day": dumping.LATEST, "name": "preguntas.csv"}, prepare=with_files)


CALLS: dict[str, Make] = {
    "open_data.table": fixed(name="preguntas"),
    "open_data.download": download,
    "open_data.catalog": lambda *_: Call({"form": "ttl"}),
    "open_data.api.rows": fixed(name="preguntas"),
}
