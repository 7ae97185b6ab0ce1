"""What the words of a question are known by: places, synonyms, and what was decided about questions with them."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from participa.accounts.models import Department
from participa.extensions import Base
from participa.questions.models.question import Question
from participa.shared.types import enum_column
from participa.strategy.models import Topic

UNLEARNED = text("NOT is_learned")


class PlaceKind(StrEnum):
    VEREDA = "vereda"
    BARRIO = "barrio"
    SCHOOL = "colegio"
    WORK = "obra"
    PROGRAMME = "programa"
    OTHER = "otro"


PLACE_KIND_LABELS = {
    PlaceKind.VEREDA: "Vereda o corregimiento",
    PlaceKind.BARRIO: "Barrio o sector",
    PlaceKind.SCHOOL: "Colegio o escuela",
    PlaceKind.WORK: "Obra",
    PlaceKind.PROGRAMME: "Programa",
    PlaceKind.OTHER: "Otro lugar o nombre",
}


class KnownPlace(Base):
    """A place or name of the municipality that tells two like questions apart. `key` is how its name sounds."""

    __tablename__ = "known_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PlaceKind] = mapped_column(enum_column(PlaceKind, "kind"))
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)

    @property
    def kind_label(self) -> str:
        return PLACE_KIND_LABELS[self.kind]


class SynonymGroup(Base):
    """Words or short phrases, with commas between them, that mean the same in a question."""

    __tablename__ = "synonym_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    is_active: Mapped[bool] = mapped_column(default=True)

    @property
    def each(self) -> list[str]:
        return [word.strip() for word in self.words.split(",") if word.strip()]


class QuestionWords(Base):
    """The stems by which the team finds like questions, public or not: never read by the search of the public pages.

    Written by a chore, without what may be personal data. `department_id` and `topic_id` are the decisions already
    counted in WordCount; `is_learned` is false when they may have changed since.
    """

    __tablename__ = "question_words"
    __table_args__ = (
        Index("ix_question_words_unlearned", "question_id", sqlite_where=UNLEARNED, postgresql_where=UNLEARNED),
    )

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id), primary_key=True, autoincrement=False)
    stems: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))
    is_learned: Mapped[bool] = mapped_column(default=False)
    department_id: Mapped[int | None] = mapped_column(ForeignKey(Department.id))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey(Topic.id))


class CountKind(StrEnum):
    """Of what the questions with a stem are counted: all of them, those of an office, those of a topic."""

    ALL = "all"
    DEPARTMENT = "department"
    TOPIC = "topic"


class WordCount(Base):
    """How many questions have a stem; with an empty stem, how many there are. `ref` is the office, the topic, or 0."""

    __tablename__ = "word_count"

    kind: Mapped[CountKind] = mapped_column(enum_column(CountKind, "kind"), primary_key=True)
    stem: Mapped[str] = mapped_column(String(40), primary_key=True)
    ref: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    total: Mapped[int]


class HelpSwitch(Base):
    """Whether one of the helps of the moderation is on. Without a row it is on."""

    __tablename__ = "help_switch"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    is_on: Mapped[bool]
