"""Questionnaires and their versions. What a version is made of is a document; see engine/definition.py."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.extensions import Base
from participa.questionnaires.engine import definition as parts
from participa.shared.clock import now
from participa.shared.types import UtcDateTime, enum_column


class Purpose(StrEnum):
    TOPICS = "topics"
    INFORMATION_NEEDS = "information_needs"
    PERCEPTION = "perception"
    EVALUATION = "evaluation"
    REGISTRATION = "registration"
    OTHER = "other"


PURPOSE_LABELS = {
    Purpose.TOPICS: "Priorización de temas",
    Purpose.INFORMATION_NEEDS: "Necesidades de información",
    Purpose.PERCEPTION: "Percepción",
    Purpose.EVALUATION: "Evaluación de un espacio",
    Purpose.REGISTRATION: "Preguntas de la inscripción",
    Purpose.OTHER: "Otra consulta",
}


class VersionState(StrEnum):
    """DRAFT may change. FROZEN was used once: it stays as it was, and only a newer one corrects its words."""

    DRAFT = "draft"
    FROZEN = "frozen"


class Questionnaire(Base):
    """A questionnaire (cuestionario) of the team. Surveys, evaluations and registrations use one of its versions."""

    __tablename__ = "questionnaire"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[Purpose] = mapped_column(enum_column(Purpose, "purpose"))
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def purpose_label(self) -> str:
        return PURPOSE_LABELS[self.purpose]


class QuestionnaireVersion(Base):
    """One wording of a questionnaire. `reason` says why a frozen one was corrected.

    `removed` keeps, for a day, the items that somebody took out of a draft: {"item": …, "place": 3, "at": "…"}.
    `revision` counts the changes.
    """

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey(Questionnaire.id))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(enum_column(VersionState, "version_state"), default=VersionState.DRAFT)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    removed: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    questionnaire: Mapped[Questionnaire] = relationship()

    @property
    def definition(self) -> parts.Definition:
        """Read once of each document: a page asks for it many times, and a long one takes a while."""
        kept: tuple[dict[str, Any], parts.Definition] | None = self.__dict__.get("_definition")
        if kept is None or kept[0] is not self.document:
            kept = self.__dict__["_definition"] = (self.document, parts.from_document(self.document))
        return kept[1]

    @property
    def is_frozen(self) -> bool:
        return self.state is VersionState.FROZEN
