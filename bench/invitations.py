"""How long a list of guests takes from the file to the mails, and how much memory it needs, from 1,000 to 20,000.

`python -m bench.invitations` measures each size in a process of its own, so that no peak hides another. It shows the
seconds and the highest memory of the process after each step; `ready` is the memory of the application before it.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
from sqlalchemy import func, select

from bench.memory import peak_mb
from participa import create_app
from participa.accounts.models import Role, User
from participa.config import Mode, Settings
from participa.events.models import Event
from participa.extensions import db
from participa.invitations import services
from participa.invitations.letter_words import FIRST_BODY, FIRST_SUBJECT
from participa.invitations.models import Delivery, GuestDetails, GuestImport, Invitation, InvitationLetter
from participa.invitations.queries import Audience
from participa.shared.clock import today
from participa.shared.unit_of_work import UnitOfWorkFlask, unit_of_work
from tests import factories as make

SIZES = (1_000, 5_000, 20_000)
TITLES = ("Nombre", "Organización", "Correo", "Teléfono", "Barrio", "Tipo")
USUAL = GuestDetails(source="Lista de la medida", authorization="Firmaron el formato.", authorized_on=today())
PER_MINUTE = 1_000
KILOBYTE = 1024
STEPS = ("ready", "read", "review", "keep", "invite", "approve", "minute")
Step = Callable[[], object]


def rows(size: int) -> list[tuple[str, ...]]:
    """Guests as in a real list; a hundredth is there twice."""
    return [
        (
            f"Vocería número {number % (size - size // 100)}",
            f"Junta de acción comunal del barrio {number % 300}",
            f"guest{number % (size - size // 100)}@correo.example",
            f"300{number % (size - size // 100):07}",
            f"Barrio {number % 300}",
            "Organización",
        )
        for number in range(size)
    ]


def as_text(size: int) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([TITLES, *rows(size)])
    return written.getvalue().encode()


def as_workbook(size: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [TITLES, *rows(size)]:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


KINDS = {"csv": as_text, "xlsx": as_workbook}


def measure(kind: str, folder: Path) -> dict[str, list[float]]:
    """Seconds and peak of memory (MB) of each step, with the list and the house that another process made."""
    data = (folder / kind).read_bytes()
    with _application(folder).app_context():
        return _steps(data, *json.loads((folder / "numbers").read_text()))


def _application(folder: Path) -> UnitOfWorkFlask:
    settings = Settings(Mode.TEST, folder, f"sqlite:///{folder / 'participa.db'}", "s" * 32, "c" * 32)
    return create_app(replace(settings, public_url="https://participa.example", mail_per_minute=PER_MINUTE))


def prepare(kind: str, size: int, folder: Path) -> None:
    """The list, and a database with who writes, who approves and a space."""
    (folder / kind).write_bytes(KINDS[kind](size if kind == "csv" else size - 1))  # a sheet: 20,000 with its titles
    with _application(folder).app_context():
        db.create_all()
        people = [make.user(Role.COMMUNICATIONS).id, make.user(Role.APPROVER).id]
        (folder / "numbers").write_text(json.dumps([*people, make.event().id]))


def _steps(data: bytes, author: int, approver: int, event: int) -> dict[str, list[float]]:
    found = {"ready": [0.0, peak_mb()]}
    steps: dict[str, Step] = {
        "read": lambda: services.upload(data, USUAL, db.session.get_one(User, author)),
        "review": lambda: services.tally(_list()),
        "keep": lambda: services.confirm(_list(), db.session.get_one(User, author)),
        "invite": lambda: _submit(author, event),
        "approve": lambda: services.approve(_letter(), db.session.get_one(User, approver)),
    }
    for name, step in steps.items():
        start = time.perf_counter()
        with unit_of_work():
            step()
        found[name] = [time.perf_counter() - start, peak_mb()]
    start = time.perf_counter()
    services.send_due()
    found["minute"] = [time.perf_counter() - start, peak_mb()]
    queued = db.session.scalar(select(func.count()).where(Invitation.delivery == Delivery.QUEUED))
    assert queued == min(PER_MINUTE, db.session.scalar(select(func.count()).select_from(Invitation)) or 0)
    return found


def _submit(author: int, event: int) -> None:
    person = db.session.get_one(User, author)
    letter = services.write(db.session.get_one(Event, event), FIRST_SUBJECT, FIRST_BODY, Audience(), person)
    services.submit(letter, person)


def _list() -> GuestImport:
    return db.session.scalars(select(GuestImport)).one()


def _letter() -> InvitationLetter:
    return db.session.scalars(select(InvitationLetter)).one()


def _apart(*arguments: str) -> str:
    command = [sys.executable, "-m", "bench.invitations", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    print(f"{'list':6}{'rows':>8}" + "".join(f"{step:>16}" for step in STEPS))
    for kind in KINDS:
        for size in SIZES:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                _apart("prepare", kind, str(size), folder)
                found = json.loads(_apart("measure", kind, folder))
            cells = (f"{found[step][0]:7.2f} s{found[step][1]:4.0f} MB" for step in STEPS)
            print(f"{kind:6}{size:8}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", kind, size, folder]:
            prepare(kind, int(size), Path(folder))
        case ["measure", kind, folder]:
            print(json.dumps(measure(kind, Path(folder))))
        case _:
            main()
