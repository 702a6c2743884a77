"""Calibration of rows: its features and its constants belong together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.align.calibration import PAIR_FEATURES, PAIRS, ROW_FEATURES, ROWS, _neighbours


def test_a_constant_a_feature() -> None:
    """Every model has one constant for each feature that it names."""
    assert {len(beta) for beta in ROWS.values()} == {len(ROW_FEATURES)}
    assert {len(beta) for beta in PAIRS.values()} == {len(PAIR_FEATURES)}


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=12), st.integers(1, 4))
def test_neighbours_lie_between(values: list[float], reach: int) -> None:
    """What the rows about a row say lies between the least and the greatest of all."""
    found = _neighbours(values, reach)
    assert all(min(values) - 1e-9 <= one <= max(values) + 1e-9 for one in found)
