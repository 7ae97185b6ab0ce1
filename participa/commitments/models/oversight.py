"""Citizen oversight (veeduría, Ley 850 de 2003): who was invited to look, at what, until when, and what it wrote."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participa.accounts.models import Role, User
from participa.commitments.models.commitments import Commitment
from participa.commitments.models.verification import CommitmentCheck
from participa.events.models import Event
from participa.extensions import Base
from participa.shared.types import UtcDateTime


class OversightBody(Base):
    """An organisation whose link opens the commitments of one space, or chosen ones, and a form to verify them.

    `expires_on` is the last day on which the link opens, a day of Colombia. `contact_mail` is for the team alone and
    is blanked some time after the end. The code of the link is not stored, only its digest. `last_used_at` is when it
    last entered or wrote.
    """

    __tablename__ = "oversight_body"
    __table_args__ = (Index("ix_oversight_body_expires_on", "expires_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    contact_mail: Mapped[str] = mapped_column(String(254))
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    expires_on: Mapped[date]
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    form_key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    revoked_reason: Mapped[str] = mapped_column(String(300), default="")
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event | None] = relationship()
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])
    scope: Mapped[list["OversightScope"]] = relationship(order_by="OversightScope.commitment_id")

    def is_good(self, day: date) -> bool:
        """Whether its link opens on a day of Colombia."""
        return self.revoked_at is None and day <= self.expires_on

    @property
    def is_of_control(self) -> bool:
        """Whether internal control invited it: then nobody else closes its access."""
        return self.invited_by.role is Role.CONTROL


class OversightScope(Base):
    """A commitment that was chosen for a body without a space."""

    __tablename__ = "oversight_scope"

    body_id: Mapped[int] = mapped_column(ForeignKey(OversightBody.id), primary_key=True, autoincrement=False)
    commitment_id: Mapped[int] = mapped_column(ForeignKey(Commitment.id), primary_key=True, index=True)

    commitment: Mapped[Commitment] = relationship()


class OversightCheck(Base):
    """Which body wrote a verification."""

    __tablename__ = "oversight_check"

    check_id: Mapped[int] = mapped_column(ForeignKey(CommitmentCheck.id), primary_key=True, autoincrement=False)
    body_id: Mapped[int] = mapped_column(ForeignKey(OversightBody.id), index=True)

    check: Mapped[CommitmentCheck] = relationship()
