"""The minutes of a hearing as a PDF: what was answered, promised and decided, and the lines to sign."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from participa.shared.papers import A4, INK, new_paper, plain, write
from participa.shared.templating import counted, hour, moment

if TYPE_CHECKING:
    from fpdf import FPDF

    from participa.hearings.minutes import Minutes, Promised, Said, Spoken
    from participa.hearings.models import SupportDecision
    from participa.hearings.queries.history import Heard

LEFT, WIDE, LABEL, LINE = 18.0, 174.0, 52.0, 6.0
NONE = "Ninguno"
TOO_NEW = ". Sus teléfonos entraron menos de 20 segundos antes del fin"
PALE, GREY = (237, 245, 243), (189, 199, 198)
Rows = Sequence[Sequence[str]]


def draw(entity: str, minutes: "Minutes") -> bytes:
    """The minutes; a draft until the hearing ends. They hold no name of who asked or spoke."""
    hearing = minutes.hearing
    paper = new_paper(A4, f"Acta: {hearing.event.title}", minutes.at)
    paper.set_margins(LEFT, 16, LEFT)
    paper.set_auto_page_break(True, 18)
    paper.add_page()
    write(paper, entity, LEFT, 16, 10)
    write(paper, _title(minutes), LEFT, 22, 18, bold=True)
    paper.set_xy(LEFT, 35)
    for label, words in _facts(minutes):
        _fact(paper, label, words)
    _parts(paper, minutes)
    _signatures(paper)
    return bytes(paper.output())


def _title(minutes: "Minutes") -> str:
    kind = "Acta de un ensayo" if minutes.hearing.is_rehearsal else "Acta de la audiencia"
    return f"{kind} (borrador)" if minutes.is_draft else kind


def _facts(minutes: "Minutes") -> list[tuple[str, str]]:
    hearing = minutes.hearing
    ended = moment(hearing.closed_at) if hearing.closed_at else "No ha terminado"
    extents = ". ".join(f"{label}: {number}" for label, number in minutes.counts)
    waits = "Esperan en la fila" if minutes.is_draft else "No alcanzaron a salir"
    return [
        ("Espacio", hearing.event.title),
        ("Lugar", hearing.event.place or "Virtual"),
        ("Empezó", moment(hearing.opened_at) if hearing.opened_at else "No ha empezado"),
        ("Terminó", ended),
        ("Personas en la sala", f"{hearing.present}" if hearing.present else "No se contaron"),
        ("Preguntas recibidas", f"{minutes.received}, de ellas {minutes.withheld} con el texto reservado"),
        ("En la audiencia", extents),
        (waits, f"{minutes.left}. Se responden por escrito, como todas las anteriores."),
        ("Cambios del orden", f"{minutes.overrides}. El motivo de cada uno está abajo." if minutes.overrides else NONE),
        ("Apoyos sin contar", f"{minutes.too_new}{TOO_NEW}" if minutes.too_new else NONE),
        ("Pantalla apagada", counted(minutes.blanks, "vez", "veces")),
        ("Grabación", hearing.recording_url or "No se ha publicado su enlace"),
        ("Registro público", counted(minutes.entries, "anotación", "anotaciones")),
        ("Huella", f"{minutes.fingerprint[:32]} {minutes.fingerprint[32:]}"),
    ]


def _parts(paper: "FPDF", minutes: "Minutes") -> None:
    agenda = [(point.item.title, hour(point.began_at) if point.began_at else "No se trató") for point in minutes.agenda]
    _table(paper, "Orden del día", ("Punto", "Empezó"), (134, 40), agenda)
    answered = [(said.minute or "-", _question(said), _how(said)) for said in minutes.answered]
    _table(paper, "Preguntas respondidas en vivo", ("Minuto", "Pregunta", "Cómo"), (20, 104, 50), answered)
    departures = [(hour(one.at), one.radicado or one.text, one.why) for one in minutes.departures]
    _table(paper, "Cambios del orden", ("Hora", "Pregunta", "Motivo"), (28, 76, 70), departures)
    promises = [(one.minute or "-", _promise(one), one.office) for one in minutes.promises]
    _table(paper, "Compromisos", ("Minuto", "Compromiso", "Oficina"), (20, 104, 50), promises)
    turns = [(f"{turn.position}", turn.territory or "Sin decir", _length(turn)) for turn in minutes.turns]
    _table(paper, "Turnos del micrófono", ("Turno", "Barrio o vereda", "Duración"), (20, 104, 50), turns)
    _heard(paper, "Territorios oídos", "Barrio o vereda", minutes.territories)
    _heard(paper, "Oficinas oídas", "Oficina", minutes.offices)
    decisions = [(_decision(one), f"{one.number}", one.reason) for one in minutes.decisions]
    _table(paper, "Apoyos en revisión", ("Decisión", "Apoyos", "Motivo"), (40, 24, 110), decisions)


def _heard(paper: "FPDF", title: str, what: str, rows: "Sequence[Heard]") -> None:
    told = [(one.name, f"{one.answered} de {one.waited}") for one in rows]
    _table(paper, title, (what, "Respondidas en vivo"), (124, 50), told)


def _decision(decision: "SupportDecision") -> str:
    return "Se aceptaron" if decision.is_accepted else "Se descartaron"


def _question(said: "Said") -> str:
    return f"{said.text} ({said.radicado})" if said.radicado else said.text


def _how(said: "Said") -> str:
    joined = f"Con ella, {counted(said.joined, 'pregunta unida', 'preguntas unidas')}" if said.joined else ""
    why = f"Elegida por moderación: {said.why}" if said.why else ""
    return ". ".join(filter(None, (said.extent, joined, why)))


def _promise(promised: "Promised") -> str:
    return f"(Tachado) {promised.text}" if promised.is_struck else promised.text


def _length(turn: "Spoken") -> str:
    if not turn.was_there:
        return "No estaba"
    return f"{turn.seconds // 60}:{turn.seconds % 60:02d}" if turn.seconds is not None else "Habla ahora"


def _fact(paper: "FPDF", label: str, words: str) -> None:
    paper.set_font("Helvetica", "B", 10.5)
    paper.cell(LABEL, LINE, plain(label))
    paper.set_font("Helvetica", "", 10.5)
    paper.multi_cell(WIDE - LABEL, LINE, plain(words), align="L", new_x="LMARGIN", new_y="NEXT")


def _table(paper: "FPDF", title: str, head: Sequence[str], widths: tuple[int, ...], rows: Rows) -> None:
    """A part with its title; a part without rows is left out."""
    from fpdf.fonts import FontFace  # noqa: PLC0415 - half a second that only papers need

    if not rows:
        return
    if paper.will_page_break(30):
        paper.add_page()
    paper.ln(5)
    paper.set_font("Helvetica", "B", 13)
    paper.cell(WIDE, 8, plain(title), new_x="LMARGIN", new_y="NEXT")
    paper.set_font("Helvetica", "", 9.5)
    paper.set_draw_color(*GREY)
    style = FontFace(emphasis="BOLD", fill_color=PALE)
    look = {"col_widths": widths, "width": WIDE, "text_align": "LEFT", "line_height": 5}
    with paper.table(**look, padding=(1, 2), headings_style=style, borders_layout="HORIZONTAL_LINES") as table:
        table.row([plain(one) for one in head])
        for row in rows:
            table.row([plain(one) for one in row])


def _signatures(paper: "FPDF") -> None:
    """Two lines to sign, kept together on one page."""
    if paper.will_page_break(36):
        paper.add_page()
    top = paper.get_y() + 24
    paper.set_draw_color(*INK)
    for place, who in enumerate(("Quien condujo la audiencia", "Quien la acompañó (Control Interno)")):
        start = LEFT + 92 * place
        paper.line(start, top, start + 80, top)
        write(paper, who, start, top + 1.5, 9)
