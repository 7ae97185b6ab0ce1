"""Verbs: count a survey, keep what was written, decide on it, say what was done with the results."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from participa.accounts.models import User
from participa.extensions import db
from participa.questionnaires.engine.branching import visible
from participa.questionnaires.engine.definition import DECLINED, Definition
from participa.shared import audit, jobs, personal_data
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import queries as surveys
from participa.surveys.models import Survey, SurveyState
from participa.surveys.results import queries, rules
from participa.surveys.results.models import (
    FileKind,
    FileState,
    OpenAnswer,
    PrivateReason,
    RowsFile,
    SurveySummary,
    WordsState,
)
from participa.surveys.results.parts import WORDS
from participa.surveys.results.protecting import protect
from participa.surveys.results.tables import Results, following, from_document, to_document
from participa.surveys.results.tallying import Tally

BATCH = 500
NOT_NOW = "Los resultados se pueden trabajar cuando la encuesta cierre."
NOT_YOURS = "Su cuenta no tiene permiso para esto."
TOO_SHORT = "Cuente qué se hizo con los resultados, en {least} letras o más."
UNREVIEWED = "Puede tener datos personales. Mire lo marcado y diga que lo revisó para publicarlo."
CHANGED = "Otra persona ya decidió sobre este texto. Mire cómo quedó y decida otra vez si hace falta."
NO_REASON = "Elija el motivo por el que no se publica."


def count_due() -> int:
    """Ask for the counts that are missing; how many. A chore."""
    due = [survey.id for survey, summary in queries.to_count() if rules.is_due(survey, summary, now())]
    db.session.rollback()  # no reader stays open while the job works
    for survey_id in due:
        jobs.soon(count_survey, survey_id)
    return len(due)


@jobs.job
def count_survey(survey_id: int) -> bool:
    """Count a survey whose results may be read, in one pass; whether it was due. What was written is kept first."""
    survey = surveys.by_id(survey_id)
    if not rules.is_due(survey, queries.find_summary(survey_id), now()):
        return False
    definition, is_over = survey.version.definition, survey.is_over
    counted = tally(survey_id, definition)
    if is_over:
        _keep_words(survey_id, definition)
    with unit_of_work():
        _keep(surveys.locked(survey_id), counted, protect(counted, definition, {}), is_final=is_over)
    return True


def tally(survey_id: int, definition: Definition) -> dict[str, Any]:
    """The exact counts of the box. Not inside a unit of work: nobody waits for it."""
    counts = Tally(definition)
    for sheet in queries.sheets(survey_id):
        counts.add(sheet.answers, sheet.via.value, sheet.is_flagged)
    return counts.document()


def _keep(survey: Survey, counted: dict[str, Any], results: Results, is_final: bool) -> None:
    earlier = queries.find_summary(survey.id)
    if earlier is not None:
        results = following(from_document(earlier.shown), results, earlier.counted_at)
    summary = earlier or SurveySummary(survey_id=survey.id)
    summary.counted, summary.shown = counted, to_document(results)
    summary.counted_at, summary.is_final = now(), is_final
    db.session.add(summary)
    if is_final and results.columns and not queries.files_of(survey):
        total = counted["answers"]
        files = (RowsFile(survey_id=survey.id, kind=kind, rows_total=total, changed_at=now()) for kind in FileKind)
        db.session.add_all(files)
    audit.record("survey.counted", survey, is_final=is_final)


def _keep_words(survey_id: int, definition: Definition) -> None:
    """Take out what was written, a few at a time, each once however often this is done."""
    written = _written(survey_id, definition)
    while batch := list(islice(written, BATCH)):
        with unit_of_work():
            known = queries.known_marks([one.mark for one in batch])
            db.session.add_all(one for one in batch if one.mark not in known)


def _written(survey_id: int, definition: Definition) -> Iterator[OpenAnswer]:
    names = {item.name for item in definition.to_answer if item.type in WORDS}
    for sheet in queries.sheets(survey_id) if names else ():
        seen = (item.name for item in visible(definition, sheet.answers) if item.name in names)
        for name in seen:
            text = str(sheet.answers.get(name) or "").strip()
            if text and text != DECLINED:
                mark = hashlib.sha256(f"{sheet.id}/{name}".encode()).hexdigest()[:32]
                yield OpenAnswer(mark=mark, survey_id=survey_id, item=name, text=text)


@dataclass(frozen=True)
class Decision:
    """What becomes of a text. `seen` is its `stamp` when this person opened it; `is_reviewed`, that its marks were."""

    state: WordsState
    reason: PrivateReason | None = None
    heading: str = ""
    is_reviewed: bool = False
    seen: str = ""


def decide(words: OpenAnswer, actor: User, decision: Decision) -> None:
    """Publish what somebody wrote, or keep it private for a reason of the list.

    Raises Forbidden; Invalid without a reason or while possible personal data were not looked at; Conflict when
    somebody else decided first. The text is never changed. The history keeps the decision, not the words.
    """
    state, reason = decision.state, decision.reason
    if not rules.may_moderate(actor, words.survey):
        raise Forbidden(NOT_YOURS)
    if not rules.is_whole(state, reason):
        raise Invalid(NO_REASON)
    if state is WordsState.APPROVED and not decision.is_reviewed and personal_data.findings(words.text):
        raise Invalid(UNREVIEWED)
    db.session.refresh(words, ["state", "decided_at"], with_for_update=True)
    if decision.seen != words.stamp:
        raise Conflict(CHANGED)
    _decide(words, actor, state, reason, decision.heading)


def _decide(words: OpenAnswer, actor: User, state: WordsState, reason: PrivateReason | None, heading: str) -> None:
    words.state, words.reason, words.heading = state, reason, heading.strip()
    words.decided_by_id, words.decided_at = actor.id, now()
    audit.record("survey.words", words.survey, actor, state=state.value, reason=reason.value if reason else "")


def conclude(survey: Survey, actor: User, outcome: str) -> None:
    """Say what was done with the results; only then does the survey count as done. It may be said better later.

    Raises Forbidden before the end, Invalid for too few words.
    """
    if not rules.may_conclude(actor, survey):
        raise Forbidden(NOT_NOW)
    if not rules.is_enough(outcome):
        raise Invalid(TOO_SHORT.format(least=rules.SHORTEST_OUTCOME))
    locked = surveys.locked(survey.id)
    locked.outcome, locked.state = outcome.strip(), SurveyState.CONCLUDED
    locked.concluded_at = locked.concluded_at or now()
    audit.record("survey.concluded", locked, actor)


def make_again(file: RowsFile, actor: User) -> None:
    """Ask once more for a file that could not be made."""
    if file.state is FileState.FAILED:
        file.state, file.rows_done, file.changed_at = FileState.WAITING, 0, now()
        audit.record("survey.file_again", file, actor, kind=file.kind.value)


def note_progress(file_id: int, **values: Any) -> None:
    """Write how far a file is, in a short transaction of its own."""
    with unit_of_work():
        file = db.session.get_one(RowsFile, file_id)
        for name, value in values.items():
            setattr(file, name, value)
        file.changed_at = now()


def take(file_id: int) -> bool:
    """Begin to make a file; false when somebody else is making it. Two processes cannot both begin."""
    with unit_of_work():
        file = db.session.get_one(RowsFile, file_id, with_for_update=True)
        if not rules.is_file_due(file, now()):
            return False
        file.state, file.rows_done, file.changed_at = FileState.MAKING, 0, now()
    return True
