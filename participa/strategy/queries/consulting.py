"""Drafts in consultation and what people observe of them."""

from collections import Counter
from datetime import date

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from participa.extensions import db
from participa.strategy.models import Activity, Observation, ObservationReply, Strategy, StrategyState

OBSERVATIONS_PER_PAGE = 20


def consulted(year: int, today: date) -> Strategy:
    """The latest version of a year whose consultation has begun. Raises NoResultFound."""
    begun = select(Strategy).where(Strategy.year == year, Strategy.consultation_opens_on <= today)
    found = begun.where(Strategy.state != StrategyState.DRAFT).order_by(Strategy.version.desc(), Strategy.id.desc())
    return db.session.execute(found.limit(1)).scalar_one()


def in_consultation(today: date) -> list[Strategy]:
    """The drafts of which people may observe today, latest year first."""
    found = select(Strategy).where(Strategy.state == StrategyState.IN_CONSULTATION)
    open_now = found.where(Strategy.consultation_opens_on <= today, Strategy.consultation_closes_on >= today)
    return list(db.session.scalars(open_now.order_by(Strategy.year.desc(), Strategy.version.desc(), Strategy.id)))


def activity_of(strategy: Strategy, slug: str) -> Activity:
    """Raises NoResultFound."""
    found = select(Activity).where(Activity.strategy_id == strategy.id, Activity.slug == slug)
    return db.session.execute(found).scalar_one()


def find_observation_by_form_key(digest: str) -> Observation | None:
    return db.session.scalars(select(Observation).where(Observation.form_key_digest == digest)).first()


def find_observation_by_code(digest: str) -> Observation | None:
    return db.session.scalars(_whole().where(Observation.code_digest == digest)).first()


def observation(observation_id: int) -> Observation:
    """For the team. Raises NoResultFound."""
    return db.session.execute(_whole().where(Observation.id == observation_id)).scalar_one()


def _whole() -> Select[Observation]:
    linked = (joinedload(Observation.strategy), joinedload(Observation.activity))
    return select(Observation).options(*linked, selectinload(Observation.replies))


def observations(strategy: Strategy, page: int) -> Pagination:
    """What was observed of a version, first received first. 404 beyond the last page."""
    found = _whole().where(Observation.strategy_id == strategy.id).order_by(Observation.id)
    return db.paginate(found, page=page, per_page=OBSERVATIONS_PER_PAGE, max_per_page=OBSERVATIONS_PER_PAGE)


def replied(strategy: Strategy, page: int) -> Pagination:
    """The observations with a public reply, first received first. 404 beyond the last page."""
    has_reply = Observation.replies.any(ObservationReply.published_at.is_not(None))
    found = _whole().where(Observation.strategy_id == strategy.id, has_reply).order_by(Observation.id)
    return db.paginate(found, page=page, per_page=OBSERVATIONS_PER_PAGE, max_per_page=OBSERVATIONS_PER_PAGE)


def observation_count(strategy: Strategy) -> int:
    found = select(func.count()).select_from(Observation).where(Observation.strategy_id == strategy.id)
    return db.session.scalar(found) or 0


def unanswered_observations() -> list[tuple[int, int]]:
    """Version and how many of its observations have no public reply, latest version first."""
    is_answered = Observation.replies.any(ObservationReply.published_at.is_not(None))
    found = select(Observation.strategy_id, func.count()).where(~is_answered).group_by(Observation.strategy_id)
    return [(row[0], row[1]) for row in db.session.execute(found.order_by(Observation.strategy_id.desc()))]


def decision_counts(strategy: Strategy) -> Counter[str]:
    """How many observations have each decision in their latest public reply."""
    latest = select(ObservationReply.observation_id, func.max(ObservationReply.number).label("number"))
    latest_public = latest.where(ObservationReply.published_at.is_not(None)).group_by(ObservationReply.observation_id)
    last = latest_public.subquery()
    is_last = (ObservationReply.observation_id == last.c.observation_id) & (ObservationReply.number == last.c.number)
    rows = select(ObservationReply.decision, func.count()).join(last, is_last).join(ObservationReply.observation)
    mine = rows.where(Observation.strategy_id == strategy.id).group_by(ObservationReply.decision)
    return Counter({row[0].value: row[1] for row in db.session.execute(mine)})
