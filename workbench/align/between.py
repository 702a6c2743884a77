"""The compiled loops between two passes of EM: what is kept of a lattice, beads and links seen, boundaries fitted.

As in :mod:`workbench.align.kernels`, arrays come in and arrays go out; see there for lattices and bands.
"""

from __future__ import annotations

import math

import numpy as np

from workbench.align.compiled import njit
from workbench.align.kernels import CLOSENESS, LONGEST, MOVES, NULLS, Floats, Ints, Lattice

_STEPS = 6  # of Newton's method
_NEAR = 1e-3  # a step this small ends it
_FAR = 30.0  # log-odds beyond which nothing changes
_TOP = 4.0  # log-odds of a boundary at most
_SLIGHT = 1e-3  # the ridge of the constant


@njit(cache=True, nogil=True)
def band(area: Lattice, offsets: tuple[Ints, Ints], reach: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return the columns of `kernels.Cells`: pairs of segments that beads of at most ``reach`` on the left may need.

    ``offsets`` says where each segment's tokens begin, left and right.
    """
    off_s, off_t = offsets
    n = len(off_s) - 1
    lo, hi, ptr = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n + 1, np.int64)
    for block in range(len(area.blocks)):
        ls, le, _, _ = area.blocks[block]
        first = area.first[block]
        for i in range(ls, le):
            row = first + i - ls
            lo[i] = area.lo[max(row - reach + 1, first)]
            hi[i] = max(area.hi[min(row + reach, first + le - ls)] - 1, lo[i])
    for i in range(n):
        ptr[i + 1] = ptr[i] + hi[i] - lo[i]
    forward, backward = np.zeros(ptr[n] + 1, np.int64), np.zeros(ptr[n] + 1, np.int64)
    cell = 0
    for i in range(n):
        for j in range(lo[i], hi[i]):
            forward[cell + 1] = forward[cell] + off_t[j + 1] - off_t[j]
            backward[cell + 1] = backward[cell] + off_s[i + 1] - off_s[i]
            cell += 1
    return lo, hi, ptr, forward, backward


@njit(cache=True, nogil=True)
def pruned(area: Lattice, nodes: Floats, floor: float, slack: int) -> tuple[Ints, Ints]:
    """Return the bounds lo:hi of each row's nodes above a floor, and ``slack`` columns around them.

    Rows that a longer bead leaps are filled, so that the band stays connected.
    """
    rows = len(area.lo)
    lo, hi = np.full(rows, np.iinfo(np.int64).max), np.full(rows, np.int64(-1))
    for row in range(rows):
        for node in range(area.ptr[row], area.ptr[row + 1]):
            if nodes[node] > floor:
                j = node - area.ptr[row] + area.lo[row]
                lo[row] = min(lo[row], j)
                hi[row] = j + 1
    for row in range(rows - 2, -1, -1):
        lo[row] = min(lo[row], lo[row + 1])
    for row in range(1, rows):
        hi[row] = max(hi[row], hi[row - 1])
    for block in range(len(area.blocks)):
        ls, le, rs, re = area.blocks[block]
        for row in range(area.first[block], area.first[block] + le - ls + 1):
            lo[row] = max(lo[row] - slack, rs)
            hi[row] = min(hi[row] + slack, re + 1)
    return lo, hi


@njit(cache=True, nogil=True)
def beads_above(area: Lattice, posterior: Floats, floor: float) -> tuple[Ints, Floats]:
    """Return beads above a floor by node and move, (left start, end, right start, end, move) by row, and posteriors."""
    count = 0
    for node in range(posterior.shape[0]):
        for move in range(posterior.shape[1]):
            if posterior[node, move] > floor:
                count += 1
    beads, p = np.empty((5, count), np.int64), np.empty(count)
    place = 0
    for block in range(len(area.blocks)):
        ls, le, _, _ = area.blocks[block]
        for i in range(ls, le + 1):
            row = area.first[block] + i - ls
            for node in range(area.ptr[row], area.ptr[row + 1]):
                for move in range(posterior.shape[1]):
                    if posterior[node, move] > floor:
                        j = node - area.ptr[row] + area.lo[row]
                        beads[0, place] = i - MOVES[move, 0]
                        beads[1, place] = i
                        beads[2, place] = j - MOVES[move, 1]
                        beads[3, place] = j
                        beads[4, place] = move
                        p[place] = posterior[node, move]
                        place += 1
    return beads, p


@njit(cache=True, nogil=True)
def links_of_beads(beads: Ints, p: Floats, size: int, floor: float, weigh: bool) -> tuple[Ints, Ints, Floats]:
    """Return the probability that segments i and j stand in one bead, sorted by i, then j.

    ``beads`` as from `beads_above`, ``size`` segments on the left. With ``weigh`` pairs inside larger beads weigh as in
    the score.
    """
    lo, hi = np.full(size, np.iinfo(np.int64).max), np.zeros(size, np.int64)
    for k in range(len(p)):
        if beads[4, k] >= NULLS and p[k] > floor:
            for i in range(beads[0, k], beads[1, k]):
                lo[i] = min(lo[i], beads[2, k])
                hi[i] = max(hi[i], beads[3, k])
    ptr = np.zeros(size + 1, np.int64)
    for i in range(size):
        ptr[i + 1] = ptr[i] + max(0, hi[i] - lo[i])
    sums = np.zeros(ptr[size])
    for k in range(len(p)):
        a, b, c, d, move = beads[0, k], beads[1, k], beads[2, k], beads[3, k], beads[4, k]
        if move >= NULLS and p[k] > floor:
            for i in range(a, b):
                for j in range(c, d):
                    w = CLOSENESS[b - a, d - c, i - a, j - c] if weigh else 1.0
                    sums[ptr[i] + j - lo[i]] += p[k] * w
    count = 0
    for cell in range(ptr[size]):
        if sums[cell] > 0.0:
            count += 1
    left, right, weight = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count)
    place = 0
    for i in range(size):
        for cell in range(ptr[i], ptr[i + 1]):
            if sums[cell] > 0.0:
                left[place] = i
                right[place] = cell - ptr[i] + lo[i]
                weight[place] = min(1.0, sums[cell])
                place += 1
    return left, right, weight


@njit(cache=True, nogil=True)
def lonely(beads: Ints, p: Floats, sizes: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return the probability of each segment, left and right, of having no counterpart."""
    left, right = np.zeros(sizes[0]), np.zeros(sizes[1])
    for k in range(len(p)):
        if beads[4, k] < NULLS:
            for i in range(beads[0, k], beads[1, k]):
                left[i] = min(1.0, left[i] + p[k])
            for j in range(beads[2, k], beads[3, k]):
                right[j] = min(1.0, right[j] + p[k])
    return left, right


@njit(cache=True, nogil=True)
def merge_odds(x: Floats, start: Ints, end: Ints, p: Floats) -> tuple[Floats, Floats]:
    """Return the merge log-likelihood ratio of the boundary before each segment, and the coefficients.

    Ridge logistic regression of ``x`` (segments, features) on the posterior ``p`` that the boundary is inside a bead
    ``start:end`` against that it lies between two two-sided beads; the base rate's log-odds are taken off. At
    most ±4, and no more than log(1 + n) against joins (for them), with n joins (boundaries between beads) seen: few
    say little of what the others are like.
    """
    n = len(x)
    inside, opens, closes = np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1)
    for k in range(len(p)):
        opens[start[k]] += p[k]
        closes[end[k]] += p[k]
        for i in range(start[k] + 1, min(end[k], start[k] + LONGEST)):
            inside[i] += p[k]
    yes = no = 0.0
    for i in range(1, n):
        opens[i] = min(opens[i], closes[i])
        yes += inside[i]
        no += opens[i]
    odds = np.zeros(n)
    if yes + no < 1.0:
        return odds, np.zeros(x.shape[1])
    base = math.log((yes + 0.5) / (no + 0.5))
    beta = _logistic(x, inside, opens, base)
    least, most = -min(_TOP, math.log(1.0 + yes)), min(_TOP, math.log(1.0 + no))
    for i in range(1, n):
        value = -base
        for a in range(x.shape[1]):
            value += x[i, a] * beta[a]
        odds[i] = min(most, max(least, value))
    return odds, beta


@njit(cache=True, nogil=True)
def _logistic(x: Floats, yes: Floats, no: Floats, base: float) -> Floats:
    """Return ridge logistic coefficients for weighted outcomes (Newton; ridge 1, next to none on the constant).

    The first row is void. Each step solves H·s = g by Cholesky's H = L·Lᵀ.
    """
    size = x.shape[1]
    beta = np.zeros(size)
    beta[0] = base
    for _ in range(_STEPS):
        step, hessian = np.zeros(size), np.zeros((size, size))
        for i in range(1, len(x)):
            total = yes[i] + no[i]
            if total <= 0.0:
                continue
            odds = 0.0
            for a in range(size):
                odds += x[i, a] * beta[a]
            share = 1.0 / (1.0 + math.exp(-min(_FAR, max(-_FAR, odds))))
            weight = total * share * (1.0 - share)
            for a in range(size):
                if x[i, a] != 0.0:
                    step[a] += x[i, a] * (yes[i] - total * share)
                    for b in range(a + 1):
                        hessian[a, b] += x[i, a] * x[i, b] * weight
        for a in range(size):
            ridge = 1.0 if a else _SLIGHT
            hessian[a, a] += ridge
            step[a] -= ridge * (beta[a] - base) if a == 0 else beta[a]
            for b in range(a + 1):  # L takes the lower half's place
                for c in range(b):
                    hessian[a, b] -= hessian[a, c] * hessian[b, c]
                hessian[a, b] = hessian[a, b] / hessian[b, b] if b < a else math.sqrt(hessian[a, a])
        for a in range(size):
            for c in range(a):
                step[a] -= hessian[a, c] * step[c]
            step[a] /= hessian[a, a]
        most = 0.0
        for a in range(size - 1, -1, -1):
            for c in range(a + 1, size):
                step[a] -= hessian[c, a] * step[c]
            step[a] /= hessian[a, a]
            most = max(most, abs(step[a]))
        for a in range(size):
            beta[a] += min(2.0, max(-2.0, step[a]))
        if most < _NEAR:
            break
    return beta
