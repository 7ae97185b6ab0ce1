"""What somebody writes of a plan before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import FileStorage

from participa.improvement.models import FindingOrigin


@dataclass(frozen=True)
class NewPlan:
    year: int
    title: str
    activity_id: int
    event_id: int | None = None


@dataclass(frozen=True)
class Found:
    """A finding of another page of the platform. `source` names its row; an observation brings no words."""

    origin: FindingOrigin
    source: str
    words: str = ""
    question_id: int | None = None
    commitment_id: int | None = None


@dataclass(frozen=True)
class NewFinding:
    """A finding that is typed. `document_on` is a day of Colombia; of a control body, a link or a file is needed."""

    origin: FindingOrigin
    words: str
    body: str = ""
    document: str = ""
    document_on: date | None = None
    url: str = ""
    upload: FileStorage | None = None
    cause: str = ""


@dataclass(frozen=True)
class NewAction:
    """What corrects a finding. `due_on` is a day of Colombia; `baseline` may be empty."""

    text: str
    how_known: str
    lead_id: int
    due_on: date
    indicator: str
    target: str
    baseline: str = ""
    office_ids: Sequence[int] = ()
