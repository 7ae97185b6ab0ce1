"""A question with an office and its two liaisons, in the database of the running installation; as JSON."""

import json
import sys

from participa import create_app
from participa.accounts.models import Role
from participa.extensions import db
from participa.questions.models import Status
from tests import factories as make
from tests.factories import accounts


def furnish() -> dict[str, object]:
    with create_app().app_context():
        office = make.department("Secretaría de Infraestructura y Vías")
        people = [accounts.user_with_password(Role.LIAISON, department=office, name=f"Enlace {n}") for n in (1, 2)]
        asked = [make.question(status=Status.ASSIGNED, department_id=office.id) for _ in range(int(sys.argv[1]))]
        told = {
            "emails": [person.email for person in people],
            "password": accounts.PASSWORD,
            "radicados": [question.radicado for question in asked],
        }
        db.session.remove()
    return told


if __name__ == "__main__":
    json.dump(furnish(), sys.stdout)
