"""What is installed is fixed by hashes, and the lock files name no address of any index."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK_FILES = sorted(ROOT.glob("requirements*.lock"))
REQUIREMENT = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)(?P<marker> ; [^\\]+)?(?: \\)?$", re.IGNORECASE
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?: \\)?$")

lock_file = pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)


def blocks(path):
    """Each requirement with its continuation lines, comments left out."""
    found = []
    for line in path.read_text().splitlines():
        if line.lstrip().startswith("#") or not line.strip():
            continue
        if line.startswith(" "):
            found[-1].append(line.strip())
        else:
            found.append([line])
    return found


def versions(path):
    pinned = [REQUIREMENT.match(block[0]) for block in blocks(path)]
    return {match["name"]: match["version"] for match in pinned}


def test_every_lock_file_is_there():
    names = [path.name for path in LOCK_FILES]
    assert names == ["requirements-dev.lock", "requirements-scale.lock", "requirements-uv.lock", "requirements.lock"]


@lock_file
def test_no_address_and_no_path(path):
    text = path.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-[a-z]|--(?!hash=)|\.|/)| @ |(?<![\w.-])/\w+/", text, re.MULTILINE)


@lock_file
def test_every_requirement_is_pinned_with_hashes(path):
    for requirement, *hashes in blocks(path):
        assert REQUIREMENT.match(requirement), requirement
        assert hashes, f"{requirement} has no hash"
        assert all(HASH.match(line) for line in hashes), requirement


def test_a_package_has_one_version_everywhere():
    core, scale, dev = (versions(ROOT / f"requirements{name}.lock") for name in ("", "-scale", "-dev"))
    assert core.items() <= scale.items()
    assert scale.items() <= dev.items()
