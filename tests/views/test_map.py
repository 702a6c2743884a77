"""The map and the concordance: what they are given, and what they say where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench import workflow
from workbench.errors import InputError
from workbench.views import parts


@pytest.mark.parametrize("page", ["map", "concordance", "queue"])
def test_without_a_transcript_the_page_says_what_to_do(visit: Callable[..., Any], root: Path, page: str) -> None:
    """Nothing aligned: a sentence and the way out."""
    assert "Nothing is aligned yet." in visit(page, root).text()


def test_the_map_has_every_row_and_every_turn(visit: Callable[..., Any], bundled: Path) -> None:
    """Each row has its bar, each turn its block, each row with both languages its box."""
    page = visit("map", bundled, transcript="northern-grid-conference")
    data = json.loads(page.given("workbench_map")[0].json)
    aligned = workflow.load(bundled, "northern-grid-conference")
    assert len(data["confidence"]) == len(aligned.segments.rows)
    assert [len(turns) for turns in data["turns"]["editions"]] == list(aligned.turns.sizes)
    assert set(data["turns"]["crossing"]) == aligned.turns.crossing()
    pair = aligned.segments.project("en-GB", "de-DE")
    assert len(data["plot"]["path"]) == sum(all(row.cells) for row in pair.rows)
    sizes = data["plot"]["sizes"]
    assert all(0 <= i < sizes[0] and 0 <= j < sizes[1] for i, j, _ in data["plot"]["dots"])


def test_most_likeness_lies_on_the_path(bundled: Path) -> None:
    """The strongest dots are of sentences that stand in one row."""
    aligned = workflow.load(bundled, "river-panel")
    dots = sorted(workflow.likeness(aligned, "en-GB", "fr-FR"), key=lambda dot: -dot[2])[:50]
    left, right = (aligned.segments.row_of(aligned.segments.column(tag)) for tag in ("en-GB", "fr-FR"))
    assert sum(left[i] == right[j] for i, j, _ in dots) > 40


def test_the_concordance_shows_hits_in_context(visit: Callable[..., Any], bundled: Path) -> None:
    """Each hit is told with its context, its counterpart and its place."""
    page = visit("concordance", bundled, q="water")
    rows = page.rows()
    assert len(rows) > 5
    assert all(row["hit"]["text"].lower() == "water" for row in rows)
    assert rows[0]["beside"]["text"]


def test_an_expression_that_is_none_is_told_without_a_word_of_options(visit: Callable[..., Any], bundled: Path) -> None:
    """The way out is the page's own, not the command line's."""
    page = visit("concordance", bundled, q="(")
    page.app.toggle(key="as_regex").set_value(True).run()
    assert "no regular expression" in page.text()
    assert "--" not in page.text()


@pytest.mark.parametrize("remedy", ["align it: workbench align x", "give --replace to put this one in its place"])
def test_remedies_speak_of_the_page(remedy: str) -> None:
    """No remedy in the dashboard names a command or an option."""
    told = parts._remedy(InputError("x", "y", remedy).remedy)
    assert "workbench" not in told
    assert "--" not in told
