"""Bundles whose bytes depend on what they hold and not on when they were made."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from participa.shared import clock

READABLE = 0o644 << 16  # the rights of the file for who unpacks it
OLDEST_YEAR = 1980  # of a zip


def put(bundle: ZipFile, name: str, data: bytes, at: datetime) -> None:
    """A file of the bundle, dated at this instant on the clock of Colombia."""
    moment = clock.local(at)
    entry = ZipInfo(name, (max(moment.year, OLDEST_YEAR), *moment.timetuple()[1:6]))
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
    bundle.writestr(entry, data)


def still(data: bytes, at: datetime, mend: Callable[[str, bytes], bytes]) -> bytes:
    """The same bundle with every date at this instant; `mend` may change what a file of it says."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            put(new, name, mend(name, old.read(name)), at)
    return made.getvalue()
