"""Registro público: lo que pasó con cada pregunta, encadenado y firmado, para que cualquiera lo compruebe."""

from participa.record import cli, witnesses
from participa.record.public import bp
from participa.shared import jobs

jobs.each_minute(witnesses.keep_daily)

__all__ = ["bp", "cli"]
