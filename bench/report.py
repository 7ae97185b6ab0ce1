"""The figures as a table, on the screen and in docs/rendimiento.md."""

import os
import platform
import re
from pathlib import Path

from bench.measuring import Figure
from bench.stage import WORKERS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rendimiento.md"
BEGIN, END = "<!-- cifras: inicio -->", "<!-- cifras: fin -->"
HEAD = ("Qué responde", "por segundo", "p95 (ms)", "frente a Flask vacío", "meta", "")


def decimal(value: float, places: int = 2) -> str:
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def row(figure: Figure) -> tuple[str, ...]:
    told = (figure.path.name, decimal(figure.rps, 0), decimal(figure.p95_ms, 1))
    if figure.ratio is None:
        return (*told, "", "", "")
    return (*told, f"{decimal(figure.ratio)} ×", _aim(figure), "sí" if figure.reached else "no")


def _aim(figure: Figure) -> str:
    aim = f"≥ {decimal(figure.path.ratio)} ×"
    if figure.path.most_p95:
        aim += f"; p95 {decimal(figure.p95_ratio or 0, 1)} × (≤ {decimal(figure.path.most_p95, 0)} ×)"
    return aim


def table(rows: list[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> str:
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def page(figures: list[Figure], facts: dict[str, str], command: str) -> str:
    """What goes between the marks of the document."""
    machine = f"{os.cpu_count()} núcleos, Python {platform.python_version()}, {WORKERS} procesos, 32 clientes"
    told = list(facts.items())
    return "\n\n".join(
        (
            f"Medido con `{command}` en una máquina de {machine}. El generador de carga usa los mismos núcleos.",
            table([row(figure) for figure in figures]),
            table(told, ("Además", "valor")),
        )
    )


def write(text: str, begin: str = BEGIN, end: str = END, document: Path = PAGE) -> None:
    """Put the text between its marks."""
    old = document.read_text()
    marked = f"{begin}\n{text}\n{end}"
    new, times = re.subn(re.escape(begin) + ".*?" + re.escape(end), lambda _: marked, old, flags=re.DOTALL)
    assert times == 1, f"{document} lacks its marks"
    document.write_text(new)
