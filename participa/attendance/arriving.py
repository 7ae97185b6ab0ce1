"""What the door tells of an arrival: who is at the door, when, and of whom."""

from dataclasses import dataclass
from datetime import datetime

from participa.accounts.models import User
from participa.attendance.models import DoorLink, Way
from participa.registrations.models import Attends


@dataclass(frozen=True)
class Keeper:
    """Who is at the door: a person of the team, or the link of a volunteer; a tablet has a link too."""

    user: User | None = None
    link: DoorLink | None = None

    @property
    def user_id(self) -> int | None:
        return self.user.id if self.user else None

    @property
    def link_id(self) -> int | None:
        return self.link.id if self.link and not self.user else None


@dataclass(frozen=True)
class Entry:
    """An arrival as a page or a device tells it. The same `key` again is the same arrival."""

    key: str
    way: Way
    device_at: datetime | None = None


@dataclass(frozen=True)
class Person:
    """What is asked at the door; everything but the name may be left empty."""

    first_name: str
    last_name: str
    contact: str = ""
    attends: Attends = Attends.PRESENCIAL

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
