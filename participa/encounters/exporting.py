"""A published version as a table: one line a commitment."""

from datetime import date

from participa.encounters.picture import OfficePart, Picture, Told
from participa.shared.templating import plain_day

COLUMNS = (
    *("Dependencia", "Código", "Compromiso", "Situación", "Se prometió", "Primera fecha", "Fecha de hoy", "Se cumplió"),
    *("Avance informado", "Verificado", "Desacuerdo", "Fechas nuevas", "Observaciones ciudadanas", "Último paso"),
    *("Territorio", "Espacio", "Corte de los datos"),
)


def rows(picture: Picture) -> list[list[str]]:
    """As they are told in the document, office by office."""
    return [_row(picture, part, told) for part, told in picture.commitments]


def _row(picture: Picture, part: OfficePart, told: Told) -> list[str]:
    last = told.last
    return [
        *(part.name, told.code, told.text, told.standing_label),
        *(day(one) for one in (told.promised_on, told.first_due_on, told.due_on, told.fulfilled_on)),
        f"{told.percent} %",
        "\n".join(voices(told)),
        told.disagreement,
        "\n".join(new_dates(told)),
        str(told.observations),
        f"{plain_day(last.on)}: {last.label}. {last.text}" if last else "",
        *(told.territory, told.space, plain_day(picture.cut_at)),
    ]


def day(one: date | None) -> str:
    return plain_day(one) if one else "Sin fecha"


def voices(told: Told) -> list[str]:
    """Who verified it, when and what they found, a sentence each."""
    return [f"{one.who}, {plain_day(one.on)}: {one.completion}. {one.agreement}" for one in told.voices]


def new_dates(told: Told) -> list[str]:
    return [f"De {day(one.old)} a {day(one.new)}. Motivo: {one.reason}" for one in told.new_dates]
