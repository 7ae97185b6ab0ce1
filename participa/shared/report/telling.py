"""What every format says in the same words: the front, the tables of drawings and figures, the addresses."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from participa.shared.report.model import (
    Block,
    Cell,
    Chart,
    Column,
    ColumnKind,
    Figures,
    Report,
    Table,
    said,
    thousands,
)
from participa.shared.templating import moment

MOST_ROWS = 500  # of a table in a document that is read page by page
LOOKED_AT, LONGEST_WORD, LONGEST_TEXT = 200, 18, 120  # rows and letters that say how wide a column is
BOLD, MARGINS = 1.2, 3.2  # how much wider heads are; letters that the margins of a cell take
MANY_COLUMNS = 6  # a table with more of them needs a sheet that lies
ROOM, WIDE_ROOM = 102, 142  # letters of a line of a table, on a sheet that stands and on one that lies
UNKNOWN_LABEL = "Oculto o sin dato"
DRAFT = "Borrador: lo que dice puede cambiar."
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
OPEN_SCHEMES = {"http", "https"}


def clean(text: str) -> str:
    """Without the signs that no document can hold; a line ends in one way."""
    return UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def front(report: Report) -> list[tuple[str, str]]:
    """What opens every format after the title, as (label, value)."""
    told = [("Entidad", report.entity), ("Datos hasta", moment(report.cut_at))]
    told.append(("Versión", str(report.number) if report.number else DRAFT))
    told += [("Qué cambió", report.reason)] if report.reason else []
    told += [("Dirección permanente", report.address)] if report.address else []
    return [(label, clean(value)) for label, value in told]


def tables(report: Report) -> list[Table]:
    """All the numbers of a report, in order: its tables, its figures and what its charts draw."""
    return [table for block in report.blocks if (table := as_table(block))]


def as_table(block: Block) -> Table | None:
    """The table that tells a block; None when it holds no numbers."""
    if isinstance(block, Table):
        return block
    if isinstance(block, Figures):
        return _of_figures(block)
    return _of_chart(block) if isinstance(block, Chart) else None


def _of_figures(block: Figures) -> Table:
    rows = tuple((said(one.label), one.value, Cell(one.how)) for one in block.figures)
    columns = (Column("Dato"), Column("Valor", ColumnKind.NUMBER), Column("Cómo se cuenta"))
    return Table(block.name, block.caption, columns, rows)


def _of_chart(chart: Chart) -> Table:
    kind = ColumnKind.PERCENT if chart.unit == "%" else ColumnKind.NUMBER
    columns = (Column("De qué"), *(Column(one.name, kind) for one in chart.series))
    caption = f"{chart.title} ({chart.unit})" if chart.unit else chart.title
    rows = tuple(
        (said(label), *(drawn(one.values[place], chart.unit) for one in chart.series))
        for place, label in enumerate(chart.labels)
    )
    return Table(chart.name, caption, columns, rows)


def drawn(value: float | None, unit: str = "") -> Cell:
    """A value of a chart as people read it: whole, or with at most two decimals."""
    if value is None:
        return Cell(UNKNOWN_LABEL)
    sign = "\u00a0%" if unit == "%" else ""
    exact = round(value, 2)
    if exact == int(exact):
        return Cell(f"{thousands(int(exact))}{sign}", exact)
    whole, _point, decimals = f"{exact:,.2f}".rpartition(".")
    return Cell(f"{whole.replace(',', '.')},{decimals.rstrip('0')}{sign}", exact)


def decimals(cell: Cell) -> int:
    """How many decimals the text of a number has."""
    found = re.search(r",(\d+)", cell.text)
    return len(found[1]) if found else 0


def address(told: str, base: str = "") -> str:
    """A whole address for who reads outside the site; "" when there is none or it leads nowhere safe.

    A path is followed from `base`, the permanent address of the report.
    """
    try:
        whole = urljoin(base, clean(told).strip()) if told else ""
        return whole if urlsplit(whole).scheme in OPEN_SCHEMES and urlsplit(whole).netloc else ""
    except ValueError:
        return ""


def shown_address(told: str) -> str:
    """An address that a page may link: a path of the site or one of the web; otherwise ""."""
    is_path = told.startswith("/") and not told.startswith(("//", "/\\"))
    return told if is_path else address(told)


def beyond(table: Table, most: int = MOST_ROWS) -> str:
    """Where the rest of a long table is; "" when all of it is here."""
    if len(table.rows) <= most:
        return ""
    whole = thousands(len(table.rows))
    return f"Aquí están las primeras {most} filas de {whole}. La tabla completa está en los archivos de Excel y CSV."


def widths(table: Table) -> tuple[int, ...]:
    """How wide each column is, as whole percents that add up to 100: its words fit, and long texts get the rest."""
    if not table.columns:
        return ()
    least, wanted = zip(*(_letters(table, place) for place in range(len(table.columns))), strict=True)
    spare = max((WIDE_ROOM if is_wide(table) else ROOM) - sum(least), 0)
    lacking = [max(wish - need, 0.01) for need, wish in zip(least, wanted, strict=True)]
    given = [need + spare * lack / sum(lacking) for need, lack in zip(least, lacking, strict=True)]
    percents = [max(1, round(100 * one / sum(given))) for one in given]
    percents[percents.index(max(percents))] += 100 - sum(percents)
    return tuple(percents)


def is_wide(table: Table) -> bool:
    return len(table.columns) > MANY_COLUMNS


def _letters(table: Table, place: int) -> tuple[float, float]:
    """Those that the longest word of a column needs, and those that its texts would like to have."""
    label, texts = table.columns[place].label, [row[place].text for row in table.rows[:LOOKED_AT]]
    usual = sum(map(len, texts)) / len(texts) if texts else 0
    words = max(_longest_word(label) * BOLD, *(map(_longest_word, texts)), 0)
    return words * 1.1 + MARGINS, min(usual, LONGEST_TEXT)


def _longest_word(text: str) -> int:
    return min(max(map(len, text.split(" "))), LONGEST_WORD)


def lines(text: str) -> Iterator[str]:
    """The paragraphs of a prose: one a line."""
    return (line.strip() for line in clean(text).split("\n") if line.strip())
