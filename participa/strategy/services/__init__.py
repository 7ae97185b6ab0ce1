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
from participa.strategy.services.versions import new_version, write_record

__all__ = [
    "new_version",
    "write_record",
    "FollowUp",
    "Result",
    "WITHOUT_SECTION",
    "follow_up",
    "import_plan",
    "move",
    "publish",
]
