"""Pages for citizens."""

from participa.strategy.public import consulting, downloads, fulfilment, strategies, versions
from participa.strategy.public.blueprint import bp

__all__ = ["bp", "consulting", "downloads", "fulfilment", "strategies", "versions"]
