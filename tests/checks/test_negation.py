"""Denials turned round, and put in other words, in rows written by hand."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

_BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "negations.py"


@pytest.fixture(scope="module")
def counts() -> dict[str, int]:
    """Return what is said of all rows, their faults and their twins."""
    return dict(runpy.run_path(str(_BENCHMARK))["tally"]("all"))


def test_most_turned_denials_are_found(counts: dict[str, int]) -> None:
    """Of the faults four in five are found in the right edition, and seven in ten as warnings."""
    found = counts["faults warning"] + counts.get("faults info", 0)
    assert found >= 0.8 * counts["faults"]
    assert counts["faults warning"] >= 0.7 * counts["faults"]


def test_rows_as_they_are_raise_no_warning(counts: dict[str, int]) -> None:
    """A row whose editions agree gets no warning."""
    assert not counts.get("rows warning")


def test_paraphrases_seldom_raise_a_warning(counts: dict[str, int]) -> None:
    """One in seven at most of the twins, which say the same with and without a denial, is warned of."""
    assert counts["twins warning"] <= counts["twins"] / 7
