"""The closing record of a box as a PDF: the counts, each number, and the fingerprint of the public record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from participa.intake.drawing import A4, new_paper, plain, write
from participa.intake.models import Slip, SlipBatch
from participa.intake.queries import Counts
from participa.shared.templating import moment

if TYPE_CHECKING:
    from fpdf import FPDF

LEFT, WIDE, LINE = 18.0, 174.0, 6.0


def draw(entity: str, box: SlipBatch, slips: Sequence[Slip], counts: Counts) -> bytes:
    """The record of a closed box. It holds no text nor name of who asked."""
    closed_at = box.closed_at or box.created_at
    paper = new_paper(A4, f"Acta de cierre: {box.label}", closed_at)
    paper.set_margins(LEFT, 16, LEFT)
    paper.set_auto_page_break(True, 18)
    paper.add_page()
    write(paper, entity, LEFT, 16, 10)
    write(paper, "Acta de cierre de una caja de hojas", LEFT, 22, 18, bold=True)
    paper.set_xy(LEFT, 34)
    paper.set_font("Helvetica", "", 11)
    for line in (*_facts(box), *_sums(counts), *_proof(box)):
        paper.multi_cell(WIDE, LINE, plain(line), new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)
    _numbers(paper, slips)
    paper.ln(16)
    paper.multi_cell(WIDE, LINE, "Firmas:  ______________________________      ______________________________")
    return bytes(paper.output())


def _facts(box: SlipBatch) -> list[str]:
    late = [f"Motivo del registro posterior: {box.late_reason}"] if box.late_reason else []
    return [
        f"Caja: {box.label}. Espacio: {box.event.title if box.event else 'sin espacio'}.",
        f"Hojas de la {box.first:04d} a la {box.last:04d}, recibidas el {moment(box.collected_at)}",
        *late,
        f"Cerrada el {moment(box.closed_at or box.created_at)} por {box.closed_by.name if box.closed_by else ''}.",
    ]


def _sums(counts: Counts) -> list[str]:
    agrees = "Las cuentas coinciden." if counts.matches else "Las cuentas no coinciden."
    return [
        f"Hojas de la caja: {counts.slips}. Escritas o anuladas: {counts.typed}.",
        f"Radicadas: {counts.filed}. Anuladas: {counts.void}. {agrees}",
    ]


def _proof(box: SlipBatch) -> list[str]:
    return [f"Registro público al cierre: {box.entries} anotaciones. Huella: {box.fingerprint}"]


def _numbers(paper: "FPDF", slips: Sequence[Slip]) -> None:
    paper.set_font("Helvetica", "", 9.5)
    with paper.table(col_widths=(20, 40, 114), width=WIDE, text_align="LEFT", line_height=5) as table:
        table.row(["Hoja", "Radicado", "Observación"])
        for slip in slips:
            radicado = slip.question.radicado if slip.question else "Anulada"
            table.row([f"{slip.number:04d}", radicado, plain(_remark(slip))])


def _remark(slip: Slip) -> str:
    if slip.void_reason:
        return slip.void_reason_label + (f". {slip.note}" if slip.note else "")
    if slip.checked_by_id is None:
        return ""
    return "Revisada y corregida antes de radicar" if slip.note else "Revisada por otra persona"
