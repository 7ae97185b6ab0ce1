"""The picture of a page that is shared: drawn once for its words, and kept as a file beside the data."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from participa.commitments.queries import public as commitments
from participa.config import Settings
from participa.events import queries as events
from participa.reports.queries import kept as reports
from participa.shared import drawing
from participa.shared.templating import hour, long_day, plain_day

FOLDER = "pictures"
MOST_KEPT = 500
FOOT = "Participa · Rendición de cuentas"


@dataclass(frozen=True)
class Words:
    """What a picture says: over the title, the title and some lines under it."""

    eyebrow: str
    title: str
    details: tuple[str, ...] = ()


def of_site(_name: str) -> Words:
    return Words(FOOT, "Pregunte. La respuesta queda a la vista de todos.", ("Sin cuenta y sin dar su nombre.",))


def of_space(slug: str) -> Words:
    event = events.by_slug_public(slug)
    when = f"{long_day(event.starts_at)}, {hour(event.starts_at)}"
    where = event.place or "Por internet"
    return Words(event.type_label, event.title, (when[0].upper() + when[1:], where, event.state_label))


def of_commitment(code: str) -> Words:
    commitment = commitments.by_code(code)
    due = f"Para el {plain_day(commitment.due_on)}" if commitment.due_on else "Sin fecha"
    return Words(f"Compromiso {commitment.code}", commitment.text, (due, f"Avance: {commitment.percent} %"))


def of_report(slug: str) -> Words:
    report = reports.public_by_slug(slug)
    newest = report.public_versions[-1]
    if not newest.is_readable:
        return of_site(slug)
    told = f"Versión {newest.number}, con datos del {plain_day(newest.cut_at)}"
    return Words(f"Informe de {report.year}", newest.title, (told,))


KINDS: dict[str, Callable[[str], Words]] = {
    "sitio": of_site,
    "espacios": of_space,
    "compromisos": of_commitment,
    "informes": of_report,
}


def drawn(kind: str, name: str) -> bytes:
    """The PNG. Raises NoResultFound for what is not public."""
    words, settings = KINDS[kind](name), _settings()
    told = (settings.entity.name, words.eyebrow, words.title, words.details, FOOT)
    kept = settings.data_dir / FOLDER / f"{hashlib.sha256(repr(told).encode()).hexdigest()}.png"
    if kept.exists():
        return kept.read_bytes()
    picture = drawing.card(*told)
    _keep(kept, picture)
    return picture


def _keep(path: Path, picture: bytes) -> None:
    """Put it in its place in one move; without room on the disk it is drawn again the next time."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(picture)
        fresh.replace(path)
        _forget_oldest(path.parent)
    except OSError:
        current_app.logger.warning("A picture could not be kept")


def _forget_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
    for path in kept[: max(0, len(kept) - MOST_KEPT)]:
        path.unlink(missing_ok=True)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
