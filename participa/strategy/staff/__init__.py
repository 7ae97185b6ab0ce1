"""Pages for the team."""

from participa.strategy.staff import (
    consulting,
    editing,
    fulfilment,
    imports,
    strategies,
    tracking,
    value_groups,
    versions,
)
from participa.strategy.staff.blueprint import bp

__all__ = ["bp", "consulting", "editing", "fulfilment", "imports", "strategies", "tracking", "value_groups", "versions"]
