"""Commitments with the people, and the plans that mend what went wrong."""

from collections.abc import Collection, Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from participa.commitments.models import Commitment
from participa.commitments.queries.public import SEARCHED, is_promise
from participa.commitments.services import finding
from participa.commitments.standing import STANDING_LABELS, standing_of
from participa.extensions import db
from participa.improvement.models import ImprovementAction, ImprovementFinding, ImprovementPlan
from participa.improvement.queries import PUBLIC
from participa.search.sources.card import Card, Source
from participa.shared import atom
from participa.shared.clock import local, today


def promises() -> Select[int]:
    return select(Commitment.id).where(is_promise())


def cards(ids: Collection[int]) -> list[Card]:
    with_lead = joinedload(Commitment.lead)
    wanted = select(Commitment).where(is_promise(), Commitment.id.in_(ids)).options(with_lead).order_by(Commitment.id)
    return [_card(row) for row in db.session.scalars(wanted)]


def _card(row: Commitment) -> Card:
    return Card(
        kind=SEARCHED,
        ref=row.id,
        title=atom.short(row.text),
        texts=(row.text, row.scope, row.how_known),
        endpoint="commitments.detail",
        values={"code": row.code},
        day=row.promised_on,
        about=(row.code, row.lead.name, STANDING_LABELS[standing_of(row, today())]),
    )


def write(ids: Collection[int]) -> None:
    """Locked: two processes do not write the same words."""
    wanted = select(Commitment).where(Commitment.id.in_(ids)).order_by(Commitment.id).with_for_update()
    for commitment in db.session.scalars(wanted):
        finding.keep_findable(commitment)


def find_code(code: str) -> list[Card]:
    number = db.session.scalars(promises().where(Commitment.code == code)).one_or_none()
    return cards([number]) if number else []


def plans() -> Select[int]:
    return select(ImprovementPlan.id).where(PUBLIC)


def plan_cards(ids: Collection[int]) -> list[Card]:
    action = selectinload(ImprovementFinding.actions).joinedload(ImprovementAction.commitment)
    whole = selectinload(ImprovementPlan.findings).options(action)
    wanted = select(ImprovementPlan).where(PUBLIC, ImprovementPlan.id.in_(ids)).options(whole)
    return [_plan_card(row) for row in db.session.scalars(wanted.order_by(ImprovementPlan.id))]


def _plan_card(row: ImprovementPlan) -> Card:
    return Card(
        kind="improvement_plan",
        ref=row.id,
        title=row.title,
        texts=(row.title, *_words_of(row)),
        endpoint="improvement.detail",
        values={"number": row.id},
        day=local(row.published_at or row.created_at).date(),
        about=(f"Año {row.year}", row.state_label),
    )


def _words_of(plan: ImprovementPlan) -> Iterator[str]:
    """Of what is public; the words of a citizen's observation stay with the question, which may be withheld."""
    for found in plan.findings:
        if found.is_public:
            yield from (found.words, found.cause, found.body, found.document)
            yield from (action.commitment.text for action in found.actions if action.commitment.is_public)


COMMITMENTS = Source(SEARCHED, "compromisos", "Compromiso", "Compromisos", promises, cards, write, find_code)
PLANS = Source(
    *("improvement_plan", "planes", "Plan de mejoramiento", "Planes de mejoramiento"),
    public=plans,
    cards=plan_cards,
)
