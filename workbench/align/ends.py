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
    tilted by how well a translator keeps a difference, P(d|m) = w(d)·B(d|m) / Σ_d' w(d')·B(d'|m), so that what
    the move alone implies is no evidence again: where every segment is a sentence, two against one differ by one
    whatever they say. w(d) is how often beads (move, difference, posterior) differ by d, against how often such moves
    would by chance; one for all moves, as how a text is cut into lines says nothing of it. Zero where all
    segments are alike.
    """
    chance = _chances(stops[0].tobytes(), stops[1].tobytes())
    if chance is None:
        return np.zeros((len(MOVES), TOP))
    weight = p * (move >= NULLS)
    counts = np.bincount(np.minimum(apart, TOP - 1), weight, TOP) + 0.5
    expected = (np.bincount(move, weight, len(MOVES)) + 1e-6) @ chance
    kept = counts / counts.sum() * (expected.sum() / expected)
    table: Floats = np.clip(np.log(kept / (chance @ kept)[:, None]), -_CLIP, _CLIP)
    table[:NULLS] = 0.0
    return table


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
