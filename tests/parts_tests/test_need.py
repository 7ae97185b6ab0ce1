import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.parts import chromium, nginx, postgres
from tests.parts.need import require
from tests.parts.server import ROOT


def nginx_running():
    return nginx.running_nginx(Path(), nginx.Behind(1, 2, 3))


MISSING = pytest.mark.parametrize("part", [chromium.running_chromium, postgres.temporary_cluster, nginx_running])


@pytest.fixture
def without_parts(monkeypatch):
    monkeypatch.setattr(chromium, "find_chromium", lambda: None)
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)
    monkeypatch.setattr(nginx, "find_nginx", lambda: None)


@pytest.fixture
def at_home(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PARTICIPA_REQUIRE_ALL", raising=False)


def test_present_part_is_no_obstacle(monkeypatch):
    monkeypatch.setenv("CI", "true")
    require("/usr/bin/chromium", "Chromium", "make system")


@MISSING
@pytest.mark.usefixtures("without_parts", "at_home")
def test_missing_part_skips_at_home(part):
    with pytest.raises(pytest.skip.Exception, match="make system"), part():
        pass


@MISSING
@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("PARTICIPA_REQUIRE_ALL", "1")])
@pytest.mark.usefixtures("without_parts", "at_home")
def test_missing_part_fails_in_ci(part, name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(pytest.fail.Exception, match="make system"), part():
        pass


@pytest.mark.parametrize(("environment", "exit_code"), [({"CI": "true"}, 1), ({}, 0)])
def test_run_with_a_missing_part_is_red_only_in_ci(tmp_path, environment, exit_code):
    planted = tmp_path / "test_planted.py"
    planted.write_text(
        "from tests.parts.chromium import running_chromium\n"
        "def test_page():\n"
        "    with running_chromium() as browser:\n"
        "        browser.new_page()\n"
    )
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "PARTICIPA_REQUIRE_ALL"}}
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-c",
            os.devnull,
            "--rootdir",
            tmp_path,
            planted,
        ],
        cwd=ROOT,
        env={**clean, "CHROMIUM": "/nonexistent/chromium", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == exit_code, run.stdout
