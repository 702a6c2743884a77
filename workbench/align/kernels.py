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
    scale: Floats  # c, variance, degrees of freedom, Student constant, and weights


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
def explain(i0: int, i1: int, j0: int, j1: int, here: tuple) -> float:  # type: ignore[type-arg]
    """Return Σ_f log(p0 + (1 - p0)/l Σ_e t/p) over the right side's tokens of a bead, or mirrored.

    ``here`` is (offsets a, offsets b, ratios, cells, p0, decay, swap); i runs over a, j over b. Inside
    beads of several segments on both sides, pairs weigh exp(-decay·|difference of relative centres|). Ratios are multiplied,
    one logarithm is taken where the product leaves the safe range.
    """
    off_a, off_b, ratios, cells, p0, decay, swap = here
    where = cells.backward if swap else cells.forward
    m = i1 - i0
    n = j1 - j0
    total = 0.0
    product = 1.0
    weights = np.empty(5)
    places = np.empty(5, np.int64)
    for j in range(j0, j1):
        mass = 0.0
        for x in range(m):
            i = i0 + x
            w = 1.0
            if m > 1 and n > 1:
                w = math.exp(-decay * abs((x + 0.5) / m - (j - j0 + 0.5) / n))
            weights[x] = w
            mass += w * (off_a[i + 1] - off_a[i])
            cell = cells.ptr[j] + i - cells.lo[j] if swap else cells.ptr[i] + j - cells.lo[i]
            places[x] = where[cell]
        if mass == 0.0:
            product *= p0 ** (off_b[j + 1] - off_b[j])
        else:
            scale = (1.0 - p0) / mass
            for k in range(off_b[j + 1] - off_b[j]):
                r = 0.0
                for x in range(m):
                    r += weights[x] * ratios[places[x] + k]
                product *= p0 + scale * r
                if product > 1e250 or product < 1e-250:
                    total += math.log(max(product, 1e-300))
                    product = 1.0
    return total + math.log(max(product, 1e-300))


@njit(cache=True, nogil=True)
def length_score(i0: int, i1: int, j0: int, j1: int, terms: Terms) -> float:
    """Return ½·[log T_ν(l_T; c·l_S, s²·mean + 4) - log Γ_n(l_T) + mirror] of a bead.

    After Gale & Church (1993), with Student's T for outliers and measured against the density Γ_n
    of n independent sentences' total length.
    """
    left = terms.lengths[0][i1] - terms.lengths[0][i0]
    right = terms.lengths[1][j1] - terms.lengths[1][j0]
    c = terms.scale[0]
    nu = terms.scale[2]
    total = 0.0
    for side in range(2):
        x = right if side == 0 else left
        mu = left * c if side == 0 else right / c
        n = j1 - j0 if side == 0 else i1 - i0
        variance = terms.scale[1] * 0.5 * (x + mu) + 4.0
        z = (x - mu) ** 2 / variance
        total += terms.scale[3] - 0.5 * math.log(variance) - 0.5 * (nu + 1.0) * math.log(1.0 + z / nu)
        g = terms.gamma[1 - side, n]
        total -= g[0] * math.log(x) - g[1] * x + g[2]
    return 0.5 * total


@njit(cache=True, nogil=True)
def score_beads(lattice: Lattice, cells: Cells, sides: tuple, terms: Terms, moves: Ints) -> Floats:  # type: ignore[type-arg]
    """Return the score of the bead of each move that ends at each node, -1e30 where there is none.

    ``sides`` is (offsets left, offsets right, ratios forward, ratios backward, p0, decay).
    """
    off_s, off_t, forward, backward, p0, decay = sides
    ahead = (off_s, off_t, forward, cells, p0, decay, False)
    mirror = (off_t, off_s, backward, cells, p0, decay, True)
    out = np.full((lattice.ptr[-1], len(moves)), _NEVER)
    # A one-to-one cell's own values serve the beads with one segment on the explaining side.
    single = np.full((cells.ptr[-1], 2), np.nan)
    scale = terms.scale
    for block in range(len(lattice.blocks)):
        ls, le, rs, _ = lattice.blocks[block]
        for i in range(ls, le + 1):
            row = lattice.first[block] + i - ls
            for j in range(lattice.lo[row], lattice.hi[row]):
                node = lattice.ptr[row] + j - lattice.lo[row]
                for m in range(len(moves)):
                    a = moves[m, 0]
                    b = moves[m, 1]
                    if i - a < ls or j - b < rs or j - b < lattice.lo[row - a] or j - b >= lattice.hi[row - a]:
                        continue
                    merged = terms.merge[0][i] - terms.merge[0][i - a + 1] if a > 1 else 0.0
                    if b > 1:
                        merged += terms.merge[1][j] - terms.merge[1][j - b + 1]
                    if a == 0 or b == 0:
                        out[node, m] = terms.kinds[m] + scale[6] * merged
                        if a > 0:
                            out[node, m] += terms.odd[0][i] - terms.odd[0][i - a]
                        else:
                            out[node, m] += terms.odd[1][j] - terms.odd[1][j - b]
                        continue
                    lexical = 0.0
                    if a == 1:
                        for y in range(j - b, j):
                            cell = cells.ptr[i - 1] + y - cells.lo[i - 1]
                            if np.isnan(single[cell, 0]):
                                single[cell, 0] = explain(i - 1, i, y, y + 1, ahead)
                            lexical += single[cell, 0]
                    else:
                        lexical += explain(i - a, i, j - b, j, ahead)
                    if b == 1:
                        for x in range(i - a, i):
                            cell = cells.ptr[x] + j - 1 - cells.lo[x]
                            if np.isnan(single[cell, 1]):
                                single[cell, 1] = explain(j - 1, j, x, x + 1, mirror)
                            lexical += single[cell, 1]
                    else:
                        lexical += explain(j - b, j, i - a, i, mirror)
                    value = terms.kinds[m] + scale[4] * 0.5 * lexical
                    value += scale[5] * length_score(i - a, i, j - b, j, terms)
                    edge = terms.pmi[0][terms.edges[0][i - 1], terms.edges[1][j - 1]]
                    edge += terms.pmi[1][terms.edges[2][i - a], terms.edges[3][j - b]]
                    weight = scale[8] if a > 1 and b > 1 else scale[6]
                    out[node, m] = value + weight * merged + scale[7] * edge
    return out


@njit(cache=True, nogil=True)
def _add(x: float, y: float) -> float:
    """Return log(exp x + exp y)."""
    if x < y:
        x, y = y, x
    return x if y <= _NEVER else x + math.log1p(math.exp(y - x))


@njit(cache=True, nogil=True)
def forward_backward(lattice: Lattice, scores: Floats, moves: Ints, gap: Floats) -> tuple[Floats, Floats, Floats]:
    """Return bead posteriors, node posteriors and expected gap transitions.

    Two states, match and null (an affine gap): ``gap`` is (P(null|match), P(null|null)). The last result
    holds the expected counts of match-match, match-null, null-match and null-null,
    and the log-likelihood ratio of all blocks.
    """
    nodes = lattice.ptr[-1]
    count = len(moves)
    stay = (math.log(1.0 - gap[0]), math.log(1.0 - gap[1]))
    leave = (math.log(gap[0]), math.log(gap[1]))
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
                        back = row - moves[m, 0]
                        source = lattice.ptr[back] + j - moves[m, 1] - lattice.lo[back]
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
                    back = row - moves[m, 0]
                    source = lattice.ptr[back] + j - moves[m, 1] - lattice.lo[back]
                    state = 1 if m < NULLS else 0
                    out = scores[node, m] + beta[node, state]
                    log = into[source, state] + out - whole
                    if log > -60.0:
                        post[node, m] = math.exp(min(0.0, log))
                        beta[source, state] = _add(beta[source, state], out)
    return post, gamma, sums


@njit(cache=True, nogil=True)
def best_path(lattice: Lattice, scores: Floats, moves: Ints, gap: Floats) -> Ints:
    """Return the beads of the best path of each block as rows (left start, end, right start, end).

    ``gap`` holds the logarithms of match after match, null after match, match after null and
    null after null; all zero makes scores simply add up.
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
                for m in range(len(moves)):
                    if scores[node, m] <= _NEVER:
                        continue
                    prev = row - moves[m, 0]
                    source = lattice.ptr[prev] + j - moves[m, 1] - lattice.lo[prev]
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
            found[size, 0] = i - moves[m, 0]
            found[size, 1] = i
            found[size, 2] = j - moves[m, 1]
            found[size, 3] = j
            i = found[size, 0]
            j = found[size, 2]
            size += 1
        found[begin:size] = found[begin:size][::-1].copy()
    return found[:size].copy()
