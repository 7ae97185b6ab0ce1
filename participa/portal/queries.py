"""What the portal gathers from the rooms: the front page, the desk, and how the house is."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy import func, select

from participa.config import Settings
from participa.events import queries as events
from participa.events.models import Event
from participa.extensions import db
from participa.hearings.models import Hearing
from participa.hearings.queries import rooms as hearings
from participa.questions.queries import figures
from participa.questions.queries import public as questions
from participa.shared import jobs
from participa.shared.mail import OutgoingMail
from participa.strategy import queries as strategies
from participa.strategy.models import Activity, ActivityState, Strategy, StrategyState


@dataclass(frozen=True)
class Progress:
    """How many activities of a strategy are done, of those not cancelled (Manual Único, indicator B6)."""

    done: int
    total: int


@dataclass(frozen=True)
class FrontPage:
    """What is on now."""

    strategy: Strategy | None
    progress: Progress
    coming: list[Activity]
    live: Hearing | None
    next_event: Event | None
    is_receiving: bool
    later_events: list[Event]
    answers: list[questions.PublicQuestion]
    figures: figures.Figures


def front_page(at: datetime, today: date) -> FrontPage:
    strategy = strategies.find_current()
    live = next(iter(hearings.open_now()), None)
    next_event = live.event if live else _next_event(at)
    return FrontPage(
        strategy=strategy,
        progress=progress(strategy) if strategy else Progress(0, 0),
        coming=strategies.coming(strategy, today, 4) if strategy else [],
        live=live,
        next_event=next_event,
        is_receiving=next_event is not None and next_event.takes_up_questions(at),
        later_events=[event for event in events.upcoming(at, 4) if event is not next_event][:3],
        answers=questions.latest_answers(3),
        figures=figures.recent(),
    )


def _next_event(at: datetime) -> Event | None:
    """The nearest space that takes questions now; without one, the nearest that will be held."""
    return next(iter(events.receiving(at)), None) or events.find_next_public(at)


def progress(strategy: Strategy) -> Progress:
    counted = select(Activity.state, func.count()).where(Activity.strategy_id == strategy.id)
    by_state = {row[0]: row[1] for row in db.session.execute(counted.group_by(Activity.state))}
    return Progress(
        done=by_state.get(ActivityState.DONE, 0),
        total=sum(count for state, count in by_state.items() if state is not ActivityState.CANCELLED),
    )


def unpublished_strategies() -> int:
    """Strategies that are written and that the public cannot read yet."""
    open_states = (StrategyState.DRAFT, StrategyState.IN_CONSULTATION, StrategyState.APPROVED)
    return db.session.scalar(select(func.count(Strategy.id)).where(Strategy.state.in_(open_states))) or 0


def health() -> dict[str, object]:
    """Whether the database answers and what waits. Raises SQLAlchemyError when it does not answer."""
    settings: Settings = current_app.extensions["settings"]
    return {
        "status": "ok" if database_answers() else "down",
        "database": "sqlite" if settings.uses_sqlite else "postgresql",
        "mode": settings.mode.value,
        "pending_mails": pending_mails(),
        **jobs.status(current_app),
    }


def database_answers() -> bool:
    return db.session.scalar(select(1)) == 1


def pending_mails() -> int:
    waiting = select(func.count()).where(OutgoingMail.sent_at.is_(None), OutgoingMail.failed_at.is_(None))
    return db.session.scalar(waiting) or 0


def failed_mails() -> int:
    return db.session.scalar(select(func.count()).where(OutgoingMail.failed_at.is_not(None))) or 0
