"""Pages for the team."""

from participa.events.staff import documents, programme, series, spaces
from participa.events.staff.blueprint import bp

__all__ = ["bp", "documents", "programme", "series", "spaces"]
