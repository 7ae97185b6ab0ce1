"""Pages for citizens."""

from participa.strategy.public import strategies, versions
from participa.strategy.public.blueprint import bp

__all__ = ["bp", "strategies", "versions"]
