"""The list of guests as a file."""

import csv
from collections.abc import Iterable
from io import StringIO

from participa.invitations.models import GUEST_KIND_LABELS, Guest

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
TITLES = (
    *("Nombre", "Organización", "Clase", "Correo", "Teléfono", "Dirección", "Territorio"),
    "Grupo de valor",
    *("Origen de los datos", "Autorización", "Fecha de la autorización", "Pidió no recibir más", "Buzón que rechaza"),
)
BYTE_ORDER_MARK = "\ufeff"


def as_csv(guests: Iterable[Guest]) -> bytes:
    """Separated by semicolons, as Excel opens it in Colombia; what would be a formula gets an apostrophe before it."""
    written = StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(TITLES)
    table.writerows([_harmless(cell) for cell in _cells(guest)] for guest in guests)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def _cells(guest: Guest) -> list[str]:
    return [
        *(guest.name, guest.organization, GUEST_KIND_LABELS[guest.kind], guest.email, guest.phone, guest.address),
        *(guest.territory, guest.value_group.name if guest.value_group else "", guest.source, guest.authorization),
        guest.authorized_on.isoformat() if guest.authorized_on else "",
        "Sí" if guest.opted_out_at else "",
        "Sí" if guest.bounced_at else "",
    ]


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text
