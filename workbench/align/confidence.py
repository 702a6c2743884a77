"""Why a bead is believed, and how much it can be: evidence and calibrated confidence.

The posterior is over-confident on hard texts. A logistic regression on its log-odds, those of the tempered posterior,
the kind of bead, its numbers and the beads about it calibrates it (Platt 1999); its coefficients are what
``tests/benchmarks/calibration.py`` prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from statistics import fmean

import numpy as np

from workbench.align.compiled import njit
from workbench.align.features import Model
from workbench.align.kernels import Floats, Table, Tokens
from workbench.align.lexicon import Lexicon, tokens
from workbench.align.mending import Cells, Found
from workbench.align.prepare import NUMBER, Side
from workbench.model import Score

_COEFFICIENTS = np.array([1.15, 0.37, 0.823, 0.293, -0.763, 0.906, 0.934, 0.338, -1.361, -1.868, -0.354])


_ROUND = 3
"""Beads either way whose posterior tells how hard a passage is."""
Shared = tuple[float | None, float | None]


@njit(cache=True, nogil=True)
def _supported(beads: tuple[Tokens, Tokens], a: Tokens, b: Tokens, table: Table) -> Floats:
    """Return, by bead, the share of side b's tokens that a token of side a explains better than chance.

    ``beads`` holds the segments of each bead on either side as tokens' ids are held.
    """
    ours, theirs = beads
    out = np.zeros(len(ours.offsets) - 1)
    width = 1
    for f in b.ids:
        width = max(width, f + 1)
    best = np.zeros(width)
    for k in range(len(out)):
        size = 0
        for place in range(ours.offsets[k], ours.offsets[k + 1]):
            s = ours.ids[place]
            size += a.offsets[s + 1] - a.offsets[s]
            for x in range(a.offsets[s], a.offsets[s + 1]):
                for q in range(table.ptr[a.ids[x]], table.ptr[a.ids[x] + 1]):
                    best[table.column[q]] = max(best[table.column[q]], table.value[q])
        total = 0
        for place in range(theirs.offsets[k], theirs.offsets[k + 1]):
            t = theirs.ids[place]
            total += b.offsets[t + 1] - b.offsets[t]
            for y in range(b.offsets[t], b.offsets[t + 1]):
                out[k] += best[b.ids[y]] > size
        out[k] /= max(1, total)
        for place in range(ours.offsets[k], ours.offsets[k + 1]):
            s = ours.ids[place]
            for x in range(a.offsets[s], a.offsets[s + 1]):
                for q in range(table.ptr[a.ids[x]], table.ptr[a.ids[x] + 1]):
                    best[table.column[q]] = 0.0
    return out


def support(beads: Sequence[Found], sides: tuple[Side, Side], words: Lexicon) -> Floats:
    """Return, by bead, the share of words with a counterpart, 0..1."""
    left, right = tokens(sides[0]), tokens(sides[1])
    ours, theirs = (_held([one.cells[side] for one in beads]) for side in (0, 1))
    ahead = _supported((ours, theirs), left, right, words.forward)
    return 0.5 * (ahead + _supported((theirs, ours), right, left, words.backward))


def _held(cells: Sequence[tuple[int, ...]]) -> Tokens:
    """Return cells of segments as tokens are held."""
    ends = np.cumsum([0, *map(len, cells)]).astype(np.int64)
    return Tokens(np.array([i for cell in cells for i in cell], np.int64), ends)


def design(beads: Sequence[Found], sides: tuple[Side, Side], common: Sequence[Shared]) -> Floats:
    """Return the regression's features by bead, (beads, 11); ``common`` is what :func:`shared` says of each.

    1, log-odds of the posterior and of the tempered one (at most ±8), one-sided, several segments, several on both
    sides, debris, and the number of neighbours with several segments, for two-sided beads and for those
    with several; the share of numbers that stand on one side alone, and the mean tempered log-odds of three beads
    either way.
    """
    n, m = np.array([[len(cell) for cell in one.cells] for one in beads]).reshape(-1, 2).T
    alone = (n == 0) | (m == 0)
    several = ~alone & (n + m > 2)
    odd = [any(side.odd[i] for side, cell in zip(sides, one.cells, strict=True) for i in cell[:1]) for one in beads]
    beside = np.convolve(np.concatenate(([0.0], several, [0.0])), [1.0, 0.0, 1.0], "valid")
    calmer = _odds([one.tempered for one in beads])
    return np.column_stack(
        [
            np.ones(len(beads)),
            _odds([one.posterior for one in beads]),
            calmer,
            alone,
            several,
            (n > 1) & (m > 1),
            alone & np.array(odd, bool),
            beside * ~alone,
            beside * several,
            [0.0 if numbers is None else 1.0 - numbers for _, numbers in common],
            _about(calmer),
        ]
    )


def _about(odds: Floats) -> Floats:
    """Return the mean of the beads a few places before and after each, of a bead that stands alone its own."""
    if len(odds) < 2:
        return odds
    sums = np.concatenate(([0.0], np.cumsum(odds)))
    place = np.arange(len(odds))
    first, last = np.maximum(place - _ROUND, 0), np.minimum(place + _ROUND + 1, len(odds))
    mean: Floats = (sums[last] - sums[first] - odds) / (last - first - 1)
    return mean


def _odds(share: Sequence[float]) -> Floats:
    """Return log-odds, at most ±8."""
    p = np.clip(share, 1e-6, 1 - 1e-6)
    odds: Floats = np.clip(np.log(p / (1 - p)), -8.0, 8.0)
    return odds


@dataclass(frozen=True, slots=True, eq=False)
class Beliefs:
    """By bead: the calibrated probability of its being right, its support, and what :func:`shared` says."""

    sure: Floats
    supported: Floats
    common: list[Shared]


def beliefs(beads: Sequence[Found], sides: tuple[Side, Side], words: Lexicon) -> Beliefs:
    """Return how sure each bead is, with the evidence that took part."""
    common = [shared(sides, one.cells) for one in beads]
    sure: Floats = 1.0 / (1.0 + np.exp(-design(beads, sides, common) @ _COEFFICIENTS))
    return Beliefs(sure, support(beads, sides, words), common)


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """What evidence is made of: both sides and the model of lengths."""

    sides: tuple[Side, Side]
    model: Model

    def score(self, cells: Cells, found: Beliefs, place: int) -> Score:
        """Return the score of a bead, the one at a place of those judged, with the evidence that applies."""
        ours, theirs = cells
        confidence, supported = float(found.sure[place]), float(found.supported[place])
        if not ours or not theirs:
            return Score(confidence)
        left, right = self.sides
        x, y = sum(map(left.lengths.item, ours)), sum(map(right.lengths.item, theirs))
        z = (y - self.model.ratio * x) ** 2 / (self.model.variance * 0.5 * (y + self.model.ratio * x) + 4.0)
        apart = abs((fmean(ours) + 0.5) / left.size - (fmean(theirs) + 0.5) / right.size)
        return Score(confidence, exp(-z / 8.0), min(1.0, supported), *found.common[place], 1.0 - apart)


def shared(sides: tuple[Side, Side], cells: Cells) -> Shared:
    """Return which share of long words, and of numbers, stands on both sides; None where there are none to compare."""
    if not cells[0] or not cells[1]:
        return None, None
    bags = []
    for side, cell in zip(sides, cells, strict=True):
        long, figures = _telling(side)
        ids = [k for i in cell for k in side.tokens[side.offsets[i] : side.offsets[i + 1]].tolist()]
        bags.append(({word for k in ids if (word := long[k])}, [value for k in ids if (value := figures[k])]))
    (words, some), (others, more) = bags
    least = min(len(words), len(others))
    cognate = len(words & others) / least if least else None
    if not some and not more:
        return cognate, None
    numbers, values = Counter(some), Counter(more)
    return cognate, (numbers & values).total() / (numbers | values).total()


@lru_cache(maxsize=4)
def _telling(side: Side) -> tuple[list[str], list[str]]:
    """Return a vocabulary's long words and its numbers, by id; nothing for all else."""
    pairs = list(zip(side.stems, (side.kinds == NUMBER).tolist(), strict=True))
    long = [stem if len(stem) > 3 and not number else "" for stem, number in pairs]
    return long, [stem if number else "" for stem, number in pairs]
