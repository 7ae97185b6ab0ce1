"""The files of each night: every table whole, as CSV and as JSON, with its dictionary.

A job writes them one thousand rows at a time into a folder beside the others and puts it in its place with one rename:
nobody ever reads half a night. A file that says the same as the night before is the same file on the disk. Each machine
makes its own; one that died half way leaves a folder that the next one sweeps.

What was hidden after a night leaves its files: they are not handed out any more, they go from the disk, and the last
night is made again.
"""

import csv
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from flask import current_app

from participa.config import Settings
from participa.extensions import db
from participa.open_data.fields import Plain, Resource, Wanted, in_a_cell
from participa.open_data.licence import credit, licence
from participa.open_data.resources import RESOURCES
from participa.shared import jobs
from participa.shared.clock import local, now, today
from participa.shared.tables import harmless

FOLDER, MAKING, OLD, LOCK, INDEX = "open-data", ".making", ".old", "making.lock", "indice.json"
LATEST = "ultima"
NIGHT_HOUR = 2  # of Colombia: when a new night is made
AGAIN_AFTER = timedelta(minutes=10)  # from one making of the same night to the next
AT_ONCE = 1_000
CHUNK = 1024 * 1024
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TYPES = {".csv": "text/csv; charset=utf-8", ".json": "application/json; charset=utf-8"}
BOOK_HEAD = ("Campo", "Tipo", "Qué dice", "Puede estar vacío", "Valores", "Origen")


@dataclass(frozen=True)
class DumpedFile:
    """A file of a night. `size` in bytes; `digest` is its SHA-256."""

    path: Path
    day: str
    size: int
    digest: str

    @property
    def download_name(self) -> str:
        return f"{self.path.stem}-{self.day}{self.path.suffix}"


@dataclass(frozen=True)
class Dump:
    """A whole night: when it was begun, its files by name, and how many rows each table has."""

    day: str
    made_at: datetime
    files: dict[str, DumpedFile]
    rows: dict[str, int]


def make_due() -> None:
    """Ask for the files of today once the hour has come, when there are none, or when they hold what was hidden since.

    A chore. The files that hold what was hidden since go at once.
    """
    _forget_hidden()
    made = days()
    is_time = local(now()).hour >= NIGHT_HOUR and today().isoformat() not in made
    if is_time or not made or _is_to_be_made_again():
        jobs.soon(make_dump)


@jobs.job
def make_dump() -> bool:
    """Make the files of today; whether they were made now. Nothing happens while another process makes them."""
    day = today().isoformat()
    with _alone() as is_alone:
        if not is_alone or (day in days() and not _is_to_be_made_again()):
            return False
        making = _folder() / MAKING
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        _fill(making, day)
        _put(making, _folder() / day)
        _sweep()
    return True


def _put(making: Path, place: Path) -> None:
    """Where a night of this day stands already, it makes room first."""
    old = _folder() / OLD
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    making.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _is_to_be_made_again() -> bool:
    """Whether something that the last night holds was hidden since; not too often, because it is all made again."""
    night = latest()
    if night is None or now() - night.made_at < AGAIN_AFTER:
        return False
    return any(has_hidden(resource, night.made_at) for resource in RESOURCES)


def _forget_hidden() -> None:
    """Delete the files of every night that hold what was hidden since. A later night holds less of it."""
    for resource in RESOURCES:
        for night in filter(None, map(_night, reversed(days()))):
            if not has_hidden(resource, night.made_at):
                break
            for kind in TYPES:
                if (found := night.files.get(f"{resource.name}{kind}")) is not None:
                    found.path.unlink(missing_ok=True)


def has_hidden(resource: Resource, since: datetime) -> bool:
    """Whether something of a table that was public then was hidden since."""
    return any(db.session.execute(hidden(since).limit(1)).first() is not None for hidden in resource.hidden)


def is_taken_back(file: DumpedFile) -> bool:
    """Whether a file of a night holds what was hidden since, or is gone for that reason."""
    night = _night(file.day)
    of = next((one for one in RESOURCES if file.path.name in {f"{one.name}{kind}" for kind in TYPES}), None)
    return night is None or not file.path.is_file() or (of is not None and has_hidden(of, night.made_at))


def latest() -> Dump | None:
    """The last whole night."""
    made = days()
    return _night(made[0]) if made else None


def days() -> list[str]:
    """The nights that are kept, the last one first."""
    folder = _folder()
    found = (one.name for one in folder.iterdir()) if folder.is_dir() else iter(())
    return sorted((name for name in found if DAY.fullmatch(name)), reverse=True)


def find(day: str, name: str) -> DumpedFile | None:
    """A file of a night; of the last one when the day is LATEST. Only names that the index of that night holds."""
    made = days()
    wanted = (made[0] if made else "") if day == LATEST else day
    night = _night(wanted) if wanted in made else None
    return night.files.get(name) if night else None


def _night(day: str) -> Dump | None:
    """What the index of a night says; None for one that was just swept."""
    try:
        return _read(str(_folder()), day, (_folder() / day / INDEX).stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=32)
def _read(folder: str, day: str, _written_at: int) -> Dump:
    """The index as it was written at that instant: a night may be made again."""
    place = Path(folder) / day
    told = json.loads((place / INDEX).read_text())
    files = {
        one["archivo"]: DumpedFile(place / one["archivo"], day, one["bytes"], one["sha256"]) for one in told["archivos"]
    }
    rows = {one["archivo"].partition(".")[0]: one["filas"] for one in told["archivos"] if "filas" in one}
    own = place / INDEX
    files[INDEX] = DumpedFile(own, day, own.stat().st_size, hashlib.sha256(own.read_bytes()).hexdigest())
    return Dump(day, datetime.fromisoformat(told["corte"]), files, rows)


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.data_dir / FOLDER


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process makes the files now; the lock goes with the process that dies."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _is_locked(descriptor)
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _fill(making: Path, day: str) -> None:
    begun, told = local(now()), []
    for resource in RESOURCES:
        amount = _write(resource, making)
        told += [{**_facts(making / f"{resource.name}{kind}", day), "filas": amount} for kind in TYPES]
        told.append(_facts(_write_book(resource, making), day))
    index = {
        "corte": begun.isoformat(timespec="seconds"),
        "licencia": {"nombre": licence().name, "direccion": licence().url},
        "como_citar": credit(),
        "archivos": told,
    }
    (making / INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1))


def _write(resource: Resource, making: Path) -> int:
    """Both files of a table, row by row; how many rows."""
    amount = 0
    with (
        (making / f"{resource.name}.csv").open("w", encoding="utf-8-sig", newline="") as text,
        (making / f"{resource.name}.json").open("w", encoding="utf-8") as data,
    ):
        table = csv.writer(text, delimiter=";", lineterminator="\r\n")
        table.writerow(one.name for one in resource.fields)
        _begin(data, resource)
        for row in every_row(resource):
            table.writerow([harmless(in_a_cell(value)) for value in row.values()])
            data.write((",\n" if amount else "\n") + json.dumps(row, ensure_ascii=False))
            amount += 1
        data.write(f'\n],"filas":{amount}}}\n')
    return amount


def _begin(data: TextIO, resource: Resource) -> None:
    """A document that ends with how many rows there are: without them, it is not whole."""
    head: dict[str, Any] = {"tabla": resource.name, "titulo": resource.title, "licencia": licence().url}
    data.write(json.dumps(head, ensure_ascii=False)[:-1] + ',"datos":[')


def every_row(resource: Resource) -> Iterator[dict[str, Plain]]:
    """The whole table, a thousand rows in memory, and no reader stays open between them."""
    settings: Settings = current_app.extensions["settings"]
    wanted, after = Wanted(settings.public_url, today()), 0
    while found := resource.read(wanted, after, AT_ONCE):
        db.session.rollback()
        db.session.expunge_all()
        for after, record in found:  # noqa: B007 - the last mark is where the next ones begin
            yield resource.told(record)


def _write_book(resource: Resource, making: Path) -> Path:
    """The dictionary of a table."""
    path = making / f"{resource.name}.diccionario.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as text:
        table = csv.writer(text, delimiter=";", lineterminator="\r\n")
        table.writerow(BOOK_HEAD)
        for one in resource.fields:
            empty = "sí" if one.may_be_empty else "no"
            table.writerow([one.name, one.kind, one.words, empty, "; ".join(one.codes), "; ".join(one.columns)])
    return path


def _facts(path: Path, day: str) -> dict[str, Any]:
    """Its size and digest. A file that says the same as that of the night before becomes the same on the disk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
        os.fsync(file.fileno())
    earlier = find(LATEST, path.name)
    if earlier is not None and earlier.digest == digest.hexdigest() and earlier.path.is_file():
        path.unlink()
        os.link(earlier.path, path)
    return {"archivo": path.name, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _sweep() -> None:
    """Keep the last nights."""
    settings: Settings = current_app.extensions["settings"]
    for day in days()[settings.open_data_days :]:
        shutil.rmtree(_folder() / day, ignore_errors=True)
