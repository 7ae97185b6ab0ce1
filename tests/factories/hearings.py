"""A hearing and what is in it."""

from datetime import timedelta
from typing import Any

from participa.hearings.models import Hearing, HearingState, StagedQuestion
from participa.shared.clock import now
from tests.factories.events import event
from tests.factories.keep import keep
from tests.factories.questions import public_question


def hearing(**changes: Any) -> Hearing:
    """An open hearing that began ten minutes ago, whose recording began with it."""
    began = now() - timedelta(minutes=10)
    values = {"room_code": "SALA7", "state": HearingState.OPEN, "opened_at": began, "recording_began_at": began}
    values |= {"salt": "sal-de-prueba"} | changes
    return keep(Hearing(event=values.pop("event", None) or event(), **values))


def staged(hearing: Hearing, **changes: Any) -> StagedQuestion:
    """A public question of the space of the hearing, waiting for the stage."""
    question = None if hearing.is_rehearsal else changes.pop("question", None) or public_question(hearing.event)
    return keep(StagedQuestion(hearing=hearing, question=question, **({"joined_at": now()} | changes)))
