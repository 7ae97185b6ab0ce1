"""The closing record of a box as a PDF: the counts, each number, and the fingerprint of the public record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from participa.intake.models import Slip, SlipBatch
from participa.intake.queries import Counts
from participa.shared.papers import A4, INK, new_paper, plain, write
from participa.shared.templating import moment

if TYPE_CHECKING:
    from fpdf import FPDF

LEFT, WIDE, LABEL, LINE = 18.0, 174.0, 52.0, 6.0
PALE, GREY = (237, 245, 243), (189, 199, 198)


def draw(entity: str, box: SlipBatch, slips: Sequence[Slip], counts: Counts) -> bytes:
    """The record of a closed box. It holds no text nor name of who asked."""
    paper = new_paper(A4, f"Acta de cierre: {box.label}", box.closed_at or box.created_at)
    paper.set_margins(LEFT, 16, LEFT)
    paper.set_auto_page_break(True, 18)
    paper.add_page()
    write(paper, entity, LEFT, 16, 10)
    write(paper, "Acta de cierre de una caja de hojas", LEFT, 22, 18, bold=True)
    paper.set_xy(LEFT, 35)
    for label, words in (*_facts(box), *_sums(box, counts), *_proof(box)):
        _fact(paper, label, words)
    paper.ln(5)
    _numbers(paper, slips)
    _signatures(paper)
    return bytes(paper.output())


def _fact(paper: "FPDF", label: str, words: str) -> None:
    paper.set_font("Helvetica", "B", 10.5)
    paper.cell(LABEL, LINE, plain(label))
    paper.set_font("Helvetica", "", 10.5)
    paper.multi_cell(WIDE - LABEL, LINE, plain(words), align="L", new_x="LMARGIN", new_y="NEXT")


def _facts(box: SlipBatch) -> list[tuple[str, str]]:
    late = [("Se registran después", box.late_reason)] if box.late_reason else []
    return [
        ("Caja", box.label),
        ("Espacio", box.event.title if box.event else "Sin espacio"),
        ("Hojas", f"De la {box.first:04d} a la {box.last:04d}"),
        ("Recibidas", moment(box.collected_at)),
        *late,
        ("Cerrada", f"{moment(box.closed_at or box.created_at)}, por {box.closed_by.name if box.closed_by else ''}"),
    ]


def _sums(box: SlipBatch, counts: Counts) -> list[tuple[str, str]]:
    by_hand = [("Contadas a mano", f"{box.counted}, más {counts.unused} sin usar")] if box.counted is not None else []
    agrees = "Las cuentas coinciden." if counts.matches else "Las cuentas no coinciden."
    return [
        *by_hand,
        ("Escritas o anuladas", f"{counts.typed} de {counts.slips}"),
        ("Radicadas y anuladas", f"{counts.filed} radicadas + {counts.void} anuladas = {counts.slips}. {agrees}"),
    ]


def _proof(box: SlipBatch) -> list[tuple[str, str]]:
    halves = f"{box.fingerprint[:32]} {box.fingerprint[32:]}"
    return [("Registro público", f"{box.entries} anotaciones al cierre"), ("Huella", halves)]


def _numbers(paper: "FPDF", slips: Sequence[Slip]) -> None:
    from fpdf.fonts import FontFace  # noqa: PLC0415 - half a second that only papers need

    paper.set_font("Helvetica", "", 9.5)
    paper.set_draw_color(*GREY)
    head = FontFace(emphasis="BOLD", fill_color=PALE)
    columns = {"col_widths": (20, 40, 114), "width": WIDE, "text_align": "LEFT", "line_height": 5}
    with paper.table(**columns, padding=(1, 2), headings_style=head, borders_layout="HORIZONTAL_LINES") as table:
        table.row(["Hoja", "Radicado", "Observación"])
        for slip in slips:
            radicado = slip.question.radicado if slip.question else "Anulada"
            table.row([f"{slip.number:04d}", radicado, plain(_remark(slip))])


def _signatures(paper: "FPDF") -> None:
    """Two lines to sign, kept together on one page."""
    if paper.will_page_break(36):
        paper.add_page()
    top = paper.get_y() + 24
    paper.set_draw_color(*INK)
    for place, who in enumerate(("Quien cerró la caja", "Quien la acompañó")):
        start = LEFT + 92 * place
        paper.line(start, top, start + 80, top)
        write(paper, who, start, top + 1.5, 9)


def _remark(slip: Slip) -> str:
    if slip.void_reason:
        return slip.void_reason_label + (f". {slip.note}" if slip.note else "")
    if slip.checked_by_id is None:
        return ""
    return "Revisada y corregida antes de radicar" if slip.note else "Revisada por otra persona"
