"""The packs on the disk: each is made once, however often it is asked for, and forgotten when nobody asks any more.

Its place depends on what it holds, so what is withdrawn from the pages is in no pack that is handed over afterwards.
Whatever the size of a pack, one file of it at a time is in memory.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedReader, FileIO
from pathlib import Path
from zipfile import ZipFile

from flask import current_app

from participa.config import ROOT, Settings
from participa.events.models import Event
from participa.reports.pack import contents
from participa.reports.pack.contents import Item, Pack
from participa.shared import tables
from participa.shared.clock import now
from participa.shared.errors import NotFound
from participa.shared.report.still import put

FOLDER = "paquetes"
KEPT = timedelta(days=2)
COLUMNS = ("Archivo", "Título", "Clase", "Bytes", "SHA-256", "Página pública")
LOST = "{title}: el archivo no está en el servidor."


@dataclass(frozen=True)
class Line:
    """What the index says of a file: its size in bytes and its SHA-256."""

    item: Item
    size: int
    sha256: str

    @property
    def size_label(self) -> str:
        return f"{max(1, round(self.size / 1024))} kB"


class Reading(BufferedReader):
    """A pack while it is handed over: closed after its last byte, or when nobody wants it any more."""

    def read(self, size: int | None = -1) -> bytes:
        data = b"" if self.closed else super().read(size)
        if not data:
            self.close()
        return data

    def __del__(self) -> None:
        self.close()


def folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    place = settings.data_dir / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def ready(event: Event) -> tuple[Reading, str]:
    """The pack of a space as its pages are now, open, and what stands for it. Makes it when nobody did.

    It is opened before another one may take its place: who has it open reads it to the end.
    """
    pack = contents.of(event)
    place = folder() / f"{event.id}-{pack.mark[:40]}.zip"
    with _alone(event.id):
        if not place.exists():
            _make(pack, place)
        at = now().timestamp()
        os.utime(place, (at, at))
        return Reading(FileIO(place)), pack.mark


@contextmanager
def _alone(event_id: int) -> Iterator[None]:
    """Who comes meanwhile waits for the pack that is being made, and makes no second one."""
    with (folder() / f"{event_id}.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make(pack: Pack, place: Path) -> None:
    beside = place.with_suffix(".part")
    beside.unlink(missing_ok=True)
    with ZipFile(beside, "w") as bundle:
        _fill(bundle, pack)
    for earlier in folder().glob(f"{pack.event.id}-*.zip"):
        earlier.unlink(missing_ok=True)
    beside.rename(place)


def _fill(bundle: ZipFile, pack: Pack) -> None:
    at, lines, lost = pack.event.ends_at, [], []
    for item in pack.items:
        try:
            data = item.load()
        except NotFound:
            lost.append(LOST.format(title=item.title))
            continue
        put(bundle, item.path, data, at)
        lines.append(Line(item, len(data), hashlib.sha256(data).hexdigest()))
    put(bundle, "participa.css", (ROOT / "static" / "css" / "participa.css").read_bytes(), at)
    put(bundle, "indice.csv", tables.as_csv(COLUMNS, [_row(line) for line in lines]), at)
    index = current_app.jinja_env.get_template("reports/pack/index.html")
    page = index.render(pack=pack, lines=lines, lost=lost, whole=_whole)
    put(bundle, "indice.html", page.encode(), at)


def _row(line: Line) -> list[str]:
    item = line.item
    return [item.path, item.title, item.what, str(line.size), line.sha256, _whole(item.address)]


def _whole(address: str) -> str:
    """Where the page is on the web, when the site knows its own address."""
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url + address if address.startswith("/") else address


def forget_old() -> int:
    """Remove what nobody asked for in two days; how many. A chore."""
    before = (now() - KEPT).timestamp()
    old = [
        place for place in folder().glob("*.*") if place.suffix in (".zip", ".part") and place.stat().st_mtime < before
    ]
    for place in old:
        place.unlink(missing_ok=True)
    return len(old)
