"""What came in a file, and what of it nobody understood."""

from dataclasses import dataclass

from participa.questionnaires.engine.definition import Definition
from participa.questionnaires.models import Purpose


@dataclass(frozen=True)
class Unread:
    """Something that was not read as it was written. `where` says the sheet and the row, for people."""

    where: str
    text: str


@dataclass(frozen=True)
class Brought:
    """A questionnaire as it came in a file. Nothing of it is kept yet."""

    title: str
    purpose: Purpose
    definition: Definition
    unread: tuple[Unread, ...] = ()
