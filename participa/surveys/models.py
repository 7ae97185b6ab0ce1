"""Surveys: a questionnaire put to people for some days, who took part, and what was said, which nothing joins."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import User
from participa.events.models import Event
from participa.extensions import Base
from participa.questionnaires.models import Questionnaire, QuestionnaireVersion
from participa.shared.types import UtcDateTime, enum_column
from participa.strategy.models import Activity


class Level(StrEnum):
    """How far one answer per person is assured. The results page states it."""

    OPEN = "open"
    CHECKED = "checked"
    CODE = "code"
    REGISTER = "register"
    ACCOUNT = "account"


LEVEL_LABELS = {
    Level.OPEN: "Para cualquier persona",
    Level.CHECKED: "Para cualquier persona, con revisiones",
    Level.CODE: "Con código de un solo uso",
    Level.REGISTER: "Con documento, una vez por persona",
    Level.ACCOUNT: "Con cuenta del equipo",
}


class SurveyState(StrEnum):
    """CLOSED shows results. CONCLUDED also says what was done with them; only then does the survey count as done."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CONCLUDED = "concluded"


SURVEY_STATE_LABELS = {
    SurveyState.DRAFT: "Borrador",
    SurveyState.OPEN: "Abierta",
    SurveyState.CLOSED: "Cerrada",
    SurveyState.CONCLUDED: "Terminada",
}


class Via(StrEnum):
    WEB = "web"
    TABLET = "tablet"
    PAPER = "paper"


VIA_LABELS = {Via.WEB: "Internet", Via.TABLET: "Tableta compartida", Via.PAPER: "Papel"}


class CodeKind(StrEnum):
    PRINTED = "printed"
    MAIL = "mail"
    EXIT = "exit"


class Survey(Base):
    """A survey (encuesta). It hangs from an activity of the strategy, from a space, or from both.

    `secret` keys the digests of who took part; it is destroyed when the survey closes, so that nobody can ask the
    digests about a person afterwards. `about` says what the survey is for, `outcome` what was done with the results.
    `tablet_round` counts how often all tablets were turned off: those of an earlier round stay off.
    """

    __tablename__ = "survey"
    __table_args__ = (Index("ix_survey_state_closes_at", "state", "closes_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey(Questionnaire.id), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(QuestionnaireVersion.id))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey(Activity.id), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    level: Mapped[Level] = mapped_column(enum_column(Level, "level"))
    state: Mapped[SurveyState] = mapped_column(enum_column(SurveyState, "survey_state"), default=SurveyState.DRAFT)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    takes_tablet: Mapped[bool] = mapped_column(default=False)
    tablet_round: Mapped[int] = mapped_column(default=0)
    unsealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unsealed_reason: Mapped[str] = mapped_column(Text, default="")
    unsealed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(Text, default="")
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    questionnaire: Mapped[Questionnaire] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
    activity: Mapped[Activity | None] = relationship()
    event: Mapped[Event | None] = relationship()

    @property
    def state_label(self) -> str:
        return SURVEY_STATE_LABELS[self.state]

    @property
    def level_label(self) -> str:
        return LEVEL_LABELS[self.level]

    @property
    def is_public(self) -> bool:
        return self.state is not SurveyState.DRAFT

    @property
    def is_over(self) -> bool:
        return self.state in (SurveyState.CLOSED, SurveyState.CONCLUDED)

    @property
    def shows_results(self) -> bool:
        """Whether results may be seen: after the end, or opened before it with a reason that everybody reads."""
        return self.is_over or self.unsealed_at is not None


@dataclass(frozen=True)
class NewSurvey:
    """What a survey is made of. `opens_at` and `closes_at` are aware instants; it hangs from one of the last two."""

    title: str
    version: QuestionnaireVersion
    level: Level
    opens_at: datetime
    closes_at: datetime
    about: str = ""
    activity: Activity | None = None
    event: Event | None = None
    takes_tablet: bool = False


class SurveyCode(Base):
    """A single-use code of a survey; only its digest is kept. When it was used is not kept, only that it was."""

    __tablename__ = "survey_code"

    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[CodeKind] = mapped_column(enum_column(CodeKind, "code_kind"))
    batch: Mapped[str] = mapped_column(String(60), default="")
    is_used: Mapped[bool] = mapped_column(default=False)


class Participation(Base):
    """That somebody took part, under a keyed digest and without an hour. Nothing leads from here to an answer.

    `form_digest` is that of the receipt of the form sent: the same form sent again is not told that somebody else
    answered, and a receipt can be shown to be a good one. Rows lie in the order of their digests, not of their arrival.
    """

    __tablename__ = "survey_participation"
    __table_args__ = (UniqueConstraint("survey_id", "form_digest"), {"sqlite_with_rowid": False})

    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    form_digest: Mapped[str] = mapped_column(String(64))


class WaitingResponse(Base):
    """What was said, on the disk and not yet shuffled into the box.

    It is sealed with a key that the database does not hold whole, and filled up, so that its length says little.
    `is_stirred`: it already lost the order in which it came.
    """

    __tablename__ = "survey_waiting_response"
    __table_args__ = (Index("ix_survey_waiting_response_survey_id", "survey_id"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id))
    sealed: Mapped[str] = mapped_column(Text)
    is_stirred: Mapped[bool] = mapped_column(default=False)


class Response(Base):
    """What somebody said (respuesta de encuesta), under a random mark, without hour, device or person.

    The box is rewritten each time that answers are shuffled into it: no foreign key of another table may point here.
    """

    __tablename__ = "survey_response"
    __table_args__ = (Index("ix_survey_response_survey_id", "survey_id", "id"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(QuestionnaireVersion.id))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    via: Mapped[Via] = mapped_column(enum_column(Via, "via"), default=Via.WEB)
    is_flagged: Mapped[bool] = mapped_column(default=False)


class ResponseDraft(Base):
    """A survey left half way, which its owner takes up with a code. It is erased when sent, and on `expires_on`.

    `sealed` opens with the code alone, which is kept nowhere.
    """

    __tablename__ = "survey_draft"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), index=True)
    sealed: Mapped[str] = mapped_column(Text)
    expires_on: Mapped[date]


class ChangeKind(StrEnum):
    EXTENDED = "extended"
    CLOSED_EARLY = "closed_early"
    UNSEALED = "unsealed"


CHANGE_LABELS = {
    ChangeKind.EXTENDED: "Se amplió el plazo",
    ChangeKind.CLOSED_EARLY: "Se cerró antes de la fecha",
    ChangeKind.UNSEALED: "Se abrieron los resultados antes del cierre",
}


class SurveyChange(Base):
    """What the team changed of an open survey (cambio de encuesta), with the reason that everybody reads."""

    __tablename__ = "survey_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), index=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind, "change_kind"))
    reason: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def kind_label(self) -> str:
        return CHANGE_LABELS[self.kind]


class SurveyRewording(Base):
    """That an open survey went on with corrected words (corrección de encuesta). Why, the version says. Append only."""

    __tablename__ = "survey_rewording"

    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(QuestionnaireVersion.id), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    version: Mapped[QuestionnaireVersion] = relationship()
