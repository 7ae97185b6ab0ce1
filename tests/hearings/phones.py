"""Phones as a hearing meets them, and what they send."""

from collections.abc import Collection

from participa.extensions import db
from participa.hearings.models import Hearing, StagedQuestion
from participa.hearings.services import taps
from participa.hearings.services.taps import Guest
from participa.questions.device import Arrival, Device
from participa.shared.clock import now
from tests.factories.keep import next_number

OLD = 3600  # seconds


def phone(network: str = "203.0.113.7", age: int = OLD, browser: str = "Navegador") -> Arrival:
    """A phone that was given its name `age` seconds ago."""
    name = f"telefono-{next_number()}"
    return Arrival(Device(name, int(now().timestamp()) - age), network, browser=browser)


def support(staged: StagedQuestion, who: Arrival, is_in_room: bool = False, seen: Collection[int] = ()) -> list[int]:
    return taps.support(_entered(staged.hearing, who), staged.id, is_in_room, seen)


def withdraw(staged: StagedQuestion, who: Arrival) -> list[int]:
    return taps.withdraw(_entered(staged.hearing, who), staged.id)


def read(hearing: Hearing, numbers: Collection[int], who: Arrival) -> list[int]:
    return taps.read(_entered(hearing, who), numbers)


def supported(hearing: Hearing, who: Arrival) -> set[int]:
    return set(taps.supported_in(hearing, who))


def _entered(hearing: Hearing, who: Arrival) -> Guest:
    db.session.flush()  # what a test changed of the hearing is there for who enters
    return taps.enter(hearing.room_code, who)
