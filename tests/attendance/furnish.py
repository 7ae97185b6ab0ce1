"""A space of today with people and two doors, in the database of the running installation; what it holds as JSON."""

import json
import sys

from participa import create_app
from participa.attendance.models import DoorKind
from participa.extensions import db
from tests.factories.attendance import code, door_link, registered, space_today

NAMES = ("Lucero Muñoz", "Marina González", "Pastor Del Valle", "Silvestre Campo")


def furnish() -> dict[str, object]:
    with create_app().app_context():
        event = space_today()
        codes = {name: code() for name in NAMES}
        people = {name: registered(event, name, own_code=own).door_digest for name, own in codes.items()}
        doors = {label: door_link(event, label=label)[1] for label in ("Norte", "Sur", "Nueva")}
        kiosk = door_link(event, DoorKind.KIOSK, label="Tableta")[1]
        slug = event.slug
        db.session.remove()
    return {"slug": slug, "codes": codes, "people": people, "doors": doors, "kiosk": kiosk}


if __name__ == "__main__":
    json.dump(furnish(), sys.stdout)
