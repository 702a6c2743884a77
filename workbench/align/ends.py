"""How many sentences end in a segment, as evidence for beads.

Segments are not always sentences: lines of a file hold halves of sentences and pairs of them, and a translation
keeps the number of sentences far oftener than that of lines. Both sides of a bead should hold
as many ends of sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from workbench.align import paths, search
from workbench.align.compiled import njit
from workbench.align.kernels import MOVES, NULLS, Lattice

Matrix = NDArray[np.float64]
Ints = NDArray[np.int64]

_TOP = 4
"""Differences are told apart up to this less one."""
_WEIGHT = 1.0
_END = re.compile(
    r"""
      [。！？]                                  # 1. marks that nothing need follow
    | (?<! \b [^\W_] ) (?<! \b [A-ZÀ-ÞА-Я\d] [^\W_] )       # 2. after no initial, no "Mr", no ordinal
      [.!?…]+ [”»"“’'）\)\]]* (?: \s* $ | \s+ (?= [^\w\s]* \w ) )
    """,
    re.VERBOSE,
)
_LOWER = re.compile(r"[\W\d_]*([^\W\d_])")


@lru_cache(maxsize=1 << 16)
def sentence_ends(text: str) -> int:
    """Return how many sentences end in a text, by its marks; 0 for the first half of a sentence.

    Within a text, none ends after an initial, a title or ordinal of two signs, or before a lower-case letter.
    """
    count = 0
    for match in _END.finditer(text):
        follower = _LOWER.match(text, match.end())
        count += follower is None or not follower[1].islower()
    if count == 0 and re.search(r"[.!?…][^\w\s]*\s*$", text):
        return 1
    return count


def with_ends(found: search.Expectation, sides: tuple[Sequence[str], Sequence[str]], gap: Matrix) -> search.Expectation:
    """Return what is expected of a pair once ends of sentences count.

    Added to a bead of move m with |difference of ends| = d is w·log P(d|m)/B(d|m): P from the posteriors, smoothed
    with its mean over all moves; B from as many segments drawn at random.
    """
    left, right = (np.array([sentence_ends(text) for text in side], np.int64) for side in sides)
    if len(set(left.tolist())) < 2 and len(set(right.tolist())) < 2:
        return found
    sums = np.concatenate([[0], np.cumsum(left)]), np.concatenate([[0], np.cumsum(right)])
    chance = _chance(left, right)
    now = found
    for _ in range(2):
        counts = _differences(found.lattice, now.posterior, MOVES, NULLS, sums)
        share = (counts.sum(axis=0) + 0.5) / (counts.sum() + 0.5 * _TOP)
        seen = (counts + 5.0 * share) / (counts.sum(axis=1, keepdims=True) + 5.0)
        table = _WEIGHT * np.clip(np.log(seen / chance), -3.0, 3.0)
        scores = _added(found.lattice, found.scores, MOVES, NULLS, (*sums, table))
        posterior, nodes, transitions = paths.forward_backward(found.lattice, scores, gap)
        now = search.Expectation(found.lattice, scores, posterior, nodes, transitions)
    return now


def _chance(left: Ints, right: Ints) -> Matrix:
    """Return B(d|m): how differences are spread if segments are drawn at random, (moves, _TOP)."""
    out = np.full((len(MOVES), _TOP), 0.02)
    spreads = [np.bincount(np.minimum(side, 6), minlength=7) / max(1, len(side)) for side in (left, right)]
    for move, (a, b) in enumerate(MOVES.tolist()):
        ours, theirs = np.ones(1), np.ones(1)
        for _ in range(a):
            ours = np.convolve(ours, spreads[0])
        for _ in range(b):
            theirs = np.convolve(theirs, spreads[1])
        joint = np.outer(ours, theirs)
        apart = np.minimum(np.abs(np.arange(len(ours))[:, None] - np.arange(len(theirs))[None, :]), _TOP - 1)
        out[move] += np.bincount(apart.ravel(), joint.ravel(), _TOP)
    return np.asarray(out / out.sum(axis=1, keepdims=True))


@njit(cache=True, nogil=True)  # pragma: no cover
def _differences(area: Lattice, posterior: Matrix, moves: Ints, nulls: int, sums: tuple[Ints, Ints]) -> Matrix:
    """Return the expected number of beads by move and difference of ends."""
    out = np.zeros((len(moves), _TOP))
    for block in range(len(area.blocks)):
        ls, le = area.blocks[block, 0], area.blocks[block, 1]
        for i in range(ls, le + 1):
            row = area.first[block] + i - ls
            for j in range(area.lo[row], area.hi[row]):
                node = area.ptr[row] + j - area.lo[row]
                for m in range(nulls, len(moves)):
                    p = posterior[node, m]
                    if p > 1e-4:
                        ends = sums[0][i] - sums[0][i - moves[m, 0]] - sums[1][j] + sums[1][j - moves[m, 1]]
                        out[m, min(_TOP - 1, abs(ends))] += p
    return out


@njit(cache=True, nogil=True)  # pragma: no cover
def _added(area: Lattice, scores: Matrix, moves: Ints, nulls: int, told: tuple[Ints, Ints, Matrix]) -> Matrix:
    """Return the scores with the table's value for each bead's difference of ends added."""
    out = scores.copy()
    for block in range(len(area.blocks)):
        ls, le = area.blocks[block, 0], area.blocks[block, 1]
        for i in range(ls, le + 1):
            row = area.first[block] + i - ls
            for j in range(area.lo[row], area.hi[row]):
                node = area.ptr[row] + j - area.lo[row]
                for m in range(nulls, len(moves)):
                    if scores[node, m] > -1e29:
                        ends = told[0][i] - told[0][i - moves[m, 0]] - told[1][j] + told[1][j - moves[m, 1]]
                        out[node, m] += told[2][m, min(_TOP - 1, abs(ends))]
    return out
