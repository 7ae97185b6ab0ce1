"""The five real documents, kept outside the repository: PARTICIPA_SEEDS, or ../shared/seeds."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
SEEDS = Path(os.environ.get("PARTICIPA_SEEDS", REPOSITORY.parent / "shared" / "seeds"))
ITAGUI, IBAGUE_2021, IBAGUE_2022 = "itagui-2020.txt", "ibague-2021.txt", "ibague-2022.txt"
ACTION_PLAN, NUMBERED = "plan-de-accion.txt", "estrategia-2025.txt"
ALL = (ITAGUI, IBAGUE_2021, IBAGUE_2022, NUMBERED, ACTION_PLAN)


def seed(name: str) -> bytes:
    """The bytes of a real document. Skips where it is not at hand; fails in CI."""
    path = SEEDS / name
    if path.exists():
        return path.read_bytes()
    reason = f"example document {name} not found; set PARTICIPA_SEEDS to its folder"
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    return pytest.skip(reason)
