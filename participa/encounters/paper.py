"""A published version of the document as a PDF for the hall."""

from typing import TYPE_CHECKING

from participa.commitments.standing import STANDING_LABELS
from participa.encounters import exporting
from participa.encounters.models import EncounterDocument
from participa.encounters.picture import ORDER, OfficePart, Picture, Told, of_data
from participa.shared.papers import A4, new_paper, plain
from participa.shared.templating import counted, moment

if TYPE_CHECKING:
    from fpdf import FPDF

LEFT, WIDE = 18.0, 174.0
GREY = 190


def draw(entity: str, document: EncounterDocument, title: str) -> bytes:
    """The version as it was frozen: the figures first, then office by office."""
    shown = of_data(document.data)
    paper = new_paper(A4, f"Compromisos: {title}", document.cut_at)
    paper.set_margins(LEFT, 16, LEFT)
    paper.set_auto_page_break(True, 18)
    paper.add_page()
    _line(paper, entity, 10)
    _line(paper, "Cómo van los compromisos", 18, bold=True)
    _line(paper, title, 12)
    _facts(paper, document, shown)
    for part in shown.parts:
        _part(paper, part)
    return bytes(paper.output())


def _facts(paper: "FPDF", document: EncounterDocument, shown: Picture) -> None:
    paper.ln(2)
    _line(paper, f"Versión {document.number}. Datos del {moment(document.cut_at)}, hora de Colombia.", 10)
    _line(paper, f"Huella SHA-256: {document.digest[:32]} {document.digest[32:]}", 9)
    _line(paper, f"{shown.years}. {shown.spaces}. {shown.office_names}.", 10)
    if document.reason:
        _line(paper, f"Qué cambia en esta versión: {document.reason}", 10)
    for paragraph in shown.opening.splitlines():
        _line(paper, paragraph, 11)
    _heading(paper, "En total")
    whole = shown.figures
    for one in ORDER:
        _line(paper, f"{STANDING_LABELS[one]}: {whole.of(one)} de {whole.promised}", 11)
    _line(paper, f"Fechas nuevas: {whole.slips}. Con desacuerdo: {shown.disagreements}.", 11)


def _part(paper: "FPDF", part: OfficePart) -> None:
    _heading(paper, part.name)
    told = [f"{STANDING_LABELS[one].lower()}: {part.figures.of(one)}" for one in ORDER if part.figures.of(one)]
    _line(paper, f"{counted(part.figures.promised, 'compromiso', 'compromisos')}. {'; '.join(told)}.", 10)
    for paragraph in part.remark.splitlines():
        _line(paper, paragraph, 10)
    for one in part.commitments:
        _told(paper, one)


def _told(paper: "FPDF", told: Told) -> None:
    paper.ln(2)
    _line(paper, f"{told.code}. {told.text}", 11, bold=True)
    first, now = exporting.day(told.first_due_on), exporting.day(told.due_on)
    _line(
        paper, f"{told.standing_label}. Primera fecha: {first}. Fecha de hoy: {now}. Informado: {told.percent} %.", 10
    )
    sentences = exporting.voices(told) or ["Nadie lo ha verificado todavía."]
    if told.disagreement:
        sentences.append(f"Desacuerdo: {told.disagreement}")
    sentences += exporting.new_dates(told)
    if told.observations:
        sentences.append(counted(told.observations, "observación ciudadana.", "observaciones ciudadanas."))
    for sentence in sentences:
        _line(paper, sentence, 10)


def _heading(paper: "FPDF", words: str) -> None:
    if paper.will_page_break(24):
        paper.add_page()
    paper.ln(5)
    _line(paper, words, 13, bold=True)
    paper.set_draw_color(GREY)
    paper.line(LEFT, paper.get_y(), LEFT + WIDE, paper.get_y())
    paper.ln(1)


def _line(paper: "FPDF", words: str, points: float, bold: bool = False) -> None:
    paper.set_font("Helvetica", "B" if bold else "", points)
    paper.multi_cell(WIDE, points * 0.45, plain(words), align="L", new_x="LMARGIN", new_y="NEXT")
