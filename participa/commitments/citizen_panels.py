"""What citizens see and do beside a commitment, and beside the question that it comes from or that observes it."""

from participa.accounts.models import Role, User
from participa.commitments import doors, news
from participa.commitments.forms.citizens import PieceForm
from participa.commitments.models import Commitment, CommitmentEntry
from participa.commitments.queries import following, observing
from participa.commitments.standing import STANDING_LABELS, STANDING_TONES, standing_of
from participa.questions import doors as question_doors
from participa.questions.models import Question
from participa.questions.queries.public import PublicQuestion
from participa.shared.clock import today


def for_everybody(commitment: Commitment) -> list[doors.Panel]:
    """How to be told, and what citizens observed."""
    data = {
        "commitment": commitment,
        "rows": observing.latest(commitment.id),
        "counts": observing.counts(commitment.id),
    }
    return [
        doors.Panel("commitments/_observations.html", data),
        doors.Panel("commitments/_follow.html", {"commitment": commitment}),
    ]


def for_team(commitment: Commitment, _person: User) -> list[doors.Panel]:
    """What citizens observed, also what waits to be read."""
    if not commitment.is_public:
        return []
    rows = observing.for_team(commitment.id)
    return [doors.Panel("commitments/staff/_observations.html", {"rows": rows})] if rows else []


def of_public_question(question: PublicQuestion) -> list[question_doors.Panel]:
    """On the page of an observation: of which commitment it is."""
    observation = observing.find(question.id)
    if observation is None:
        return []
    return [question_doors.Panel("commitments/_observes.html", {"commitment": observation.commitment})]


def of_author(question: Question, _code: str) -> list[question_doors.Panel]:
    """For who asked: what was promised because of it and how it goes; for who observed, what became of the proof."""
    panels = [question_doors.Panel("commitments/_born.html", {"rows": _born(question)})]
    observation = observing.find(question.id)
    if observation is not None:
        panels.append(question_doors.Panel("commitments/_own_observation.html", {"observation": observation}))
    return [panel for panel in panels if panel.data.get("rows", True)]


def _born(question: Question) -> list[dict[str, object]]:
    found = following.of_question(question.id)
    last = following.last_entries([one.id for one in found])
    return [_told(one, last.get(one.id)) for one in found]


def _told(commitment: Commitment, entry: CommitmentEntry | None) -> dict[str, object]:
    standing = standing_of(commitment, today())
    return {
        "commitment": commitment,
        "label": STANDING_LABELS[standing],
        "tone": STANDING_TONES[standing],
        "last": news.title_of(entry) if entry else "",
        "at": entry.at if entry else None,
    }


def of_staff_question(question: Question, person: User) -> list[question_doors.Panel]:
    """Which commitment a question observes, and what came with it; a moderator decides what of it is published."""
    observation = observing.find(question.id)
    if observation is None:
        return []
    forms = {one.id: _form(one.id) for one in observation.evidence} if person.role is Role.MODERATOR else {}
    return [question_doors.Panel("commitments/staff/_observes.html", {"observation": observation, "forms": forms})]


def _form(number: int) -> PieceForm:
    return PieceForm(formdata=None, prefix=f"pieza-{number}-")
