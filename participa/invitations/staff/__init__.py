"""Pages for the team."""

from participa.invitations.staff import guests as guests
from participa.invitations.staff import sending as sending
from participa.invitations.staff import spaces as spaces
from participa.invitations.staff.blueprint import bp

__all__ = ["bp"]
