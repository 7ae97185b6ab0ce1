"""Results of surveys: what everybody reads, what the team decides."""

from tests.access.bodies.request import Call, Make
from tests.world.house import House

OUTCOME = "Las vías serán el primer tema de la audiencia, con datos de cada vereda."


def of(form: dict[str, str] | None = None, **values: str) -> Make:
    """A page of the survey that is told; in the state `sealed`, of the one that is not."""

    def made(house: House, state: str, _actor: str) -> Call:
        known = {name: house.world.results.get(key, key) for name, key in values.items()}
        return Call({"slug": house.world.results[state or "told"], **known}, form or {})

    return made


CALLS: dict[str, Make] = {
    "surveys.results": of(),
    "surveys.results_compared": of(),
    "surveys.results_words": of(item="detalle"),
    "surveys.results_tables": of(kind="xlsx"),
    "surveys.results_codebook": of(),
    "surveys.results_rows": of(kind="csv"),
    "surveys.results_picture": of(),
    "surveys.staff.results": of(),
    "surveys.staff.conclude": of({"outcome": OUTCOME}),
    "surveys.staff.make_again": of(kind="xlsx"),
    "surveys.staff.words": of(),
    "surveys.staff.decide": of({"decision": "insult", "heading": "Agua", "seen": "waiting-"}, mark="mark"),
    "surveys.staff.cross": of(),
}
