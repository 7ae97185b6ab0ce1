"""Shape of what is looked for. It lives in the address, so that a search can be shared."""

from typing import Any

from wtforms import Form
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs of an older version

from participa.search.sources import SOURCES
from participa.shared.forms import Line, OneOf

MOST_LETTERS = 100


class SearchForm(Form):
    """Its fields are the words of the address, in Spanish. What makes no sense is left out."""

    class Meta:
        locales = ("es",)

    q = Line("Palabras", most=MOST_LETTERS)
    clase = OneOf(
        "Qué busca",
        choices=[SelectChoice("", "Todo"), *(SelectChoice(source.code, source.many) for source in SOURCES)],
        default="",
    )
    anio = OneOf("Año", default="")

    def offer_years(self, years: list[int]) -> None:
        self.anio.choices = [SelectChoice("", "Todos"), *(SelectChoice(str(year), str(year)) for year in years)]

    def asked(self, name: str) -> str:
        """What was asked in a field; empty when it makes no sense."""
        return "" if self[name].errors else self[name].data or ""

    def address(self) -> dict[str, Any]:
        """What was asked, as it stands in the address."""
        return {name: value for name in ("q", "clase", "anio") if (value := self.asked(name))}
