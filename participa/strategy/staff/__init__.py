"""Pages for the team."""

from participa.strategy.staff import strategies, versions
from participa.strategy.staff.blueprint import bp

__all__ = ["bp", "strategies", "versions"]
