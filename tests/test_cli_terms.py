"""The verb terms: text, a table that can serve as glossary, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli import run
from workbench.terms import parse_glossary

NAME = "northern-grid-conference"


def said(bundled: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """Return what the verb prints."""
    assert run(["--root", str(bundled), "terms", NAME, *options]) == 0
    return capsys.readouterr().out


def test_renderings_are_told_with_counts_and_rows(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line an edition, and a sum; only the inconsistent ones when asked."""
    whole = said(bundled, capsys)
    few = said(bundled, capsys, "--inconsistent")
    assert "Preisdeckel" in whole
    assert "rendered in several ways" in few
    assert 0 < few.count("\n\n") < whole.count("\n\n")


def test_the_table_can_serve_as_glossary(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it writes is read back as required renderings."""
    glossary = parse_glossary(said(bundled, capsys, "--format", "tsv").encode(), where="x")
    assert any("Preisdeckel" in forms.get("de-DE", ()) for forms in glossary.required)


def test_json_tells_every_place(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each rendering has places of row, segment, start and end."""
    told = json.loads(said(bundled, capsys, "--format", "json"))
    assert told
    assert all(
        len(place) == 4
        for one in told
        for ways in one["renderings"].values()
        for way in ways
        for place in way["places"]
    )


def test_unusable_options_are_told(bundled: Path, root: Path) -> None:
    """An unknown format and a transcript that is not there are one line each, exit 2."""
    assert run(["--root", str(bundled), "terms", NAME, "--format", "doc"]) == 2
    assert run(["--root", str(root), "terms", NAME]) == 2
