"""The published state of a hearing, read back from its file: it is there also when the database is not."""

import json
import re
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
    """What phones read, as of when it was last looked at; of a hearing never published, how it is now. Raises NotFound.

    Nothing new is no reason to look old: the file of the version says when the publisher last saw this very state.
    """
    if not CODE.fullmatch(code):
        raise NotFound(NO_ROOM)
    try:
        found, beat = _read(code, "snapshot.json"), _read(code, "version.json")
    except (FileNotFoundError, ValueError):
        return _of(rooms.by_code(code))
    return found | {"at": beat["at"]} if beat["v"] == found["v"] else found


def _of(hearing: Hearing) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(snapshot_file(board.state_of(hearing, 0, now())))
    return made


def _read(code: str, name: str) -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    found: dict[str, Any] = json.loads((settings.data_dir / FOLDER / code / name).read_bytes())
    return found
