"""From exact counts to what everybody may read, without showing a few people, also not by subtraction. Pure.

Each table is protected with `shared/suppression`. What two tables say together is looked at here:
- An item that only some people saw says how many chose something before. It is withheld when that was hidden.
- A mean is one more equation. It is shown only beside counts of which none is hidden.
- The count without marked answers is shown only when the difference hides nobody.
- What a group said is shown only when nothing of both items is hidden, so that the totals are the same.
- A column is in the file of rows only when its table hides nothing. The columns of groups are there together, and only
  when no combination of them, nor what it says in another column, is of a few.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from participa.questionnaires.engine.definition import Definition, Item, ItemType, Operator
from participa.shared.suppression import FEW, TOTAL, is_few, protect_each, protect_list, protect_table, protect_total
from participa.surveys.models import VIA_LABELS
from participa.surveys.results.parts import (
    CROSSED,
    DECLINED_PART,
    ELSEWHERE,
    JOINED,
    PART_LABELS,
    PARTITIONS,
    STEPS,
    UNANSWERED_PART,
    WORDS,
    columns_of,
    groups_of,
    labels_of,
)
from participa.surveys.results.tables import Cross, Line, Results, ShownItem, Table, TableKind, Withheld
from participa.surveys.results.tallying import SPLIT, ItemTally, item_tally

ALL, MARKED = "all", "marked"
MOST_CROSSED = 40
BY_POINTS = "El orden suma más puntos por cada puesto más alto. Si una votación anunció otra regla, vale la anunciada."
FIRST_PLACES = ("En primer lugar", "Segundo o tercero", "Después o sin elegir")
Places = Mapping[str, str]


def protect(counted: Mapping[str, Any], definition: Definition, places: Places) -> Results:
    """What may be read of the counts of a survey; nothing but that they are few when they are."""
    answers, flagged = counted["answers"], counted["flagged"]
    if answers < FEW:
        return Results(protect_total(answers), None)
    both = protect_list({"clean": answers - flagged, "flagged": flagged})
    items = _items(counted, definition, places)
    crosses = tuple(_crosses(counted, definition, items))
    columns = _columns(counted, definition, items)
    every = [column for item in definition.to_answer for column in columns_of(item)]
    return Results(
        answers=answers,
        flagged=both.counts["flagged"],
        via=_via(counted["via"]),
        items=items,
        crosses=crosses,
        columns=columns,
        left_out=tuple(column for column in every if column not in columns),
        leading=_leading(items),
    )


def _via(counts: Mapping[str, int]) -> Table:
    labels = {via.value: label for via, label in VIA_LABELS.items() if counts.get(via.value)}
    found = protect_list({code: counts[code] for code in labels})
    lines = tuple(Line(code, label, (found.counts[code],)) for code, label in labels.items())
    return Table("_via", "Por dónde respondieron", "Medio", TableKind.PARTS, found.total, lines)


def _items(counted: Mapping[str, Any], definition: Definition, places: Places) -> tuple[ShownItem, ...]:
    made: dict[str, ShownItem] = {}
    tallies = {name: item_tally(document) for name, document in counted["items"].items()}
    for item in definition.to_answer:
        tally, marked = tallies[item.name], item_tally(counted["marked"][item.name])
        tables = tuple(_tables(item, tally, marked, places))
        if item.condition is not None and _tells_more(item, definition, tallies, made, counted["answers"]):
            tables = tuple(_withhold(table, Withheld.SUBTRACTION) for table in tables)
        depends, writes = item.condition is not None, item.type in WORDS
        made[item.name] = ShownItem(item.name, item.type.value, item.label, tables, depends, writes)
    return tuple(made.values())


def _tells_more(
    item: Item, definition: Definition, tallies: Mapping[str, ItemTally], made: Mapping[str, ShownItem], answers: int
) -> bool:
    """Whether how many saw this item tells a number that is hidden elsewhere, or a difference of a few."""
    seen = tallies[item.name].seen
    if is_few(answers - seen):
        return True
    for test in item.condition.tests if item.condition else ():
        tested = made[test.item]
        if any(table.hides for table in tested.tables):
            return True
        if test.operator in (Operator.IS, Operator.INCLUDES) and is_few(
            abs(tallies[test.item].counts[test.value] - seen)
        ):
            return True
        if definition.item(test.item).condition is not None and is_few(abs(tallies[test.item].seen - seen)):
            return True
    return False


def _withhold(table: Table, why: Withheld) -> Table:
    return replace(table, people=None, lines=(), mean="", clean_people=None, withheld=why)


def _tables(item: Item, tally: ItemTally, marked: ItemTally, places: Places) -> Iterable[Table]:
    if item.type in PARTITIONS:
        yield _parts(item, tally, marked, places)
    elif item.type is ItemType.MATRIX:
        yield from _matrix(item, tally, marked)
    else:
        yield from _apart(item, tally, marked)


def _parts(item: Item, tally: ItemTally, marked: ItemTally, places: Places) -> Table:
    labels, counts, others = labels_of(item, places), Counter(tally.counts), Counter(marked.counts)
    if item.type in (ItemType.PLACE, ItemType.DATE):
        labels, counts, others = _joined(labels, counts, others)
    counts, others = _with_silence(counts, tally), _with_silence(others, marked)
    table = _list(item.name, item.label, "Respuesta", labels | PART_LABELS, counts, others)
    if item.type in STEPS and not table.hides:
        return replace(table, mean=_mean_of(tally.counts))
    return table


def _joined(
    labels: Mapping[str, str], counts: Counter[str], others: Counter[str]
) -> tuple[dict[str, str], Counter[str], Counter[str]]:
    """Places and years that few named are one line: the name alone may tell who."""
    named = sorted(code for code, amount in counts.items() if amount >= FEW and code != ELSEWHERE)
    if len(named) < len(counts):
        rest, marked_rest = (sum(lane[code] for code in counts if code not in named) for lane in (counts, others))
        counts = Counter({code: counts[code] for code in named}) + Counter({ELSEWHERE: rest})
        others = Counter({code: others[code] for code in named}) + Counter({ELSEWHERE: marked_rest})
    return {**{code: labels.get(code, code) for code in named}, ELSEWHERE: "Otros"}, counts, others


def _with_silence(counts: Mapping[str, int], tally: ItemTally) -> Counter[str]:
    silent = {DECLINED_PART: tally.declined, UNANSWERED_PART: tally.unanswered}
    return Counter({**counts, **{part: amount for part, amount in silent.items() if amount}})


def _list(
    name: str, title: str, heading: str, labels: Mapping[str, str], counts: Counter[str], marked: Counter[str]
) -> Table:
    """A table where everybody is in one line, with a second count without marked answers where it hides nobody."""
    codes = [code for code in labels if code in counts or code not in PART_LABELS]
    codes = [code for code in codes if code != ELSEWHERE or counts[code]]
    found = protect_list({code: counts[code] for code in codes})
    if found.total is None:
        return Table(name, title, heading, TableKind.PARTS, None, withheld=Withheld.FEW)
    clean = _clean(codes, counts, marked) if not found.hides else {}
    lines = tuple(Line(code, labels[code], (found.counts[code],), clean=clean.get(code)) for code in codes)
    clean_people = sum(clean.values()) if clean else None
    return Table(name, title, heading, TableKind.PARTS, found.total, lines, clean_people=clean_people)


def _clean(codes: Iterable[str], counts: Mapping[str, int], marked: Mapping[str, int]) -> dict[str, int]:
    """The counts without marked answers; empty when they, or the difference, are of a few."""
    names = list(codes)
    clean = {code: counts.get(code, 0) - marked.get(code, 0) for code in names}
    sums = (sum(clean.values()), sum(marked.get(code, 0) for code in names))
    if not any(marked.values()) or any(is_few(total) for total in sums):
        return {}
    return {} if any(is_few(clean[code]) or is_few(marked.get(code, 0)) for code in names) else clean


def _matrix(item: Item, tally: ItemTally, marked: ItemTally) -> Iterable[Table]:
    """One table a row. Who left out a row is in the part without answer."""
    labels = {option.code: option.label for option in item.options}
    for row in item.rows:
        counts, others = (
            _with_silence(_row(lane, row.code, labels), _of_row(lane, row.code, labels)) for lane in (tally, marked)
        )
        name, title = f"{item.name}.{row.code}", f"{item.label}: {row.label}"
        yield _list(name, title, "Respuesta", labels | PART_LABELS, counts, others)


def _row(tally: ItemTally, row: str, labels: Iterable[str]) -> dict[str, int]:
    return {column: tally.counts[f"{row}{JOINED}{column}"] for column in labels}


def _of_row(tally: ItemTally, row: str, labels: Iterable[str]) -> ItemTally:
    left = tally.answered - sum(_row(tally, row, labels).values())
    return ItemTally(tally.seen, tally.declined, tally.unanswered + left)


def _apart(item: Item, tally: ItemTally, marked: ItemTally) -> Iterable[Table]:
    """Items where a person is in several lines: first how many answered at all, then what they said."""
    silence = _list(
        f"{item.name}._respondieron",
        "Cuántas personas respondieron",
        "Personas",
        {"si": "Respondieron"} | PART_LABELS,
        _with_silence({"si": tally.answered}, tally),
        Counter(),
    )
    said = {ItemType.MULTIPLE: _several, ItemType.RANKING: _ranking, ItemType.POINTS: _points}[item.type]
    table = said(item, tally, marked)
    if silence.hides and table.withheld is None:
        table = _withhold(table, Withheld.SUBTRACTION if tally.answered >= FEW else Withheld.FEW)
    return (table, silence) if tally.answered < tally.seen else (table,)


def _several(item: Item, tally: ItemTally, marked: ItemTally) -> Table:
    counts = {option.code: tally.counts[option.code] for option in item.options}
    found = protect_each(counts, tally.answered)
    if found.total is None:
        return Table(item.name, item.label, "Respuesta", TableKind.SEVERAL, None, withheld=Withheld.FEW)
    clean = {} if found.hides else _clean_several(counts, tally, marked)
    lines = tuple(
        Line(one.code, one.label, (found.counts[one.code],), clean=clean.get(one.code)) for one in item.options
    )
    people = tally.answered - marked.answered if clean else None
    note = "Cada persona podía elegir varias."
    kind = TableKind.SEVERAL
    return Table(item.name, item.label, "Respuesta", kind, found.total, lines, clean_people=people, note=note)


def _clean_several(counts: Mapping[str, int], tally: ItemTally, marked: ItemTally) -> dict[str, int]:
    clean = _clean(counts, counts, marked.counts)
    people = tally.answered - marked.answered
    is_far = all(
        not is_few(whole - part)
        for lane, whole in ((clean, people), (marked.counts, marked.answered))
        for part in lane.values()
    )
    return clean if is_far and not is_few(marked.answered) and not is_few(people) else {}


def _ranking(item: Item, tally: ItemTally, marked: ItemTally) -> Table:
    """Every place of every option when none is of a few; else only three columns. Ordered by points in both cases."""
    n, options = tally.answered, item.options
    if n < FEW:
        return Table(item.name, item.label, "Opción", TableKind.GRID, None, withheld=Withheld.FEW)
    most = max((int(key.split(JOINED)[1]) for key in tally.counts), default=1)
    points = {one.code: _borda(tally, one.code, item.maximum or len(options)) for one in options}
    ordered = sorted(options, key=lambda one: -points[one.code])
    best = tuple(one.label for one in ordered if points[one.code] == points[ordered[0].code])
    places = {one.code: [tally.counts[f"{one.code}{JOINED}{place}"] for place in range(1, most + 1)] for one in ordered}
    whole = {code: [*row, n - sum(row)] for code, row in places.items()}
    note = BY_POINTS if len(best) == 1 else f"{BY_POINTS} Empatan en el primer lugar: {', '.join(best)}."
    table = Table(item.name, item.label, "Opción", TableKind.GRID, n, note=note, best=best)
    if not any(is_few(amount) for row in whole.values() for amount in row):
        heads = (*(f"{place}.º" for place in range(1, most + 1)), "Sin elegir")
        clean = _clean_firsts(places, tally, marked)
        lines = tuple(
            Line(one.code, one.label, tuple(whole[one.code]), _mean_place(whole[one.code]), clean.get(one.code))
            for one in ordered
        )
        clean_people = n - marked.answered if clean else None
        return replace(table, columns=heads, lines=lines, clean_people=clean_people)
    three = {code: [row[0], sum(row[1:3]), n - sum(row[:3])] for code, row in places.items()}
    return _grid(table, {one.code: one.label for one in ordered}, three, FIRST_PLACES)


def _clean_firsts(places: Mapping[str, list[int]], tally: ItemTally, marked: ItemTally) -> dict[str, int]:
    """How many put each option first without the marked answers; empty when that would show a few."""
    firsts = Counter({code: marked.counts[f"{code}{JOINED}1"] for code in places})
    alone = ItemTally(marked.seen, marked.declined, marked.unanswered, firsts)
    return _clean_several({code: row[0] for code, row in places.items()}, tally, alone)


def _borda(tally: ItemTally, code: str, most: int) -> int:
    places = ((int(key.split(JOINED)[1]), count) for key, count in tally.counts.items() if key.split(JOINED)[0] == code)
    return sum(max(most + 1 - place, 0) * count for place, count in places)


def _mean_place(row: list[int]) -> str:
    ranked = sum(row[:-1])
    return _written(Decimal(sum(place * count for place, count in enumerate(row[:-1], 1))), ranked) if ranked else ""


def _grid(table: Table, labels: Mapping[str, str], rows: Mapping[str, list[int]], heads: tuple[str, ...]) -> Table:
    """Every line sums up to all, which is known; so are the columns of a ranking where everybody fills each place."""
    cells = {(code, head): row[place] for code, row in rows.items() for place, head in enumerate(heads)}
    known = [(code, TOTAL) for code in rows] + [(TOTAL, head) for head in heads]
    found = protect_table(cells, rows, heads, published=known)
    if found.is_withheld:
        return _withhold(table, Withheld.SUBTRACTION)
    lines = (Line(code, label, tuple(found.cells[code, head] for head in heads)) for code, label in labels.items())
    return replace(table, columns=heads, lines=tuple(lines))


def _points(item: Item, tally: ItemTally, _marked: ItemTally) -> Table:
    if tally.answered < FEW:
        return Table(item.name, item.label, "Opción", TableKind.MEANS, None, withheld=Withheld.FEW)
    lines = (
        Line(one.code, one.label, mean=_written(Decimal(tally.counts[one.code]), tally.answered))
        for one in sorted(item.options, key=lambda one: -tally.counts[one.code])
    )
    note = "Puntos que dio cada persona, en promedio."
    return Table(item.name, item.label, "Opción", TableKind.MEANS, tally.answered, tuple(lines), ("Puntos",), note=note)


def _mean_of(counts: Mapping[str, int]) -> str:
    people = sum(counts.values())
    return _written(Decimal(sum(int(code) * count for code, count in counts.items())), people) if people else ""


def _written(total: Decimal, people: int) -> str:
    """A mean with one decimal and the comma of Spanish."""
    return str((total / people).quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def _crosses(counted: Mapping[str, Any], definition: Definition, items: Iterable[ShownItem]) -> Iterable[Cross]:
    shown = {item.name: item.tables[0] for item in items if item.tables}
    crossed = [item for item in definition.to_answer if item.type in CROSSED and item.condition is None]
    for group in groups_of(definition):
        for item in crossed:
            pair = counted["crosses"].get(f"{group.name}{SPLIT}{item.name}")
            if pair and not shown[group.name].hides and not shown[item.name].hides:
                yield from _cross(group, item, Counter(pair), shown)


def _cross(group: Item, item: Item, pair: Counter[str], shown: Mapping[str, Table]) -> Iterable[Cross]:
    rows = [line for line in shown[group.name].lines if line.value]
    heads = [line for line in shown[item.name].lines if line.value]
    if not 1 < len(rows) <= MOST_CROSSED:
        return
    cells: Counter[tuple[str, str]] = Counter()
    names = {line.code for line in rows}
    for key, amount in pair.items():
        row, head = key.split(SPLIT)
        cells[row if row in names else ELSEWHERE, head] += amount
    codes = tuple(line.code for line in heads)
    margins = [(row.code, TOTAL) for row in rows] + [(TOTAL, code) for code in codes]
    found = protect_table(cells, [row.code for row in rows], codes, published=margins)
    lines = tuple(Line(row.code, row.label, tuple(found.cells[row.code, code] for code in codes)) for row in rows)
    name, people = f"{group.name}{JOINED}{item.name}", shown[item.name].people
    withheld = Withheld.SUBTRACTION if found.is_withheld else None
    heading, columns = group.label, tuple(line.label for line in heads)
    table = Table(name, item.label, heading, TableKind.GRID, people, lines, columns, withheld=withheld)
    yield Cross(group.name, group.label, item.name, item.label, table)


def _columns(counted: Mapping[str, Any], definition: Definition, items: Iterable[ShownItem]) -> tuple[str, ...]:
    """The columns that the file of rows may have."""
    tables = {item.name: item.tables for item in items}
    groups = [item.name for item in groups_of(definition)]
    safe = [
        column
        for item in definition.to_answer
        if item.name not in groups and not _hides_rows(item, tables[item.name])
        for column in columns_of(item)
    ]
    if groups and all(not table.hides for name in groups for table in tables[name]) and _are_many(counted, safe):
        together = {item.name for item in definition.to_answer if item.name in groups}
        return tuple(c for item in definition.to_answer for c in columns_of(item) if c in safe or c in together)
    return tuple(safe)


def _hides_rows(item: Item, tables: Iterable[Table]) -> bool:
    is_short = item.type is ItemType.RANKING and any(table.columns == FIRST_PLACES for table in tables)
    return is_short or any(table.hides for table in tables)


def _are_many(counted: Mapping[str, Any], columns: Iterable[str]) -> bool:
    """Whether each combination of groups, and what it says in each column, is of FEW people or more."""
    combinations = counted["combinations"]
    if counted["is_too_varied"] or any(is_few(amount) for amount in combinations.values()):
        return False
    for column in columns:
        said: Counter[str] = Counter()
        for key, amount in counted["cells"].get(column, {}).items():
            said[key.rsplit(SPLIT, 1)[0]] += amount
            if is_few(amount):
                return False
        if any(is_few(amount - said[together]) for together, amount in combinations.items()):
            return False
    return True


def _leading(items: Iterable[ShownItem]) -> dict[str, Any]:
    """What most people said in the first item whose first line can be told, with how many; empty when none can."""
    for item in items:
        for table in item.tables[:1]:
            lines = [line for line in table.lines if line.value and line.code not in PART_LABELS]
            if table.kind is TableKind.GRID and table.lines and table.withheld is None:
                return {
                    "question": item.label,
                    "words": " y ".join(table.best or (table.lines[0].label,)),
                    "people": None,
                    "of": table.people,
                }
            if lines and table.kind is not TableKind.MEANS and not table.hides and not item.writes:
                most = max(line.value or 0 for line in lines)
                first = " y ".join(line.label for line in lines if line.value == most)
                return {"question": item.label, "words": first, "people": most, "of": table.people}
    return {}
