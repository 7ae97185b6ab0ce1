"""What people are asked about the groups they belong to, and the counts that are kept of it: never who answered what.

The lists are those of the attendance list of the Manual Único. All of it is sensitive (Ley 1581 de 2012, arts. 5, 6).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from participa.extensions import Base

NO_ANSWER = "no_answer"
NO_ANSWER_LABEL = "Prefiero no responder"
CONSENT = "authorization"
CONSENT_VERSION = "enfoque-1"
CONSENT_WORDS = "Autorizo a la entidad a sumar estas respuestas, sin mi nombre, para saber qué grupos participan."


@dataclass(frozen=True)
class GroupQuestion:
    """A question about groups. `several`: a person may belong to more than one."""

    key: str
    words: str
    heading: str
    choices: Mapping[str, str]
    several: bool = False

    @property
    def offered(self) -> dict[str, str]:
        """The choices with the one of not answering, which is always there."""
        return {**self.choices, NO_ANSWER: NO_ANSWER_LABEL}


QUESTIONS = (
    GroupQuestion(
        "gender",
        "¿Con qué género se identifica?",
        "Género",
        {"mujer": "Mujer", "hombre": "Hombre", "no_binario": "No binario", "otro": "Otro"},
    ),
    GroupQuestion(
        "age",
        "¿Qué edad tiene?",
        "Edad",
        {
            "0_5": "De 0 a 5 años",
            "6_11": "De 6 a 11 años",
            "12_17": "De 12 a 17 años",
            "18_28": "De 18 a 28 años",
            "29_59": "De 29 a 59 años",
            "60_mas": "60 años o más",
        },
    ),
    GroupQuestion(
        "ethnicity",
        "¿Se reconoce como parte de un grupo étnico?",
        "Grupo étnico",
        {
            "indigena": "Indígena",
            "afro": "Negro, mulato, afrodescendiente o afrocolombiano",
            "raizal": "Raizal",
            "palenquero": "Palenquero",
            "rrom": "Rrom o gitano",
            "ninguna": "Ninguno",
        },
    ),
    GroupQuestion(
        "disability",
        "¿Tiene alguna discapacidad?",
        "Discapacidad",
        {
            "fisica": "Física",
            "visual": "Visual",
            "auditiva": "Auditiva",
            "sordoceguera": "Sordoceguera",
            "intelectual": "Intelectual",
            "psicosocial": "Psicosocial",
            "multiple": "Múltiple",
            "ninguna": "Ninguna",
        },
    ),
    GroupQuestion(
        "condition",
        "¿Cuáles de estas situaciones vive?",
        "Situación",
        {
            "victima": "Víctima del conflicto armado",
            "campesina": "Campesina o campesino",
            "mayor": "Persona mayor",
            "cabeza_hogar": "Cabeza de hogar",
            "migrante": "Migrante",
            "reincorporada": "Persona reincorporada",
            "lgbtiq": "LGBTIQ+",
            "rural": "Habitante de zona rural",
            "gestante": "Gestante",
            "ninguna": "Ninguna",
        },
        several=True,
    ),
)
NOBODY_ELSE = frozenset({"ninguna", NO_ANSWER})


class UsedPermit(Base):
    """The keyed digest of a permit that has been used: the same permit again adds nothing. It points to no answer."""

    __tablename__ = "used_permit"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)


class WaitingAnswers(Base):
    """A set of answers until it is counted with others, sealed with a key that the database does not hold.

    No instant, no order: the number is random and the table of SQLite is ordered by it. All are of the same length.
    """

    __tablename__ = "waiting_answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    sealed: Mapped[str] = mapped_column(Text)


class AnswerCount(Base):
    """How many people of a space gave an answer. The counts are all that stays: no row belongs to a person."""

    __tablename__ = "answer_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(32), primary_key=True)
    choice: Mapped[str] = mapped_column(String(32), primary_key=True)
    amount: Mapped[int] = mapped_column(default=0)
