"""¿Le respondieron?: what those who asked say of the answers of the story."""

from collections.abc import Iterable
from datetime import timedelta

from participa.portal.demo.calendar import Story
from participa.questions.models import Question, Status
from participa.satisfaction import services
from participa.satisfaction.models import Verdict
from participa.shared.clock import at_instant

SAID = (
    (Verdict.YES, ""),
    (Verdict.YES, ""),
    (Verdict.PARTLY, "Falta decir desde qué mes."),
    (Verdict.YES, ""),
    (Verdict.NO, "No dice cuánto costó."),
    (Verdict.YES, "Muy clara la respuesta."),
)
AFTER = timedelta(days=2)


def judge(story: Story, questions: Iterable[Question]) -> None:
    """Two days after each published answer, or at the end of the story."""
    answered = [question for question in questions if question.status is Status.PUBLISHED and question.published_at]
    for number, question in enumerate(answered):
        verdict, comment = SAID[number % len(SAID)]
        with at_instant(min((question.published_at or story.told_at) + AFTER, story.told_at)):
            services.say(question, verdict, comment)
