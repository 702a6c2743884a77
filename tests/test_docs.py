"""The documents say what the program does."""

from __future__ import annotations

import re

from conftest import REPOSITORY

from workbench.cli import VERBS
from workbench.workflow import FORMATS

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


def test_the_changelog_has_a_place_for_changed_figures() -> None:
    """The changelog keeps its own heading for what moves users' figures."""
    assert "*Alignments change*" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
