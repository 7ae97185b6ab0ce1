"""`python -m bench` measures the platform; `python -m bench servers` compares web servers; `python -m bench hall` fills
a hall behind one address; `python -m bench questions` asks and reads among few and very many questions;
`python -m bench similar` looks for similar ones; `python -m bench live` fills a hearing with phones."""

import argparse
import tempfile
from pathlib import Path

from bench import hall, live, questions, report, servers, similar
from bench.measuring import Figure, measure, statements
from bench.paths import all_paths
from bench.stage import Stage, memory_mb, stage
from tests.parts.postgres import find_binaries

MANY, MANY_QUICK = 500_000, 20_000


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Mide el rendimiento en esta máquina.")
    what = ["todo", "servers", "hall", "questions", "similar", "live"]
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
    if given.what == "servers":
        servers.compare(given.quick, given.write)
    elif given.what == "questions":
        questions.compare(list(given.sizes), given.quick, given.write)
    elif given.what == "similar":
        similar.compare(given.quick, given.write)
    elif given.what == "live":
        live.measure_live(given.setup, given.minutes, given.phones, given.database, given.write)
    elif given.what == "hall":
        hall.measure_hall(given.quick, given.write)
    else:
        measure_all(given.quick, given.write)


if __name__ == "__main__":
    main()
