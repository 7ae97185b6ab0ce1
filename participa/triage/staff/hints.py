"""What the page lays beside a question: it only suggests, a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from participa.questions.models import Question
from participa.questions.queries import checking
from participa.questions.queries.similar import Similar, similar
from participa.questions.queries.suggestions import Suggestion, suggest
from participa.shared import personal_data

LONGEST = 90  # letters of a similar question beside its button


@dataclass(frozen=True)
class Hints:
    """`parts` is the text as it would be public, cut by what may be personal data; `care` names that, or is empty."""

    parts: Sequence[tuple[str, str]]
    care: str
    suggestion: Suggestion
    similar: Sequence[Similar]


def hints_of(question: Question) -> Hints:
    found = checking.findings_of(question)
    care = personal_data.described(found) if found else ""
    return Hints(checking.parts_of(question), care, suggest(question), similar(question))


def choices_of(hints: Hints) -> list[tuple[str, str]]:
    """The similar questions as choices of a group: (radicado, words)."""
    return [
        (other.radicado, f"{other.radicado} ({other.label}): {shorten(other.wording, LONGEST, placeholder='…')}")
        for other in hints.similar
    ]
