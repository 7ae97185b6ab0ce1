"""What is sent around supports: a tap, the number of the hall, a decision, the networks of the hall."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from participa.shared.addresses import LARGEST
from participa.shared.forms import BaseForm

MOST_REASON, MOST_NETWORKS = 300, 400
NUMBERS = re.compile(r"[0-9 ]{0,700}")
MISSING = "Recargue la página: falta un dato del formulario."


@dataclass(frozen=True)
class Tap:
    """A card to support or one to leave, 0 for none, and those that were in view. Hundreds come each second."""

    wanted: int
    left: int
    read: list[int]

    @property
    def number(self) -> int:
        return self.wanted or self.left

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self | None:
        """What was sent, or None when it is no list of numbers."""
        fields = [sent.get(name, "").strip() for name in ("apoyar", "quitar", "leidas")]
        if not all(NUMBERS.fullmatch(field) for field in fields):
            return None
        wanted, left, read = map(_numbers, fields)
        return cls(next(iter(wanted), 0), next(iter(left), 0), read)


def _numbers(typed: str) -> list[int]:
    """Row numbers with spaces between; what no row can have is left out."""
    return [number for number in map(int, typed.split()) if 0 < number <= LARGEST]


class HallForm(BaseForm):
    digits = StringField(
        "Número de la sala",
        validators=[InputRequired("Escriba los cuatro números de la pantalla."), Length(max=20)],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 8},
    )


class DecisionForm(BaseForm):
    reason = StringField(
        "Motivo",
        validators=[
            InputRequired("Escriba el motivo: lo leen todas las personas."),
            Length(max=MOST_REASON, message="Use hasta 300 letras."),
        ],
    )
    is_sure = BooleanField("Sí, descartarlos")


class HallNetworksForm(BaseForm):
    hall_networks = StringField(
        "Redes del Wi-Fi de la sala", validators=[Length(max=MOST_NETWORKS, message="Son demasiadas redes.")]
    )
