"""Where two long texts surely correspond, found before any search: rare words they share.

Tokens that are rare on both sides and equal, or translations by the lexicon, vote for a place on a coarse
grid; the heaviest increasing chain of places with votes is the backbone that the search is
confined to (after Moore 2002 and Varga et al. 2005, who narrow their search by a first pass; the
chain is a heaviest increasing subsequence by a Fenwick tree).
"""

from __future__ import annotations

import numpy as np

from workbench.align.compiled import njit
from workbench.align.counting import Entries, sort_rows
from workbench.align.kernels import Floats, Ints
from workbench.align.prepare import Side

_RARE = 8
_CELL = 16  # segments a side of the grid's cells
_ENOUGH = 0.8  # votes that a cell needs
_ROOM = 25  # columns on either side of the backbone
_WHOLE = 60_000  # a rectangle between two anchors up to this area is searched whole
_HALF = 150  # of the band where it is larger


@njit(cache=True, nogil=True)
def _heaviest_chain(column: Ints, weight: Floats, width: int) -> Ints:
    """Return the positions of the heaviest subsequence with increasing columns; columns in 0..width - 1."""
    tree = np.zeros(width + 1)
    owner = np.full(width + 1, -1, np.int64)
    back = np.full(len(column), -1, np.int64)
    best = np.zeros(len(column))
    for k in range(len(column)):
        top = 0.0
        q = column[k]  # columns before this one
        while q > 0:
            if tree[q] > top:
                top = tree[q]
                back[k] = owner[q]
            q -= q & -q
        best[k] = top + weight[k]
        q = column[k] + 1
        while q <= width:
            if best[k] > tree[q]:
                tree[q] = best[k]
                owner[q] = k
            q += q & -q
    chain = np.empty(len(column), np.int64)
    size = 0
    k = int(np.argmax(best)) if len(best) else -1
    while k >= 0:
        chain[size] = k
        size += 1
        k = back[k]
    return chain[:size][::-1].copy()


@njit(cache=True, nogil=True)
def _votes(
    entries: Entries, seen_left: tuple[Ints, Ints], seen_right: tuple[Ints, Ints], most: int
) -> tuple[Ints, Ints, Floats]:
    """Return the pairs of segments where entries' two words stand, with weight κ over the greater number of places."""
    size = 0
    for phase in range(2):
        if phase == 1:
            left = np.empty(size, np.int64)
            right = np.empty(size, np.int64)
            weight = np.empty(size)
        place = 0
        for q in range(len(entries.left)):
            a0 = seen_left[1][entries.left[q]]
            a1 = seen_left[1][entries.left[q] + 1]
            b0 = seen_right[1][entries.right[q]]
            b1 = seen_right[1][entries.right[q] + 1]
            if entries.prior[q] < 0.35 or a1 - a0 > most or b1 - b0 > most:
                continue
            if phase == 0:
                size += (a1 - a0) * (b1 - b0)
                continue
            for x in range(a0, a1):
                for y in range(b0, b1):
                    left[place] = seen_left[0][x]
                    right[place] = seen_right[0][y]
                    weight[place] = min(1.0, entries.prior[q]) / max(a1 - a0, b1 - b0)
                    place += 1
    return left, right, weight


def backbone(left: Side, right: Side, known: Entries) -> Ints:
    """Return anchors (left segment, right segment), increasing on both sides, as rows."""
    i, j, w = _votes(known, _seen(left), _seen(right), _RARE)
    width = right.size // _CELL + 1
    keys = (i // _CELL) * width + j // _CELL
    cells, place, hits = np.unique(keys, return_inverse=True, return_counts=True)
    votes = np.bincount(place, w, len(cells))
    middle_i = np.bincount(place, w * i, len(cells)) / np.maximum(votes, 1e-12)
    middle_j = np.bincount(place, w * j, len(cells)) / np.maximum(votes, 1e-12)
    chosen = np.flatnonzero((votes >= _ENOUGH) & (hits >= 2))
    rows = np.column_stack([middle_i[chosen], middle_j[chosen]]).astype(np.int64)
    order = np.lexsort((-rows[:, 1], rows[:, 0]))  # equal rows backwards, so that only one can be chosen
    chain = _heaviest_chain(rows[order, 1], votes[chosen][order].astype(np.float64), right.size + 1)
    return _agreed(rows[order][chain], right.size / max(1, left.size))


def _agreed(points: Ints, slope: float) -> Ints:
    """Return the anchors whose offset between the texts one of their neighbours confirms."""
    keep = np.zeros(len(points), bool)
    shift = points[:, 1] - slope * points[:, 0]
    for step in (1, 2):
        near = np.abs(np.diff(points[:, 0])) if step == 1 else points[2:, 0] - points[:-2, 0]
        same = np.abs(shift[step:] - shift[:-step]) <= 12 + 0.1 * near
        keep[step:] |= same
        keep[: len(keep) - step] |= same
    return points[keep]


def _seen(side: Side) -> tuple[Ints, Ints]:
    """Return the segments where each token stands, and where each token's begin."""
    segment = np.repeat(np.arange(side.size), np.diff(side.offsets))
    order, ptr = sort_rows(side.tokens, len(side.stems))
    return segment[order], ptr


def corridor(block: tuple[int, int, int, int], anchors: Ints) -> tuple[Ints, Ints]:
    """Return the columns lo:hi of the nodes to search on each row of a block, confined by the anchors inside it.

    Between two anchors a small rectangle is searched whole, so that a long insertion stays inside; a large
    one along its diagonal.
    """
    ls, le, rs, re = block
    inside = (anchors[:, 0] > ls) & (anchors[:, 0] < le) & (anchors[:, 1] > rs) & (anchors[:, 1] < re)
    points = np.vstack([[[ls, rs]], anchors[inside], [[le, re]]])
    lo, hi = np.full(le - ls + 1, re), np.full(le - ls + 1, rs)
    for (i0, j0), (i1, j1) in zip(points[:-1].tolist(), points[1:].tolist(), strict=True):
        rows = np.arange(i0, i1 + 1) - ls
        low, high = np.full(len(rows), j0 - _ROOM), np.full(len(rows), j1 + _ROOM)
        if (i1 - i0) * (j1 - j0) > _WHOLE:
            slope = (j1 - j0) / max(1, i1 - i0)
            at = j0 + slope * np.arange(len(rows))
            low = np.maximum(low, (at - slope - _HALF).astype(np.int64))
            high = np.minimum(high, (at + slope + _HALF).astype(np.int64))
        lo[rows], hi[rows] = np.minimum(lo[rows], low), np.maximum(hi[rows], high)
    # Beads leap up to five rows near an anchor that is not exact.
    lo = np.minimum.accumulate(lo[::-1])[::-1]
    hi = np.maximum.accumulate(hi)
    lo = np.concatenate((np.full(min(_ROOM, len(lo)), lo[0]), lo))[: len(lo)]
    hi = np.concatenate((hi, np.full(min(_ROOM, len(hi)), hi[-1])))[-len(hi) :]
    lo, hi = np.clip(lo, rs, re), np.clip(hi, rs, re) + 1
    lo[0], hi[-1] = rs, re + 1
    return np.minimum.accumulate(lo[::-1])[::-1], np.maximum.accumulate(hi)
