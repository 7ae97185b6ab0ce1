"""Keeping files on the disk. The file is there, whole, before the row that tells of it is committed."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

from flask import Flask, Response, current_app, request
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from participa.config import Settings
from participa.extensions import db
from participa.shared.clock import now
from participa.shared.errors import Invalid, NotFound
from participa.shared.files.inspection import EMPTY, MAX_BYTES, Content, inspect
from participa.shared.files.model import FileKind, StoredFile
from participa.shared.html import to_line
from participa.shared.jobs import each_minute
from participa.shared.security import CONTENT_POLICY
from participa.shared.slugs import to_slug
from participa.shared.unit_of_work import when_kept

View = TypeVar("View", bound=Callable[..., Any])
FOLDER: Final = "archivos"
FOLDERS: Final = 256
ORPHAN_SECONDS: Final = 24 * 60 * 60
LONGEST_NAME: Final = 200
ROOM_FOR_THE_REST: Final = 2 * 1024 * 1024  # bytes of a form beside its file
NAME = re.compile(r"[0-9a-f]{32}")
SANDBOX: Final = f"sandbox; {CONTENT_POLICY}"  # no script, no form, an origin of its own, even where it is opened
CHOOSE = "Elija el archivo."
LOST = "El archivo no está en el servidor. Avise a la entidad."


def takes_uploads(view: View) -> View:
    """Mark a page whose form brings a file: its body may weigh what a file weighs. Other pages keep the small limit."""
    view.__dict__["takes_uploads"] = True
    return view


def allow_body() -> None:
    """Before each request, and before anything reads the form."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_uploads", False) and request.mimetype == "multipart/form-data":
        request.max_content_length = MAX_BYTES + ROOM_FOR_THE_REST


def keep(upload: FileStorage, kinds: Iterable[FileKind] = FileKind, alt_text: str = "") -> StoredFile:
    """Write a file on the disk and its row in this transaction. Raises Invalid with what to do.

    When the transaction is rolled back the file stays without a row; a chore removes it a day later.
    """
    typed_name = _clean_name(upload.filename or "")
    if not typed_name:
        raise Invalid(CHOOSE)
    data = upload.stream.read(MAX_BYTES + 1)
    if not data:
        raise Invalid(EMPTY)
    return _row(inspect(data, typed_name, kinds), typed_name, alt_text)


def _row(content: Content, typed_name: str, alt_text: str) -> StoredFile:
    return _kept(
        content.data,
        kind=content.format.kind,
        mime=content.format.mime,
        extension=content.extension,
        original_name=typed_name,
        alt_text=alt_text,
        width=content.width,
        height=content.height,
    )


def keep_made(data: bytes, kind: FileKind, mime: str, extension: str) -> StoredFile:
    """Write a file that this application made, of whatever size, and its row in this transaction. It is not inspected.

    When the transaction is rolled back the file stays without a row; a chore removes it a day later.
    """
    return _kept(data, kind=kind, mime=mime, extension=extension)


def _kept(data: bytes, **told: Any) -> StoredFile:
    name, digest = secrets.token_hex(16), hashlib.sha256(data).hexdigest()
    _write(_path(name), data)
    stored = StoredFile(name=name, size=len(data), sha256=digest, created_at=now(), **told)
    db.session.add(stored)
    db.session.flush()
    return stored


def _clean_name(typed: str) -> str:
    """The last part of a typed name, on one line; browsers of old sent whole paths."""
    return to_line(typed.replace("\\", "/").rpartition("/")[2])[-LONGEST_NAME:]


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.data_dir / FOLDER


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise NotFound(LOST)
    return _folder() / name[:2] / name


def _write(path: Path, data: bytes) -> None:
    """All or nothing, and on the disk when it returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".part")
    with fresh.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(stored: StoredFile) -> bytes:
    """The kept bytes. Raises NotFound when the disk lost them."""
    try:
        return _path(stored.name).read_bytes()
    except FileNotFoundError as error:
        raise NotFound(LOST) from error


def remove(stored: StoredFile) -> None:
    """Forget a file, only where the law allows it: a draft that nobody relied on. The disk follows the commit."""
    path = _path(stored.name)
    db.session.delete(stored)
    when_kept(lambda: path.unlink(missing_ok=True))


def send(stored: StoredFile, as_name: str = "", inline: bool = False, is_public: bool = False) -> Response:
    """The answer that hands a file over. `as_name` without extension; `inline` is obeyed for pictures only.

    Raises NotFound when the disk lost it. What is not public is kept by no browser nor proxy.
    """
    way = "inline" if inline and stored.is_picture else "attachment"
    answer = Response(read(stored), content_type=stored.mime)
    answer.headers["Content-Disposition"] = f"{way}; filename={to_slug(as_name, 'archivo')}.{stored.extension}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "public, no-cache" if is_public else "no-store"
    answer.set_etag(stored.sha256)
    answer.make_conditional(request)
    return answer


def remove_orphans() -> int:
    """Remove files older than a day that no row tells of, in one folder of 256 each minute. How many were removed."""
    folder = _folder() / f"{int(now().timestamp()) // 60 % FOLDERS:02x}"
    return remove_orphans_of(folder)


def remove_orphans_of(folder: Path) -> int:
    before = now().timestamp() - ORPHAN_SECONDS
    old = {path.name: path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < before}
    if not old:
        return 0
    known = set(db.session.scalars(select(StoredFile.name).where(StoredFile.name.in_(old))))
    db.session.rollback()  # only read; nothing is held while the disk works
    orphans = [path for name, path in old.items() if name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def init_app(app: Flask) -> None:
    """Let the marked pages take files, and clean up behind requests that were refused."""
    app.before_request(allow_body)
    each_minute(remove_orphans)
