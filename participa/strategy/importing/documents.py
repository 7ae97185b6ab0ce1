"""Any file to a plan: known by its content, read by its source, refused with a sentence when it is no cronograma."""

from participa.shared.business_days import WorkCalendar
from participa.strategy.importing.choices import NONE, Choices
from participa.strategy.importing.pipeline import NATIONAL, plan_of
from participa.strategy.importing.plan import ImportedPlan, PlanWarning, WarningCode
from participa.strategy.importing.problems import ImportProblem, NoSchedule
from participa.strategy.importing.reading import read_text
from participa.strategy.importing.sources import markup, text
from participa.strategy.importing.sources.kinds import EMPTY, MAX_BYTES, Kind, is_markup, kind_of, wrong_name
from participa.strategy.importing.sources.result import Progress, Source, silent
from participa.strategy.importing.sources.sandbox import read_apart

REASONS = (WarningCode.NOT_A_SCHEDULE, WarningCode.NO_TABLE, WarningCode.NO_ACTIVITIES)
NOTHING = "No se encontró ninguna actividad en el documento."
TEXT, PAGE = "texto", "una página web"


def read_document(
    data: bytes | str,
    name: str = "",
    year: int | None = None,
    calendar: WorkCalendar = NATIONAL,
    on_progress: Progress = silent,
    choices: Choices = NONE,
) -> ImportedPlan:
    """Return what a file says: text, .csv, web page, .xlsx, .docx or .pdf. Its name is only compared with its content.

    `on_progress` is told rows or pages done and their total (0: not known yet). Raises ImportProblem when it cannot
    be read, NoSchedule when it was read and holds no cronograma. `choices` as in `plan_of`.
    """
    source = rows_of_document(data, on_progress)
    plan = plan_of(source.rows, year, calendar, _told(source, name), choices)
    if not plan.activities:
        raise NoSchedule(next((warning.text for warning in plan.warnings if warning.code in REASONS), NOTHING))
    return plan


def rows_of_document(data: bytes | str, on_progress: Progress = silent) -> Source:
    """Return the rows of a file or of pasted text. Raises ImportProblem."""
    if isinstance(data, bytes) and (kind := kind_of(data)) is not Kind.TEXT:
        return read_apart(data, kind, on_progress)
    content = read_text(data, MAX_BYTES)
    if not content.strip():
        raise ImportProblem(EMPTY)
    if is_markup(content):
        return Source(markup.rows_of(content), (), PAGE)
    return Source(text.rows_of(content), (), TEXT)


def _told(source: Source, name: str) -> list[PlanWarning]:
    told = [PlanWarning(WarningCode.SOURCE_NOTE, None, note) for note in source.notes]
    if sentence := wrong_name(name, source.kind):
        told.append(PlanWarning(WarningCode.WRONG_EXTENSION, None, sentence))
    return told
