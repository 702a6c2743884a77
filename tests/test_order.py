"""Laws of orders."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.order import longest_increasing


@given(st.lists(st.integers(0, 9), max_size=9))
def test_it_is_increasing_and_none_is_longer(values: list[int]) -> None:
    """What is kept increases, and no other choice of positions that does so is longer."""
    kept = [values[i] for i in sorted(longest_increasing(values))]
    assert all(a < b for a, b in pairwise(kept))
    longest = max(
        (len(c) for n in range(len(values) + 1) for c in combinations(values, n) if list(c) == sorted(set(c))),
        default=0,
    )
    assert len(kept) == longest
