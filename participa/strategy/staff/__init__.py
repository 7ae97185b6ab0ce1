"""Pages for the team."""

from participa.strategy.staff import editing, strategies, value_groups, versions
from participa.strategy.staff.blueprint import bp

__all__ = ["bp", "editing", "strategies", "value_groups", "versions"]
