"""The evaluation of a space by who was there: its surveys, its figures and what was done with each recommendation."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column
from participa.surveys.models import Survey


class EvaluationDoor(StrEnum):
    """How the answers came in. They are counted and shown apart."""

    ATTENDED = "attended"
    OPEN = "open"


EVALUATION_DOOR_LABELS = {
    EvaluationDoor.ATTENDED: "Con el código que se dio en el espacio",
    EvaluationDoor.OPEN: "Por el enlace abierto",
}


class Tag(StrEnum):
    """What a recommendation is about. Free tags say the rest."""

    TOPICS = "topics"
    METHOD = "method"
    TIME = "time"
    INFORMATION = "information"
    CALL = "call"
    PLACE = "place"
    ACCESS = "access"
    ANSWERS = "answers"
    OTHER = "other"


TAG_LABELS = {
    Tag.TOPICS: "Temas que faltaron",
    Tag.METHOD: "Metodología y moderación",
    Tag.TIME: "Tiempo y horario",
    Tag.INFORMATION: "Información y lenguaje",
    Tag.CALL: "Convocatoria",
    Tag.PLACE: "Lugar y logística",
    Tag.ACCESS: "Accesibilidad e inclusión",
    Tag.ANSWERS: "Respuestas y compromisos",
    Tag.OTHER: "Otro",
}


class Evaluation(Base):
    """That a space is evaluated. `survey` asks for a code given in the space; `open_survey`, if there is one, does not.

    `days` is how many calendar days it stays open after the end. `attended` is how many arrivals were noted when its
    answers were counted; small numbers are hidden where it is shown. `reminded_at` is when the reminders were queued.
    """

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), unique=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), unique=True)
    open_survey_id: Mapped[int | None] = mapped_column(ForeignKey(Survey.id), unique=True)
    days: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    attended: Mapped[int | None]
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()
    survey: Mapped[Survey] = relationship(foreign_keys=[survey_id])
    open_survey: Mapped[Survey | None] = relationship(foreign_keys=[open_survey_id])
    figures: Mapped[list["EvaluationFigure"]] = relationship(order_by="EvaluationFigure.position")

    @property
    def surveys(self) -> list[tuple[EvaluationDoor, Survey]]:
        """Each door with its survey."""
        doors = [(EvaluationDoor.ATTENDED, self.survey)]
        return [*doors, (EvaluationDoor.OPEN, self.open_survey)] if self.open_survey else doors

    @property
    def is_counted(self) -> bool:
        return self.counted_at is not None


class EvaluationFigure(Base):
    """How many chose each option of an item, by the door they came through, as the results of the survey show it.

    `item` is the name that the item keeps in every space and year. `counts` goes by code of option, `labels` too; a
    hidden count is None. `answered` is how many people the counts are of, `people` how many answers came through this
    door; None when they are a few.
    """

    __tablename__ = "evaluation_figure"

    evaluation_id: Mapped[int] = mapped_column(ForeignKey(Evaluation.id), primary_key=True, autoincrement=False)
    door: Mapped[EvaluationDoor] = mapped_column(enum_column(EvaluationDoor, "door"), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    labels: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_several: Mapped[bool] = mapped_column(default=False)
    answered: Mapped[int | None]
    people: Mapped[int | None]


class Recommendation(Base):
    """Something that who evaluated a space asked for, in words that hold no person, and what was done with it.

    `source` is the random mark of the answer and the name of its item, so that the same words are taken once; it
    leads to nobody.
    """

    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey(Evaluation.id), index=True)
    source: Mapped[str] = mapped_column(String(80), unique=True)
    words: Mapped[str] = mapped_column(Text)
    tag: Mapped[Tag] = mapped_column(enum_column(Tag, "tag"))
    free_tags: Mapped[list[Any]] = mapped_column(JSON, default=list)
    done: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))

    evaluation: Mapped[Evaluation] = relationship()

    @property
    def tag_label(self) -> str:
        return TAG_LABELS[self.tag]
