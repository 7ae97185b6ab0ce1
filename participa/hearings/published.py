"""The published state of a hearing, read back from its file: it is there also when the database is not."""

import json
import re
from pathlib import Path
from typing import Any

from flask import current_app

from participa.config import Settings
from participa.hearings.models import Hearing
from participa.hearings.publishing import FOLDER
from participa.hearings.queries import board, rooms
from participa.hearings.snapshot import snapshot_file
from participa.shared.clock import now
from participa.shared.errors import NotFound

CODE = re.compile(r"[A-Z0-9]{4,8}")
NO_ROOM = "No hay una audiencia con ese código. Revise el código y escríbalo otra vez."


def state(code: str) -> dict[str, Any]:
    """What phones read; of a hearing that was never published, how it is now. Raises NotFound."""
    if not CODE.fullmatch(code):
        raise NotFound(NO_ROOM)
    try:
        found: dict[str, Any] = json.loads(_file(code).read_bytes())
    except (FileNotFoundError, ValueError):
        return _of(rooms.by_code(code))
    return found


def _of(hearing: Hearing) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(snapshot_file(board.state_of(hearing, 0, now())))
    return made


def _file(code: str) -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.data_dir / FOLDER / code / "snapshot.json"
