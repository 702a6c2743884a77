"""The compiled loops over scored lattices: forward-backward and best paths."""

from __future__ import annotations

import math

import numpy as np

from workbench.align.compiled import njit
from workbench.align.kernels import MOVES, NEVER, NULLS, Floats, Ints, Lattice


@njit(cache=True, nogil=True)
def _add(x: float, y: float) -> float:
    """Return log(exp x + exp y)."""
    if x < y:
        x, y = y, x
    return x if y <= NEVER else x + math.log1p(math.exp(y - x))


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
    alpha = np.full((nodes, 2), NEVER)
    beta = np.full((nodes, 2), NEVER)
    into = np.full((nodes, 2), NEVER)  # alpha with the way to a match or a null bead
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
                    top = NEVER
                    null = NEVER
                    for m in range(count):
                        terms[m] = NEVER
                        if scores[node, m] <= NEVER:
                            continue
                        back = row - MOVES[m, 0]
                        source = lattice.ptr[back] + j - MOVES[m, 1] - lattice.lo[back]
                        if m < NULLS:
                            null = _add(null, into[source, 1] + scores[node, m])
                        else:
                            terms[m] = into[source, 0] + scores[node, m]
                            top = max(top, terms[m])
                    alpha[node, 1] = null
                    if top > NEVER:
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
                    if scores[node, m] <= NEVER:
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
    best = np.full((nodes, 2), NEVER)
    back = np.zeros((nodes, 2), np.int64)
    size = 0  # of all blocks together; an array's sum would bring in its messages, seconds of compiling
    for block in range(len(lattice.blocks)):
        ls, le, rs, re = lattice.blocks[block]
        size += le - ls + re - rs
    found = np.empty((size, 4), np.int64)
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
                    if scores[node, m] <= NEVER:
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
        for k in range((size - begin) // 2):
            for column in range(4):
                one, other = found[begin + k, column], found[size - 1 - k, column]
                found[begin + k, column], found[size - 1 - k, column] = other, one
    return found[:size].copy()
