"""What people do with a strategy."""

from participa.strategy.services.consulting import (
    observe,
    publish_reply,
    reply,
    set_consultation,
)
from participa.strategy.services.editing import (
    add_activity,
    add_section,
    add_value_group,
    change_value_group,
    describe,
    describe_section,
    move_activity,
    move_section,
    remove_activity,
    remove_section,
)
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
    "observe",
    "publish_reply",
    "reply",
    "set_consultation",
    "add_activity",
    "add_section",
    "add_value_group",
    "change_value_group",
    "describe",
    "describe_section",
    "move_activity",
    "move_section",
    "remove_activity",
    "remove_section",
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
