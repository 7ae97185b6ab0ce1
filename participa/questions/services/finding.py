"""Let the words of a question find it as long as everybody may read it."""

from sqlalchemy import select

from participa.extensions import db
from participa.questions.models import Question, Visibility, redaction
from participa.questions.queries import restrictions
from participa.shared import search
from participa.shared.clock import local
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work

KIND = "question"
READABLE = (Visibility.PUBLIC, Visibility.GROUPED)
AT_ONCE = 500


def keep_findable(question: Question) -> None:
    """Follow what is public of a question: its text and the last published answer."""
    if question.visibility not in READABLE:
        search.drop(KIND, question.id)
        return
    published = [version.body for version in question.answers if version.published_at is not None]
    readable = redaction.public_text(question.body, restrictions.standing_parts(question.id))
    search.put(KIND, question.id, readable, *published[-1:], day=local(question.received_at).date())


def find_forgotten() -> None:
    """Public questions that nothing finds yet, such as those from before there was a search. Repeated until none."""
    known = select(SearchEntry.id).where(SearchEntry.kind == KIND, SearchEntry.ref == Question.id)
    lost = select(Question.id).where(Question.visibility.in_(READABLE), ~known.exists()).limit(AT_ONCE)
    ids = list(db.session.scalars(lost))
    if not ids:
        return
    with unit_of_work():
        wanted = select(Question).where(Question.id.in_(ids)).order_by(Question.id).with_for_update()
        for question in db.session.scalars(wanted):  # locked: nobody hides one in between
            keep_findable(question)
