"""What people asked a space to treat, and what became of each topic, as the page of each call tells it."""

from collections.abc import Iterator

from participa.events.models import Event
from participa.reports.kinds.of_space import page
from participa.shared.report.model import Block, Cell, Column, ColumnKind, Heading, Note, Prose, Table, amount, said
from participa.shared.templating import counted
from participa.topics.models import Standing, TopicCall, TopicGroup
from participa.topics.queries import calls, fates, groups, votes
from participa.topics.queries.fates import Fate

NO_PLACE, NOTHING_YET = "Sin votación", "Todavía no se sabe"


def of_event(event: Event) -> Iterator[Block]:
    """Each public call of the space, with its topics in the order of the vote."""
    found = calls.of_event(event)
    figures = calls.figures(found)
    for place, call in enumerate(found, 1):
        yield Heading(call.title, 3, f"convocatoria-{place}")
        yield Prose(_sentences(call, figures[call.id]))
        yield _topics(place, call)
        yield Note("La convocatoria, los votos y cómo se contaron.", page("topics.call", slug=call.slug))


def _sentences(call: TopicCall, figures: dict[str, int]) -> str:
    public = figures[Standing.PUBLIC]
    said_ = f"La gente propuso {counted(public, 'tema que se publicó', 'temas que se publicaron')}."
    counts = votes.find_counted(votes.find(call))
    if counts is None:
        return said_
    if counts.votes is None:
        return f"{said_} Hubo votación. Votaron muy pocas personas para decir cuántas."
    return f"{said_} En la votación hubo {counted(counts.votes, 'voto', 'votos')}."


def _topics(place: int, call: TopicCall) -> Table:
    topics = groups.of_call(call)
    counts = votes.find_counted(votes.find(call))
    places: dict[str, int] = {}
    if counts is not None and counts.tally.is_told:
        places = {group.code: counts.tally.place_of(group.code) for group in topics}
        topics.sort(key=lambda group: places[group.code])
    sizes, known = groups.sizes(topics), fates.of_groups(topics)
    rows = tuple(_row(call, group, places, sizes[group.id], known[group.id]) for group in topics)
    columns = (
        Column("Puesto", ColumnKind.NUMBER),
        Column("Tema"),
        Column("Postulaciones", ColumnKind.NUMBER),
        Column("Apoyos", ColumnKind.NUMBER),
        Column("Qué pasó"),
    )
    return Table(f"temas-{place}", f"Temas de «{call.title}»", columns, rows, "El equipo no agrupó temas.")


def _row(
    call: TopicCall, group: TopicGroup, places: dict[str, int], size: tuple[int, int], fate: Fate
) -> tuple[Cell, ...]:
    position = amount(places[group.code]) if group.code in places else Cell(NO_PLACE)
    address = page("topics.topic", slug=call.slug, number=group.number)
    return (
        position,
        Cell(group.title, address=address),
        amount(size[0]),
        amount(size[1]),
        said(fate.in_short or NOTHING_YET),
    )
