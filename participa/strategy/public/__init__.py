"""Pages for citizens."""

from participa.strategy.public import consulting, downloads, strategies, versions
from participa.strategy.public.blueprint import bp

__all__ = ["bp", "consulting", "downloads", "strategies", "versions"]
