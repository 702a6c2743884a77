"""How many sentences end in a segment, as evidence for beads.

Segments are not always sentences: lines of a file hold halves of sentences and pairs of them, and a translation
keeps the number of sentences far oftener than that of lines. Both sides of a bead should hold
as many ends of sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from workbench.align.kernels import MOVES, NULLS, TOP

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CLIP = 3.0
_USUAL = np.array([1.0, 0.1, 0.03, 0.01])  # how likely a translator keeps a difference, before anything is seen
_WEIGHT, _ROUNDS = 5.0, 10
_END = re.compile(
    r"""
      [。！？।॥۔።։။។]                           # 1. marks that nothing need follow
    | (?: (?<= \d \s [a-zа-я] ) |                           # 2. after a unit ("250 m."), or
          (?<! \b [^\W_] ) (?<! \b [A-ZÀ-ÞА-Я\d] [^\W_] ) )    #    after no initial, no "Mr", no ordinal
      [.!?؟…]+ [”»"“’'）\)\]]* (?: \s* $ | \s+ (?= [^\w\s]* \w ) )
    """,
    re.VERBOSE,
)
_LOWER = re.compile(r"[\W\d_]*([^\W\d_])")


@lru_cache(maxsize=1 << 16)
def sentence_ends(text: str) -> int:
    """Return how many sentences end in a text, by its marks; 0 for the first half of a sentence.

    Within a text, none ends after an initial, a title or an ordinal of two signs, or before a lower-case letter.
    """
    count = 0
    for match in _END.finditer(text):
        follower = _LOWER.match(text, match.end())
        count += follower is None or not follower[1].islower()
    if count == 0 and re.search(r"[.!?؟…][^\w\s]*\s*$", text):
        return 1
    return count


def ratios(move: Ints, apart: Ints, p: Floats, stops: tuple[Ints, Ints]) -> Floats:
    """Return log P(d|m)/B(d|m) by move m and difference d of the ends of sentences, (moves, TOP).

    B from as many segments as m has drawn at random from ``stops``, the ends in each segment, left and right. P is B
    tilted by how likely a translator keeps a difference, P(d|m) = w(d)·B(d|m) / Σ_d' w(d')·B(d'|m), so that what
    the move alone implies is no evidence again: where every segment is a sentence, two against one
    differ by one, whatever they say. w is fitted to beads (move, difference, posterior) by fixed-point
    iteration with a gamma prior round `_USUAL`, for beads of as many on both sides and for the others apart: the one
    kind errs by marks misread, the other by sentences joined. Zero where all segments are alike.
    """
    table = np.zeros((len(MOVES), TOP))
    chance = _chances(stops[0].tobytes(), stops[1].tobytes())
    if chance is None:
        return table
    apart = np.minimum(apart, TOP - 1)
    even = MOVES[:, 0] == MOVES[:, 1]
    for kind in (even, ~even & (np.arange(len(MOVES)) >= NULLS)):
        of = np.bincount(move, p, len(MOVES))[kind].astype(np.float64)
        kept = _kept(np.bincount(apart, p * kind[move], TOP).astype(np.float64), of, chance[kind])
        table[kind] = np.log(kept / (chance[kind] @ kept)[:, None])
    return np.clip(table, -_CLIP, _CLIP)


def _kept(counts: Floats, of: Floats, chance: Floats) -> Floats:
    """Return w(d) by which moves, seen ``of`` times, differ as often as counted; `_WEIGHT` beads speak for `_USUAL`."""
    kept = _USUAL
    for _ in range(_ROUNDS):
        kept = (counts + _WEIGHT * _USUAL) / ((of / (chance @ kept)) @ chance + _WEIGHT)
    return kept


@lru_cache(maxsize=16)
def _chances(left: bytes, right: bytes) -> Floats | None:
    """Return `_chance` of the ends in each segment, as bytes; None where all segments are alike."""
    stops = np.frombuffer(left, np.int64), np.frombuffer(right, np.int64)
    return None if all(len(np.unique(side)) < 2 for side in stops) else _chance(*stops)


def _chance(left: Ints, right: Ints) -> Floats:
    """Return B(d|m): how differences are spread if segments are drawn at random, (moves, TOP)."""
    out = np.full((len(MOVES), TOP), 0.02)
    spreads = [np.bincount(np.minimum(side, 6), minlength=7) / max(1, len(side)) for side in (left, right)]
    for move, (a, b) in enumerate(MOVES.tolist()):
        ours, theirs = np.ones(1), np.ones(1)
        for _ in range(a):
            ours = np.convolve(ours, spreads[0])
        for _ in range(b):
            theirs = np.convolve(theirs, spreads[1])
        joint = np.outer(ours, theirs)
        apart = np.minimum(np.abs(np.arange(len(ours))[:, None] - np.arange(len(theirs))[None, :]), TOP - 1)
        out[move] += np.bincount(apart.ravel(), joint.ravel(), TOP)
    return np.asarray(out / out.sum(axis=1, keepdims=True))
