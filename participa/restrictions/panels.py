"""What this room shows on the pages of a question: what is hidden, who decided, when, and how to appeal."""

from participa.accounts.models import User
from participa.questions.doors import Panel
from participa.questions.models import Question, redaction
from participa.questions.queries.public import PublicQuestion
from participa.questions.services import may_redact_answer, may_withhold_answer
from participa.restrictions import queries, rules
from participa.restrictions.forms import AuthorAppealForm


def of_public(question: PublicQuestion) -> list[Panel]:
    """The mark of what is hidden, and every appeal with its decision."""
    standing = queries.find_standing(question.id, question.visibility)
    appeals = queries.appeals_of(question.id)
    if standing is None and not appeals:
        return []
    against = [one for one in appeals if standing and one.restriction_id == standing.restriction.id]
    may_appeal = standing is not None and rules.may_appeal(against, by_author=False)
    data = {"standing": standing, "appeals": appeals, "may_appeal": may_appeal, "radicado": question.radicado}
    return [Panel("restrictions/_public.html", data)]


def of_author(question: Question, code: str) -> list[Panel]:
    """What was hidden of the own text and why, and the form to appeal."""
    standing, appeals = queries.find_standing(question.id, question.visibility), queries.appeals_of(question.id)
    if standing is None and not appeals:
        return []
    against = [one for one in appeals if standing and one.restriction_id == standing.restriction.id]
    is_open = any(one.decided_at is None for one in against)
    may_appeal = standing is not None and not is_open and rules.may_appeal(against, by_author=True)
    form = AuthorAppealForm(formdata=None, data={"code": code}) if may_appeal else None
    data = {"standing": standing, "appeals": appeals, "hidden": _hidden(question, standing), "form": form}
    return [Panel("restrictions/_author.html", data)]


def _hidden(question: Question, standing: queries.Standing | None) -> list[tuple[str, str]]:
    """The own words that nobody else reads, each with its reason."""
    if standing is None or standing.is_whole:
        return []
    found = queries.parts(question.id)
    return [(question.body[part.starts : part.ends], redaction.SHORT_REASONS[part.reason]) for part in found]


def of_staff(question: Question, person: User) -> list[Panel]:
    """What may be done now: hide parts, show them again, confirm what somebody proposed, decide an appeal."""
    if person.role not in rules.REVIEWERS:
        return []
    standing = queries.redaction_of(question.id)
    proposal = queries.find_proposal(question.id)
    data = {
        "pieces": redaction.pieces(question.body, queries.parts(question.id)) if standing else (),
        "may_lift": standing is not None and standing.author_id != person.id,
        "proposal": proposal,
        "is_second": proposal is not None and proposal.author_id != person.id,
        "appeals": [one for one in queries.appeals_of(question.id) if one.decided_at is None],
        "radicado": question.radicado,
        "answer": next((one for one in question.answers if may_redact_answer(person, one)), None),
        "versions": [one for one in question.answers if may_withhold_answer(person, one) and one.withheld is None],
    }
    return [Panel("restrictions/_staff.html", data)]
