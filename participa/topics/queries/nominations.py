"""Nominations, as read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participa.config import Settings
from participa.extensions import db
from participa.questions.models import KnownPlace, WithholdReason
from participa.questions.queries import words
from participa.shared import follow_codes
from participa.shared.similarity.reading import Reading, compare
from participa.topics.models import GroupMember, Nomination, Standing, TopicCall

PER_PAGE = 30
MOST_COMPARED = 500
LEAST = 0.15  # under which nothing is shown: not one word in common
TERRITORY = ("vereda", "barrio")


@dataclass(frozen=True)
class Alike:
    """A public nomination that resembles, and the words of it that the other one shares."""

    nomination: Nomination
    shared_words: tuple[str, ...]


def of_call(call: TopicCall, number: int) -> Nomination:
    """Raises NoResultFound."""
    wanted = (Nomination.call_id == call.id, Nomination.number == number)
    return db.session.scalars(select(Nomination).where(*wanted)).one()


def public_of_call(call: TopicCall, number: int) -> Nomination:
    """One that everybody may read. Raises NoResultFound."""
    wanted = (Nomination.call_id == call.id, Nomination.number == number, Nomination.standing == Standing.PUBLIC)
    return db.session.scalars(select(Nomination).where(*wanted)).one()


def lock(nomination: Nomination) -> Nomination:
    held = select(Nomination).where(Nomination.id == nomination.id).with_for_update(of=Nomination)
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def locked(call: TopicCall, numbers: Collection[int]) -> list[Nomination]:
    """Public nominations of a call, locked in the order of their numbers."""
    wanted = (Nomination.call_id == call.id, Nomination.number.in_(numbers), Nomination.standing == Standing.PUBLIC)
    held = select(Nomination).where(*wanted).order_by(Nomination.id).with_for_update(of=Nomination)
    return list(db.session.scalars(held.execution_options(populate_existing=True)))


def find_by_form_key(digest: str) -> Nomination | None:
    return db.session.scalars(select(Nomination).where(Nomination.form_key_digest == digest)).one_or_none()


def find_by_code(typed: str) -> Nomination | None:
    """The nomination of a typed follow code, with its call."""
    settings: Settings = current_app.extensions["settings"]
    code = follow_codes.normalise(typed)
    if not follow_codes.is_well_formed(code):
        return None
    wanted = Nomination.code_digest == follow_codes.code_digest(code, settings.code_key)
    return db.session.scalars(select(Nomination).where(wanted).options(joinedload(Nomination.call))).one_or_none()


def waiting(call: TopicCall) -> list[Nomination]:
    """What waits for moderation, first come first."""
    wanted = (Nomination.call_id == call.id, Nomination.standing == Standing.WAITING)
    return list(db.session.scalars(select(Nomination).where(*wanted).order_by(Nomination.number)))


def counts(call: TopicCall) -> dict[Standing, int]:
    """How many of each standing."""
    counted = select(Nomination.standing, func.count()).where(Nomination.call_id == call.id)
    found = {row[0]: row[1] for row in db.session.execute(counted.group_by(Nomination.standing))}
    return {standing: found.get(standing, 0) for standing in Standing}


def loose(call: TopicCall, page: int = 1) -> Pagination:
    """Public nominations without a group, the most supported first."""
    grouped = select(GroupMember.id).where(GroupMember.nomination_id == Nomination.id, GroupMember.ended_at.is_(None))
    wanted = (Nomination.call_id == call.id, Nomination.standing == Standing.PUBLIC, ~grouped.exists())
    found = select(Nomination).where(*wanted).order_by(Nomination.supports.desc(), Nomination.number)
    return db.paginate(found, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def every_public(call: TopicCall) -> list[Nomination]:
    """All that may be grouped, by number."""
    wanted = (Nomination.call_id == call.id, Nomination.standing == Standing.PUBLIC)
    return list(db.session.scalars(select(Nomination).where(*wanted).order_by(Nomination.number)))


def loose_count(call: TopicCall) -> int:
    grouped = select(GroupMember.id).where(GroupMember.nomination_id == Nomination.id, GroupMember.ended_at.is_(None))
    wanted = (Nomination.call_id == call.id, Nomination.standing == Standing.PUBLIC, ~grouped.exists())
    return db.session.scalar(select(func.count(Nomination.id)).where(*wanted)) or 0


def kept_back(call: TopicCall) -> list[Nomination]:
    """Those not published, for the public list of reasons: their words are not read from here."""
    wanted = (Nomination.call_id == call.id, Nomination.standing == Standing.KEPT_BACK)
    return list(db.session.scalars(select(Nomination).where(*wanted).order_by(Nomination.number)))


def kept_back_reasons(call: TopicCall) -> list[tuple[WithholdReason | None, int]]:
    """How many were not published, by reason."""
    wanted = (Nomination.call_id == call.id, Nomination.standing == Standing.KEPT_BACK)
    counted = select(Nomination.reason, func.count()).where(*wanted).group_by(Nomination.reason)
    return [(row[0], row[1]) for row in db.session.execute(counted.order_by(Nomination.reason))]


def similar(call: TopicCall, text: str, besides: int | None = None, most: int = 3) -> list[Alike]:
    """The public nominations of a call that resemble a text most, best first."""
    wanted = (Nomination.call_id == call.id, Nomination.standing == Standing.PUBLIC, Nomination.id != (besides or 0))
    found = select(Nomination).where(*wanted).order_by(Nomination.id.desc()).limit(MOST_COMPARED)
    return _best(text, list(db.session.scalars(found)), most)


def _best(text: str, others: Sequence[Nomination], most: int) -> list[Alike]:
    lexicon = words.lexicon()
    asked = Reading(text, lexicon)
    if not asked.stems or not others:
        return []
    readings = [Reading(other.words, lexicon) for other in others]
    stems = {meaning for reading in (asked, *readings) for meaning in reading.meanings}
    matches = compare(asked, readings, [other.id for other in others], words.scale(stems), most)
    good = [match for match in matches.values() if match.score >= LEAST]
    return [Alike(others[match.at], readings[match.at].words_for(match.shared)) for match in good]


def places() -> list[str]:
    """The comunas and veredas that are offered, by name."""
    wanted = (KnownPlace.is_active, KnownPlace.kind.in_(TERRITORY))
    return list(db.session.scalars(select(KnownPlace.name).where(*wanted).order_by(KnownPlace.name, KnownPlace.id)))
