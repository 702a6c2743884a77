"""Orders of things: which of a sequence stand in order."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def longest_increasing(values: Sequence[int]) -> set[int]:
    """Return the positions of a longest increasing subsequence (patience sorting, O(n log n))."""
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for position, value in enumerate(values):
        pile = bisect_left(tops, value)
        if pile == len(tops):
            tops.append(value)
            ends.append(position)
        else:
            tops[pile] = value
            ends[pile] = position
        back.append(ends[pile - 1] if pile else -1)
    kept: set[int] = set()
    here = ends[-1] if ends else -1
    while here >= 0:
        kept.add(here)
        here = back[here]
    return kept
