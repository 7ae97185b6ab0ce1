"""Data folders made once in a test process and copied from then on: migrating takes seconds, a copy almost nothing."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from tests.parts.postgres import Cluster

Make = Callable[[Path, str], None]


def pour(name: str, make: Make, folder: Path, database_url: str) -> None:
    """Fill a folder, and the database of that URL when there is one, with a copy of what `make` makes.

    `make(folder, database_url)` is called the first time that a mould of this name is needed in this server.
    """
    if not database_url:
        shutil.copytree(_mould(name, make, ""), folder, dirs_exist_ok=True)
        return
    url = make_url(database_url)
    server = str(url.query["host"])
    shutil.copytree(_mould(name, make, server), folder, dirs_exist_ok=True)
    cluster = Cluster(Path(server))
    cluster.drop_database(url.database)
    cluster.create_database(url.database, template=f"mould_{name}")


@cache
def _mould(name: str, make: Make, server: str) -> Path:
    folder = _all_moulds() / f"{name}-{len(server)}-{abs(hash(server))}"
    folder.mkdir()
    make(folder, Cluster(Path(server)).create_database(f"mould_{name}") if server else "")
    return folder


@cache
def _all_moulds() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="moulds-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
