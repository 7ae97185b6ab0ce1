"""Pages for the team."""

from participa.triage.staff import queue

__all__ = ["queue"]
