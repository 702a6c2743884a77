"""What is known beforehand of language pairs beside the shipped lexicon: a user's dictionary, earlier alignments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from workbench.align import dictionary, lexicon
from workbench.align.memory import Memory, remember
from workbench.align.prepare import Side, prepare
from workbench.language import primary
from workbench.model import Alignment, Status

Pair = tuple[str, str]
"""Two primary language subtags in alphabetical order."""

_ROUNDS = 2  # of IBM Model 2: what stands in one row is given, only the words in it are not
_SURE = 0.9  # rows below this confidence teach nothing, unless a person confirmed them
_CONFIRMED = 3.0  # times that a row counts which a person confirmed

Cells = list[tuple[int, int, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Word pairs of a user's dictionary and memories of earlier alignments, by language pair."""

    words: Mapping[Pair, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    memories: Mapping[Pair, Memory] = field(default_factory=dict)

    def word_pairs(self, left: str, right: str) -> tuple[tuple[str, str], ...]:
        """Return the dictionary's pairs for two languages, in their order."""
        pair, flipped = ordered(left, right)
        found = self.words.get(pair, ())
        return tuple((b, a) for a, b in found) if flipped else tuple(found)

    def memory(self, left: str, right: str) -> Memory:
        """Return the memory of two languages, in their order; empty where there is none."""
        pair, flipped = ordered(left, right)
        found = self.memories.get(pair, Memory())
        return found.flipped() if flipped else found


NOTHING = Knowledge()


def ordered(left: str, right: str) -> tuple[Pair, bool]:
    """Return the pair of two languages in alphabetical order, and whether that is the other way round."""
    a, b = primary(left), primary(right)
    return ((b, a), True) if b < a else ((a, b), False)


def learned_from(texts: Sequence[Sequence[str]], alignment: Alignment) -> dict[Pair, Memory]:
    """Return what an alignment of segments teaches about each pair of its languages.

    IBM Model 2 (Brown et al. 1993) runs over the rows as they stand: sure ones count as much as their confidence, those
    that a person confirmed three times, flagged ones not at all. ``texts`` are the segments of each edition.
    """
    taught = {}
    for x, y in combinations(range(len(texts)), 2):
        pair, flipped = ordered(alignment.languages[x], alignment.languages[y])
        a, b = (y, x) if flipped else (x, y)
        if pair[0] != pair[1] and texts[a] and texts[b]:
            taught[pair] = _learned(texts, alignment, (a, b))
    return taught


def _learned(texts: Sequence[Sequence[str]], alignment: Alignment, columns: tuple[int, int]) -> Memory:
    a, b = columns
    sides = prepare(tuple(texts[a]), alignment.languages[a]), prepare(tuple(texts[b]), alignment.languages[b])
    auto: Cells = []
    confirmed: Cells = []
    for row in alignment.rows:
        sure = row.pairs.get((min(a, b), max(a, b)), row.score.confidence)
        cells = [(i, j) for i in row.cells[a] for j in row.cells[b]]
        if row.status in (Status.ACCEPTED, Status.CORRECTED):
            confirmed += [(i, j, 1.0) for i, j in cells]
        elif row.status is Status.AUTO and sure >= _SURE:
            auto += [(i, j, sure) for i, j in cells]
    return _counted(sides, auto + confirmed).plus(_counted(sides, confirmed), weight=_CONFIRMED - 1.0)


def _counted(sides: tuple[Side, Side], cells: Cells) -> Memory:
    """Return the expected counts of words in cells of (left segment, right segment, weight)."""
    if not cells:
        return Memory()
    left, right = sides
    cells = sorted(cells)
    i, j = (np.array([cell[k] for cell in cells], np.int64) for k in (0, 1))
    p = np.array([cell[2] for cell in cells], np.float64)
    filled = np.zeros(left.size), np.zeros(right.size)
    filled[0][i] = filled[1][j] = 1.0
    prior = lexicon.prior_entries(left, right, dictionary.known_entries(left, right))
    words = lexicon.untaught(prior, left, right)
    for _ in range(_ROUNDS):
        words = lexicon.learn(words, sides, lexicon.links(left, right, i, j, p), filled)
    return remember(left, right, words.entries, words.count)
