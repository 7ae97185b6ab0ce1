"""A box of slips of the forum of the story: some filed, some for another person to check, the rest to type."""

from datetime import timedelta

from participa.events.models import Event
from participa.intake import services
from participa.intake.models import VoidReason
from participa.portal.demo.people import Staff
from participa.questions.services import Submission
from participa.shared.clock import at_instant

SPACE = "salud"
LAST = 12
WORDS = (
    "¿Cuántos médicos hay en el puesto de salud de la vereda El Prado?",
    "¿Cuándo llegan las vacunas de los niños a la escuela?",
    "¿Por qué la ambulancia no entra por la vía del río?",
    "Propongo que la brigada de salud venga los domingos, cuando hay mercado.",
    "¿Quién revisa que las citas se den a tiempo?",
    "¿Habrá odontólogo este año en el corregimiento?",
)


def fill(staff: Staff, spaces: dict[str, Event]) -> None:
    """The moderation types six slips the same evening and voids one that came back blank."""
    event = spaces[SPACE]
    with at_instant(event.ends_at + timedelta(hours=1)):
        key = "demostracion-caja-01"
        box = services.open_batch("Buzón de la entrada", event, 1, LAST, 5, event.ends_at, key, staff.moderator)
        for number, words in enumerate(WORDS, 1):
            services.type_slip(box.id, number, Submission(words), staff.moderator)
        services.void(box.id, len(WORDS) + 1, len(WORDS) + 1, VoidReason.BLANK, "", staff.moderator)
