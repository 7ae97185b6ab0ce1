"""Pages for citizens, and what machines read."""

from participa.portal.public import destinations, figures, machines, pages
from participa.portal.public.blueprint import bp

__all__ = ["bp", "destinations", "figures", "machines", "pages"]
