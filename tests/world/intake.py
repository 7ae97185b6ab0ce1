"""Boxes of paper slips of the seeded world."""

from sqlalchemy import select

from participa.accounts.models import Role
from participa.events.models import Event, EventState
from participa.extensions import db
from participa.intake import services as intake
from participa.intake.models import VoidReason
from participa.questions.services import Submission
from participa.shared import files
from participa.shared.clock import now
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.world.model import LONGEST_LABEL, World


def plant(world: World) -> None:
    """Boxes of slips: an open one with one to check (1), one with a copy (2) and free numbers; one full; one closed."""
    author = make.user(role=Role.MODERATOR)
    event = db.session.execute(select(Event).where(Event.slug == world.event[EventState.CONVENED])).scalar_one()
    words = world.words
    for name, first, last in (("open", 1, 30), ("ready", 31, 31), ("closed", 32, 32)):
        with unit_of_work():
            key = make.form_key()
            box = intake.open_batch(words("Buzón")[-LONGEST_LABEL:], event, first, last, 1, now(), key, author)
            world.box[name] = box.id
            if name == "open":
                said = Submission(words("¿Y la vía del río?"), first_names=words("Persona"))
                intake.type_slip(box.id, 1, said, author)
                intake.type_slip(box.id, 2, said, author, scan=files.keep(make.a_file()))
            else:
                intake.void(box.id, first, last, VoidReason.ILLEGIBLE, words("La leyeron dos personas"), author)
            if name == "closed":
                intake.close(box.id, 1, author)
