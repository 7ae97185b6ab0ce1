"""Pages of the team: which reports there are, how each one is written, reviewed and published, and what is owed."""

from participa.reports.staff import calendar, steps, writing

__all__ = ["calendar", "steps", "writing"]
