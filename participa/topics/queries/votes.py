"""The votes on the groups of a call, as read and counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participa.extensions import db
from participa.questionnaires.models import Purpose, Questionnaire
from participa.surveys import queries as surveys
from participa.surveys.models import Survey, SurveyState
from participa.topics import counting, protecting, rules
from participa.topics.counting import Tally
from participa.topics.models import TopicCall, TopicGroup, TopicVote, Way
from participa.topics.protecting import Counted
from participa.topics.queries import groups

ITEM = "prioridad"
OVER = (SurveyState.CLOSED, SurveyState.CONCLUDED)
MOST_LISTED = 20


def find(call: TopicCall) -> TopicVote | None:
    """The vote of a call with its survey."""
    found = select(TopicVote).where(TopicVote.call_id == call.id).options(joinedload(TopicVote.survey))
    return db.session.scalars(found).one_or_none()


def uncounted() -> list[int]:
    """The votes that are over and whose count is not kept."""
    found = select(TopicVote).join(Survey).where(Survey.state.in_(OVER), TopicVote.call_id.is_not(None))
    return [vote.call_id for vote in db.session.scalars(found.order_by(TopicVote.call_id)) if vote.tally is None]


def find_counted(vote: TopicVote | None) -> Counted | None:
    """The result, once the survey is over: as it was kept, or counted now until a chore keeps it."""
    if vote is None or not vote.survey.is_over:
        return None
    return protecting.read(vote.tally) if vote.tally else count(vote)


def find_tally(vote: TopicVote | None) -> Tally | None:
    """The count of all answers, which decides."""
    counted = find_counted(vote)
    return counted.tally if counted else None


def count(vote: TopicVote) -> Counted:
    """Read every answer of the survey and count it, also without those that look repeated."""
    sheets = [(response.answers.get(ITEM), response.is_flagged) for response in surveys.responses(vote.survey)]
    clean, marked = ([answer for answer, flag in sheets if flag is side] for side in (False, True))
    every = [answer for answer, _flag in sheets]
    tallies = (_tally(vote, every), _tally(vote, clean), _tally(vote, marked))
    return Counted(*tallies, answers=len(sheets), flagged=len(marked))


def _tally(vote: TopicVote, answers: Sequence[Any]) -> Tally:
    options = [group.code for group in options_of(vote)]
    if vote.way is Way.POINTS:
        return counting.count_points(options, (answer for answer in answers if isinstance(answer, dict)))
    ballots = (answer for answer in answers if isinstance(answer, list))
    return counting.count_rankings(options, ballots, rules.places(len(options)), vote.rule)


def options_of(vote: TopicVote) -> list[TopicGroup]:
    """The groups that people vote on: they cannot change any more."""
    return groups.of_call(vote.call)


def of_calls(calls: Sequence[TopicCall]) -> dict[int, TopicVote]:
    """The vote of each call that has one; one statement."""
    wanted = TopicVote.call_id.in_([call.id for call in calls])
    found = select(TopicVote).where(wanted).options(joinedload(TopicVote.survey)).order_by(TopicVote.call_id)
    return {vote.call_id: vote for vote in db.session.scalars(found)}


def open_now(at: datetime) -> list[TopicVote]:
    """The votes that take answers, the one that closes first first."""
    is_open = (Survey.state == SurveyState.OPEN, Survey.opens_at <= at, Survey.closes_at > at)
    found = select(TopicVote).join(Survey).where(*is_open).order_by(Survey.closes_at, Survey.id)
    return list(db.session.scalars(found.options(joinedload(TopicVote.survey), joinedload(TopicVote.call))))


def needs_of_information() -> list[Survey]:
    """The public surveys that ask which information people miss, the last one first."""
    wanted = (Questionnaire.purpose == Purpose.INFORMATION_NEEDS, Survey.state != SurveyState.DRAFT)
    found = select(Survey).join(Questionnaire, Questionnaire.id == Survey.questionnaire_id).where(*wanted)
    return list(db.session.scalars(found.order_by(Survey.closes_at.desc(), Survey.id.desc()).limit(MOST_LISTED)))
