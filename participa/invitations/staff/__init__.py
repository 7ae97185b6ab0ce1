"""Pages for the team."""

from participa.invitations.staff.blueprint import bp

__all__ = ["bp"]
