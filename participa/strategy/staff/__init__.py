"""Pages for the team."""

from participa.strategy.staff import strategies
from participa.strategy.staff.blueprint import bp

__all__ = ["bp", "strategies"]
