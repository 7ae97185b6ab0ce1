"""What citizens observed of a commitment, as everybody, who wrote it and the team may see it."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from participa.accounts.models import User
from participa.commitments.models import (
    Commitment,
    CommitmentObservation,
    ObservationEvidence,
    PieceState,
)
from participa.extensions import db
from participa.questions.models import Question
from participa.questions.queries import public
from participa.questions.queries import staff as team
from participa.questions.queries.public import PublicQuestion
from participa.shared.files import StoredFile
from participa.shared.paging import MOST_PAGES

PER_PAGE = 20
MOST_IN_PANEL = 5


@dataclass(frozen=True)
class Observed:
    """An observation that everybody may see, with what may be seen of what came with it."""

    question: PublicQuestion
    evidence: list[ObservationEvidence]


@dataclass(frozen=True)
class Counts:
    """How many observations there are, and how many of them nobody has read for publication yet."""

    total: int
    waiting: int


def counts(commitment_id: int) -> Counts:
    """What waits apart, because it came too fast or looks harmful, counts only once somebody has read it."""
    of = _of(commitment_id)
    total = select(func.count()).select_from(of.where(counts_for_all()).subquery())
    listed = select(func.count()).select_from(of.where(public.is_listed()).subquery())
    everything = db.session.scalar(total) or 0
    return Counts(everything, everything - (db.session.scalar(listed) or 0))


def counts_for_all() -> ColumnElement[bool]:
    """Whether a question that observes is among those that everybody is told the number of."""
    return or_(public.is_listed(), ~team.is_quarantined())


def latest(commitment_id: int, most: int = MOST_IN_PANEL) -> list[Observed]:
    """The last ones of the public list, the latest first."""
    found = _of(commitment_id).where(public.is_listed()).order_by(Question.id.desc()).limit(most)
    return _seen(list(db.session.scalars(found)))


def page(commitment_id: int, number: int) -> tuple[Pagination, list[Observed]]:
    """A page of them, the latest first. 404 beyond the last page."""
    found = _of(commitment_id).where(public.is_listed()).order_by(Question.id.desc())
    part = db.paginate(found, page=min(number, MOST_PAGES), per_page=PER_PAGE)
    return part, _seen(list(part.items))


def for_team(commitment_id: int, most: int = 20) -> list[Question]:
    """The last ones, also those that nobody has read yet, the latest first."""
    found = select(Question).where(Question.id.in_(_of(commitment_id))).options(joinedload(Question.department))
    return list(db.session.scalars(found.order_by(Question.id.desc()).limit(most)))


def _of(commitment_id: int) -> Select[int]:
    found = select(Question.id).join(CommitmentObservation, CommitmentObservation.question_id == Question.id)
    return found.where(CommitmentObservation.commitment_id == commitment_id)


def _seen(ids: list[int]) -> list[Observed]:
    rows = {row.id: row for row in public.by_ids(ids)}
    evidence = _public_evidence([number for number in ids if number in rows and not rows[number].is_withheld])
    return [Observed(rows[number], evidence.get(number, [])) for number in ids if number in rows]


def _public_evidence(ids: Collection[int]) -> dict[int, list[ObservationEvidence]]:
    of = ObservationEvidence
    found = select(of).where(of.question_id.in_(ids), of.state == PieceState.ACCEPTED)
    pieces: dict[int, list[ObservationEvidence]] = {}
    for piece in db.session.scalars(found.options(joinedload(of.file)).order_by(of.id)):
        pieces.setdefault(piece.question_id, []).append(piece)
    return pieces


def public_piece(code: str, name: str) -> ObservationEvidence:
    """The piece whose file has this random name. Raises NoResultFound for what nobody accepted or is not public."""
    of = ObservationEvidence
    found = (
        select(of)
        .join(CommitmentObservation, CommitmentObservation.question_id == of.question_id)
        .join(Commitment, Commitment.id == CommitmentObservation.commitment_id)
        .join(Question, Question.id == of.question_id)
        .join(StoredFile, StoredFile.id == of.file_id)
        .where(Commitment.code == code.upper(), StoredFile.name == name)
        .where(of.state == PieceState.ACCEPTED, public.is_readable())
        .options(joinedload(of.file))
    )
    return db.session.scalars(found).one()


def find(question_id: int) -> CommitmentObservation | None:
    """That a question observes a commitment, with all that came with it."""
    of = CommitmentObservation
    pieces = selectinload(of.evidence).joinedload(ObservationEvidence.file)
    found = select(of).where(of.question_id == question_id).options(joinedload(of.commitment), pieces)
    return db.session.scalars(found).one_or_none()


def piece_for(number: int, person: User) -> ObservationEvidence:
    """A piece of an observation that this person may see. Raises NoResultFound."""
    of = ObservationEvidence
    found = select(of).join(Question, Question.id == of.question_id).where(of.id == number, team.visible_to(person))
    together = joinedload(of.observation).joinedload(CommitmentObservation.question)
    return db.session.scalars(found.options(joinedload(of.file), together)).one()


def piece_to_decide(number: int, person: User) -> ObservationEvidence:
    """The same as it is now, which nobody else decides meanwhile."""
    piece_for(number, person)
    found = select(ObservationEvidence).where(ObservationEvidence.id == number)
    return db.session.scalars(
        found.with_for_update(of=ObservationEvidence).execution_options(populate_existing=True)
    ).one()


def count_waiting_files() -> int:
    """How many files of citizens nobody has decided on."""
    of = ObservationEvidence
    waiting = select(func.count(of.id)).where(of.state == PieceState.WAITING, of.file_id.is_not(None))
    return db.session.scalar(waiting) or 0
