"""What narrows the list of questionnaires."""

from dataclasses import dataclass

from participa.questionnaires.models import Purpose, VersionState


@dataclass(frozen=True)
class Wanted:
    """What the list is asked to show."""

    words: str = ""
    purpose: Purpose | None = None
    state: VersionState | None = None
    is_archived: bool = False
