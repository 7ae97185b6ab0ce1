"""`python -m bench` measures the platform; `python -m bench servers` compares web servers; `python -m bench hall` fills
a hall behind one address; `python -m bench questions` asks and reads among few and very many questions;
`python -m bench similar` looks for similar ones; `python -m bench live` fills a hearing with phones;
`python -m bench commitments` reads commitments;
`python -m bench search` looks for words in everything;
`python -m bench dumps` makes a night of open data;
`python -m bench reports` draws a compendium in each format;
`python -m bench results` counts surveys; `python -m bench surveys` answers one."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import commitments, dumps, hall, live, questions, report, reports, results, search, servers, similar, surveys
from bench.measuring import Figure, measure, statements
from bench.paths import all_paths
from bench.stage import Stage, memory_mb, stage
from tests.parts.postgres import find_binaries

MANY, MANY_QUICK = 500_000, 20_000


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Mide el rendimiento en esta máquina.")
    what = ["todo", "servers", "hall", "questions", "similar", "live", "results", "surveys", "commitments", "reports"]
    what += ["dumps", "search"]
    parser.add_argument("what", nargs="?", default="todo", choices=what)
    parser.add_argument(
        "--setup", default="todo", choices=["todo", "solo", "nginx"], help="en vivo: sin nginx o con él"
    )
    parser.add_argument("--minutes", type=float, default=5, help="en vivo: cuánto dura")
    parser.add_argument("--phones", type=int, default=0, help="en vivo: cuántos teléfonos, si no los de siempre")
    parser.add_argument("--database", default="", choices=["sqlite", "postgresql"], help="en vivo: la base de datos")
    parser.add_argument("--sizes", type=int, nargs="+", default=questions.SIZES, help="cuántas preguntas hay")
    parser.add_argument("--quick", action="store_true", help="corto: menos rondas y menos filas")
    parser.add_argument("--write", action="store_true", help="escribe las cifras en el documento")
    return parser.parse_args()


def facts(stage: Stage, many: int) -> dict[str, str]:
    """What is not a rate: statements, memory, start."""
    few, crowd = (statements(place, "/preguntas/gestion/") for place in (stage.sqlite, stage.crowded))
    memory = max(memory_mb(stage.sqlite.server))
    return {
        f"Consultas de la bandeja con 1.000 y con {report.decimal(many, 0)} preguntas": f"{few} y {crowd}",
        "Memoria del mayor proceso web después de la carga (meta: ≤ 120 MB)": f"{memory:.0f} MB",
        "Del arranque a la primera respuesta (meta: ≤ 3 s)": f"{report.decimal(stage.sqlite.start_seconds, 1)} s",
    }


def show(figures: list[Figure], told: dict[str, str]) -> None:
    print(report.table([report.row(figure) for figure in figures]))
    print()
    for name, value in told.items():
        print(f"{name}: {value}")


def measure_all(quick: bool, keep: bool) -> None:
    many, rounds, seconds = (MANY_QUICK, 1, 0.8) if quick else (MANY, 3, 1.5)
    on_postgresql = find_binaries() is not None
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, stage(Path(folder), many, on_postgresql) as up:
        figures = measure(all_paths(up, many), rounds, seconds)
        told = facts(up, many)
    show(figures, told)
    if keep:
        report.write(report.page(figures, told, "python -m bench" + (" --quick" if quick else "")))


def main() -> None:
    given = options()
    quick, keep = given.quick, given.write
    ways: dict[str, Callable[[], None]] = {
        "servers": lambda: servers.compare(quick, keep),
        "questions": lambda: questions.compare(list(given.sizes), quick, keep),
        "similar": lambda: similar.compare(quick, keep),
        "live": lambda: live.measure_live(given.setup, given.minutes, given.phones, given.database, keep),
        "results": lambda: results.compare(quick, keep),
        "commitments": lambda: commitments.compare(quick, keep),
        "search": lambda: search.compare(quick, keep),
        "dumps": lambda: dumps.compare(quick, keep),
        "reports": lambda: reports.compare(quick, keep),
        "surveys": lambda: surveys.compare(quick),
        "hall": lambda: hall.measure_hall(quick, keep),
        "todo": lambda: measure_all(quick, keep),
    }
    ways[given.what]()


if __name__ == "__main__":
    main()
