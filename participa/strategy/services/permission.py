"""The refusal that all verbs of the strategy share."""

from participa.shared.errors import Forbidden

MAY_NOT = "Su cuenta no tiene permiso para hacer este cambio."


def require(allowed: bool) -> None:
    """Raise Forbidden unless it is allowed."""
    if not allowed:
        raise Forbidden(MAY_NOT)
