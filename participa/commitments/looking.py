"""What somebody hands in who looks at a commitment, and whom the team lets look from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from participa.commitments.models import Agreement, Completion, Proof
from participa.shared import personal_data

PERSONAL = "El texto tiene {found}. Todos lo van a leer: quítelo, o adjúntelo en un archivo."


@dataclass(frozen=True)
class Checked:
    """A verification before it is kept. `checked_on` is the day it was looked at, a day of Colombia."""

    checked_on: date
    completion: Completion
    agreement: Agreement
    note: str
    proofs: Sequence[Proof] = ()


@dataclass(frozen=True)
class Invited:
    """An oversight body that is let look until a day of Colombia: at a whole space, or at chosen commitments."""

    name: str
    contact_mail: str
    expires_on: date
    event_id: int | None = None
    commitment_ids: Sequence[int] = ()


def personal_in(note: str) -> str:
    """Why a note cannot be public as it is, what may be personal data in it; "" when nothing is."""
    found = personal_data.findings(note)
    return PERSONAL.format(found=personal_data.described(found)) if found else ""
