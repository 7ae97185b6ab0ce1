"""What the reports of a dialogue space share: its facts, and the public addresses that say the same."""

from collections.abc import Iterable

from flask import current_app

from participa.config import Settings
from participa.events.models import Event
from participa.events.queries.spaces import FINISHED
from participa.reports.kinds import Subject
from participa.shared.clock import now
from participa.shared.report.model import Block, Cell, Report, Table, amount, said, table
from participa.shared.suppression import Shown
from participa.shared.templating import hour, long_day, number

ONLINE = "Por internet"
NO_ANSWERS = "Sin respuestas"
HIDDEN = "Oculto"
WHY_HIDDEN = (
    "«Oculto» y «menos de 5» cuidan a las personas. Un número muy pequeño puede mostrar de quién se trata. "
    "También se ocultan los números que permitirían calcularlo con una resta."
)


def space_of(subject: Subject) -> Event:
    """Raises ValueError for a report that is about no space."""
    if subject.event is None:
        raise ValueError("This kind of report is about a space.")
    return subject.event


def was_held(subject: Subject) -> bool:
    return subject.event is not None and subject.event.state in FINISHED


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def report(name: str, label: str, event: Event, blocks: Iterable[Block]) -> Report:
    """The report of a space with the data of now."""
    title = f"{label}: {event.title}"
    return Report(name, title, settings().entity.name, subtitle(event), now(), tuple(blocks))


def page(endpoint: str, **values: object) -> str:
    """The path of a public page, the same in a request and in a chore."""
    return current_app.url_map.bind("").build(endpoint, values)


def subtitle(event: Event) -> str:
    return f"{event.type_label}. {long_day(event.starts_at).capitalize()}. {event.place or ONLINE}"


def hours(event: Event) -> str:
    """martes 4 de agosto de 2026, de 2:00 p. m. a 5:00 p. m."""
    day, last = long_day(event.starts_at), long_day(event.ends_at)
    if day == last:
        return f"{day}, de {hour(event.starts_at)} a {hour(event.ends_at)}"
    return f"desde el {day}, {hour(event.starts_at)}, hasta el {last}, {hour(event.ends_at)}"


def facts(event: Event, *more: tuple[str, Cell]) -> Table:
    """What, when, where and with whom; `more` comes after it. What nobody wrote is left out."""
    told = [
        ("Espacio", said(event.title, page("events.detail", slug=event.slug))),
        ("Tipo", said(event.type_label)),
        ("Cuándo", said(hours(event).capitalize())),
        ("Modalidad", said(event.modality_label)),
        ("Lugar", said(". ".join(filter(None, (event.place, event.address))) or ONLINE)),
        *_written("Objetivo", event.objective),
        *_written("Grupos invitados", ", ".join(group.name for group in event.value_groups)),
        *_written("Temas", "; ".join(map(str, event.topics))),
        *_written("Metas", "; ".join(map(str, event.goals))),
        *more,
    ]
    return table(
        "datos-del-espacio", "Qué, cuándo y dónde", ("Dato", "Qué dice"), [(said(label), cell) for label, cell in told]
    )


def _written(label: str, words: str) -> list[tuple[str, Cell]]:
    return [(label, said(words))] if words else []


def shown(value: Shown) -> Cell:
    """A number that stands between others of a table: what is hidden there is not always under five."""
    return Cell(HIDDEN) if value is None else amount(value)


def plain_number(value: float | None) -> Cell:
    """As the pages write it: 3, or 3,5; None when there are no answers to count."""
    return Cell(NO_ANSWERS) if value is None else Cell(number(value), value)


def of_a_hundred(value: int | None, absent: str = NO_ANSWERS) -> Cell:
    """A whole percentage as the pages tell it."""
    return Cell(absent) if value is None else Cell(f"{value}\u00a0%", value)
