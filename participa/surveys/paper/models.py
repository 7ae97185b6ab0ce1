"""Paper sheets of a survey: how many were printed, and those that somebody typed."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.extensions import Base
from participa.shared.types import enum_column
from participa.surveys.models import Survey


class SheetState(StrEnum):
    """TYPED waits for a second person. COUNTED is in the box, and what it says is no longer here."""

    TYPED = "typed"
    COUNTED = "counted"
    VOID = "void"


SHEET_STATE_LABELS = {
    SheetState.TYPED: "Falta la segunda revisión",
    SheetState.COUNTED: "Contada",
    SheetState.VOID: "Anulada",
}


class PaperPile(Base):
    """How many sheets of a survey were printed: they are numbered from 1 to `printed`."""

    __tablename__ = "survey_paper_pile"

    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), primary_key=True)
    printed: Mapped[int] = mapped_column(default=0)


class PaperSheet(Base):
    """A sheet (hoja) that was typed. `sealed` is emptied when it is counted or void: only the box has the answers.

    `mark` changes whenever the sheet is typed again, so that nobody confirms what they did not see.
    """

    __tablename__ = "survey_paper_sheet"

    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[SheetState] = mapped_column(enum_column(SheetState, "sheet_state"), default=SheetState.TYPED)
    sealed: Mapped[str] = mapped_column(Text, default="")
    mark: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    typed_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))

    survey: Mapped[Survey] = relationship()

    @property
    def state_label(self) -> str:
        return SHEET_STATE_LABELS[self.state]

    @property
    def is_waiting(self) -> bool:
        return self.state is SheetState.TYPED
