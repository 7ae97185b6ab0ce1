"""From the answers that wait to the box, so that no order is left to compare with who took part.

Each minute the waiting ones get new marks and new seals in the order of the new marks, and who took part is written
anew in the order of the digests. When enough wait, the whole box is written anew together with them in the order of
its random marks. So neither the place of a row nor its transaction (xmin of PostgreSQL) tells when it came.
"""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, insert, text

from participa.extensions import db
from participa.shared.unit_of_work import unit_of_work
from participa.surveys import proofs, queries, rules, sealing
from participa.surveys.models import Response, Survey, WaitingResponse

log = logging.getLogger(__name__)
CHUNK = 500
Opened = list[tuple[str, dict[str, Any]]]
ORDERS = {"survey_participation": "digest", "survey_response": "id"}
REWRITE = (
    "CREATE TEMPORARY TABLE stirred AS SELECT * FROM {table} WHERE survey_id = :survey",
    # exactly what was copied: others may have come in since
    "DELETE FROM {table} WHERE survey_id = :survey AND {order} IN (SELECT {order} FROM stirred)",
    "INSERT INTO {table} SELECT * FROM stirred ORDER BY {order}",
    "DROP TABLE stirred",
)


def tend_box() -> None:
    """Shuffle what waits and sweep up after it. A chore: it opens its own transactions."""
    if stir_waiting():
        _sweep()


def stir_waiting() -> bool:
    """Shuffle what waits, survey by survey, each in a transaction of its own; whether anything changed."""
    ids = queries.ids_with_waiting()
    db.session.rollback()  # no reader stays open while the writer waits
    has_stirred = False
    for survey_id in ids:
        with unit_of_work():
            has_stirred |= stir(queries.locked_to_stir(survey_id))
    return has_stirred


def stir(survey: Survey, is_last: bool = False) -> bool:
    """Shuffle what waits, into the box if there is enough of it or nothing more can come; whether anything changed.

    What cannot be opened with this key stays, is told to the log, and never stops the rest.
    """
    waiting = queries.waiting(survey)
    opened = _open(survey, waiting)
    may_be_shaken = rules.may_be_shaken(len(opened), queries.response_count(survey), is_last)
    if not may_be_shaken and all(row.is_stirred for row in waiting):
        return False
    _remove([name for name, _ in opened])
    if may_be_shaken:
        _put_in_box(survey, opened)
        _rewrite(survey, "survey_response")
    else:
        _wait_again(survey, opened)
    _rewrite(survey, "survey_participation")
    db.session.expire_all()
    return True


def _open(survey: Survey, waiting: Sequence[WaitingResponse]) -> Opened:
    key, opened = sealing.waiting_key(proofs.code_key(), survey.secret or b""), []
    for row in waiting:
        try:
            opened.append((row.id, sealing.unseal(row.sealed, survey.id, key)))
        except InvalidTag:
            log.error("A waiting answer of a survey cannot be opened with this key")
    return opened


def _remove(names: Sequence[str]) -> None:
    for start in range(0, len(names), CHUNK):
        gone = delete(WaitingResponse).where(WaitingResponse.id.in_(names[start : start + CHUNK]))
        db.session.execute(gone, execution_options={"synchronize_session": False})


def _put_in_box(survey: Survey, opened: Opened) -> None:
    rows = [
        {
            "id": secrets.token_hex(16),
            "survey_id": survey.id,
            "version_id": content["version"],
            "answers": content["answers"],
            "via": content["via"],
            "is_flagged": content["is_flagged"],
        }
        for _, content in opened
    ]
    db.session.execute(insert(Response), sorted(rows, key=lambda row: str(row["id"])))


def _wait_again(survey: Survey, opened: Opened) -> None:
    key = sealing.waiting_key(proofs.code_key(), survey.secret or b"")
    rows = [
        {
            "id": secrets.token_hex(16),
            "survey_id": survey.id,
            "sealed": sealing.seal(content, survey.id, key),
            "is_stirred": True,
        }
        for _, content in opened
    ]
    if rows:
        db.session.execute(insert(WaitingResponse), sorted(rows, key=lambda row: str(row["id"])))


def _rewrite(survey: Survey, table: str) -> None:
    """Write all rows of the survey anew, in one transaction and in the order of a random column."""
    db.session.flush()
    for statement in REWRITE:
        written = text(statement.format(table=table, order=ORDERS[table]))
        db.session.execute(written, {"survey": survey.id} if ":survey" in statement else {})


def _sweep() -> None:
    """Let PostgreSQL clear the older copies of rows, which would still show their order."""
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {', '.join([*ORDERS, 'survey_waiting_response'])}"))
