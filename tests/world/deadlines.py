"""Terms of the seeded world that do not run as usual."""

from participa.accounts.models import Role
from participa.deadlines.models import CalendarAddress, LiveAnswer, Outage, PqrsdHandover
from participa.deadlines.queries.marks import token_digest
from participa.extensions import db
from participa.questions.models import (
    Kind,
    Question,
    Status,
    Transfer,
    Visibility,
)
from participa.shared import files
from participa.shared.clock import now, today
from participa.shared.unit_of_work import unit_of_work
from tests.factories.events import a_file
from tests.factories.keep import keep
from tests.factories.questions import receipt
from tests.world.asking import ask
from tests.world.model import LONGEST_NUMBER, World


def terms(world: World) -> None:
    """A complaint, a question handed over with its document and its code, one answered aloud, and an interruption."""
    admin, public = world.user[Role.ADMIN], {"visibility": Visibility.PUBLIC}
    complaint = ask(world, "complaint", kind=Kind.COMPLAINT, **public)
    keep(PqrsdHandover(question_id=complaint.id, number="PQRSD-1", handed_on=today(), at=now(), author_id=admin))
    received = receipt(body=world.words("¿Y la vía nacional?"))
    world.transferred_code = received.code
    world.question["transferred"], world.question_id["transferred"] = received.radicado, received.question_id
    with unit_of_work():
        row = db.session.get_one(Question, received.question_id)
        row.status, row.visibility = Status.TRANSFERRED, Visibility.PUBLIC
        row.department_id = world.department["own"]
        stored = files.keep(a_file())
        sent = {
            "entity": world.words("Vías"),
            "sent_on": today(),
            "document_number": world.words("OF-1")[-LONGEST_NUMBER:],
        }
        db.session.add(Transfer(question_id=row.id, document_id=stored.id, **sent))
    keep(LiveAnswer(question_id=world.question_id["public"], second=5025, at=now(), author_id=admin))
    world.outage = keep(Outage(began_at=now(), what=world.words("Sin luz."), noted_at=now(), author_id=admin)).id
    world.calendar_token = "direccion-privada-de-prueba-1234"
    digest = token_digest(world.calendar_token)
    keep(CalendarAddress(user_id=admin, token_digest=digest, made_at=now()))
