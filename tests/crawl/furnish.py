"""Write the seeded world into the database of the running installation and print every page of it as JSON.

`python -m tests.crawl.furnish world` writes everything; `people` only one person per role, for the empty state.
"""

import json
import sys
from types import SimpleNamespace

from participa import create_app
from participa.extensions import db
from tests.access import bodies
from tests.access.matrix import ROWS
from tests.world import accounts, seed
from tests.world.model import World


def furnish(kind: str) -> dict[str, object]:
    app = create_app()
    with app.app_context():
        world = seed.plant() if kind == "world" else only_people()
        db.session.remove()
        pages = pages_of(app, world) if kind == "world" else []
    return {
        "email": world.email,
        "pages": pages,
        "code": world.code,
        "door": world.door,
        "oversight": {"code": world.oversight.get("code", "")},
    }


def only_people() -> World:
    world = World()
    own, _other = accounts.offices(world)
    accounts.people(world, own)
    return world


def pages_of(app, world: World) -> list[dict[str, object]]:
    """Address and openers of every line of the matrix that is a page."""
    house, adapter, found = SimpleNamespace(app=app, world=world, login={}), app.url_map.bind("localhost"), []
    for row in ROWS:
        if row.is_safe and row.roles_let_in:
            actors = [actor for actor, word in row.cells if word != "deny"]
            calls = {actor: bodies.call(house, row.endpoint, row.method, row.state, actor) for actor in actors}
            paths = {actor: adapter.build(row.endpoint, call.values) for actor, call in calls.items()}
            path = paths[actors[-1]]
            openers = [actor for actor in actors if paths[actor] == path]  # what is only one's own is one's own
            found.append({"name": str(row), "endpoint": row.endpoint, "path": path, "actors": openers})
    return found


if __name__ == "__main__":
    json.dump(furnish(sys.argv[1]), sys.stdout)
