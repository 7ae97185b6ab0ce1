"""The PDF of a machine without Pango: the same words and numbers, without tags for screen readers. It says so."""

from typing import TYPE_CHECKING

from participa.shared.papers import plain
from participa.shared.report import telling
from participa.shared.report.model import Block, Chart, Figures, Heading, Note, Points, Prose, Report, Table

if TYPE_CHECKING:
    from fpdf import FPDF

NOTICE = (
    "Este PDF no tiene las etiquetas que usa un lector de pantalla: al servidor le falta un componente (Pango). "
    "La página del informe dice lo mismo y sí las tiene."
)
SIZES = {2: 15, 3: 12.5, 4: 11}
MARGIN, LINE = 18, 5
INK = (13, 70, 76)


def render(report: Report) -> bytes:
    """The PDF. Of a table of more than 500 rows, the first 500 and where the rest is."""
    paper = _paper(report)
    _write_front(paper, report)
    for block in report.blocks:
        _write(paper, report, block)
    return bytes(paper.output())


def _paper(report: Report) -> "FPDF":
    from fpdf import FPDF  # noqa: PLC0415 - half a second that only papers need

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", "", 8.5)
            self.cell(text=plain(telling.clean(report.entity))[:90] or "-", new_x="LMARGIN", new_y="NEXT")
            self.ln(3)

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font("Helvetica", "", 8.5)
            self.cell(0, text=f"Página {self.page_no()} de {{nb}}", align="R")

    lies = any(telling.is_wide(table) for table in telling.tables(report))
    paper = Paper(orientation="landscape" if lies else "portrait", unit="mm", format="letter")
    paper.set_margin(MARGIN)
    paper.set_auto_page_break(True, MARGIN)
    paper.set_creation_date(report.cut_at)
    paper.set_title(plain(telling.clean(report.title)))
    paper.set_lang("es-CO")
    paper.add_page()
    return paper


def _write_front(paper: "FPDF", report: Report) -> None:
    _say(paper, report.title, 20, bold=True)
    if report.subtitle:
        _say(paper, report.subtitle, 12)
    for label, value in telling.front(report):
        _say(paper, f"{label}: {value}", 10)
    paper.ln(2)
    _say(paper, NOTICE, 10, bold=True)


def _write(paper: "FPDF", report: Report, block: Block) -> None:
    if isinstance(block, Heading):
        paper.ln(4)
        paper.start_section(plain(telling.clean(block.text)) or "-", level=block.level - 2, strict=False)
        _say(paper, block.text, SIZES.get(block.level, 11), bold=True)
    elif isinstance(block, Prose):
        for line in telling.lines(block.text):
            _say(paper, line)
    elif isinstance(block, Points):
        for item in block.items:
            _say(paper, f"- {item}")
    elif isinstance(block, Note):
        _say(paper, f"{block.source} {telling.address(block.address, report.address)}")
    else:
        _write_numbers(paper, block)


def _write_numbers(paper: "FPDF", block: Table | Figures | Chart) -> None:
    table = telling.as_table(block)
    assert table is not None  # noqa: S101 - these blocks are told as tables
    if isinstance(block, Chart):
        _say(paper, block.describe)
    _say(paper, table.caption, 10.5, bold=True)
    if not table.rows:
        _say(paper, table.empty)
        return
    paper.set_font("Helvetica", "", 8.5)
    with paper.table(
        line_height=4.2, width=int(paper.epw), padding=0.8, text_align="LEFT", col_widths=telling.widths(table)
    ) as drawn:
        drawn.row([plain(telling.clean(column.label)) for column in table.columns])
        for row in table.rows[: telling.MOST_ROWS]:
            drawn.row([plain(telling.clean(cell.text)) for cell in row])
    _say(paper, telling.beyond(table))


def _say(paper: "FPDF", text: str, points: float = 10, bold: bool = False) -> None:
    words = plain(telling.clean(text))
    if not words:
        return
    paper.set_font("Helvetica", "B" if bold else "", points)
    paper.set_text_color(*INK)
    paper.multi_cell(0, points * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(1.2)
