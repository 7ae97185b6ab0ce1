"""Shape of what the public list is asked for. It lives in the address, so that a list can be shared."""

from typing import Any

from wtforms import Form, HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.questions.asking import labelled
from participa.questions.forms.citizens import OfferedList, number_or_none
from participa.questions.models import KIND_LABELS
from participa.shared.forms import Line, OneOf, trimmed_line

ALL = SelectChoice("", "Todas")
STANDINGS = [
    ALL,
    SelectChoice("respondidas", "Con respuesta"),
    SelectChoice("por-responder", "Por responder"),
    SelectChoice("vencidas", "Fuera de plazo"),
]
ORDERS = [
    SelectChoice("", "Las más recientes"),
    SelectChoice("antiguas", "Las más antiguas"),
    SelectChoice("por-vencer", "Las que vencen primero"),
    SelectChoice("ultima-respuesta", "Las últimas respuestas"),
]
FILTERS = ("q", "tema", "oficina", "espacio", "estado", "anio", "tipo", "orden")
LESS_USED = ("oficina", "anio", "tipo", "orden")


class ListForm(Form):
    """What the public list is asked for. Its fields are the words of the address, in Spanish."""

    class Meta:
        locales = ("es",)

    q = Line("Buscar", most=100)
    tema = OfferedList("Tema", coerce=number_or_none)
    oficina = OfferedList("Oficina que responde", coerce=number_or_none)
    estado = OneOf("Estado", choices=STANDINGS, default="")
    anio = OfferedList("Año en que se recibió", coerce=number_or_none)
    tipo = OneOf("Tipo", choices=[SelectChoice("", "Todos"), *labelled(KIND_LABELS)], default="")
    orden = OneOf("Orden", choices=ORDERS, default="")
    espacio = HiddenField("Espacio", filters=[trimmed_line])

    def asked(self, name: str) -> Any:
        """The value of a field, or None when it is empty or makes no sense."""
        return None if self[name].errors else self[name].data or None

    def address(self) -> dict[str, Any]:
        """The filters that are set, always in one order: the same list has one address."""
        return {name: value for name in FILTERS if (value := self.asked(name))}

    @property
    def shows_more(self) -> bool:
        """Whether one of the filters that are folded away is set."""
        return any(self.asked(name) for name in LESS_USED)
