"""A missing part skips its tests with a reason; in CI it fails them, so a green run never hides a skip."""

import os

import pytest


def is_strict() -> bool:
    return os.environ.get("CI") == "true" or os.environ.get("PARTICIPA_REQUIRE_ALL") == "1"


def require(part_available: object, what: str, how: str) -> None:
    """Skip (or, in CI, fail) the running test unless the part is there. `how` tells a person what to type."""
    if part_available:
        return
    reason = f"falta {what}: {how}"
    if is_strict():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
