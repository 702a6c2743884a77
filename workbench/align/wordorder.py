"""Word order: a word's counterpart stands about as far into its sentence as the word itself.

    w(x, y) ∝ u/n + (1 - u)·exp(-λ·|(x + ½)/n - (y + ½)/m|)/z

the weight of the x-th of n tokens in explaining the y-th of m; λ and u are constants, z makes the second part one.
The shape is that of Dyer, Chahuneau & Smith (2013), a reparametrisation of IBM Model 2 (Brown et al. 1993); the share u
of words that stand anywhere keeps languages that order their clauses differently from being held to it. Two sentences
of one text have function words and names in common wherever those stand; a translation has them in the same places. And
a sentence that is added to a bead which lacks nothing moves all words out of their places.

Beads are first scored without order, words summed up sentence by sentence; order is asked where that leaves a doubt.
"""

from __future__ import annotations

import math

import numpy as np

from workbench.align.compiled import njit
from workbench.align.kernels import CLOSENESS, P0S, SHARES, Floats, Ints, Table, Tokens

DECAY = 6.0
"""λ: how fast a counterpart gets unlikelier with its distance, in lengths of the sentence."""

EVEN = 0.3
"""u: share of words whose counterpart stands anywhere."""

STEPS = 64
"""Distances are told apart up to this many to a sentence."""


def nearness(decay: float = DECAY, even: float = EVEN) -> Floats:
    """Return the weight of distances 0, 1/STEPS, …, 1 over its mean for two places drawn at random."""
    mean = 2.0 * (decay - 1.0 + math.exp(-decay)) / decay**2
    near: Floats = even + (1.0 - even) / mean * np.exp(-decay * np.arange(STEPS + 1) / STEPS)
    return near


NEAR = nearness()
"""What a pair of tokens weighs by its distance."""


@njit(cache=True, nogil=True)
def order_gains(beads: Ints, left: Tokens, right: Tokens, forward: Table, backward: Table) -> Floats:
    """Return what each bead's words gain in log-likelihood if their order is looked at, (beads,).

    ``beads`` are rows (left start, left end, right start, right end). The gain is the score of words, as
    `kernels.score_beads` has it, with tokens weighing by their distance, less that with sentences weighing by theirs.
    """
    out = np.zeros(len(beads))
    size = max(len(forward.ptr), len(backward.ptr))  # of the greater vocabulary
    head = np.full(size, -1, np.int64)
    plain = np.empty(3)
    ordered = np.empty(3)
    for k in range(len(beads)):
        a, b, c, d = beads[k]
        plain[0], plain[1], plain[2] = SHARES
        ordered[0], ordered[1], ordered[2] = SHARES
        _explained((left, right), forward, (a, b, c, d), head, (plain, ordered))
        _explained((right, left), backward, (c, d, a, b), head, (plain, ordered))
        out[k] = 0.5 * (_mixed(ordered) - _mixed(plain))
    return out


@njit(cache=True, nogil=True)
def _mixed(logs: Floats) -> float:
    """Return the logarithm of the sum of three likelihoods."""
    top = max(logs[0], logs[1], logs[2])
    total = math.exp(logs[0] - top) + math.exp(logs[1] - top) + math.exp(logs[2] - top)
    return float(top + math.log(total))


@njit(cache=True, nogil=True)
def _explained(
    sides: tuple[Tokens, Tokens], table: Table, bead: tuple[int, int, int, int], head: Ints, logs: tuple[Floats, Floats]
) -> None:
    """Add to ``logs`` how well segments of the first side explain those of the second, without order and with it.

    ``head`` is -1 for every word, and is left so.
    """
    a, b = sides
    origin = b.offsets[bead[2]]
    m = b.offsets[bead[3]] - origin
    if m == 0 or a.offsets[bead[0]] == a.offsets[bead[1]]:
        return
    after = np.empty(m, np.int64)  # places of the same word, chained
    segment = np.empty(m, np.int64)
    for t in range(bead[2], bead[3]):
        for place in range(b.offsets[t], b.offsets[t + 1]):
            segment[place - origin] = t
            after[place - origin] = head[b.ids[place]]
            head[b.ids[place]] = place - origin
    plain, ordered = _sums(a, table, bead, segment, (head, after))
    for y in range(m):
        head[b.ids[origin + y]] = -1
        for level in range(3):
            p0 = P0S[level]
            logs[0][level] += math.log(p0 + (1.0 - p0) * plain[y])
            logs[1][level] += math.log(p0 + (1.0 - p0) * ordered[y])


@njit(cache=True, nogil=True)
def _sums(
    a: Tokens, table: Table, bead: tuple[int, int, int, int], segment: Ints, chains: tuple[Ints, Ints]
) -> tuple[Floats, Floats]:
    """Return Σ_x w(x, y)·t(f_y|e_x)/p(f_y) by token y, without order and with it; ``segment`` is whose each y is."""
    first, last, start, end = bead
    head, after = chains
    n, m = a.offsets[last] - a.offsets[first], len(segment)
    plain, ordered, mass, room = np.zeros(m), np.zeros(m), np.zeros(m), np.zeros(m)
    step = STEPS / m
    for s in range(first, last):
        close = CLOSENESS[last - first, end - start, s - first]
        for place in range(a.offsets[s], a.offsets[s + 1]):
            e = a.ids[place]
            at = (place - a.offsets[first] + 0.5) * STEPS / n
            for y in range(m):
                near = NEAR[int(abs(at - (y + 0.5) * step))]
                mass[y] += close[segment[y] - start]
                plain[y] += close[segment[y] - start] * table.base[e]
                room[y] += near
                ordered[y] += near * table.base[e]
            for q in range(table.ptr[e], table.ptr[e + 1]):
                y = head[table.column[q]]
                while y >= 0:
                    value = table.less[q] if table.at_a[q] == s or table.at_b[q] == segment[y] else table.value[q]
                    plain[y] += close[segment[y] - start] * value
                    ordered[y] += NEAR[int(abs(at - (y + 0.5) * step))] * value
                    y = after[y]
    for y in range(m):
        plain[y] /= mass[y]
        ordered[y] /= room[y]
    return plain, ordered
