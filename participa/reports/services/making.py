"""The files of a published version are made outside the requests, one by one, whatever dies meanwhile.

Each file is taken for a while by whoever makes it. Another process takes it only when that while is over: then the
first one is dead. The bytes are on the disk before the row says so, and a row that says so never changes.
"""

import json
import logging
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from participa.extensions import db
from participa.reports.models import FileState, KeptVersion, ReportFile, ReportFormat
from participa.reports.queries import kept
from participa.shared import audit, files, jobs
from participa.shared.clock import now
from participa.shared.files import FileKind
from participa.shared.report import files as renderers
from participa.shared.report.document import from_document
from participa.shared.report.model import Report
from participa.shared.unit_of_work import unit_of_work, when_kept

PATIENCE = timedelta(minutes=5)
MOST_TRIES = 3
FILE_KINDS = {
    ReportFormat.PDF: FileKind.PDF,
    ReportFormat.DOCX: FileKind.DOCUMENT,
    ReportFormat.XLSX: FileKind.SHEET,
    ReportFormat.CSV: FileKind.SHEET,
}
log = logging.getLogger(__name__)


def make_soon(version: KeptVersion) -> None:
    """Have the files made as soon as this is written. Should the job be lost, a chore makes them."""
    id_ = version.id
    when_kept(lambda: jobs.soon(make_report_files, id_))


@jobs.job
def make_report_files(version_id: int) -> None:
    """Make what is left of a version. Repeating it does no harm."""
    left = kept.files_left(now(), version_id)
    db.session.rollback()  # nothing is held while the files are made
    for file_id in left:
        make_file(file_id)


def make_left() -> None:
    """The chore of each minute: what no job has made, or whose maker died."""
    left = kept.files_left(now())
    db.session.rollback()
    for file_id in left:
        make_file(file_id)


def make_file(file_id: int) -> bool:
    """Make one file unless somebody else does; whether it was made here. A fault is kept as the state of the file."""
    until = now() + PATIENCE
    if not _take(file_id, until):
        return False
    file = db.session.get_one(ReportFile, file_id)
    fmt, tries, document = file.format, file.tries, kept.with_document(file.version_id).document
    db.session.rollback()  # nothing is held while the file is made
    try:
        said = from_document(json.loads(document))
        data = renderers.render(said, renderers.Format(fmt.value))
    except Exception:
        log.exception("A file of a report could not be made")
        _leave(file_id, until, FileState.FAILED if tries >= MOST_TRIES else FileState.WAITING)
        return False
    return _keep(file_id, until, said, data)


def _take(file_id: int, until: datetime) -> bool:
    taking = update(ReportFile).where(ReportFile.id == file_id, kept.is_left(now()))
    taking = taking.execution_options(synchronize_session=False)
    with unit_of_work():
        return _is_one(taking.values(state=FileState.MAKING, held_until=until, tries=ReportFile.tries + 1))


def _is_one(statement: object) -> bool:
    done: CursorResult[tuple[()]] = db.session.execute(statement)  # type: ignore[call-overload]
    return bool(done.rowcount == 1)


def _leave(file_id: int, until: datetime, state: FileState) -> None:
    mine = update(ReportFile).where(ReportFile.id == file_id, ReportFile.held_until == until)
    with unit_of_work():
        _is_one(mine.where(ReportFile.state == FileState.MAKING).values(state=state, held_until=None))


def _keep(file_id: int, until: datetime, said: Report, data: bytes) -> bool:
    """Write the file and its row, unless somebody else took over or it was withdrawn: then it leaves no row."""
    with unit_of_work() as work:
        file = db.session.get_one(ReportFile, file_id, with_for_update=True, populate_existing=True)
        if file.state is not FileState.MAKING or file.held_until != until or file.version.withdrawn_at is not None:
            work.keep = False
            return False
        fmt = renderers.Format(file.format.value)
        ending, mime = renderers.extension(said, fmt), renderers.content_type(said, fmt)
        stored = files.keep_made(data, FILE_KINDS[file.format], mime, ending)
        file.file_id, file.sha256, file.made_at = stored.id, stored.sha256, now()
        file.state, file.held_until = FileState.DONE, None
        db.session.flush()
        audit.record("report_file_made", file, format=file.format.value, sha256=stored.sha256)
    return True


jobs.each_minute(make_left)
