"""A report as a document of Word that the team can go on writing: real headings, tables with heads, page numbers."""

import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Any

from participa.shared.report import telling
from participa.shared.report.model import (
    Block,
    Cell,
    Chart,
    ColumnKind,
    Figures,
    Heading,
    Note,
    Points,
    Prose,
    Report,
    Table,
)
from participa.shared.report.still import still

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.shared import Length
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

FONT, INK, LINK, SOFT = "Calibri", "0D464C", "0C5A61", "DCEBEA"
TO_THE_RIGHT = {ColumnKind.NUMBER, ColumnKind.PERCENT}
SPACE = re.compile(r"[\t\n\x0b\x0c]+")


def render(report: Report) -> bytes:
    """The document. Of a table of more than 500 rows, the first 500 and where the rest is."""
    from docx import Document  # noqa: PLC0415 - a quarter of a second that only files need

    paper = Document()
    _set_up(paper, report)
    _write_front(paper, report)
    for block in report.blocks:
        _write(paper, report, block)
    made = BytesIO()
    paper.save(made)
    return still(made.getvalue(), report.cut_at, lambda _name, data: data)


def _set_up(paper: "Paper", report: Report) -> None:
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    about = paper.core_properties
    about.title, about.author, about.language = _line(report.title)[:255], _line(report.entity)[:255], "es-CO"
    about.created = about.modified = report.cut_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.last_modified_by, about.comments = "", ""
    section = paper.sections[0]
    section.page_width, section.page_height = _page(report)
    section.left_margin = section.right_margin = Cm(2)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption"):
        font = paper.styles[name].font
        font.name = FONT
        _element(font.element.get_or_add_rPr(), "w:lang", val="es-CO")
        if name != "Normal":
            font.color.rgb = RGBColor.from_string(INK)
            for mark in font.element.rPr.findall(_name("w:rFonts")):
                for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                    mark.attrib.pop(_name(f"w:{theme}"), None)
    paper.styles["Normal"].font.size, paper.styles["Caption"].font.size = Pt(11), Pt(11)
    _line_of_pages(section, report)


def _page(report: Report) -> "tuple[Length, Length]":
    """Letter paper, as is used in Colombia; lying when a table needs it."""
    from docx.shared import Cm  # noqa: PLC0415

    lies = any(telling.is_wide(table) for table in telling.tables(report))
    return (Cm(27.94), Cm(21.59)) if lies else (Cm(21.59), Cm(27.94))


def _line_of_pages(section: Any, report: Report) -> None:
    """The entity above each page; below, which page of how many."""
    section.header.paragraphs[0].text = _line(report.entity)
    foot = section.footer.paragraphs[0]
    foot.alignment = 2
    foot.add_run("Página ")
    _field(foot, "PAGE")
    foot.add_run(" de ")
    _field(foot, "NUMPAGES")


def _field(paragraph: "Paragraph", instruction: str) -> None:
    _element(paragraph._p, "w:fldSimple", instr=instruction).append(paragraph.add_run("1")._r)


def _write_front(paper: "Paper", report: Report) -> None:
    paper.add_paragraph(_line(report.title), style="Title")
    if report.subtitle:
        paper.add_paragraph(_line(report.subtitle), style="Subtitle")
    for label, value in telling.front(report):
        line = paper.add_paragraph()
        line.paragraph_format.space_after = 0
        line.add_run(f"{label}: ").bold = True
        line.add_run(_line(value))
    paper.add_paragraph()


def _write(paper: "Paper", report: Report, block: Block) -> None:
    if isinstance(block, Heading):
        paper.add_heading(_line(block.text), level=block.level - 1)
    elif isinstance(block, Prose):
        _write_lines(paper, telling.lines(block.text))
    elif isinstance(block, Points):
        _write_lines(paper, block.items, "List Bullet")
    elif isinstance(block, Note):
        _write_note(paper, report, block)
    elif isinstance(block, Table | Figures | Chart):
        _write_numbers(paper, report, block)


def _write_lines(paper: "Paper", texts: Iterable[str], style: str = "Normal") -> None:
    for text in texts:
        paper.add_paragraph(_line(text), style=style)


def _write_note(paper: "Paper", report: Report, note: Note) -> None:
    paragraph = paper.add_paragraph()
    paragraph.add_run(_line(note.source)).italic = True
    address = telling.address(note.address, report.address)
    if address:
        paragraph.add_run(" ")
        _link(paragraph, address, address)


def _write_numbers(paper: "Paper", report: Report, block: Table | Figures | Chart) -> None:
    table = telling.as_table(block)
    assert table is not None  # noqa: S101 - these blocks are told as tables
    caption = paper.add_paragraph(_line(table.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    if isinstance(block, Chart):
        _write_lines(paper, [block.describe])
    if not table.rows:
        _write_lines(paper, [table.empty])
        return
    _write_table(paper, report, table)
    _write_lines(paper, [text for text in (telling.beyond(table),) if text])
    paper.add_paragraph()


def _write_table(paper: "Paper", report: Report, table: Table) -> None:
    """Rows are copies of the first one: adding them one by one takes ten times as long."""
    shown = table.rows[: telling.MOST_ROWS]
    drawn = paper.add_table(rows=2, cols=len(table.columns), style="Table Grid")
    _set_widths(paper, drawn, table)
    head, model = drawn.rows[0], deepcopy(drawn.rows[1]._tr)
    _write_heads(head, table)
    for place, row in enumerate(shown):
        if place:
            drawn._tbl.append(deepcopy(model))
        _write_row(drawn.rows[1] if not place else _last_row(drawn), report, table, row)


def _set_widths(paper: "Paper", drawn: Any, table: Table) -> None:
    section = paper.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    drawn.autofit = False
    for place, percent in enumerate(telling.widths(table)):
        wide = room * percent // 100
        drawn.columns[place].width = wide
        for row in drawn.rows:
            row.cells[place].width = wide


def _last_row(drawn: Any) -> "_Row":
    from docx.table import _Row  # noqa: PLC0415

    return _Row(drawn._tbl.tr_lst[-1], drawn)


def _write_heads(head: "_Row", table: Table) -> None:
    """Heads come back on each page, and a screen reader knows that they are."""
    _element(head._tr.get_or_add_trPr(), "w:tblHeader", val="true")
    for place, (cell, column) in enumerate(zip(head.cells, table.columns, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(_line(column.label)).bold = True
        paragraph.alignment = 2 if column.kind in TO_THE_RIGHT and place else 0
        _element(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", fill=SOFT)


def _write_row(drawn: "_Row", report: Report, table: Table, row: tuple[Cell, ...]) -> None:
    _element(drawn._tr.get_or_add_trPr(), "w:cantSplit", val="true")
    for place, (cell, told) in enumerate(zip(drawn.cells, row, strict=True)):
        paragraph = cell.paragraphs[0]
        if table.columns[place].kind in TO_THE_RIGHT:
            paragraph.alignment = 2
        address = telling.address(told.address, report.address)
        if address:
            _link(paragraph, telling.clean(told.text), address)
        else:
            paragraph.add_run(telling.clean(told.text))


def _link(paragraph: "Paragraph", text: str, address: str) -> None:
    """A link that Word opens; its text looks like one."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    link = _element(paragraph._p, "w:hyperlink")
    link.set(_name("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(text)
    run.underline, run.font.color.rgb = True, RGBColor.from_string(LINK)
    link.append(run._r)


def _element(parent: Any, name: str, **values: str) -> Any:
    """A new part of the document under another, with these values."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(_name(f"w:{key}"), value)
    parent.append(made)
    return made


def _name(short: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(short)


def _line(text: str) -> str:
    """A text in one line."""
    return SPACE.sub(" ", telling.clean(text))
