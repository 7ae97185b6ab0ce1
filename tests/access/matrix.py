"""Reads tests/access/matrix.yaml: which actor may send which method to which page, for which state of its object."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.world.seed import ACTORS

FILE = Path(__file__).with_name("matrix.yaml")
# Answers that are no page to look at: a sign of life and files.
NO_PAGES = {
    "portal.health",
    "attendance.figures_table",
    "attendance.figures_workbook",
    "attendance.staff.figures_for_team_workbook",
    "strategy.workbook",
    "strategy.table",
    "strategy.feed",
    "strategy.appointment",
    "strategy.evidence",
    "strategy.staff.evidence",
    "events.feed",
    "questions.entries",
    "questions.attachment",
    "questions.followed_file",
    "questions.staff.attachment",
    "questions.staff.autosave",
    "restrictions.table",
    "events.appointment",
    "events.poster_file",
    "events.document_file",
    "events.staff.document_file",
    "registrations.appointment",
    "registrations.data",
    "registrations.staff.export",
    "intake.print_slips",
    "intake.scan",
    "intake.closing_record",
    "record.whole",
    "record.points",
    "record.program",
    "invitations.staff.export_guests",
    "attendance.worker",
    "deadlines.transfer_copy",
    "deadlines.private_calendar",
    "deadlines.staff.table",
    "deadlines.staff.calendar_file",
    "deadlines.staff.transfer_document",
    "attendance.door_list",
    "hearings.minutes_file",
    "hearings.archive",
    "hearings.staff.hall_label",
    "hearings.staff.minutes_file",
    "hearings.mine",
}
WORDS = {"allow", "own", "deny"}
SHORT = {
    "everybody": ["allow"] * len(ACTORS),
    "team": ["deny", "deny"] + ["allow"] * (len(ACTORS) - 2),
    "nobody": ["deny"] * len(ACTORS),
}


@dataclass(frozen=True)
class Row:
    endpoint: str
    method: str
    state: str
    cells: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.endpoint, self.method, self.state)))

    @property
    def is_safe(self) -> bool:
        return self.method == "GET"

    @property
    def roles_let_in(self) -> set[str]:
        return {actor for actor, word in self.cells if word != "deny"}


def read(text: str) -> list[Row]:
    """The rows of the matrix. Raises ValueError when one of them is not well formed."""
    rooms = yaml.safe_load(text)
    return [
        row(endpoint, key, cells)
        for pages in rooms.values()
        for endpoint, lines in pages.items()
        for key, cells in lines.items()
    ]


def row(endpoint: str, key: str, cells: str) -> Row:
    method, _, state = key.partition(" ")
    words = SHORT.get(cells) or volunteer_first(cells.split())
    if method not in ("GET", "POST") or len(words) != len(ACTORS) or set(words) - WORDS:
        raise ValueError(f"{endpoint} {key}: {cells}")
    return Row(endpoint, method, state, tuple(zip(map(str, ACTORS), words, strict=True)))


def volunteer_first(words: list[str]) -> list[str]:
    """The eighth cell is of who holds a link of a door; without it, that person may what everybody may."""
    return [words[-1] if len(words) == len(ACTORS) else words[0], *words[: len(ACTORS) - 1]] if words else []


ROWS = read(FILE.read_text()) if FILE.exists() else []
