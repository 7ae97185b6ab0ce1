"""Pages for citizens: registering, alone or as a group, and one's own registration."""

from participa.registrations.public import groups as groups
from participa.registrations.public import mine as mine
from participa.registrations.public import registering as registering
from participa.registrations.public.blueprint import bp

__all__ = ["bp"]
