"""Printing sheets, typing one, comparing it with the paper and counting it. What is typed stays sealed until then."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy.exc import IntegrityError

from participa.accounts.models import User
from participa.extensions import db
from participa.questionnaires.engine.answering import Answers, whole
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict, Forbidden, Invalid
from participa.surveys import proofs, sealing
from participa.surveys import rules as surveys_rules
from participa.surveys import services as surveys
from participa.surveys.errors import Incomplete, SurveyClosed
from participa.surveys.models import Survey, Via
from participa.surveys.paper import queries, rules, typing
from participa.surveys.paper.models import PaperPile, PaperSheet, SheetState
from participa.surveys.queries import locked, locked_to_answer

log = logging.getLogger(__name__)
NOT_YOURS = "Su rol no digita hojas de encuestas."
NO_PAPER = "Esta encuesta no se responde en papel: pide un documento o una cuenta."
OVER = "La encuesta ya cerró. Las hojas que lleguen ahora no se cuentan."
NOT_PRINTED = "Esa hoja no se ha impreso. Compare el número con el de la hoja."
TYPED_BY_OTHER = "Otra persona ya digitó esa hoja. Revísela en la lista en lugar de digitarla otra vez."
DONE = "Esa hoja ya se contó."
VOIDED = "Esa hoja está anulada."
NOT_ALONE = "Quien digitó la hoja no puede revisarla. Pídale a otra persona que la compare con el papel."
CHANGED = "Alguien cambió esta hoja mientras usted la revisaba. Compárela otra vez."


def print_sheets(survey: Survey, first: int, last: int, actor: User) -> None:
    """Note how many sheets there are. The same numbers again print the same sheets. Raises Forbidden or Invalid."""
    _check(survey, actor)
    if not 1 <= first <= last <= rules.MOST_SHEETS or last - first >= rules.MOST_AT_ONCE:
        raise Invalid(f"Imprima hasta {rules.MOST_AT_ONCE} hojas cada vez, con números de 1 a {rules.MOST_SHEETS}.")
    survey = locked(survey.id)
    pile = queries.find_pile(survey)
    if pile is None:
        pile = PaperPile(survey_id=survey.id, printed=0)
        db.session.add(pile)
    pile.printed = max(pile.printed, last)
    audit.record("survey.paper.print", survey, actor)


def type_sheet(survey: Survey, number: int, answers: Mapping[str, Any], actor: User) -> PaperSheet:
    """Keep what a sheet says until somebody else compares it. Its typist may type it again until then.

    Raises Forbidden, SurveyClosed, Invalid, Conflict or Incomplete.
    """
    _check(survey, actor)
    survey = _receiving(survey)
    sheet = _taken_up(survey, number, actor)
    if sheet.typed_by_id != actor.id:
        raise Conflict(TYPED_BY_OTHER)
    sheet.sealed, sheet.mark = _seal(survey, _right(survey, answers)), secrets.token_hex(16)
    db.session.flush()
    return sheet


def check_sheet(sheet: PaperSheet, mark: str, answers: Mapping[str, Any], actor: User) -> None:
    """Count a sheet as its second reader found it on the paper. Raises as `type_sheet`; Conflict if it changed."""
    _check(sheet.survey, actor)
    survey = _receiving(sheet.survey)
    found = queries.find_locked(survey, sheet.number)
    if found is None or not rules.may_check(found, actor):
        raise Conflict(why_not(found))
    if found.mark != mark:
        raise Conflict(CHANGED)
    _count(survey, found, _right(survey, answers))
    found.checked_by_id = actor.id


def void_sheet(survey: Survey, number: int, reason: str, actor: User) -> None:
    """A sheet that is torn, blank or cannot be read does not count; the reason stays. Raises Invalid or Conflict."""
    _check(survey, actor)
    sheet = _taken_up(survey, number, actor)
    sheet.state, sheet.sealed, sheet.reason = SheetState.VOID, "", reason
    audit.record("survey.paper.void", survey, actor)


def count_unchecked(survey: Survey) -> bool:
    """At the end, count what nobody compared, flagged: results are told with and without it. Nothing is lost.

    False when a sheet could not be opened: it stays as it is.
    """
    counted = [_count_unchecked(survey, sheet) for sheet in queries.waiting_locked(survey)]
    return all(counted)


def _count_unchecked(survey: Survey, sheet: PaperSheet) -> bool:
    try:
        _count(survey, sheet, answers_of(sheet), is_flagged=True)
    except InvalidTag:
        log.error("A typed sheet of a survey cannot be opened with this key")
        return False
    return True


def answers_of(sheet: PaperSheet) -> Answers:
    """What was typed of a sheet that waits. Raises InvalidTag with another key."""
    opened: Answers = sealing.unseal(sheet.sealed, sheet.survey_id, _key(sheet.survey))["answers"]
    return opened


def _check(survey: Survey, actor: User) -> None:
    if actor.role not in rules.TYPISTS:
        raise Forbidden(NOT_YOURS)
    if not rules.takes_paper(survey):
        raise Forbidden(NO_PAPER)


def _receiving(survey: Survey) -> Survey:
    survey = locked_to_answer(survey.id)
    if not surveys_rules.receives(survey, now()):
        raise SurveyClosed(OVER)
    return survey


def _taken_up(survey: Survey, number: int, actor: User) -> PaperSheet:
    """The sheet as it waits, a new one the first time."""
    if not 1 <= number <= queries.printed(survey):
        raise Invalid(NOT_PRINTED)
    sheet = queries.find_locked(survey, number) or _new(survey, number, actor)
    if sheet is None or not sheet.is_waiting:
        raise Conflict(why_not(sheet))
    return sheet


def _new(survey: Survey, number: int, actor: User) -> PaperSheet | None:
    """The one of whoever takes it up first, also at the same instant."""
    sheet = PaperSheet(survey_id=survey.id, number=number, typed_by_id=actor.id, mark=secrets.token_hex(16))
    sheet.state = SheetState.TYPED
    try:
        with db.session.begin_nested():
            db.session.add(sheet)
    except IntegrityError:
        return queries.find_locked(survey, number)
    return sheet


def why_not(sheet: PaperSheet | None) -> str:
    """Why a sheet may not be compared by this person, as a sentence."""
    if sheet is None:
        return NOT_PRINTED
    return {SheetState.COUNTED: DONE, SheetState.VOID: VOIDED}.get(sheet.state, NOT_ALONE)


def _right(survey: Survey, answers: Mapping[str, Any]) -> Answers:
    checked = whole(typing.on_paper(survey.version.definition), answers)
    if checked.errors:
        raise Incomplete(checked.errors)
    return checked.answers


def _count(survey: Survey, sheet: PaperSheet, answers: Answers, is_flagged: bool = False) -> None:
    surveys.take_in(survey, answers, proofs.BY_FORM, f"papel-{sheet.number}", Via.PAPER, is_flagged)
    sheet.state, sheet.sealed = SheetState.COUNTED, ""


def _seal(survey: Survey, answers: Answers) -> str:
    return sealing.seal({"answers": answers}, survey.id, _key(survey))


def _key(survey: Survey) -> bytes:
    return sealing.waiting_key(proofs.code_key(), survey.secret or b"")
