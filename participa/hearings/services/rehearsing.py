"""The rehearsal: synthetic questions and people to try everything with, erased with one button."""

import secrets

from flask import current_app
from sqlalchemy import delete, select

from participa.accounts.models import Department, User
from participa.accounts.queries import active_departments
from participa.config import Settings
from participa.extensions import db
from participa.hearings import publishing
from participa.hearings.models import (
    AgendaRun,
    Hearing,
    LivePromise,
    LiveTrace,
    MicrophoneTurn,
    QuestionReader,
    ScreenBlank,
    StagedQuestion,
    StageMove,
    Support,
    SupportDecision,
    SupportState,
)
from participa.hearings.queries import conduct as queries
from participa.hearings.services import counting
from participa.hearings.services.opening import hold_open, require_conductor
from participa.shared import audit
from participa.shared.clock import now
from participa.shared.errors import Conflict

TEXTS = (
    "¿Cuándo terminan la vía que sube a la vereda?",
    "¿Cuántas citas médicas se dieron este mes en el hospital?",
    "¿Por qué la biblioteca cierra los sábados?",
    "¿Qué se compró con el dinero de los parques?",
    "¿Cuándo llega el agua todos los días al barrio alto?",
    "¿Quién revisa la comida de los colegios?",
    "¿Cuánto costó el arreglo de la plaza de mercado?",
    "¿Habrá transporte escolar para las veredas?",
    "¿Por qué las lámparas de la calle principal siguen dañadas?",
    "¿Qué pasó con el subsidio para las personas mayores?",
    "¿Cómo se escogen las obras de cada barrio?",
    "¿Cuándo abren el punto de vacunación del corregimiento?",
)
TERRITORIES = ("Barrio Centro (ensayo)", "Vereda Alta (ensayo)", "Barrio Nuevo (ensayo)", "")
PEOPLE_EACH_TIME = 40
MOST_PEOPLE = 1000
ONLY_REHEARSAL = "Solo se puede con un ensayo."
ENOUGH = "Ya hay suficientes personas de ensayo."


def fill(hearing: Hearing, actor: User) -> int:
    """Bring the synthetic questions in, once; how many came. Raises Forbidden, Closed and Conflict."""
    held = hold_open(hearing, actor)
    _require_rehearsal(held)
    if db.session.scalar(select(StagedQuestion.id).where(StagedQuestion.hearing_id == held.id).limit(1)):
        return 0
    offices = list(active_departments())
    db.session.add_all(_synthetic(held, number, text, offices) for number, text in enumerate(TEXTS))
    db.session.flush()
    audit.record("rehearsal_filled", held, actor)
    return len(TEXTS)


def _synthetic(hearing: Hearing, number: int, text: str, offices: list[Department]) -> StagedQuestion:
    return StagedQuestion(
        hearing_id=hearing.id,
        rehearsal_text=text,
        department=offices[number % len(offices)] if offices else None,
        territory=TERRITORIES[number % len(TERRITORIES)],
        is_silent=number % 6 == 5,
        joined_at=now(),
    )


def bring_people(hearing: Hearing, actor: User) -> int:
    """Let synthetic people read each question and some of them support it; how many questions were read.

    Raises Forbidden, Closed and Conflict.
    """
    counting.take_turn(hearing.id, alone=True)
    held = hold_open(hearing, actor)
    _require_rehearsal(held)
    questions = list(db.session.scalars(select(StagedQuestion).where(StagedQuestion.hearing_id == held.id)))
    if any(staged.readers >= MOST_PEOPLE for staged in questions):
        raise Conflict(ENOUGH)
    crowd = [secrets.token_hex(16) for _ in range(PEOPLE_EACH_TIME)]
    for staged in questions:
        _be_read(staged, crowd, shares_of(staged.id))
    db.session.flush()
    counting.recount([staged.id for staged in questions])
    audit.record("rehearsal_peopled", held, actor, people=len(crowd))
    return len(questions)


def shares_of(number: int) -> int:
    """How many of each ten people support a synthetic question."""
    return 1 + number * 7 % 8


def _be_read(staged: StagedQuestion, crowd: list[str], of_ten: int) -> None:
    at = now()
    db.session.add_all(QuestionReader(staged_id=staged.id, device=device) for device in crowd)
    if staged.is_silent:
        return
    fond = [device for place, device in enumerate(crowd) if place % 10 < of_ten]
    values = {"staged_id": staged.id, "hearing_id": staged.hearing_id, "state": SupportState.COUNTED}
    db.session.add_all(Support(**values, device=device, device_since=at, at=at) for device in fond)


def erase(hearing: Hearing, actor: User) -> None:
    """Erase a rehearsal whole: nothing of it remains but the note of who did it. Raises Forbidden and Conflict."""
    require_conductor(actor)
    counting.take_turn(hearing.id, alone=True)
    held = queries.to_change(hearing)
    _require_rehearsal(held)
    folder = _settings().data_dir / publishing.FOLDER / held.room_code
    audit.record("rehearsal_erased", held.event, actor, room_code=held.room_code)
    of_staged = select(StagedQuestion.id).where(StagedQuestion.hearing_id == held.id)
    for history in (StageMove, Support, SupportDecision, LiveTrace, QuestionReader):
        db.session.execute(delete(history).where(history.staged_id.in_(of_staged)))
    for part in (LivePromise, StagedQuestion, ScreenBlank, MicrophoneTurn, AgendaRun):
        db.session.execute(delete(part).where(part.hearing_id == held.id))
    db.session.expire_all()
    db.session.execute(delete(Hearing).where(Hearing.id == held.id))
    publishing.remove(folder)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _require_rehearsal(hearing: Hearing) -> None:
    if not hearing.is_rehearsal:
        raise Conflict(ONLY_REHEARSAL)
