"""Questions that wait and two moderators, in the database of the running installation; as JSON."""

import json
import sys
from datetime import timedelta

from participa import create_app
from participa.accounts.models import Role
from participa.extensions import db
from participa.shared.clock import now
from tests import factories as make
from tests.factories import accounts
from tests.factories.keep import next_number

TEXTS = (
    "¿Cuándo pavimentan la vía de la vereda La Esperanza?",
    "¿Cuándo arreglan la carretera de la vereda La Esperanza?",
    "¿Cuántos médicos hay en el puesto de salud?",
)


def furnish() -> dict[str, object]:
    for _ in range(int(sys.argv[1])):
        next_number()  # those of an earlier furnishing of the same house
    with create_app().app_context():
        people = [accounts.user_with_password(Role.MODERATOR, name=f"Moderación {n}") for n in (1, 2)]
        office = make.department(f"Secretaría {next_number()}")
        texts = sys.argv[2:] or TEXTS
        since = now() - timedelta(days=len(texts))
        asked = [make.question(body=text, at=since + timedelta(days=day)) for day, text in enumerate(texts)]
        told = {
            "emails": [person.email for person in people],
            "password": accounts.PASSWORD,
            "office": office.name,
            "radicados": [question.radicado for question in asked],
        }
        db.session.remove()
    return told


if __name__ == "__main__":
    json.dump(furnish(), sys.stdout)
