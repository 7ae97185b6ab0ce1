"""The files with one row for each answer: made by a job, offered only when they are whole.

A request of minutes would hold a process and could end half way without anybody noticing. The job writes beside the
place of the file, counts its rows, and only a file with as many rows as answers is put in its place; else the file
says that it could not be made, and may be asked for again. A process that dies leaves it to the next one.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from flask import current_app

from participa.config import Settings
from participa.extensions import db
from participa.questionnaires.engine.branching import visible
from participa.questionnaires.engine.definition import Definition
from participa.shared import jobs
from participa.shared.clock import now
from participa.surveys import queries as surveys
from participa.surveys.results import queries, rules, services
from participa.surveys.results.models import FileKind, FileState, RowsFile
from participa.surveys.results.parts import cells_of
from participa.surveys.results.writing import CsvRows, JsonRows, RowsWriter, WorkbookRows, codebook

FOLDER = "survey-rows"
TOLD_EVERY = 10_000
CHUNK = 1024 * 1024
WRITERS: dict[FileKind, type[RowsWriter]] = {
    FileKind.CSV: CsvRows,
    FileKind.XLSX: WorkbookRows,
    FileKind.JSON: JsonRows,
}


def place_of(file: RowsFile) -> Path:
    """Where the finished file lies."""
    settings: Settings = current_app.extensions["settings"]
    return settings.data_dir / FOLDER / f"{file.survey_id}.{file.kind.value}"


def make_due() -> int:
    """Ask for the files that wait or whose process died; how many. A chore."""
    due = [file.id for file in queries.to_make() if rules.is_file_due(file, now())]
    db.session.rollback()
    for file_id in due:
        jobs.soon(make_file, file_id)
    return len(due)


@jobs.job
def make_file(file_id: int) -> bool:
    """Make one file; whether it is whole now. A fault is kept as the state of the file, and raised."""
    if not services.take(file_id):
        return False
    try:
        size, digest, rows = _write(db.session.get_one(RowsFile, file_id))
    except BaseException:
        services.note_progress(file_id, state=FileState.FAILED)
        raise
    services.note_progress(file_id, state=FileState.READY, size=size, digest=digest, rows_done=rows)
    return True


def _write(file: RowsFile) -> tuple[int, str, int]:
    survey, target = surveys.by_id(file.survey_id), place_of(file)
    results = queries.results_of(survey)
    columns = results.columns if results else ()
    file_id, total, definition, title = file.id, file.rows_total, survey.version.definition, survey.title
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(f".{os.getpid()}{target.suffix}")
    try:
        book = codebook(definition, columns)
        rows = _fill(WRITERS[file.kind](beside, columns, book, title), file_id, survey.id, definition)
        if rows != total:
            raise RuntimeError(f"The file has {rows} rows, and there are {total} answers.")
        digest, size = _digest(beside), beside.stat().st_size
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return size, digest, rows


def _fill(writer: RowsWriter, file_id: int, survey_id: int, definition: Definition) -> int:
    names = {column.split(".")[0] for column in writer.columns}
    try:
        for sheet in queries.sheets(survey_id):
            seen = (item for item in visible(definition, sheet.answers) if item.name in names)
            writer.add(_joined(cells_of(item, sheet.answers) for item in seen))
            if writer.rows % TOLD_EVERY == 0:
                services.note_progress(file_id, rows_done=writer.rows)
    finally:
        writer.close()
    return writer.rows


def _joined(cells: Iterable[dict[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for some in cells:
        joined |= some
    return joined


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
        os.fsync(file.fileno())
    return found.hexdigest()
