"""Pages for citizens."""

from participa.events.public import downloads, spaces
from participa.events.public.blueprint import bp

__all__ = ["bp", "downloads", "spaces"]
