"""What people do with a strategy."""

from participa.strategy.services.strategies import (
    WITHOUT_SECTION,
    FollowUp,
    Result,
    follow_up,
    import_plan,
    move,
    publish,
)

__all__ = [
    "FollowUp",
    "Result",
    "WITHOUT_SECTION",
    "follow_up",
    "import_plan",
    "move",
    "publish",
]
