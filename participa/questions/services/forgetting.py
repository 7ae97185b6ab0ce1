"""Forgetting how to reach who asked, once the question is over. What a citizen wrote stays as it is."""

from datetime import datetime

from sqlalchemy import func, or_, select, update

from participa.extensions import db
from participa.questions.models import Asker, Question, Status

OVER = (Status.PUBLISHED, Status.ARCHIVED, Status.TRANSFERRED, Status.REJECTED, Status.REFERRED)
CONTACT = ("document", "email", "phone", "address")


def forget_contacts(before: datetime, most: int) -> int:
    """Blank document and contact of questions answered, or otherwise over, before that instant; how many."""
    ended = func.coalesce(Question.answered_at, Question.received_at)
    has_contact = or_(*(getattr(Asker, name) != "" for name in CONTACT))
    found = select(Asker.question_id).join(Question).where(has_contact, Question.status.in_(OVER), ended < before)
    ids = list(db.session.scalars(found.order_by(Asker.question_id).limit(most)))
    forgotten = update(Asker).where(Asker.question_id.in_(ids)).values(dict.fromkeys(CONTACT, ""))
    db.session.execute(forgotten, execution_options={"synchronize_session": False})
    return len(ids)
