"""Faults written by hand into a short text of long recurring terms, and the text without them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from handwritten import outcomes

TEXT = json.loads((Path(__file__).parents[1] / "cases" / "recall" / "mobile-surgery.json").read_text("utf-8"))


def test_faultless() -> None:
    """The text as it stands has no finding at all."""
    _, findings, rows = outcomes(TEXT["name"], {**TEXT, "faults": []}, "all")
    assert rows >= len(TEXT["turns"])
    assert [f.message for f in findings] == []


@pytest.mark.parametrize("check", ["term", "addition", "omission", "untranslated", "punctuation"])
def test_planted(check: str) -> None:
    """Two thirds of the faults of a kind are found by their own check, in their own edition and turn, each alone."""
    faults = [fault for fault in TEXT["faults"] if fault["check"] == check]
    found, _, _ = outcomes(TEXT["name"], {**TEXT, "faults": faults}, "all")
    assert sum(outcome.found for outcome in found) * 3 >= len(faults) * 2
