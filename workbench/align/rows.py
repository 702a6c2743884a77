"""Rows over N editions out of the posterior links of all pairs of editions.

A *link matrix* P[x, y] of shape (units of x, units of y) holds the posterior probability that two
units stand in one bilingual bead. All matrices here are dense and small: texts come in blocks (turn rows,
or pieces cut where all pairs agree).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Links = Mapping[tuple[int, int], Matrix]
"""Link matrices by the positions (x, y) of two editions, x < y."""
Cells = tuple[tuple[int, ...], ...]
Pair = tuple[int, int]


def between(links: Links, x: int, y: int) -> Matrix:
    """Return the link matrix of two editions, whichever comes first."""
    return links[x, y] if x < y else links[y, x].T


def editions_of(links: Links) -> tuple[int, ...]:
    """Return the positions of the editions that the links are about."""
    return tuple(sorted({x for pair in links for x in pair}))


def witness(links: Links, x: int, y: int, z: int) -> tuple[Matrix, Matrix]:
    """Return what edition z says of each link between x and y: support, and how much it knows.

    Support is Σ_k P_xz(i,k)·P_zy(k,j)·(1−a_k): some unit k of z stands with both. What z knows is the larger
    of the shares of i and of j that have a counterpart in z at all: an edition that lacks the
    passage is no witness; nor is one against i where i stands for several units of y, of which z may
    lack one. a_k is how likely k joins several units in both x and y; such a k cannot tell which of them
    belong together.
    """
    left, right = between(links, x, z), between(links, z, y)
    joined = np.clip(left.sum(axis=0) - 1.0, 0.0, 1.0) * np.clip(right.sum(axis=1) - 1.0, 0.0, 1.0)
    clear = left * (1.0 - joined)
    support = np.minimum(1.0, clear @ right)
    own = between(links, x, y)
    ours = np.minimum(1.0, clear.sum(axis=1)) * (1.0 - np.clip(own.sum(axis=1) - 1.0, 0.0, 1.0))
    theirs = np.minimum(1.0, (1.0 - joined) @ right) * (1.0 - np.clip(own.sum(axis=0) - 1.0, 0.0, 1.0))
    return support, np.maximum(support, np.maximum(ours[:, None], theirs[None, :]))


def consensus(links: Links, own: float = 2.0) -> dict[tuple[int, int], Matrix]:
    """Return the links after every other edition has been heard once.

    P'_xy = (w·P_xy + Σ_z support_z) / (w + Σ_z known_z), w the weight ``own`` of the pair itself: the
    probabilistic consistency transformation (Do et al. 2005, ProbCons) for editions that
    may lack or join units.
    """
    heard = {}
    for x, y in links:
        total, weight = own * links[x, y], np.full(links[x, y].shape, own)
        for z in editions_of(links):
            if z not in (x, y):
                support, known = witness(links, x, y, z)
                total, weight = total + support, weight + known
        heard[x, y] = total / weight
    return heard


def verdict(links: Links, x: int, y: int, floor: float = 0.05) -> Matrix:
    """Return the log-odds that the other editions give each link of x and y.

    The sum over z of known_z·log((q + ε)/(1 − q + ε)), q = support_z/known_z, ε the
    ``floor``: no witness decides alone.
    """
    total = np.zeros(links[x, y].shape)
    for z in editions_of(links):
        if z not in (x, y):
            support, known = witness(links, x, y, z)
            share = support / np.maximum(known, 1e-9)
            total += known * np.log((share + floor) / (1.0 - share + floor))
    return total


def components(sizes: Sequence[int], links: Links, threshold: float = 0.5) -> list[Cells]:
    """Return the cells of the rows that links of at least ``threshold`` connect.

    Every unit of every edition stands in exactly one; rows are in order of their first units.
    """
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    root = list(range(int(offsets[-1])))

    def find(unit: int) -> int:
        while root[unit] != unit:
            root[unit] = root[root[unit]]
            unit = root[unit]
        return unit

    for (x, y), matrix in sorted(links.items()):
        for i, j in np.argwhere(matrix >= threshold).tolist():
            a, b = find(int(offsets[x]) + i), find(int(offsets[y]) + j)
            root[max(a, b)] = min(a, b)
    groups: dict[int, list[list[int]]] = {}
    for edition, size in enumerate(sizes):
        for unit in range(size):
            top = find(int(offsets[edition]) + unit)
            groups.setdefault(top, [[] for _ in sizes])[edition].append(unit)
    return [tuple(tuple(cell) for cell in cells) for cells in groups.values()]


def in_order(rows: Sequence[Cells], pivot: int) -> list[int]:
    """Return the order of rows in which the pivot's units ascend.

    A row without the pivot follows the row of the unit before its own, in the edition and at the
    place that come latest among those that are placed; rows that nothing precedes come first.
    """
    count = len(rows[0]) if rows else 0
    order = sorted((n for n, row in enumerate(rows) if row[pivot]), key=lambda n: rows[n][pivot])
    for edition in [pivot, *(e for e in range(count) if e != pivot)]:
        placed = set(order)
        ahead = sorted((row[edition][0], n) for n, row in enumerate(rows) if row[edition])
        for k, (_, n) in enumerate(ahead):
            if n in placed:
                continue
            before = next((m for _, m in reversed(ahead[:k]) if m in placed), None)
            order.insert(order.index(before) + 1 if before is not None else 0, n)
            placed.add(n)
    return order


def beliefs(links: Links, rows: Sequence[Cells]) -> list[dict[Pair, float]]:
    """Return, for each row and each pair that has something in it, how sure it is that its cells stand together, 0..1.

    Together, and alone: the weakest of each unit's strongest link into the other cell, and for every unit the
    chance that it has no link out of the cell.
    """
    out: list[dict[Pair, float]] = [{} for _ in rows]
    for (x, y), matrix in links.items():
        across, down = matrix.sum(axis=1).tolist(), matrix.sum(axis=0).tolist()
        for row, found in zip(rows, out, strict=True):
            if row[x] or row[y]:
                sure = 1.0
                for i in row[x]:
                    inside = [matrix.item(i, j) for j in row[y]]
                    sure = min(sure, 1.0 - across[i] + sum(inside), max(inside, default=1.0))
                for j in row[y]:
                    inside = [matrix.item(i, j) for i in row[x]]
                    sure = min(sure, 1.0 - down[j] + sum(inside), max(inside, default=1.0))
                found[x, y] = max(0.0, sure)
    return out


def pairs_of(count: int) -> list[tuple[int, int]]:
    """Return all pairs (x, y) of ``count`` editions, x < y."""
    return list(combinations(range(count), 2))
