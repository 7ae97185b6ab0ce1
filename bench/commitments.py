"""`python -m bench commitments` measures the list of commitments, the page of one and the boards beside bare Flask."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta
from itertools import repeat
from pathlib import Path as Folder
from time import perf_counter
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert, select, text

from bench import report
from bench.measuring import measure
from bench.paths import HELLO, Path, bare, get, never_asked
from bench.stage import DURABLE, Place, bare_server, place
from participa.accounts.models import Role
from participa.commitments.models import (
    Agreement,
    Commitment,
    CommitmentCheck,
    CommitmentEntry,
    CommitmentKind,
    CommitmentState,
    CommitmentStep,
    Completion,
    EntryKind,
    Origin,
    Priority,
)
from participa.commitments.queries.public import SEARCHED
from participa.commitments.services import counting
from participa.extensions import db
from participa.questions.models import KnownPlace, PlaceKind
from participa.shared import search
from participa.shared.clock import today
from participa.shared.search import SearchEntry
from participa.shared.unit_of_work import unit_of_work
from tests import factories as make
from tests.factories.keep import keep
from tests.parts.postgres import find_binaries, temporary_cluster

SIZES, QUICK_SIZES = (100, 100_000), (100, 10_000)
AT_ONCE, OFFICES, PLACES, YEARS = 5_000, 20, 60, 5
FRESH, KEPT = 0.30, 5.0  # of bare Flask
COMMON, RARE = "vereda", "acueducto"  # in all, in one of a thousand
DONE = (CommitmentState.FULFILLED, CommitmentState.UNFULFILLED, CommitmentState.NOT_VIABLE)
BEGIN, END = "<!-- compromisos: inicio -->", "<!-- compromisos: fin -->"
Rows = list[dict[str, Any]]


def fill(count: int) -> None:
    """So many public promises of the last five years, with steps, new dates and verifications."""
    draw, author = random.Random(7), make.user(Role.CONTROL).id
    offices = [make.department(f"Dependencia {number}").id for number in range(OFFICES)]
    places = [keep(KnownPlace(kind=PlaceKind.VEREDA, name=f"Vereda {n}", key=f"vereda {n}")).id for n in range(PLACES)]
    owners = {"author": author, "offices": offices, "places": places}
    for begun in range(0, count, AT_ONCE):
        numbers = range(begun + 1, min(begun + AT_ONCE, count) + 1)
        with unit_of_work():
            _write([_commitment(number, count, draw, owners) for number in numbers], draw, author)
    _after()
    counting.keep_figures()


def _commitment(number: int, count: int, draw: random.Random, owners: dict[str, Any]) -> dict[str, Any]:
    """The older ones are nearly all over; of the latest many are open."""
    day = today() - timedelta(days=YEARS * 365 * (count - number) // count)
    due = day + timedelta(days=draw.randrange(60, 400))
    is_open = due > today() - timedelta(days=60)
    state = CommitmentState.UNDER_WAY if is_open else draw.choices(DONE, (80, 15, 5))[0]
    is_done = state is CommitmentState.FULFILLED
    rare = f" y el {RARE}" if number % 1000 == 0 else ""
    return {
        "id": number,
        "code": f"C-{day.year}-{number:06}",
        "kind": CommitmentKind.PROMISE,
        "year": day.year,
        "origin": Origin.HEARING,
        "priority": Priority.MEDIUM,
        "form_key_digest": f"banco-{number}",
        "state": state,
        "text": f"Pavimentar la vía número {number % 300} de la {COMMON} y ponerle cunetas{rare}",
        "scope": "",
        "how_known": "La vía está pavimentada y hay acta de entrega.",
        "plan_goal": "",
        "promised_on": day,
        "first_due_on": due - timedelta(days=40 * (number % 5 == 0)),
        "due_on": due,
        "next_step_on": due - timedelta(days=30) if is_open else None,
        "lead_id": draw.choice(owners["offices"]),
        "place_id": draw.choice([None, *owners["places"]]),
        "percent": 100 if is_done else draw.randrange(0, 100),
        "fulfilled_on": due - timedelta(days=draw.randrange(0, 40)) if is_done else None,
        "created_at": datetime.combine(day, time(15), UTC),
        "created_by_id": owners["author"],
        "published_at": datetime.combine(day, time(16), UTC),
        "revision": 0,
    }


def _write(rows: Rows, draw: random.Random, author: int) -> None:
    db.session.execute(insert(Commitment), rows)
    steps = [
        {"commitment_id": row["id"], "position": place, "text": "Contratar el estudio", "due_on": row["due_on"]}
        for row in rows
        for place in range(draw.randrange(0, 4))
    ]
    db.session.execute(insert(CommitmentStep), steps)
    db.session.execute(insert(CommitmentEntry), [entry for row in rows for entry in _entries(row, author)])
    looked = [_check(row, author) for row in rows if row["id"] % 3 == 0]
    db.session.execute(insert(CommitmentCheck), looked)
    stems = {"kind": SEARCHED}
    found = [stems | {"ref": row["id"], "stems": " ".join(search.stems_of(row["text"]))} for row in rows]
    db.session.execute(insert(SearchEntry), found)


def _entries(row: dict[str, Any], author: int) -> Iterator[dict[str, Any]]:
    told = {"commitment_id": row["id"], "from_state": row["state"], "state": row["state"], "author_id": author}
    told |= {"from_percent": 0, "percent": 0, "at": row["published_at"]}
    none = {"old_due_on": None, "new_due_on": None}
    yield {**told, **none, "kind": EntryKind.PUBLISHED, "text": ""}
    if row["first_due_on"] != row["due_on"]:
        moved = {"old_due_on": row["first_due_on"], "new_due_on": row["due_on"]}
        yield {**told, **moved, "kind": EntryKind.RESCHEDULED, "text": "Llovió mucho."}


def _check(row: dict[str, Any], author: int) -> dict[str, Any]:
    said = {"completion": Completion.PARTIAL, "agreement": Agreement.AGREES, "note": "Se visitó.", "body_name": ""}
    reported = {"reported_state": row["state"], "reported_percent": row["percent"], "author_id": author}
    return {"commitment_id": row["id"], "checked_on": row["due_on"], "at": row["published_at"], **said, **reported}


def _after() -> None:
    """What each database does by itself when rows come one by one."""
    with unit_of_work():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("INSERT INTO search_entry_fts(search_entry_fts) VALUES ('rebuild')"))
        else:
            last = "SELECT setval(pg_get_serial_sequence('commitment', 'id'), (SELECT max(id) FROM commitment))"
            db.session.execute(text(last))
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    db.session.rollback()


def paths(name: str, at: Place) -> Iterator[Path]:
    """What anybody asks for: kept since the last visit, and made after a change."""
    port = at.server.port
    with at.app.app_context():
        ordered = select(Commitment.code, Commitment.lead_id).order_by(Commitment.published_at)
        deep = db.session.execute(ordered.offset(db.session.query(Commitment).count() // 10).limit(1)).one()
        db.session.rollback()
    year = today().year - 1
    pages = {
        "Lista, primera página": "",
        "Lista, página honda": f"?despues={deep.code}",
        "Lista, vencidos": "?estado=vencido",
        "Lista, cumplidos tarde de un año": f"?estado=cumplido_tarde&anio={year}",
        "Lista, una dependencia": f"?oficina={deep.lead_id}",
        "Lista, todo el municipio": "?territorio=0",
        "Buscar una palabra de todos": f"?q={quote(COMMON)}",
        "Buscar una palabra rara": f"?q={RARE}",
        "Un compromiso": deep.code,
        "Tablero por dependencia": "dependencias",
        "Tablero de un año": f"dependencias?anio={year}",
        "Territorios": "territorios",
    }
    for title, rest in pages.items():
        address = f"/compromisos/{rest}"
        yield _fresh(f"{title}, {name}", port, address)
    for title in ("Lista, primera página", "Tablero por dependencia"):
        request = get(port, f"/compromisos/{pages[title]}")
        yield Path(
            f"{title}, ya visitada, {name}", port, lambda _, one=request: repeat(one), baseline=HELLO, ratio=KEPT
        )


def _fresh(name: str, port: int, address: str) -> Path:
    sign = f"{address}&" if "?" in address else f"{address}?"
    return Path(name, port, lambda _: never_asked(port, sign), baseline=HELLO, ratio=FRESH)


def compare(quick: bool, keep_it: bool) -> None:
    """Measure each size on each database and print it; with `keep_it`, write it into docs/rendimiento.md."""
    rounds, seconds = (1, 0.8) if quick else (3, 1.2)
    parts = []
    for size in QUICK_SIZES if quick else SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
            folder, port = Folder(name), stack.enter_context(bare_server())
            began = perf_counter()
            houses = {"SQLite": stack.enter_context(place(folder / "sqlite", size, "", fill))}
            told = f"Escribirlos tardó en SQLite {report.decimal(perf_counter() - began, 0)} s."
            if find_binaries() is not None:
                url = stack.enter_context(temporary_cluster(DURABLE)).create_database()
                houses["PostgreSQL"] = stack.enter_context(place(folder / "postgresql", size, url, fill))
            asked = [path for kind, house in houses.items() for path in paths(kind, house)]
            figures = measure([*bare(port), *asked], rounds, seconds, 1.0)
        title = f"### Con {report.decimal(size, 0)} compromisos"
        parts += [title, report.table([report.row(figure) for figure in figures]), told]
        print("\n\n".join(parts[-3:]), flush=True)
    if keep_it:
        command = "python -m bench commitments" + (" --quick" if quick else "")
        report.write("\n\n".join([f"Medido con `{command}`.", *parts]), BEGIN, END)
