"""What the office reports and what others found, side by side, for the two pages of a commitment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participa.commitments.disagreement import disagreement_in, last_of_each
from participa.commitments.models import Commitment, CommitmentCheck, CommitmentEntry
from participa.commitments.queries.verifying import SAID


@dataclass(frozen=True)
class Voice:
    """One verification as it is shown: `otherwise` is what it says against the report of its moment."""

    check: CommitmentCheck
    otherwise: str
    is_older: bool

    @property
    def agrees(self) -> bool:
        return not self.otherwise


@dataclass(frozen=True)
class SideBySide:
    """The last report, and the last verification of internal control and of each body."""

    report: CommitmentEntry | None
    control: Voice | None
    bodies: Sequence[Voice]

    @property
    def voices(self) -> list[Voice]:
        return [voice for voice in (self.control, *self.bodies) if voice is not None]

    @property
    def otherwise(self) -> list[str]:
        """A sentence for each voice that does not agree."""
        return [voice.otherwise for voice in self.voices if voice.otherwise]


def said_of(commitment: Commitment) -> SideBySide:
    """The columns of a commitment whose history and verifications are at hand."""
    report = next((entry for entry in reversed(commitment.entries) if entry.kind in SAID), None)
    voices = [_voice(check, report.at if report else None) for check in last_of_each(commitment.checks)]
    return SideBySide(
        report=report,
        control=next((voice for voice in voices if voice.check.is_of_control), None),
        bodies=[voice for voice in voices if not voice.check.is_of_control],
    )


def _voice(check: CommitmentCheck, reported_at: datetime | None) -> Voice:
    return Voice(check, disagreement_in(check), is_older=reported_at is not None and check.at < reported_at)
