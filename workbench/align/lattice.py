"""Forward–backward over a lattice of moves, with a gap state: the kernel, and no model.

A *move* takes a step of (a, b) units on both sides. Kernels know nothing of texts: they are given
the log score of every move at every place.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.align.compiled import njit
from workbench.align.kernels import Lattice

Matrix = NDArray[np.float64]
Ints = NDArray[np.int64]
NONE = -1e30
"""Log score of what cannot happen."""


@njit(cache=True, nogil=True)  # pragma: no cover
def _add(a: float, b: float) -> float:
    """Return log(exp(a) + exp(b))."""
    if a < b:
        a, b = b, a
    return a if b <= NONE / 2 else a + np.log1p(np.exp(b - a))


@njit(cache=True, nogil=True)  # pragma: no cover
def _state(a: int, b: int) -> int:
    """Return the state after a step: 0 matched, 1 a gap on the left, 2 one on the right."""
    return 1 if b == 0 else 2 if a == 0 else 0


@njit(cache=True, nogil=True)  # pragma: no cover
def _edge(one: int, two: int, left: float, right: float) -> float:
    """Return what is added where gaps begin or end between two states."""
    out = 0.0
    if (one == 1) != (two == 1):
        out += left
    if (one == 2) != (two == 2):
        out += right
    return out


@njit(cache=True, nogil=True)  # pragma: no cover
def move_posteriors(
    scores: Matrix, steps: Ints, gaps: Matrix, start: int, edges: tuple[Matrix, Matrix]
) -> tuple[Matrix, float]:
    """Return the posterior probability of every move at every place, and the log total.

    ``scores[k, i, j]`` is the log score of move k where i and j units lie behind it; a move with
    a zero in its step is a gap. ``gaps`` holds the logs of going (from, to) state, 0 matched and
    1 in a gap; the way starts in state ``start``. Gaps on the left come before those on the right next to
    them, so that a passage that both sides leave out counts as one way, not as one for each order. ``edges`` are
    added where a gap of a side begins or ends, by the units that lie behind. Shape of the result: that of ``scores``.
    """
    count, rows, columns = scores.shape
    cost = np.full((3, 3), NONE)
    for one in range(3):
        for two in range(3):
            if not (one == 2 and two == 1):
                cost[one, two] = gaps[min(one, 1), min(two, 1)]
    ahead = np.full((3, rows, columns), NONE)
    behind = np.full((3, rows, columns), NONE)
    ahead[start, 0, 0] = 0.0
    for i in range(rows):
        for j in range(columns):
            for k in range(count):
                a, b = i - steps[k, 0], j - steps[k, 1]
                if a < 0 or b < 0 or scores[k, a, b] <= NONE / 2:
                    continue
                to = _state(steps[k, 0], steps[k, 1])
                for state in range(3):
                    if ahead[state, a, b] > NONE / 2 and cost[state, to] > NONE / 2:
                        value = ahead[state, a, b] + cost[state, to] + scores[k, a, b]
                        value += _edge(state, to, edges[0][a], edges[1][b])
                        ahead[to, i, j] = _add(ahead[to, i, j], value)
    behind[:, rows - 1, columns - 1] = 0.0
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            for k in range(count):
                a, b = i + steps[k, 0], j + steps[k, 1]
                if a >= rows or b >= columns or scores[k, i, j] <= NONE / 2:
                    continue
                to = _state(steps[k, 0], steps[k, 1])
                if behind[to, a, b] <= NONE / 2:
                    continue
                for state in range(3):
                    if cost[state, to] > NONE / 2:
                        value = behind[to, a, b] + cost[state, to] + scores[k, i, j]
                        value += _edge(state, to, edges[0][i], edges[1][j])
                        behind[state, i, j] = _add(behind[state, i, j], value)
    total = behind[start, 0, 0]
    posterior = np.zeros(scores.shape)
    for k in range(count):
        to = _state(steps[k, 0], steps[k, 1])
        for i in range(rows - steps[k, 0]):
            for j in range(columns - steps[k, 1]):
                if scores[k, i, j] <= NONE / 2:
                    continue
                here = NONE
                for state in range(3):
                    if ahead[state, i, j] > NONE / 2 and cost[state, to] > NONE / 2:
                        value = ahead[state, i, j] + cost[state, to]
                        here = _add(here, value + _edge(state, to, edges[0][i], edges[1][j]))
                after = behind[to, i + steps[k, 0], j + steps[k, 1]]
                if here > NONE / 2 and after > NONE / 2:
                    posterior[k, i, j] = np.exp(here + scores[k, i, j] + after - total)
    return posterior, total


@njit(cache=True, nogil=True)  # pragma: no cover
def gather_links(area: Lattice, posterior: Matrix, moves: Ints, nulls: int, ptr: Ints) -> NDArray[np.float64]:
    """Return the probability that each two units of a block stand in one bead.

    Flat: block b's matrix, row by row, begins at ``ptr[b]``. The first ``nulls`` moves are one-sided.
    """
    out = np.zeros(ptr[-1])
    for block in range(len(area.blocks)):
        ls, le, rs, re = area.blocks[block]
        width = re - rs
        for i in range(ls, le + 1):
            row = area.first[block] + i - ls
            for j in range(area.lo[row], area.hi[row]):
                node = area.ptr[row] + j - area.lo[row]
                for m in range(nulls, len(moves)):
                    p = posterior[node, m]
                    if p < 1e-5:
                        continue
                    for x in range(i - moves[m, 0] - ls, i - ls):
                        for y in range(j - moves[m, 1] - rs, j - rs):
                            out[ptr[block] + x * width + y] += p
    return np.minimum(out, 1.0)


@njit(cache=True, nogil=True)  # pragma: no cover
def lean(area: Lattice, scores: Matrix, moves: Ints, nulls: int, told: tuple[Ints, Matrix]) -> Matrix:
    """Return bead scores with the sum over each bead's links of what the others say (``told``: ptr, flat)."""
    ptr, values = told
    out = scores.copy()
    for block in range(len(area.blocks)):
        ls, le, rs, re = area.blocks[block]
        width = re - rs
        sums = np.zeros((le - ls + 1, width + 1))
        for x in range(le - ls):
            run = 0.0
            for y in range(width):
                run += values[ptr[block] + x * width + y]
                sums[x + 1, y + 1] = sums[x, y + 1] + run
        for i in range(ls, le + 1):
            row = area.first[block] + i - ls
            for j in range(area.lo[row], area.hi[row]):
                node = area.ptr[row] + j - area.lo[row]
                for m in range(nulls, len(moves)):
                    if scores[node, m] > NONE / 2:
                        x, y = i - ls, j - rs
                        a, b = x - moves[m, 0], y - moves[m, 1]
                        out[node, m] += sums[x, y] - sums[a, y] - sums[x, b] + sums[a, b]
    return out


@njit(cache=True, nogil=True)  # pragma: no cover
def hear(sizes: Ints, left: tuple[Matrix, Ints, bool], right: tuple[Matrix, Ints, bool], floor: float) -> Matrix:
    """Return what one witness says of the links of a pair: support, knowledge, log-odds; shape (3, cells).

    ``sizes`` (blocks, 3) counts the units of x, of the witness z and of y; ``left`` and ``right`` are the flat
    links of x with z and of z with y, where each block's begin, and whether they are stored the other way
    round. See :func:`workbench.align.rows.witness`, which says the same of one block in a few lines.
    """
    cells = 0
    for b in range(len(sizes)):
        cells += sizes[b, 0] * sizes[b, 2]
    out = np.zeros((3, cells))
    base = 0
    for b in range(len(sizes)):
        n, w, m = sizes[b]
        ours, theirs = np.zeros(n), np.zeros(m)
        for k in range(w):
            one = two = 0.0
            for i in range(n):
                one += left[0][left[1][b] + (k * n + i if left[2] else i * w + k)]
            for j in range(m):
                two += right[0][right[1][b] + (j * w + k if right[2] else k * m + j)]
            clear = 1.0 - min(1.0, max(0.0, one - 1.0)) * min(1.0, max(0.0, two - 1.0))
            for j in range(m):
                theirs[j] += clear * right[0][right[1][b] + (j * w + k if right[2] else k * m + j)]
            for i in range(n):
                p = clear * left[0][left[1][b] + (k * n + i if left[2] else i * w + k)]
                ours[i] += p
                if p < 1e-6:
                    continue
                for j in range(m):
                    out[0, base + i * m + j] += p * right[0][right[1][b] + (j * w + k if right[2] else k * m + j)]
        for i in range(n):
            for j in range(m):
                support = min(1.0, out[0, base + i * m + j])
                known = max(support, min(1.0, max(ours[i], theirs[j])))
                share = support / max(known, 1e-9)
                out[0, base + i * m + j] = support
                out[1, base + i * m + j] = known
                out[2, base + i * m + j] = known * np.log((share + floor) / (1.0 - share + floor))
        base += n * m
    return out
