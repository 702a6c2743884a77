"""The compiled loops of the bead scores: translation ratios by cell, scores by node and move.

Nothing here knows languages; arrays come in, arrays go out. The lattice has a node (i, j)
after i left and j right segments. A block's nodes are kept in rows, one for each i, holding
the columns ``lo[r]:hi[r]`` at places ``ptr[r]:ptr[r + 1]``. Cells (pairs of segments) lie in
a band of the same form, one row per left segment.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.align.compiled import njit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MOVES: Ints = np.array(
    [
        (1, 0), (0, 1), (2, 0), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2),
        (1, 4), (4, 1), (3, 3), (1, 5), (5, 1), (2, 4), (4, 2),
    ],
    np.int64,
)  # fmt: skip
"""The beads that the search considers, left and right sizes; the first `NULLS` are one-sided."""

NULLS = 4
LONGEST = 5  # of a bead, on one side
TOP = 4  # differences of ends of sentences are told apart up to this less one
P0S = 0.15, 0.4, 0.75
"""Probability that a token has no counterpart: word for word, usual, free."""
SHARES = math.log(0.1), math.log(0.6), math.log(0.3)
"""How common such translations are."""
_LOW, _MIDDLE, _HIGH = P0S

NEVER = -1e30
_HOPELESS = -14.0  # a bead whose size and lengths alone score less is not looked at


def closeness(decay: float = 2.0) -> Floats:
    """Return exp(-decay·|difference of relative centres|) of segment x of m and y of n, at [m, n, x, y].

    One where either side has a single segment.
    """
    out = np.ones((LONGEST + 1, LONGEST + 1, LONGEST, LONGEST))
    for m in range(2, LONGEST + 1):
        for n in range(2, LONGEST + 1):
            x, y = np.arange(LONGEST)[:, None], np.arange(LONGEST)[None, :]
            out[m, n] = np.exp(-decay * np.abs((x + 0.5) / m - (y + 0.5) / n))
    return out


CLOSENESS = closeness()
"""What a pair of segments inside a bead weighs."""


class Tokens(NamedTuple):
    """Vocabulary ids, and where each segment's begin."""

    ids: Ints
    offsets: Ints


class Table(NamedTuple):
    """Sparse translation ratios by the token e that explains, entries of e at ``ptr[e]:ptr[e + 1]``.

    ``column`` is the explained token f, ``value`` t(f|e)/p(f) without its background part,
    ``less`` the same without the share of the one cell that gave most, (``at_a``, ``at_b``).
    ``base[e]`` is the background part.
    """

    ptr: Ints
    column: Ints
    value: Floats
    less: Floats
    at_a: Ints
    at_b: Ints
    base: Floats


class Cells(NamedTuple):
    """A band of pairs of segments: columns ``lo[i]:hi[i]`` at ``ptr[i]``; where their ratios begin."""

    lo: Ints
    hi: Ints
    ptr: Ints
    forward: Ints
    backward: Ints


class Lattice(NamedTuple):
    """Blocks (left start, left end, right start, right end), each one's first row, and rows of nodes."""

    blocks: Ints
    first: Ints
    lo: Ints
    hi: Ints
    ptr: Ints


class Terms(NamedTuple):
    """What a bead's score is made of beside the ratios; see `features`."""

    lengths: tuple[Floats, Floats]  # running sums
    merge: tuple[Floats, Floats]  # running sums of the boundary log-odds
    odd: tuple[Floats, Floats]  # running sums of the log-odds of standing alone
    edges: tuple[Ints, Ints, Ints, Ints]  # ends left, ends right, starts left, starts right
    pmi: tuple[Floats, Floats]  # of ends, of starts
    stops: tuple[Ints, Ints]  # running sums of ends of sentences
    apart: Floats  # log ratio by move and difference of ends of sentences
    kinds: Floats  # log prior by move
    gamma: Floats  # (2, LONGEST + 1, 3): shape - 1, 1 / scale, constant, by side and count
    scale: Floats  # c, variance, degrees of freedom, Student constant
    weights: Floats  # of words, length, merges, merges on both sides, edges, merges and debris alone, ends of sentences


class Given(NamedTuple):
    """Where each segment's tokens begin, left and right, ratios both ways, and `single_cells`."""

    left: Ints
    right: Ints
    forward: Floats
    backward: Floats
    single: Floats


@njit(cache=True, nogil=True)
def fill_ratios(a: Tokens, b: Tokens, table: Table, cells: Cells, swap: bool) -> Floats:
    """Return Σ_e t(f|e)/p(f) over the tokens e of segment a, for each token f of segment b, for each cell.

    ``swap`` says that a is the right side, so that the band runs over b.
    """
    n = len(a.offsets) - 1
    where = cells.backward if swap else cells.forward
    out = np.empty(where[-1])
    size = 1
    for f in b.ids:
        size = max(size, f + 1)
    for f in table.column:
        size = max(size, f + 1)
    acc = np.zeros(size)
    low = 0
    rows = len(cells.lo)
    for s in range(n):
        if swap:
            while low < rows and cells.hi[low] <= s:
                low += 1
            start = low
            end = low
            while end < rows and cells.lo[end] <= s:
                end += 1
        else:
            start = cells.lo[s]
            end = cells.hi[s]
        if end <= start:
            continue
        ground = 0.0
        for k in range(a.offsets[s], a.offsets[s + 1]):
            e = a.ids[k]
            ground += table.base[e]
            for q in range(table.ptr[e], table.ptr[e + 1]):
                acc[table.column[q]] += table.less[q] if table.at_a[q] == s else table.value[q]
        for t in range(start, end):
            if swap and (s < cells.lo[t] or s >= cells.hi[t]):
                continue
            cell = cells.ptr[t] + s - cells.lo[t] if swap else cells.ptr[s] + t - cells.lo[s]
            place = where[cell]
            for k in range(b.offsets[t], b.offsets[t + 1]):
                out[place] = ground + acc[b.ids[k]]
                place += 1
        for k in range(a.offsets[s], a.offsets[s + 1]):
            e = a.ids[k]
            for q in range(table.ptr[e], table.ptr[e + 1]):
                acc[table.column[q]] = 0.0
    return out


@njit(cache=True, nogil=True)
def leave_out(a: Tokens, b: Tokens, table: Table, cells: Cells, out: Floats, swap: bool) -> None:
    """Take from ``out`` what an entry owes to the segment b it is asked about (`fill_ratios` does a's)."""
    where = cells.backward if swap else cells.forward
    n = len(a.offsets) - 1
    vocabulary = len(table.ptr) - 1
    start = np.zeros(vocabulary + 1, np.int64)
    for k in range(len(a.ids)):
        start[a.ids[k] + 1] += 1
    for e in range(vocabulary):
        start[e + 1] += start[e]
    fill = start[:-1].copy()
    seen = np.empty(len(a.ids), np.int64)
    for s in range(n):
        for k in range(a.offsets[s], a.offsets[s + 1]):
            seen[fill[a.ids[k]]] = s
            fill[a.ids[k]] += 1
    for e in range(vocabulary):
        if start[e + 1] - start[e] < 2:
            continue
        for q in range(table.ptr[e], table.ptr[e + 1]):
            t = table.at_b[q]
            debt = table.value[q] - table.less[q]
            if t < 0 or debt <= 0.0:
                continue
            k0 = start[e]
            high = start[e + 1]
            while k0 < high:  # rows whose band reaches t, or what t's band reaches
                middle = (k0 + high) // 2
                if (swap and seen[middle] < cells.lo[t]) or (not swap and cells.hi[seen[middle]] <= t):
                    k0 = middle + 1
                else:
                    high = middle
            for k in range(k0, start[e + 1]):
                s = seen[k]
                i, j = (t, s) if swap else (s, t)
                if (swap and j >= cells.hi[i]) or (not swap and cells.lo[i] > j):
                    break
                if s == table.at_a[q] or j < cells.lo[i] or j >= cells.hi[i]:
                    continue
                place = where[cells.ptr[i] + j - cells.lo[i]]
                for p in range(b.offsets[t], b.offsets[t + 1]):
                    if b.ids[p] == table.column[q]:
                        out[place + p - b.offsets[t]] -= debt


@njit(cache=True, nogil=True)
def _explain(ratios: Floats, size: int, places: Ints, weights: Floats, m: int, out: Floats) -> None:
    """Add to ``out`` how well m segments explain one segment of ``size`` tokens.

    Σ_f log(p0 + (1 - p0)·Σ_x w_x Σ_e t(f|e)/p(f)) at each of three levels of p0; the ratios of the x-th segment begin
    at ``places[x]``, its weight w_x is its share of all tokens. Ratios are multiplied, one logarithm is taken
    where the product leaves the safe range.
    """
    low = 1.0
    middle = 1.0
    high = 1.0
    first = places[0]
    second = places[1] if m > 1 else first
    w0 = weights[0]
    w1 = weights[1] if m > 1 else 0.0
    for k in range(size):
        r = w0 * ratios[first + k] + w1 * ratios[second + k]
        for x in range(2, m):
            r += weights[x] * ratios[places[x] + k]
        low *= _LOW + (1.0 - _LOW) * r
        middle *= _MIDDLE + (1.0 - _MIDDLE) * r
        high *= _HIGH + (1.0 - _HIGH) * r
        if high > 1e200 or low < 1e-200:
            out[0] += math.log(low)
            out[1] += math.log(middle)
            out[2] += math.log(high)
            low = 1.0
            middle = 1.0
            high = 1.0
    out[0] += math.log(low)
    out[1] += math.log(middle)
    out[2] += math.log(high)


@njit(cache=True, nogil=True)
def single_cells(cells: Cells, sides: tuple[Ints, Ints], forward: Floats, backward: Floats) -> Floats:
    """Return, by cell, what its left segment explains of the right one and the reverse, at three levels of p0."""
    off_s, off_t = sides
    lo, hi, ptr = cells.lo, cells.hi, cells.ptr
    ahead, back = cells.forward, cells.backward
    out = np.zeros((ptr[-1], 2, 3))
    places = np.empty(LONGEST, np.int64)
    weights = np.empty(LONGEST)
    for i in range(len(lo)):
        n = off_s[i + 1] - off_s[i]
        for j in range(lo[i], hi[i]):
            m = off_t[j + 1] - off_t[j]
            cell = ptr[i] + j - lo[i]
            places[0] = ahead[cell]
            weights[0] = 1.0 / max(n, 1)
            _explain(forward, m, places, weights, 1, out[cell, 0])
            places[0] = back[cell]
            weights[0] = 1.0 / max(m, 1)
            _explain(backward, n, places, weights, 1, out[cell, 1])
    return out


@njit(cache=True, nogil=True)
def _fit(x: float, mu: float, variance: float, shape: tuple[float, float, float], nu: float) -> float:
    """Return log T_ν(x; μ, σ²) - log Γ(x) but for T's constant."""
    z = (x - mu) ** 2 / variance
    student = -0.5 * math.log(variance) - 0.5 * (nu + 1.0) * math.log(1.0 + z / nu)
    return student - (shape[0] * math.log(x) - shape[1] * x + shape[2])


@njit(cache=True, nogil=True)
def score_beads(lattice: Lattice, cells: Cells, given: Given, terms: Terms, count: int) -> Floats:
    """Return the score of the bead of each of the first moves that ends at each node, -1e30 where there is none.

    A weighted sum of the bead's log prior, lengths, boundaries, edges and words. Lengths (Gale & Church 1993):
    ½·[log T_ν(l_T; c·l_S, s²·mean + 4) - log Γ_n(l_T) + mirror], Student's T for the
    outliers, against the density Γ_n of n independent sentences' length. Words: ½·(forward + backward), a mixture over
    how free the translation is, so that a free one is not held against its words one by one; inside
    beads of several segments on both sides, pairs weigh as in `closeness`. As long as not all
    moves are asked for, it is a first look, and beads without words in common are passed by.
    """
    off_s, off_t, forward, backward, single = given
    lo, ptr = cells.lo, cells.ptr
    ahead, back = cells.forward, cells.backward
    row_lo, row_hi, row_ptr = lattice.lo, lattice.hi, lattice.ptr
    length_s, length_t = terms.lengths
    merge_s, merge_t = terms.merge
    odd_s, odd_t = terms.odd
    end_s, end_t, start_s, start_t = terms.edges
    pmi_end, pmi_start = terms.pmi
    stop_s, stop_t = terms.stops
    gamma, kinds, w = terms.gamma, terms.kinds, terms.weights
    ratio, variance, nu, student = terms.scale[0], terms.scale[1], terms.scale[2], terms.scale[3]
    out = np.full((row_ptr[-1], count), NEVER)
    places = np.empty(LONGEST, np.int64)
    weights = np.empty(LONGEST)
    logs = np.empty(3)
    for block in range(len(lattice.blocks)):
        ls, le, rs, _ = lattice.blocks[block]
        for i in range(ls, le + 1):
            row = lattice.first[block] + i - ls
            for j in range(row_lo[row], row_hi[row]):
                node = row_ptr[row] + j - row_lo[row]
                for move in range(count):
                    a = MOVES[move, 0]
                    b = MOVES[move, 1]
                    if i - a < ls or j - b < rs or j - b < row_lo[row - a] or j - b >= row_hi[row - a]:
                        continue
                    merged = merge_s[i] - merge_s[i - a + 1] if a > 1 else 0.0
                    if b > 1:
                        merged += merge_t[j] - merge_t[j - b + 1]
                    value = kinds[move]
                    if move < NULLS:
                        odd = odd_s[i] - odd_s[i - a] + odd_t[j] - odd_t[j - b]
                        out[node, move] = value + w[5] * merged + w[6] * odd
                        continue
                    if count < len(MOVES) and a + b > 2:
                        best = -10.0
                        for x in range(i - a, i):
                            for y in range(j - b, j):
                                cell = ptr[x] + y - lo[x]
                                best = max(best, single[cell, 0, 1] + single[cell, 1, 1])
                        if best < -1.0:
                            continue
                    left = length_s[i] - length_s[i - a]
                    right = length_t[j] - length_t[j - b]
                    mu = left * ratio
                    fit = _fit(right, mu, variance * 0.5 * (right + mu) + 4.0, gamma[1, b], nu)
                    mu = right / ratio
                    fit += _fit(left, mu, variance * 0.5 * (left + mu) + 4.0, gamma[0, a], nu)
                    value += w[1] * (0.5 * fit + student)
                    if a + b > 2 and value < _HOPELESS:
                        continue
                    value += w[3 if a > 1 and b > 1 else 2] * merged
                    value += w[4] * (pmi_end[end_s[i - 1], end_t[j - 1]] + pmi_start[start_s[i - a], start_t[j - b]])
                    stops = abs(stop_s[i] - stop_s[i - a] - stop_t[j] + stop_t[j - b])
                    value += w[7] * terms.apart[move, min(stops, TOP - 1)]
                    logs[0], logs[1], logs[2] = SHARES
                    for y in range(j - b, j):
                        if a == 1:
                            logs += single[ptr[i - 1] + y - lo[i - 1], 0]
                            continue
                        mass = 0.0
                        for x in range(a):
                            places[x] = ahead[ptr[i - a + x] + y - lo[i - a + x]]
                            weights[x] = CLOSENESS[a, b, x, y - j + b]
                            mass += weights[x] * (off_s[i - a + x + 1] - off_s[i - a + x])
                        for x in range(a):
                            weights[x] /= max(mass, 1.0)
                        _explain(forward, off_t[y + 1] - off_t[y], places, weights, a, logs)
                    for x in range(i - a, i):
                        if b == 1:
                            logs += single[ptr[x] + j - 1 - lo[x], 1]
                            continue
                        mass = 0.0
                        for y in range(b):
                            places[y] = back[ptr[x] + j - b + y - lo[x]]
                            weights[y] = CLOSENESS[a, b, x - i + a, y]
                            mass += weights[y] * (off_t[j - b + y + 1] - off_t[j - b + y])
                        for y in range(b):
                            weights[y] /= max(mass, 1.0)
                        _explain(backward, off_s[x + 1] - off_s[x], places, weights, b, logs)
                    top = max(logs[0], logs[1], logs[2])
                    words = math.exp(logs[0] - top) + math.exp(logs[1] - top) + math.exp(logs[2] - top)
                    out[node, move] = value + w[0] * 0.5 * (top + math.log(words))
    return out
