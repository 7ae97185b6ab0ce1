"""Pages for citizens."""

from participa.strategy.public import consulting, downloads, evidence, fulfilment, strategies, versions
from participa.strategy.public.blueprint import bp

__all__ = ["bp", "consulting", "downloads", "evidence", "fulfilment", "strategies", "versions"]
