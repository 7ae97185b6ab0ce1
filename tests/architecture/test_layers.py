"""Who may import whom, who may write, who may ask the time: the rules of docs/arquitectura.md as tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "participa"
ORDER = (
    *("extensions", "shared", "accounts", "calendar", "strategy"),
    *("events", "differential", "questionnaires", "registrations", "invitations", "attendance"),
    *("questions", "restrictions", "triage", "deadlines", "satisfaction"),
    *("intake", "record", "hearings", "surveys", "topics", "evaluations", "office_reports"),
    *("commitments", "improvement", "encounters"),
    *("history", "documents", "reports", "open_data", "search", "portal"),
)
ROOMS = ORDER[2:]
OPEN_TO_OTHER_ROOMS = {
    *("models", "queries", "services", "access"),
    *("importing", "hangings", "doors", "engine", "asking"),
}
PURE = {"standing", "drafting", "looking", "sources", "disagreement", "verifiability"}
OPEN_PARTS = {
    ("improvement", "drafting"),
    ("history", "tables"),  # what a table says: the demonstration loads one
    ("reports", "building"),  # what would be frozen: the demonstration sends reports to review
    ("reports", "kinds"),  # what the figures of the year say: the page «Cómo vamos» says the same
    *(("commitments", part) for part in PURE),  # the engine that improvement plans and encounters share
    *(("attendance", "statistics"), ("evaluations", "figures"), ("hearings", "minutes")),
    *(("hearings", "minutes_file"), ("office_reports", "whole"), ("strategy", "fulfilment")),
    *(("questions", "standing"), ("encounters", "picture"), ("encounters", "exporting")),
    *(("strategy", "tracking"), ("strategy", "when")),
    *(("improvement", "showing"), ("strategy", "schedule")),
}  # the figures as everybody reads them: reports tell the same
INSIDE = {
    "models": set(),
    "rules": {"models"},
    "queries": {"models", "rules"},
    "forms": {"models", "rules", "privacy"},
    "services": {"models", "rules", "queries"},
}
PAGES = {"public", "staff"}
WRITERS = {"services", "sessions", "demo"}
CABINETS = {("surveys", "results"), ("surveys", "paper")}  # part of a room with the files of a room


def python_files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> tuple[str, str]:
    """Room and file of a module; participa/questions/services/receiving.py is (questions, services)."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    if parts[:2] in CABINETS and len(parts) > 2:
        return parts[0], parts[2]
    return parts[0], parts[1] if len(parts) > 1 else parts[0]


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """What of participa a file imports, as (room, file)."""
    for node in ast.walk(ast.parse(path.read_text())):
        for name in imported_names(node):
            parts = name.split(".")
            if parts[0] == "participa" and len(parts) > 1:
                yield parts[1], parts[2] if len(parts) > 2 else ""


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def every_import(path: Path) -> list[str]:
    return [name for node in ast.walk(ast.parse(path.read_text())) for name in imported_names(node)]


def calls(path: Path) -> Iterator[str]:
    """The dotted name of each call in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def offences(test) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {what}" for path in python_files() for what in test(path)]


def higher_room(path: Path) -> Iterator[str]:
    room, _file = place(path)
    if room not in ORDER:
        return
    for other, _ in imports(path):
        if other in ORDER and ORDER.index(other) > ORDER.index(room):
            yield f"imports the higher room {other}"


def is_open_to_others(path: Path, room: str, file: str) -> bool:
    """Of a part with the files of a room, the same files are open as of a room."""
    if (room, file) not in CABINETS:
        return file in OPEN_TO_OTHER_ROOMS or (room, file) in OPEN_PARTS
    inside = f"participa.{room}.{file}."
    used = {name.removeprefix(inside).split(".")[0] for name in every_import(path) if name.startswith(inside)}
    return used <= OPEN_TO_OTHER_ROOMS


def foreign_insides(path: Path) -> Iterator[str]:
    room, _file = place(path)
    if room == "__init__":
        return
    for other, file in imports(path):
        if other in ROOMS and other != room and file and not is_open_to_others(path, other, file):
            yield f"imports {other}.{file} of another room"


def wrong_way_inside(path: Path) -> Iterator[str]:
    room, file = place(path)
    if room not in ROOMS or file not in INSIDE:
        return
    known = set(INSIDE) | PAGES
    for other, target in imports(path):
        if other == room and target in known and target != file and target not in INSIDE[file]:
            yield f"{file} imports {target}"


def commits(path: Path) -> Iterator[str]:
    if path.name != "unit_of_work.py":
        yield from (f"calls {name}()" for name in calls(path) if name.endswith(".commit"))


def writes_outside_services(path: Path) -> Iterator[str]:
    room, file = place(path)
    if room == "shared" or file in WRITERS:
        return
    for name in calls(path):
        if name.endswith(("session.add", "session.add_all", "session.delete", "session.merge")):
            yield f"calls {name}()"
    for statement in ("insert", "update", "delete"):
        if f"sqlalchemy.{statement}" in every_import(path):
            yield f"imports {statement} of sqlalchemy"


def asks_the_time(path: Path) -> Iterator[str]:
    if path.name == "clock.py":
        return
    forbidden = ("datetime.now", "datetime.utcnow", "date.today", "time.time")
    yield from (f"calls {name}()" for name in calls(path) if name.endswith(forbidden))


def knows_the_request(path: Path) -> Iterator[str]:
    room, file = place(path)
    if room not in ROOMS or file in PAGES | {"access", "navigation", "device", "throttle"}:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login"):
            for alias in node.names:
                if alias.name in ("request", "session", "current_user", "g"):
                    yield f"imports {alias.name}"


RULES = [
    higher_room,
    foreign_insides,
    wrong_way_inside,
    commits,
    writes_outside_services,
    asks_the_time,
    knows_the_request,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule):
    assert offences(rule) == []


@pytest.mark.parametrize(
    ("rule", "file", "planted"),
    [
        (higher_room, "strategy/queries.py", "from participa.questions import models"),
        (foreign_insides, "portal/public.py", "from participa.questions.forms import AskForm"),
        (wrong_way_inside, "questions/services.py", "from participa.questions import forms"),
        (commits, "questions/services.py", "db.session.commit()"),
        (writes_outside_services, "questions/queries.py", "db.session.add(row)"),
        (writes_outside_services, "questions/queries.py", "from sqlalchemy import select, update"),
        (asks_the_time, "questions/rules.py", "datetime.now()"),
        (knows_the_request, "questions/services.py", "from flask_login import current_user"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_rule_sees_a_planted_offence(rule, file, planted, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.architecture.test_layers.PACKAGE", tmp_path)
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(planted)
    assert list(rule(path))
