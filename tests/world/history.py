"""History of the seeded world: each kind loaded, a table that waits, and one that was withdrawn."""

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.history import services
from participa.history.models import HistoryKind, HistoryLoad
from participa.shared.unit_of_work import unit_of_work
from tests.factories import history as make
from tests.world.model import World


def plant(world: World) -> None:
    admin = db.session.get_one(User, world.user[Role.ADMIN])
    texts = {"text": world.words("¿Cuánto costó el puente?"), "outcome": world.words("Costó poco.")}
    for kind in HistoryKind:
        load = make.loaded(admin, kind, make.line(kind, f"{kind}-1", **texts), make.line(kind, f"{kind}-2", **texts))
        world.history[kind] = load.rows[0].id
        world.history["loaded"] = load.id
    waiting = make.brought(admin, HistoryKind.QUESTION, make.line(HistoryKind.QUESTION, "espera-1", **texts))
    world.history["waiting"] = waiting.id
    _withdraw(world, admin)


def _withdraw(world: World, admin: User) -> None:
    kind = HistoryKind.QUESTION
    wrong: HistoryLoad = make.loaded(admin, kind, make.line(kind, "mala-1"), source="Otro sistema")
    with unit_of_work():
        services.withdraw(wrong.id, world.words("Era de otra entidad."), admin)
    world.history["withdrawn"] = wrong.id
