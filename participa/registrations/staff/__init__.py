"""Pages for the team: the lists of each space, one registration, the supports and the calls."""

from participa.registrations.staff import lists as lists
from participa.registrations.staff import one as one
from participa.registrations.staff import questions as questions
from participa.registrations.staff import supports as supports
from participa.registrations.staff.blueprint import bp

__all__ = ["bp"]
