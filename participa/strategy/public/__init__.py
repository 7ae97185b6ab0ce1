"""Pages for citizens."""

from participa.strategy.public import downloads, strategies, versions
from participa.strategy.public.blueprint import bp

__all__ = ["bp", "downloads", "strategies", "versions"]
