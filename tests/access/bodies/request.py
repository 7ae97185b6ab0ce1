"""A good request, and what every room uses to write one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.world.house import House, Prepare

OTHER = "other"


@dataclass(frozen=True)
class Call:
    """A request: values of the address, the form, and what must be true of the rows before."""

    values: dict[str, Any] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)
    prepare: Prepare | None = None


Make = Callable[[House, str, str], Call]


def fixed(form: dict[str, Any] | None = None, **values: Any) -> Make:
    """The same for everybody and every state."""
    return lambda house, state, actor: Call(values, form or {})
