"""Phones as a hearing meets them."""

from participa.questions.device import Arrival, Device
from participa.shared.clock import now
from tests.factories.keep import next_number

OLD = 3600  # seconds


def phone(network: str = "203.0.113.7", age: int = OLD, browser: str = "Navegador") -> Arrival:
    """A phone that was given its name `age` seconds ago."""
    name = f"telefono-{next_number()}"
    return Arrival(Device(name, int(now().timestamp()) - age), network, browser=browser)
