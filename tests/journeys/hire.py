"""Accounts for a journey: `python -m tests.journeys.hire PASSWORD 'e-mail|role|office' …`."""

import sys

from sqlalchemy import select

from participa import create_app
from participa.accounts import passwords
from participa.accounts.models import Department, Role, User
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work


def office(name: str) -> Department | None:
    if not name:
        return None
    known = db.session.scalar(select(Department).where(Department.name == name))
    if known is None:
        known = Department(name=name)
        db.session.add(known)
    return known


def main() -> None:
    password, *people = sys.argv[1:]
    with create_app().app_context(), unit_of_work():
        hashed = passwords.hash_of(password)
        for person in people:
            email, role, department = person.split("|")
            user = User(email=email, name=f"Cuenta de {role}", role=Role(role), password_hash=hashed, created_at=now())
            user.department = office(department)
            db.session.add(user)


if __name__ == "__main__":
    main()
