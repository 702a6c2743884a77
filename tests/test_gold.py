"""The bundled transcripts against their hand-made gold: what was loaded, and how it is aligned.

The floors below are the accuracy the aligner has reached; nobody lowers one silently.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import BUNDLED, REPOSITORY

from workbench import store, workflow
from workbench.model import Level
from workbench.workflow import Selection

GOLD = REPOSITORY / "tests" / "gold"
FLOORS = {  # strict F1 over all language pairs, and of whole five-language rows
    ("hamburg-briefing", Level.TURN): (1.0, 1.0),
    ("northern-grid-conference", Level.TURN): (1.0, 1.0),
    ("river-panel", Level.TURN): (1.0, 1.0),
    ("hamburg-briefing", Level.SEGMENT): (0.99, 0.99),
    ("northern-grid-conference", Level.SEGMENT): (0.99, 0.99),
    ("river-panel", Level.SEGMENT): (0.99, 0.99),
}


def gold_rows(name: str, level: Level) -> list[dict[str, Any]]:
    """Return the gold rows of a bundled transcript."""
    text = (GOLD / f"{name}.{level}s.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("level", Level)
def test_the_corpora_load_as_the_gold_has_them(name: str, level: Level) -> None:
    """Every turn and segment of every edition, in whatever format and encoding, is the gold's, character by character."""
    transcript = store.load_transcript(REPOSITORY, name)
    rows = gold_rows(name, level)
    for edition in transcript.editions:
        units = sorted(i for row in rows for i in row["cells"][edition.language]["segments"])
        assert units == list(range(edition.size(level)))
        for row in rows:
            cell = row["cells"][edition.language]
            assert edition.text(level, cell["segments"]) == cell["text"]


@pytest.mark.parametrize("name", BUNDLED)
def test_roles_are_the_golds(name: str) -> None:
    """Each turn's role is the one its gold row has, but for the slips recorded as such."""
    transcript = store.load_transcript(REPOSITORY, name)
    slips = json.loads((GOLD / f"{name}.slips.json").read_text("utf-8"))
    known = {(s["language"], s["row"]) for s in slips if s["check"] == "role"}
    for row in gold_rows(name, Level.TURN):
        for edition in transcript.editions:
            for turn in row["cells"][edition.language]["segments"]:
                right = edition.turns[turn].role == row["role"]
                assert right or (edition.language, row["row"]) in known, (edition.language, turn)


@pytest.mark.parametrize(("name", "level"), FLOORS)
def test_alignment_reaches_its_floor(bundled: Path, tmp_path: Path, name: str, level: Level) -> None:
    """Strict F1 against the gold, over all ten pairs and of whole rows, is no lower than it has been."""
    exported = workflow.export(bundled, name, format="jsonl", selection=Selection(levels=(level,)))
    target = tmp_path / "rows.jsonl"
    workflow.save(target, exported)
    found = workflow.evaluate_files(target, GOLD / f"{name}.{level}s.jsonl")[level]
    pairs, rows = FLOORS[name, level]
    assert len(found.pairs) == 10
    assert found.total.figures().f1 >= pairs
    assert found.rows is not None
    assert found.rows.figures().f1 >= rows
