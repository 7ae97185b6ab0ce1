"""What one phone has had in view in a hearing."""

from sqlalchemy import select

from participa.extensions import db
from participa.hearings.devices import phone_of
from participa.hearings.models import Hearing, QuestionReader, StagedQuestion
from participa.questions.services import Arrival


def seen(hearing: Hearing, arrival: Arrival) -> list[int]:
    """The numbers of the StagedQuestions whose cards it has read; none once the salt is destroyed."""
    if hearing.salt is None:
        return []
    device = phone_of(hearing.salt, arrival).device
    found = select(QuestionReader.staged_id).join(StagedQuestion, StagedQuestion.id == QuestionReader.staged_id)
    of_phone = found.where(QuestionReader.device == device, StagedQuestion.hearing_id == hearing.id)
    return list(db.session.scalars(of_phone.order_by(QuestionReader.staged_id)))


def of_hearing(hearing: Hearing, number: int) -> StagedQuestion:
    """A question of this hearing by the number of its card. Raises NoResultFound."""
    found = select(StagedQuestion).where(StagedQuestion.id == number, StagedQuestion.hearing_id == hearing.id)
    return db.session.scalars(found).one()
