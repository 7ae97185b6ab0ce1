"""The compendium of one space with 2,000 questions in each format: how long it takes and how much memory, each in a
process of its own. Only the drawing is measured: the report is made here, in the shape that the room gives it.
"""

import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

from bench import report as sheet
from bench.memory import peak_mb
from participa.shared.report import files
from participa.shared.report.model import (
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Heading,
    Note,
    Prose,
    Report,
    Series,
    amount,
    average,
    on_day,
    said,
    share,
    table,
)

MANY, MANY_QUICK = 2000, 100
BEGIN, END = "<!-- informes: inicio -->", "<!-- informes: fin -->"
HEAD = ("Formato", "segundos", "memoria de más (MB)", "memoria al máximo (MB)", "tamaño (KB)")
QUESTION = "¿Cuándo terminan el arreglo de la vía de la vereda, que lleva dos inviernos sin paso para la lechería?"
ANSWER = (
    "La obra está contratada y empezó en marzo. Se han terminado dos de los cinco kilómetros. El resto se entrega "
    "antes de diciembre, según el cronograma que está publicado. La interventoría visita el frente de obra cada semana."
)
OFFICES = ("Infraestructura", "Hacienda", "Salud", "Educación", "Planeación")


def compendium(many: int) -> Report:
    """A report with the shape and the size of texts of the compendium of a space."""
    rows = [_row(place, many) for place in range(many)]
    day, number = ColumnKind.DAY, ColumnKind.NUMBER
    columns = ["Radicado", "Pregunta", "Respuesta", "Dependencia", Column("Respondida", day), Column("Días", number)]
    shares = tuple(many / len(OFFICES) for _ in OFFICES)
    blocks = (
        Heading("Resumen", 2, "resumen"),
        Prose("Estas son las preguntas del espacio y lo que se respondió.", "intro"),
        Figures("cifras", "Cifras", (Figure("Preguntas", amount(many)), Figure("A tiempo", share(many - 3, many)))),
        Heading("Por dependencia", 2, "dependencias"),
        Chart("dependencias", "Por dependencia", ChartKind.BARS, OFFICES, (Series("Preguntas", shares),), "Por igual."),
        Heading("Preguntas y respuestas", 2, "preguntas"),
        table("preguntas", "Preguntas y respuestas", columns, rows),
        Note("Preguntas publicadas.", "/preguntas/"),
    )
    cut_at, address = datetime(2026, 11, 20, 15, tzinfo=UTC), "https://participa.example/informes/medida"
    return Report("compendium", "Compendio", "Municipio", "Audiencia", cut_at, blocks, address, 1)


def _row(place: int, many: int) -> list:
    code = f"2026-{place:06d}"
    answered = date(2026, 8, 4) + timedelta(days=place % 20)
    told = [said(code, f"/preguntas/{code}"), said(f"{QUESTION} ({place})"), said(f"{ANSWER} {place} de {many}.")]
    return [*told, said(OFFICES[place % len(OFFICES)]), on_day(answered), average(float(place % 15))]


def measure(fmt: str, many: int) -> tuple[str, ...]:
    """The figures of one format, in a process that does nothing else."""
    command = [sys.executable, "-m", "bench.reports", "--child", fmt, str(many)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figures = (told["seconds"], 1), (told["more"], 0), (told["megabytes"], 0), (told["kilobytes"], 0)
    return (files.Format(fmt).label, *(sheet.decimal(value, places) for value, places in figures))


def child(fmt: str, many: int) -> None:
    """Draw once and say what it took."""
    told = compendium(many)
    before = peak_mb()
    begun = time.perf_counter()
    data = files.render(told, files.Format(fmt))
    seconds = time.perf_counter() - begun
    peak, size = peak_mb(), len(data) / 1024
    print(json.dumps({"seconds": seconds, "more": peak - before, "megabytes": peak, "kilobytes": size}))


def compare(quick: bool, keep: bool) -> None:
    """Every format, one after another. `keep` writes the figures in the document."""
    many = MANY_QUICK if quick else MANY
    rows = [measure(fmt.value, many) for fmt in files.Format]
    command = "python -m bench reports" + (" --quick" if quick else "")
    told = f"Medido con `{command}`: {sheet.decimal(many, 0)} preguntas con su respuesta, un proceso por formato."
    print(text := f"{told}\n\n{sheet.table(rows, HEAD)}")
    if keep:
        sheet.write(text, BEGIN, END)


if __name__ == "__main__" and sys.argv[1:2] == ["--child"]:
    child(sys.argv[2], int(sys.argv[3]))
