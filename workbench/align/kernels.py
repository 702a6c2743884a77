"""The compiled loops of the dynamic programme: ratios, bead scores, forward-backward, best paths.

Nothing here knows languages; arrays come in, arrays go out. The lattice has a node (i, j)
after i left and j right segments. A block's nodes are kept in rows, one for each i, holding
the columns ``lo[r]:hi[r]`` at places ``ptr[r]:ptr[r + 1]``. Cells (pairs of segments) lie in
a band of the same form, one row per left segment.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

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
LEVELS = np.array([0.15, 0.4, 0.75])
"""Probabilities that a token has no counterpart, in a translation word for word, usual, free."""

SHARES = np.log([0.1, 0.6, 0.3])
"""How common those are, as logarithms."""

_NEVER = -1e30


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
    kinds: Floats  # log prior by move
    gamma: Floats  # (2, LONGEST + 1, 3): shape - 1, 1 / scale, constant, by side and count
    scale: Floats  # c, variance, degrees of freedom, Student constant
    weights: Floats  # of words, length, merges, merges on both sides, edges, merges and debris alone


class Given(NamedTuple):
    """What side a says of side b: offsets of both, ratios and where each cell's begin, the band."""

    off_a: Ints
    off_b: Ints
    ratios: Floats
    where: Ints
    lo: Ints
    ptr: Ints
    decay: float
    swap: bool


@njit(cache=True, nogil=True)
def fill_ratios(a: Tokens, b: Tokens, table: Table, cells: Cells, swap: bool) -> Floats:
    """Return Σ_e t(f|e)/p(f) over the tokens e of segment a, for each token f of segment b, for each cell.

    ``swap`` says that a is the right side, so that the band runs over b.
    """
    n = len(a.offsets) - 1
    where = cells.backward if swap else cells.forward
    out = np.empty(where[-1])
    acc = np.zeros(1 + (b.ids.max() if len(b.ids) else 0))
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
            if not swap:
                low = k0
                high = start[e + 1]
                while low < high:  # rows whose band reaches t
                    middle = (low + high) // 2
                    if cells.hi[seen[middle]] <= t:
                        low = middle + 1
                    else:
                        high = middle
                k0 = low
            else:
                k0 = start[e] + np.searchsorted(seen[start[e] : start[e + 1]], cells.lo[t])
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
def explain(i0: int, i1: int, j: int, place: tuple[int, int], here: Given) -> tuple[float, float, float]:
    """Return how well segments i0:i1 of side a explain segment j of side b, the ``place[0]``-th of ``place[1]``.

    Σ_f log(p0 + (1 - p0)/l Σ_e t(f|e)/p(f)) at each of the three `LEVELS` of p0. Inside beads of several segments on
    both sides, pairs weigh exp(-decay·|difference of relative centres|). Ratios are
    multiplied, one logarithm is taken where the product leaves the safe range.
    """
    m = i1 - i0
    mass = 0.0
    weights = np.empty(LONGEST)
    places = np.empty(LONGEST, np.int64)
    for x in range(m):
        i = i0 + x
        w = 1.0
        if m > 1 and place[1] > 1:
            w = math.exp(-here.decay * abs((x + 0.5) / m - (place[0] + 0.5) / place[1]))
        weights[x] = w
        mass += w * (here.off_a[i + 1] - here.off_a[i])
        cell = here.ptr[j] + i - here.lo[j] if here.swap else here.ptr[i] + j - here.lo[i]
        places[x] = here.where[cell]
    scale = 1.0 / max(mass, 1.0)
    logs = np.zeros(3)
    low = 1.0
    middle = 1.0
    high = 1.0
    for k in range(here.off_b[j + 1] - here.off_b[j]):
        r = 0.0
        for x in range(m):
            r += weights[x] * here.ratios[places[x] + k]
        r *= scale
        low *= LEVELS[0] + (1.0 - LEVELS[0]) * r
        middle *= LEVELS[1] + (1.0 - LEVELS[1]) * r
        high *= LEVELS[2] + (1.0 - LEVELS[2]) * r
        if low > 1e200 or high > 1e200 or low < 1e-200:
            logs[0] += math.log(low)
            logs[1] += math.log(middle)
            logs[2] += math.log(high)
            low = 1.0
            middle = 1.0
            high = 1.0
    return logs[0] + math.log(low), logs[1] + math.log(middle), logs[2] + math.log(high)


@njit(cache=True, nogil=True)
def length_score(left: float, right: float, counts: tuple[int, int], terms: Terms) -> float:
    """Return ½·[log T_ν(l_T; c·l_S, s²·mean + 4) - log Γ_n(l_T) + mirror] of a bead's lengths.

    After Gale & Church (1993), with Student's T for outliers and measured against the density Γ_n
    of n independent sentences' total length.
    """
    c = terms.scale[0]
    nu = terms.scale[2]
    total = 0.0
    for side in range(2):
        x = right if side == 0 else left
        mu = left * c if side == 0 else right / c
        n = counts[1] if side == 0 else counts[0]
        variance = terms.scale[1] * 0.5 * (x + mu) + 4.0
        z = (x - mu) ** 2 / variance
        total += terms.scale[3] - 0.5 * math.log(variance) - 0.5 * (nu + 1.0) * math.log(1.0 + z / nu)
        g = terms.gamma[1 - side, n]
        total -= g[0] * math.log(x) - g[1] * x + g[2]
    return 0.5 * total


@njit(cache=True, nogil=True)
def _words(i: int, j: int, move: tuple[int, int], both: tuple[Given, Given], cache: Floats) -> float:
    """Return what the words say for the bead of a move that ends at node (i, j): ½·(forward + backward).

    A mixture over how free the translation is, so that a free one is not held against its words one by one.
    ``cache`` keeps what single segments explain.
    """
    a, b = move
    low = 0.0
    middle = 0.0
    high = 0.0
    for side in range(2):
        here = both[side]
        first = i - a if side == 0 else j - b  # of the explaining segments
        m = a if side == 0 else b
        n = b if side == 0 else a
        start = j - b if side == 0 else i - a
        for y in range(n):
            if m == 1:
                cell = here.ptr[start + y] + first - here.lo[start + y] if here.swap else here.ptr[first] + start + y - here.lo[first]
                kept = cache[cell, side]
                if math.isnan(kept[0]):
                    kept[0], kept[1], kept[2] = explain(first, first + 1, start + y, (y, n), here)
                x0, x1, x2 = kept[0], kept[1], kept[2]
            else:
                x0, x1, x2 = explain(first, first + m, start + y, (y, n), here)
            low += x0
            middle += x1
            high += x2
    low += SHARES[0]
    middle += SHARES[1]
    high += SHARES[2]
    top = max(low, max(middle, high))
    return 0.5 * (top + math.log(math.exp(low - top) + math.exp(middle - top) + math.exp(high - top)))


@njit(cache=True, nogil=True)
def _bead(i: int, j: int, m: int, both: tuple[Given, Given], terms: Terms, cache: Floats) -> float:  # noqa: PLR0913
    """Return the score of the bead of move m that ends at node (i, j): a weighted sum of its features."""
    a = MOVES[m, 0]
    b = MOVES[m, 1]
    w = terms.weights
    merged = terms.merge[0][i] - terms.merge[0][i - a + 1] if a > 1 else 0.0
    if b > 1:
        merged += terms.merge[1][j] - terms.merge[1][j - b + 1]
    if m < NULLS:
        odd = terms.odd[0][i] - terms.odd[0][i - a] + terms.odd[1][j] - terms.odd[1][j - b]
        return terms.kinds[m] + w[5] * merged + w[6] * odd
    left = terms.lengths[0][i] - terms.lengths[0][i - a]
    right = terms.lengths[1][j] - terms.lengths[1][j - b]
    edge = terms.pmi[0][terms.edges[0][i - 1], terms.edges[1][j - 1]]
    edge += terms.pmi[1][terms.edges[2][i - a], terms.edges[3][j - b]]
    value = terms.kinds[m] + w[4] * edge + w[3 if a > 1 and b > 1 else 2] * merged
    return value + w[0] * _words(i, j, (a, b), both, cache) + w[1] * length_score(left, right, (a, b), terms)


@njit(cache=True, nogil=True)
def score_beads(lattice: Lattice, both: tuple[Given, Given], terms: Terms, count: int) -> Floats:
    """Return the score of the bead of each of the first moves that ends at each node, -1e30 where there is none."""
    out = np.full((lattice.ptr[-1], count), _NEVER)
    cache = np.full((both[0].where.shape[0], 2, 3), np.nan)
    for block in range(len(lattice.blocks)):
        ls, le, rs, _ = lattice.blocks[block]
        for i in range(ls, le + 1):
            row = lattice.first[block] + i - ls
            for j in range(lattice.lo[row], lattice.hi[row]):
                node = lattice.ptr[row] + j - lattice.lo[row]
                for m in range(count):
                    a = MOVES[m, 0]
                    b = MOVES[m, 1]
                    if i - a < ls or j - b < rs or j - b < lattice.lo[row - a] or j - b >= lattice.hi[row - a]:
                        continue
                    out[node, m] = _bead(i, j, m, both, terms, cache)
    return out


@njit(cache=True, nogil=True)
def _add(x: float, y: float) -> float:
    """Return log(exp x + exp y)."""
    if x < y:
        x, y = y, x
    return x if y <= _NEVER else x + math.log1p(math.exp(y - x))


@njit(cache=True, nogil=True)
def forward_backward(lattice: Lattice, scores: Floats, gap: Floats) -> tuple[Floats, Floats, Floats]:
    """Return bead posteriors, node posteriors and expected gap transitions.

    Two states, match and null (an affine gap): ``gap`` holds the log weights of match-match, match-null,
    null-match and null-null. The last result
    holds the expected counts of match-match, match-null, null-match and null-null,
    and the log-likelihood ratio of all blocks.
    """
    nodes = lattice.ptr[-1]
    count = scores.shape[1]
    stay = (gap[0], gap[2])
    leave = (gap[1], gap[3])
    alpha = np.full((nodes, 2), _NEVER)
    beta = np.full((nodes, 2), _NEVER)
    into = np.full((nodes, 2), _NEVER)  # alpha with the way to a match or a null bead
    post = np.zeros((nodes, count))
    gamma = np.zeros(nodes)
    sums = np.zeros(5)
    terms = np.empty(count)
    for block in range(len(lattice.blocks)):
        ls, le, rs, re = lattice.blocks[block]
        first = lattice.first[block]
        for i in range(ls, le + 1):
            row = first + i - ls
            for j in range(lattice.lo[row], lattice.hi[row]):
                node = lattice.ptr[row] + j - lattice.lo[row]
                if i == ls and j == rs:
                    alpha[node, 0] = 0.0
                else:
                    top = _NEVER
                    null = _NEVER
                    for m in range(count):
                        terms[m] = _NEVER
                        if scores[node, m] <= _NEVER:
                            continue
                        back = row - MOVES[m, 0]
                        source = lattice.ptr[back] + j - MOVES[m, 1] - lattice.lo[back]
                        if m < NULLS:
                            null = _add(null, into[source, 1] + scores[node, m])
                        else:
                            terms[m] = into[source, 0] + scores[node, m]
                            top = max(top, terms[m])
                    alpha[node, 1] = null
                    if top > _NEVER:
                        total = 0.0
                        for m in range(NULLS, count):
                            if terms[m] > top - 40.0:
                                total += math.exp(terms[m] - top)
                        alpha[node, 0] = top + math.log(total)
                into[node, 0] = _add(alpha[node, 0] + stay[0], alpha[node, 1] + stay[1])
                into[node, 1] = _add(alpha[node, 0] + leave[0], alpha[node, 1] + leave[1])
        last = first + le - ls
        goal = lattice.ptr[last] + re - lattice.lo[last]
        whole = _add(alpha[goal, 0], alpha[goal, 1])
        sums[4] += whole
        beta[goal, 0] = 0.0
        beta[goal, 1] = 0.0
        for i in range(le, ls - 1, -1):
            row = first + i - ls
            for j in range(lattice.hi[row] - 1, lattice.lo[row] - 1, -1):
                node = lattice.ptr[row] + j - lattice.lo[row]
                if node != goal:
                    # beta holds here the sums of what leaves by a match and by a null bead
                    match = beta[node, 0]
                    null = beta[node, 1]
                    beta[node, 0] = _add(match + stay[0], null + leave[0])
                    beta[node, 1] = _add(match + stay[1], null + leave[1])
                    sums[0] += math.exp(min(0.0, alpha[node, 0] + stay[0] + match - whole))
                    sums[1] += math.exp(min(0.0, alpha[node, 0] + leave[0] + null - whole))
                    sums[2] += math.exp(min(0.0, alpha[node, 1] + stay[1] + match - whole))
                    sums[3] += math.exp(min(0.0, alpha[node, 1] + leave[1] + null - whole))
                x = _add(alpha[node, 0] + beta[node, 0], alpha[node, 1] + beta[node, 1])
                gamma[node] = math.exp(min(0.0, x - whole))
                for m in range(count):
                    if scores[node, m] <= _NEVER:
                        continue
                    back = row - MOVES[m, 0]
                    source = lattice.ptr[back] + j - MOVES[m, 1] - lattice.lo[back]
                    state = 1 if m < NULLS else 0
                    out = scores[node, m] + beta[node, state]
                    log = into[source, state] + out - whole
                    if log > -60.0:
                        post[node, m] = math.exp(min(0.0, log))
                        beta[source, state] = _add(beta[source, state], out)
    return post, gamma, sums


@njit(cache=True, nogil=True)
def best_path(lattice: Lattice, scores: Floats, gap: Floats) -> Ints:
    """Return the beads of the best path of each block as rows (left start, end, right start, end).

    ``gap`` as in `forward_backward`; all zero makes scores simply add up.
    """
    nodes = lattice.ptr[-1]
    best = np.full((nodes, 2), _NEVER)
    back = np.zeros((nodes, 2), np.int64)
    spans = lattice.blocks[:, 1] - lattice.blocks[:, 0] + lattice.blocks[:, 3] - lattice.blocks[:, 2]
    found = np.empty((spans.sum(), 4), np.int64)
    size = 0
    for block in range(len(lattice.blocks)):
        ls, le, rs, re = lattice.blocks[block]
        first = lattice.first[block]
        for i in range(ls, le + 1):
            row = first + i - ls
            for j in range(lattice.lo[row], lattice.hi[row]):
                node = lattice.ptr[row] + j - lattice.lo[row]
                if i == ls and j == rs:
                    best[node, 0] = 0.0
                    continue
                for m in range(scores.shape[1]):
                    if scores[node, m] <= _NEVER:
                        continue
                    prev = row - MOVES[m, 0]
                    source = lattice.ptr[prev] + j - MOVES[m, 1] - lattice.lo[prev]
                    state = 1 if m < NULLS else 0
                    for old in range(2):
                        value = best[source, old] + gap[2 * old + state] + scores[node, m]
                        if value > best[node, state]:
                            best[node, state] = value
                            back[node, state] = 2 * m + old
        i = le
        j = re
        begin = size
        last = first + le - ls
        goal = lattice.ptr[last] + re - lattice.lo[last]
        state = 0 if best[goal, 0] >= best[goal, 1] else 1
        while i > ls or j > rs:
            row = first + i - ls
            step = back[lattice.ptr[row] + j - lattice.lo[row], state]
            m = step // 2
            state = step % 2
            found[size, 0] = i - MOVES[m, 0]
            found[size, 1] = i
            found[size, 2] = j - MOVES[m, 1]
            found[size, 3] = j
            i = found[size, 0]
            j = found[size, 2]
            size += 1
        found[begin:size] = found[begin:size][::-1].copy()
    return found[:size].copy()
