"""Rules of templates, texts and sizes."""

import re
import subprocess
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.nodes import FromImport, Include, Name

from participa.extensions import Base
from tests.architecture.test_layers import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN_IN_TEMPLATES = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "inline style element": re.compile(r"<style", re.I),
    "inline style": re.compile(r"\sstyle\s*=", re.I),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"'{]", re.I),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape\s+false", re.I),
    "address of another host": re.compile(r"(?:src|action)\s*=\s*[\"']https?://", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
    "query in a template": re.compile(r"\bdb\.|\.query\b|session\.(scalars?|execute)"),
}
MACHINE_PATHS = re.compile(r"/(?:work|root|home|tmp/bash_jobs)/[a-z]")


def template_offences(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN_IN_TEMPLATES.items() if pattern.search(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_is_clean(path: Path):
    assert template_offences(path.read_text()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<a onclick="x()">',
        "{{ text|safe }}",
        '<img src="https://example.org/a.png">',
        '<a href="javascript:x">',
        "{{ db.session.scalars(q) }}",
    ],
)
def test_a_planted_offence_in_a_template_is_seen(planted: str):
    assert template_offences(planted)


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glosario.md").read_text()
    missing = [
        mapper.class_.__name__ for mapper in Base.registry.mappers if f"`{mapper.class_.__name__}`" not in glossary
    ]
    assert missing == []


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - git is on the path wherever the repository is
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_no_file_names_a_path_of_a_machine():
    texts = [
        path for path in tracked_files() if path.suffix in {".py", ".md", ".html", ".toml", ".sh", ".js", ".css", ""}
    ]
    found = [
        str(path)
        for path in texts
        if path.is_file() and path != Path(__file__) and MACHINE_PATHS.search(path.read_text(errors="ignore"))
    ]
    assert found == []


def unused_imports(text: str) -> set[str]:
    """The macros that a template takes from others and neither names again nor hands to a part that it includes."""
    template = Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(text)
    taken = {
        name[1] if isinstance(name, tuple) else name for one in template.find_all(FromImport) for name in one.names
    }
    used = {name.name for name in template.find_all(Name)}
    return set() if template.find(Include) else taken - used


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_takes_only_what_it_uses(path: Path):
    assert unused_imports(path.read_text()) == set()


def test_a_planted_import_without_use_is_seen():
    assert unused_imports('{% from "a.html" import one, two as three %}{{ one }}') == {"three"}
