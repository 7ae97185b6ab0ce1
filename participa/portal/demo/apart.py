"""What waits in quarantine: three texts that say the same, sent by a machine, and one with possible advertising."""

from datetime import timedelta

from participa.portal.demo.calendar import Story
from participa.questions import services
from participa.questions.services import Arrival, Device, Submission
from participa.shared.clock import at_instant

WORDS = (
    "¡Arreglen ya la vía de la vereda La Esperanza! 1",
    "Arreglen ya la vía de la vereda La Esperanza!! 2",
    "ARREGLEN YA la vía de la vereda La Esperanza 3",
    "Préstamos inmediatos sin codeudor. Escriba a este número y gane dinero fácil.",
)
NETWORK = "192.0.2.1"  # of the addresses for examples
BEFORE, BETWEEN = timedelta(hours=3), timedelta(minutes=4)


def send(story: Story) -> None:
    """All are received like any other, with filing number and term."""
    for number, words in enumerate(WORDS):
        came = Arrival(Device(f"demostracion-{number}", 0), NETWORK, is_hasty=number < len(WORDS) - 1)
        with at_instant(story.told_at - BEFORE + number * BETWEEN):
            services.receive(None, Submission(words), f"demostracion-aparte-{number}", came)
