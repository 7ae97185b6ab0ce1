"""A double click of internal control or of an oversight body, and a click while its access is being closed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from participa import create_app
from participa.accounts.models import Role, User
from participa.commitments import services
from participa.commitments.looking import Checked
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentCheck,
    CommitmentEvidence,
    Completion,
    OversightBody,
    OversightCheck,
    Proof,
)
from participa.commitments.services import oversight
from participa.config import from_environment
from participa.extensions import db
from participa.shared.clock import today
from participa.shared.errors import NotFound
from participa.shared.mail import OutgoingMail
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.conftest import ON_POSTGRESQL
from tests.factories.oversight import MAIL, invited, oversight_body
from tests.parts import house

pytestmark = pytest.mark.slow
TIMES = 6
FOUND = Checked(
    today(), Completion.LIMITED, Agreement.DISAGREES, "Falta obra.", [Proof("Foto", url="https://ejemplo.example/foto")]
)


@pytest.fixture(scope="module")
def app_of_many(request, tmp_path_factory) -> Iterator[Flask]:
    """The application on an empty database of the kind that TEST_DATABASE names, for several threads."""
    env = {"DATABASE_URL": request.getfixturevalue("cluster").create_database()} if ON_POSTGRESQL else {}
    home = house.build(tmp_path_factory.mktemp("house"), env)
    app = create_app(from_environment(home.environment))
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Do these, all let go at the same instant, each in a unit of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        with app.app_context():
            start.wait()
            with unit_of_work():
                return act()

    with ThreadPoolExecutor(max_workers=len(acts)) as crowd:
        return list(crowd.map(run, acts))


def verify(commitment_id: int, by: type[User] | type[OversightBody], number: int, key: str) -> int:
    of, who = db.session.get_one(Commitment, commitment_id), db.session.get_one(by, number)
    return services.verify(of, FOUND, key, who).id


def count(of: type[CommitmentCheck] | type[CommitmentEvidence] | type[OversightCheck]) -> int:
    return db.session.scalar(select(func.count()).select_from(of)) or 0


def test_a_double_click_of_internal_control_is_one_verification(app_of_many):
    with app_of_many.app_context():
        of, control = make.commitment().id, make.user(Role.CONTROL).id
        before = count(CommitmentCheck), count(CommitmentEvidence)
    kept = at_once(app_of_many, [lambda: verify(of, User, control, "doble-clic-control-1")] * TIMES)
    with app_of_many.app_context():
        assert len(set(kept)) == 1
        assert (count(CommitmentCheck), count(CommitmentEvidence)) == (before[0] + 1, before[1] + 1)


def test_a_double_click_of_a_body_is_one_verification(app_of_many):
    with app_of_many.app_context():
        commitment = make.commitment()
        of, body = commitment.id, oversight_body([commitment])[0].id
        before = count(CommitmentCheck), count(OversightCheck)
    kept = at_once(app_of_many, [lambda: verify(of, OversightBody, body, "doble-clic-veeduria-1")] * TIMES)
    with app_of_many.app_context():
        assert len(set(kept)) == 1
        assert (count(CommitmentCheck), count(OversightCheck)) == (before[0] + 1, before[1] + 1)


def test_two_people_who_verify_at_once_are_two_verifications(app_of_many):
    with app_of_many.app_context():
        of = make.commitment().id
        people = [make.user(Role.CONTROL).id for _ in range(3)]
    acts = [lambda who=who: verify(of, User, who, f"a-la-vez-persona-{who:04}") for who in people]
    assert len(set(at_once(app_of_many, acts))) == len(people)


def test_a_body_is_invited_once_by_a_double_click(app_of_many):
    with app_of_many.app_context():
        commitment, author = make.commitment(), make.user(Role.CONTROL).id
        new = invited([commitment], contact_mail=f"doble.{MAIL}")

    def invite() -> int:
        return oversight.invite(new, "doble-invitacion-0001", db.session.get_one(User, author)).id

    kept = at_once(app_of_many, [invite] * TIMES)
    with app_of_many.app_context():
        assert len(set(kept)) == 1
        written = select(func.count(OutgoingMail.id)).where(OutgoingMail.recipient == new.contact_mail)
        assert db.session.scalar(written) == 1


def test_nothing_is_written_by_a_body_after_its_access_was_closed(app_of_many):
    """Whoever is first wins; what came after the closing is not there."""
    with app_of_many.app_context():
        commitment = make.commitment()
        body, control = oversight_body([commitment], name="Red de una vereda")[0].id, make.user(Role.CONTROL).id
        of = commitment.id

    def close() -> str:
        oversight.revoke(db.session.get_one(OversightBody, body), "Terminó.", db.session.get_one(User, control))
        return "closed"

    def write(number: int) -> str:
        try:
            verify(of, OversightBody, body, f"mientras-se-cierra-{number}")
        except NotFound:
            return "refused"
        return "written"

    told = at_once(app_of_many, [close, *(lambda number=number: write(number) for number in range(TIMES))])
    with app_of_many.app_context():
        closed_at = db.session.get_one(OversightBody, body).revoked_at
        kept = db.session.scalars(select(CommitmentCheck).where(CommitmentCheck.commitment_id == of)).all()
        assert len(kept) == told.count("written")
        assert all(check.at <= closed_at for check in kept)
