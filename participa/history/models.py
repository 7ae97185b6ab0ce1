"""What comes from other years or another system: the loads of tables and their rows, which never change."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared.types import UtcDateTime, enum_column


class HistoryKind(StrEnum):
    """What a table tells; a row of it is one of these."""

    QUESTION = "question"
    SPACE = "space"
    COMMITMENT = "commitment"


KIND_LABELS = {
    HistoryKind.QUESTION: "Pregunta",
    HistoryKind.SPACE: "Espacio de diálogo",
    HistoryKind.COMMITMENT: "Compromiso",
}
KIND_PLURALS = {
    HistoryKind.QUESTION: "Preguntas con respuesta",
    HistoryKind.SPACE: "Espacios de diálogo",
    HistoryKind.COMMITMENT: "Compromisos",
}
KIND_CODES = {
    HistoryKind.QUESTION: "preguntas",
    HistoryKind.SPACE: "espacios",
    HistoryKind.COMMITMENT: "compromisos",
}


class LoadState(StrEnum):
    """A table is looked at, then loaded as a whole; a load that was wrong is withdrawn with its reason."""

    PREVIEW = "preview"
    LOADED = "loaded"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    LoadState.PREVIEW: "En revisión, sin cargar",
    LoadState.LOADED: "Publicada",
    LoadState.WITHDRAWN: "Retirada",
}


class HistoryLoad(Base):
    """One table that somebody brought. `source` is the name of the system or entity it comes from, for everybody.

    `sha256` is that of the file as it was brought. `cells` holds its rows only until they are loaded or left; `added`
    tells how many rows it brought, `known` how many were there already. Triggers refuse to delete what was loaded.
    """

    __tablename__ = "history_load"
    __table_args__ = (
        CheckConstraint("state <> 'loaded' OR loaded_at IS NOT NULL", name="loaded"),
        CheckConstraint("state <> 'withdrawn' OR (withdrawn_at IS NOT NULL AND reason <> '')", name="withdrawn"),
        Index("ix_history_load_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[HistoryKind] = mapped_column(enum_column(HistoryKind, "kind"))
    source: Mapped[str] = mapped_column(String(120))
    state: Mapped[LoadState] = mapped_column(enum_column(LoadState, "state"), default=LoadState.PREVIEW)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    cells: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    brought_at: Mapped[datetime] = mapped_column(UtcDateTime)
    brought_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    loaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)

    rows: Mapped[list["HistoryRow"]] = relationship(order_by="HistoryRow.id", back_populates="load")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def kind_label(self) -> str:
        return KIND_PLURALS[self.kind]

    @property
    def state_label(self) -> str:
        return STATE_LABELS[self.state]


class HistoryRow(Base):
    """A question, a space or a commitment of before. Triggers refuse to change its words and to delete it.

    `key` is what the system of before called it: one row each source, kind and key while it is not withdrawn. `day` is
    a day of Colombia: of the question, the space or the promise. `outcome` is the answer, what happened or the result;
    `outcome_on`, when it was answered or fulfilled. `label` is the topic, the kind of space or the state of the
    promise. `due_on` only for commitments; `people`, who came, only for spaces.
    """

    __tablename__ = "history_row"
    __table_args__ = (
        Index(
            "uq_history_row_standing",
            *("source", "kind", "key"),
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_history_row_listed", "year", "kind", "day", "id"),
        CheckConstraint("people IS NULL OR people >= 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    load_id: Mapped[int] = mapped_column(ForeignKey(HistoryLoad.id), index=True)
    kind: Mapped[HistoryKind] = mapped_column(enum_column(HistoryKind, "kind"))
    source: Mapped[str] = mapped_column(String(120))
    key: Mapped[str] = mapped_column(String(80))
    year: Mapped[int]
    day: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text, default="")
    outcome_on: Mapped[date | None]
    due_on: Mapped[date | None]
    office: Mapped[str] = mapped_column(String(200), default="")
    label: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    people: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    load: Mapped[HistoryLoad] = relationship(back_populates="rows")

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]
