"""The documents say what the program does."""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import REPOSITORY

from workbench.cli import VERBS
from workbench.workflow import FORMATS

DOCS = [f"docs/{page.name}" for page in (REPOSITORY / "docs").glob("*.md")]
README = (REPOSITORY / "README.md").read_text("utf-8")


def test_every_verb_is_in_the_readme() -> None:
    """Each verb of the command line has its place in the README."""
    for verb in VERBS:
        assert f"workbench {verb}" in README or f"make {verb}" in README, verb


def test_every_format_is_in_the_readme() -> None:
    """Each export format is named."""
    for known in FORMATS:
        assert f"`{known.name}`" in README, known.name


def test_what_the_readme_points_to_is_there() -> None:
    """Every relative link and picture of the README exists."""
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", README):
        assert (REPOSITORY / target).exists(), target


def test_the_map_of_modules_is_the_one_that_is_held_to() -> None:
    """CONTRIBUTING.md shows the layers in the order in which the lint holds imports to them."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    shown = next(block for block in contributing.split("```") if "->" in block)
    assert [layer.strip() for layer in " ".join(shown.split()).split("->")] == layers


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md", "CHANGELOG.md", *sorted(DOCS)])
def test_files_that_pages_name_are_there(page: str) -> None:
    """Each path of the repository's own that stands in a page as code exists."""
    text = (REPOSITORY / page).read_text("utf-8")
    for path in re.findall(r"(?<![\w/])(?:workbench|tests|docs)/[\w./-]+", text):
        assert (REPOSITORY / path.rstrip(".")).exists(), path


def test_the_changelog_has_a_place_for_changed_figures() -> None:
    """The changelog keeps its own heading for what moves users' figures."""
    assert "*Alignments change*" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
