"""One button makes the vote: a survey whose options are the groups. Its answers are counted once it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participa.accounts.models import User
from participa.extensions import db
from participa.questionnaires import services as questionnaires
from participa.questionnaires.engine.definition import Definition, Item, ItemType, Option
from participa.questionnaires.models import Purpose, QuestionnaireVersion
from participa.questionnaires.queries import latest_version
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import services as surveys
from participa.surveys.models import Level
from participa.topics import protecting, rules, telling
from participa.topics.models import Rule, TopicCall, TopicGroup, TopicVote, Way
from participa.topics.queries import calls, groups, nominations, votes
from participa.topics.services.calls import require_editor

ITEM = votes.ITEM
ALL_POINTS = 100
ASKED = {
    Way.RANKING: "¿Qué temas le importan más?",
    Way.POINTS: "¿Cómo repartiría cien puntos entre estos temas?",
}


@dataclass(frozen=True)
class NewVote:
    """How people vote, which rule decides, how far one vote per person is assured, and from when to when."""

    way: Way
    rule: Rule
    level: Level
    opens_at: datetime
    closes_at: datetime


def make_vote(call: TopicCall, new: NewVote, form_key: str, actor: User) -> TopicVote:
    """Make the survey and open it. A second click gives the first vote. Raises Conflict with what is lacking."""
    require_editor(actor)
    held = calls.lock(call)
    earlier = votes.find(held)
    if earlier is not None:
        return earlier
    options = groups.of_call(held)
    waiting, loose = len(nominations.waiting(held)), nominations.loose_count(held)
    lacks = list(rules.lacks_to_vote(held, options, waiting, loose, now()))
    if lacks:
        raise Conflict(" ".join(lacks))
    survey = _make_survey(held, options, new, form_key, actor)
    rule = Rule.POINTS if new.way is Way.POINTS else new.rule
    if rule is Rule.POINTS and new.way is not Way.POINTS:
        raise Invalid("Elija una regla para contar puestos.")
    vote = TopicVote(call_id=held.id, survey_id=survey, way=new.way, rule=rule, made_at=now(), author_id=actor.id)
    db.session.add(vote)
    db.session.flush()
    audit.record("topic_vote_made", held, actor, survey=survey, rule=rule.value)
    return vote


def _make_survey(call: TopicCall, options: Sequence[TopicGroup], new: NewVote, form_key: str, actor: User) -> int:
    """The row number of the survey, which is open already."""
    asked = Definition((item_of(options, new.way),))
    title = f"Votación: {call.title}"[:200]
    made = questionnaires.create(title, Purpose.TOPICS, actor, f"{form_key}-temas", asked)
    version: QuestionnaireVersion = latest_version(made.id)
    survey = surveys.create(
        surveys.NewSurvey(
            title=title,
            version=version,
            level=new.level,
            opens_at=new.opens_at,
            closes_at=new.closes_at,
            about=_intro(call, new),
            activity=call.activity,
            event=call.event,
        ),
        f"{form_key}-temas",
        actor,
    )
    surveys.open_survey(survey, actor)
    return survey.id


def item_of(options: Sequence[TopicGroup], way: Way) -> Item:
    """The question of the vote. Up to six options are put in order; of more, three are chosen; or points are shared."""
    kind = ItemType.RANKING if way is Way.RANKING else ItemType.POINTS
    return Item(
        name=ITEM,
        type=kind,
        label=ASKED[way],
        is_required=True,
        options=tuple(Option(group.code, group.title) for group in options),
        maximum=rules.places(len(options)) if way is Way.RANKING else ALL_POINTS,
        shuffles=True,
        may_decline=True,
    )


def _intro(call: TopicCall, new: NewVote) -> str:
    rule = Rule.POINTS if new.way is Way.POINTS else new.rule
    return f"Los temas salieron de «{call.title}». {telling.ANNOUNCED[rule]}"


def keep_tallies() -> None:
    """The chore: count each vote that is over, once."""
    for number in votes.uncounted():
        with unit_of_work():
            vote = db.session.get_one(TopicVote, number)
            vote.tally = protecting.kept(votes.count(vote))
