"""What the seeded world hides of questions, and who appeals."""

from participa.accounts.models import Role, User
from participa.extensions import db
from participa.questions import services as handling
from participa.questions.models import (
    Question,
    Visibility,
    WithholdReason,
)
from participa.questions.models.redaction import Part
from participa.restrictions import services as restrictions
from participa.shared.unit_of_work import unit_of_work
from tests.factories.questions import receipt
from tests.world.asking import row_of
from tests.world.model import World


def restricted(world: World, withheld: Question) -> None:
    """Questions with a part hidden by each of two roles, appeals about both, and a proposal that waits."""
    note = world.words("Se revisó con la oficina.")
    people = {role: db.session.get_one(User, world.user[role]) for role in (Role.MODERATOR, Role.APPROVER)}
    sent = {
        name: receipt(body=world.words(f"¿Cuándo arreglan la vía? ({name})"))
        for name in ("redacted", "redacted_by_approver", "proposed")
    }
    world.redacted_code = sent["redacted"].code
    with unit_of_work():
        for name, role in (("redacted", Role.MODERATOR), ("redacted_by_approver", Role.APPROVER), ("proposed", None)):
            row = db.session.get_one(Question, sent[name].question_id)
            row.visibility = Visibility.PUBLIC
            world.question[name], world.question_id[name] = row.radicado, row.id
            if role is None:
                handling.withhold(row, people[Role.MODERATOR], WithholdReason.R4, note)
            else:
                handling.redact(row, people[role], [Part(0, 4, WithholdReason.R1)], note)
        for name, about in (("by_moderator", withheld), ("by_approver", row_of(world, "redacted_by_approver"))):
            about = db.session.get_one(Question, about.id)
            world.appeal[name] = restrictions.appeal(about, world.words("Quiero leerlo completo.")).id
