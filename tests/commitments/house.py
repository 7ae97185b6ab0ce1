"""Who deals with one commitment, the verbs as the site takes them, and what the database holds of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from participa.accounts.models import Department, Role, User
from participa.commitments import services
from participa.commitments.models import Commitment, CommitmentEntry, Proof, Told
from participa.extensions import db
from participa.shared.errors import DomainError
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.tracking import upload

LINK = Proof("Acta de obra", url="https://www.demostracion.example/acta")
RESULT = Proof("Acta de entrega", url="https://www.demostracion.example/entrega", shows_result=True)
TEXT = "Se afirmó el primer kilómetro."
REASON = "El invierno dañó la vía de acceso y no entra la maquinaria."
TABLES = ("commitment", "commitment_step", "commitment_entry", "commitment_evidence", "stored_file")


@dataclass(frozen=True)
class House:
    """An office that owes something, its liaison, who approves, and a liaison of another office."""

    office: Department
    commitment: Commitment
    liaison: User
    approver: User
    stranger: User


def house(**values: Any) -> House:
    office = make.department()
    return House(
        office=office,
        commitment=make.commitment(lead_id=office.id, **values),
        liaison=make.user(Role.LIAISON, office),
        approver=make.user(Role.APPROVER),
        stranger=make.user(Role.LIAISON, make.department()),
    )


def filed() -> Proof:
    return Proof("Foto de la vía pavimentada", upload=upload(), shows_result=True)


def report(
    at: House,
    percent: int | None = None,
    *proofs: Proof,
    author: User | None = None,
    key: str | None = None,
    **told: Any,
) -> CommitmentEntry:
    """A report as the site takes it, of the liaison of the office unless said otherwise."""
    words = {"text": TEXT} | told
    with unit_of_work():
        return services.report(at.commitment, Told(percent=percent, proofs=proofs, **words), key, author or at.liaison)


def now_of(at: House) -> Commitment:
    """The commitment as the database holds it."""
    db.session.expire_all()
    return db.session.get_one(Commitment, at.commitment.id)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row that a verb of this room could write, except its mails."""
    return {
        table: [tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table} ORDER BY id"))]  # noqa: S608 - names of our own
        for table in TABLES
    }


@contextmanager
def refused(kind: type[DomainError], words: str | None = None) -> Iterator[None]:
    """What is done inside is refused so, and leaves the rows as they were even when it is kept afterwards."""
    before = rows()
    with unit_of_work(), pytest.raises(kind, match=words):
        yield
    db.session.expire_all()
    assert rows() == before
