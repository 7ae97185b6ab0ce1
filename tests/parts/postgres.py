"""A temporary PostgreSQL server on a Unix socket, one per test process.

`python -m tests.parts.postgres` tells by its exit code whether PostgreSQL is installed.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
from psycopg import sql

from tests.parts.need import require
from tests.parts.process import dying_with_parent, end_group

HOW = "make system (o PG_BINDIR=carpeta con initdb y postgres)"
USER = "participa"
# Nothing here survives the run, so durability is switched off for speed.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "jit": "off",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Cluster:
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    def url(self, database: str = "postgres") -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres", **options: Any) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=USER, dbname=database, **options)

    def create_database(self, name: str | None = None, template: str = "template1") -> str:
        """Make a database, by default empty, and give its URL. A template must have no open connections."""
        name = name or f"t{next(self._numbers)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, template)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Also throws out whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)

    def _run(self, statement: sql.SQL, *names: str) -> None:
        with self.connect(autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, names)))


def find_binaries() -> Path | None:
    """PG_BINDIR, the newest version Debian installed, or PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    candidates = [Path(os.environ.get("PG_BINDIR") or "/nonexistent"), *debian]
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((folder for folder in candidates if _is_complete(folder)), None)


@contextmanager
def temporary_cluster(settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Cluster]:
    """Start a server and stop it at the end. Use once per test process: it takes about a second."""
    binaries = find_binaries()
    require(binaries, "PostgreSQL", HOW)
    # A socket's path may have at most 107 characters: not below a long TMPDIR.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    try:
        with _server(binaries, folder, {**SETTINGS, **settings}):
            yield Cluster(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(binaries: Path, folder: Path, chosen: Mapping[str, str]) -> Iterator[None]:
    options = _owner_options(folder)
    data = folder / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"],
        check=True,
        stdout=subprocess.DEVNULL,
        **options,
    )
    settings = [f"-c{name}={value}" for name, value in chosen.items()]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*dying_with_parent("QUIT"), binaries / "postgres", "-D", data, "-k", folder, *settings],
            stdout=output,
            stderr=output,
            start_new_session=True,
            **options,
        )
    try:
        _wait_until_ready(process, folder, log)
        yield
    finally:
        end_group(process, signal.SIGQUIT, 5)  # what `pg_ctl stop -m immediate` sends


def _wait_until_ready(process: subprocess.Popen, folder: Path, log: Path) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            Cluster(folder).connect(connect_timeout=5).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()[-2000:]}") from None
            time.sleep(0.05)
        else:
            return


def _owner_options(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: hand the folder to another user and run it as that one."""
    options: dict[str, Any] = {"cwd": folder, "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
    if os.geteuid() != 0:
        return options
    owner = _unprivileged_user()
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return options | {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _unprivileged_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _is_complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres"))


def _version(folder: Path) -> int:
    found = re.match(r"\d+", folder.parent.name)
    return int(found.group()) if found else 0


if __name__ == "__main__":
    sys.exit(0 if find_binaries() else 1)
