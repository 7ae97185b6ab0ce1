"""Reads tests/access/matrix.yaml: which actor may send which method to which page, for which state of its object."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.world.model import ACTORS, LINKS

FILE = Path(__file__).with_name("matrix.yaml")
# Answers that are no page to look at: a sign of life and files.
NO_PAGES = {
    "portal.health",
    "history.staff.template",
    "portal.destination",
    "portal.robots",
    "portal.sitemap_index",
    "portal.sitemap_part",
    "portal.picture",
    "reports.pack",
    "attendance.figures_table",
    "commitments.staff.check_evidence",
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
    "surveys.staff.print_sheets",
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
    "surveys.results_tables",
    "surveys.results_codebook",
    "surveys.results_rows",
    "surveys.results_picture",
    "questionnaires.staff.as_document",
    "questionnaires.staff.as_xlsform",
    "evaluations.table",
    "commitments.listed_file",
    "commitments.history_file",
    "commitments.evidence",
    "commitments.entries",
    "commitments.entries_of",
    "commitments.observation_file",
    "commitments.one_click_stop",
    "commitments.staff.citizen_file",
    "commitments.staff.evidence",
    "documents.feed",
    "documents.file",
    "documents.one_click_stop",
    "documents.staff.file",
    "encounters.table",
    "encounters.workbook",
    "encounters.data",
    "encounters.sheet",
    "improvement.table",
    "improvement.workbook",
    "improvement.document",
    "improvement.staff.document",
    "open_data.download",
    "open_data.catalog",
    "open_data.api.tables",
    "open_data.api.openapi",
    "open_data.api.rows",
    "reports.file",
    "reports.version_file",
    "office_reports.table",
    "office_reports.workbook",
    "office_reports.evidence",
    "office_reports.staff.autosave",
    "office_reports.staff.evidence",
    "office_reports.staff.table",
    "office_reports.staff.workbook",
}
WORDS = {"allow", "own", "deny"}
SHORT = {
    "everybody": ["allow"] * len(ACTORS),
    "team": ["deny"] * (len(LINKS) + 1) + ["allow"] * (len(ACTORS) - len(LINKS) - 1),
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
    words = SHORT.get(cells) or links_first(cells.split())
    if method not in ("GET", "POST") or len(words) != len(ACTORS) or set(words) - WORDS:
        raise ValueError(f"{endpoint} {key}: {cells}")
    return Row(endpoint, method, state, tuple(zip(map(str, ACTORS), words, strict=True)))


def links_first(words: list[str]) -> list[str]:
    """The eighth cell is of who holds a link of a door, the ninth of an oversight body; without it, as everybody."""
    accounts = len(ACTORS) - len(LINKS)
    if not accounts <= len(words) <= len(ACTORS):
        return []
    of_links = words[accounts:] + [words[0]] * (len(ACTORS) - len(words))
    return [*of_links, *words[:accounts]]


ROWS = read(FILE.read_text()) if FILE.exists() else []
