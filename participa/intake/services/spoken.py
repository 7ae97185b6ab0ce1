"""What is said at the microphone or on the telephone, or came by another way, typed by the team."""

from datetime import datetime

from participa.accounts.models import User
from participa.events.models import Event
from participa.intake import rules
from participa.questions import services as questions
from participa.questions.models import Channel
from participa.questions.services import Hand, Receipt, Submission
from participa.shared.clock import now
from participa.shared.errors import Forbidden, Invalid

FUTURE = "Esa fecha todavía no llega. Escriba cuándo se recibió."
WHY = "Escriba por qué se registra después del día en que llegó."


def take_in(
    event: Event | None,
    submission: Submission,
    form_key: str,
    channel: Channel,
    came_at: datetime,
    author: User,
    reason: str = "",
) -> Receipt:
    """File what came at that instant. The same form key again gives the first receipt (CPACA arts. 15 and 62).

    Raises Forbidden, and Invalid for a future instant or a past day without reason.
    """
    if not rules.may_type(author):
        raise Forbidden("Solo moderación escribe preguntas por otras personas.")
    if came_at > now():
        raise Invalid(FUTURE)
    if rules.needs_reason(came_at, now()) and not reason:
        raise Invalid(WHY)
    return questions.submit(event, submission, form_key, came_at, Hand(channel, author, reason))
