"""Long texts: where to look at all, and where to cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.align import anchors, features, lexicon, search
from workbench.align.counting import Entries
from workbench.align.features import Weights
from workbench.align.kernels import MOVES, NULLS, Ints, Lattice
from workbench.align.prepare import Side

LIMIT = 3000
"""Segments of a side that are aligned in one go; what is longer is cut."""

_SECTION = 2000
_WINDOW = 40  # segments on either side of an anchor that are searched for a place to cut
_SURE = 0.95
_WHOLE = 400_000  # a block up to this area is searched whole


def first_lattice(sides: tuple[Side, Side], spans: Ints, known: Entries) -> Lattice:
    """Return the lattice of the first look: small blocks whole, large ones along their backbone."""
    area = (spans[:, 1] - spans[:, 0]) * (spans[:, 3] - spans[:, 2])
    if (area <= _WHOLE).all():
        return search.lattice(spans)
    points = anchors.backbone(*sides, known)
    bounds = []
    for block, size in zip(spans.tolist(), area.tolist(), strict=True):
        if size > _WHOLE:
            bounds.append(anchors.corridor(tuple(block), points))
        else:
            rows = block[1] - block[0] + 1
            bounds.append((np.full(rows, block[2]), np.full(rows, block[3] + 1)))
    lo, hi = (np.concatenate(column) for column in zip(*bounds, strict=True))
    return search.lattice(spans, lo, hi)


def cut(sides: tuple[Side, Side], spans: Ints, known: Sequence[Entries]) -> tuple[Ints, list[int]]:
    """Return blocks cut into pieces of some thousands of segments, and the block that each is of.

    Cuts fall before a one-to-one bead that is sure already in a first look around an anchor.
    """
    prior = lexicon.prior_entries(*sides, known)
    points = _sure_places(sides, prior, anchors.backbone(*sides, prior))
    pieces, owners = [], []
    for number, (ls, le, rs, re) in enumerate(spans.tolist()):
        at = (ls, rs)
        for i, j in points.tolist():
            if at[0] < i < le and at[1] < j < re and max(i - at[0], j - at[1]) >= _SECTION:
                pieces.append((at[0], i, at[1], j))
                owners.append(number)
                at = (i, j)
        pieces.append((at[0], le, at[1], re))
        owners.append(number)
    return np.array(pieces, np.int64), owners


def _sure_places(sides: tuple[Side, Side], prior: Entries, points: Ints) -> Ints:
    """Return beginnings of sure one-to-one beads, one for about each five hundred segments, near anchors."""
    left, right = sides
    windows = []
    last = np.array([-(10**9), -(10**9)])
    reach = _WINDOW
    if len(points) < left.size / 1000:  # nothing to hold on to but the share of the text that has passed
        reach = 4 * _WINDOW
        share = np.arange(_SECTION, left.size, _SECTION)
        passed = np.cumsum(right.lengths) / right.lengths.sum()
        at = np.searchsorted(passed, np.cumsum(left.lengths)[share] / left.lengths.sum())
        points = np.column_stack([share, at])
    for point in points:
        low, high = point - reach, point + reach
        if (point - last > 500).all() and (low >= 0).all() and high[0] < left.size and high[1] < right.size:
            windows.append((low[0], high[0], low[1], high[1]))
            last = high
    if not windows:
        return np.zeros((0, 2), np.int64)
    words = lexicon.untaught(prior, left, right)
    model = features.initial(left, right, Weights())
    found = search.expect(sides, words, model, search.lattice(np.array(windows)), search.SHORT)
    beads = search.seen(found, _SURE)
    one = np.flatnonzero((MOVES[beads.move] == 1).all(axis=1) & (beads.move >= NULLS))
    i, j = beads.left[0][one], beads.right[0][one]
    places = []
    for a, b, c, d in windows:
        inside = np.flatnonzero((i > a + 10) & (i < b - 10) & (j > c + 10) & (j < d - 10))
        if len(inside):
            middle = np.argmin(np.abs(i[inside] - (a + b) // 2))
            places.append((i[inside[middle]], j[inside[middle]]))
    return np.array(places, np.int64).reshape(-1, 2)


def groups(pieces: Ints) -> list[Ints]:
    """Return the numbers of consecutive pieces that together stay within the limit."""
    sizes = np.maximum(pieces[:, 1] - pieces[:, 0], pieces[:, 3] - pieces[:, 2])
    out: list[list[int]] = [[]]
    total = 0
    for k, size in enumerate(sizes.tolist()):
        if out[-1] and total + size > LIMIT:
            out.append([])
            total = 0
        out[-1].append(k)
        total += size
    return [np.array(group, np.int64) for group in out]
