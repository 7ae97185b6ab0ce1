"""Shape of what narrows a cronograma. It comes in the address."""

from collections.abc import Mapping

from wtforms import SelectField

from participa.shared.forms import BaseForm, Line

ALL = {"elemento": "Todos", "etapa": "Todas", "dependencia": "Todas", "mes": "Todos", "estado": "Todos"}


class FilterForm(BaseForm):
    """Which activities of a cronograma to show."""

    class Meta(BaseForm.Meta):
        csrf = False

    q = Line("Palabras", most=100)
    elemento = SelectField("Elemento", default="")
    etapa = SelectField("Etapa", default="")
    dependencia = SelectField("Dependencia", default="")
    mes = SelectField("Mes", default="")
    estado = SelectField("Estado", default="")

    def offer(self, found: Mapping[str, Mapping[str, str]]) -> None:
        """Offer only what would find something; what cannot be chosen narrows nothing."""
        for name, select in self._selects().items():
            select.choices = {"": ALL[name]} | dict(found[name])
        self.validate()
        for name in self.errors:
            self[name].data, self[name].errors = "", []

    @property
    def offered(self) -> list[str]:
        """The fields with something to choose from."""
        return [name for name, select in self._selects().items() if len(select.choices or ()) > 1]

    def chosen(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("q", *ALL)}

    def address(self) -> dict[str, str]:
        """What narrows, as the address carries it."""
        return {name: value for name, value in self.chosen().items() if value}

    def _selects(self) -> dict[str, SelectField]:
        places = (self.elemento, self.etapa, self.dependencia, self.mes, self.estado)
        return dict(zip(ALL, places, strict=True))
