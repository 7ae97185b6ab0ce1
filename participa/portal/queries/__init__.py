"""What the portal gathers from the rooms: the front page, the desk, and how the house is."""

from dataclasses import dataclass, field
from datetime import date, datetime

from flask import current_app
from sqlalchemy import func, select

from participa.config import Settings
from participa.documents.models import DraftConsultation, PublicDocument
from participa.documents.queries import documents
from participa.documents.queries.consultations import open_consultations
from participa.evaluations import queries as evaluations
from participa.evaluations.models import Evaluation
from participa.events import queries as events
from participa.events.models import Event
from participa.extensions import db
from participa.hearings.models import Hearing
from participa.hearings.queries import rooms as hearings
from participa.questions.queries import figures
from participa.questions.queries import public as questions
from participa.shared import jobs
from participa.shared.clock import local
from participa.shared.mail import OutgoingMail
from participa.strategy import queries as strategies
from participa.strategy.models import Activity, ActivityState, Strategy, StrategyState
from participa.surveys import queries as surveys
from participa.surveys.models import Survey
from participa.topics.models import TopicCall, TopicVote
from participa.topics.queries import calls as topic_calls
from participa.topics.queries import votes as topic_votes

MOST_TOPICS = MOST_SURVEYS = 2
MOST_COMING = 8
MOST_BULLETINS = 3
INFORMATION = "informacion"  # the element of the Manual Único


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
    topic_calls: list[TopicCall]
    topic_votes: list[TopicVote]
    surveys: list[Survey]


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
        topic_calls=topic_calls.open_now(at)[:MOST_TOPICS],
        topic_votes=topic_votes.open_now(at)[:MOST_TOPICS],
        surveys=_surveys(at),
    )


def _surveys(at: datetime) -> list[Survey]:
    """Those that close first; a vote on topics has its own place."""
    votes = {vote.survey_id for vote in topic_votes.open_now(at)}
    return [survey for survey in surveys.open_now(at) if survey.id not in votes][:MOST_SURVEYS]


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


@dataclass(frozen=True)
class CommunicationPlan:
    """What came out last, and what the strategy in force says that will be told: the next to end first."""

    bulletins: list[PublicDocument]
    strategy: Strategy | None = None
    coming: list[Activity] = field(default_factory=list)
    others: list[Activity] = field(default_factory=list)


def communication_plan(today: date) -> CommunicationPlan:
    bulletins, strategy = documents.latest(MOST_BULLETINS), strategies.find_current()
    if strategy is None:
        return CommunicationPlan(bulletins)
    told = [one for one in strategies.activities(strategy) if one.elemento == INFORMATION]
    coming = [one for one in strategies.coming(strategy, today, len(told) + MOST_COMING) if one.elemento == INFORMATION]
    seen = {one.id for one in coming}
    others = [one for one in told if one.id not in seen]
    return CommunicationPlan(bulletins, strategy, coming[:MOST_COMING], others)


@dataclass(frozen=True)
class OpenNow:
    """All that a person can do today."""

    hearings: list[Hearing]
    receiving: list[Event]
    registering: list[Event]
    evaluations: list[Evaluation]
    calls: list[TopicCall]
    votes: list[TopicVote]
    surveys: list[Survey]
    drafts: list[DraftConsultation]

    @property
    def spaces(self) -> list[Event]:
        """Those that take questions or registrations, nearest first."""
        found = {event.id: event for event in (*self.receiving, *self.registering)}
        return sorted(found.values(), key=lambda event: (event.starts_at, event.id))


def open_now(at: datetime) -> OpenNow:
    running = [one for one in evaluations.running() if one.survey.opens_at <= at < one.survey.closes_at]
    return OpenNow(
        hearings=hearings.open_now(),
        receiving=events.receiving(at),
        registering=events.taking_registrations(at),
        evaluations=running,
        calls=topic_calls.open_now(at),
        votes=topic_votes.open_now(at),
        surveys=_other_surveys(at, running),
        drafts=open_consultations(local(at).date()),
    )


def _other_surveys(at: datetime, running: list[Evaluation]) -> list[Survey]:
    """Without votes on topics and evaluations, which have their own place."""
    others = {vote.survey_id for vote in topic_votes.open_now(at)} | {one.survey_id for one in running}
    return [survey for survey in surveys.open_now(at) if survey.id not in others]
