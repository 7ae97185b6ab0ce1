"""Datos abiertos: la interfaz para programas, los archivos de cada noche y el catálogo."""

from participa.open_data import dumping
from participa.open_data import public as public
from participa.open_data.blueprint import api_bp, bp
from participa.shared import jobs

bp.register_blueprint(api_bp)
jobs.each_minute(dumping.make_due)

__all__ = ["bp"]
