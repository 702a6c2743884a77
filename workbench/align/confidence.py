"""Why a bead is believed, and how much it can be: evidence and calibrated confidence.

The posterior is over-confident on hard texts. A logistic regression on its log-odds, the kind of bead and the
share of words with a counterpart tempers it (Platt 1999); its coefficients were fitted on development data, each
document's from the others in cross-validation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from workbench.align.compiled import njit
from workbench.align.features import Model
from workbench.align.kernels import Floats, Ints, Table, Tokens
from workbench.align.lexicon import Lexicon, tokens
from workbench.align.prepare import NUMBER, Side
from workbench.model import Score

_COEFFICIENTS = np.array([0.45, 0.615, 1.243, -1.406, 0.231, 0.095])


@njit(cache=True, nogil=True)
def _supported(beads: Ints, a: Tokens, b: Tokens, table: Table, swap: bool) -> Floats:
    """Return, by bead, the share of side b's tokens that a token of side a explains better than chance."""
    out = np.zeros(len(beads))
    best = np.zeros(1 + (b.ids.max() if len(b.ids) else 0))
    for k in range(len(beads)):
        a0, a1, b0, b1 = beads[k]
        if swap:
            a0, a1, b0, b1 = b0, b1, a0, a1
        first, last = a.offsets[a0], a.offsets[a1]
        for x in range(first, last):
            for q in range(table.ptr[a.ids[x]], table.ptr[a.ids[x] + 1]):
                best[table.column[q]] = max(best[table.column[q]], table.value[q])
        size = b.offsets[b1] - b.offsets[b0]
        for y in range(b.offsets[b0], b.offsets[b1]):
            out[k] += best[b.ids[y]] > last - first
        out[k] /= max(1, size)
        for x in range(first, last):
            for q in range(table.ptr[a.ids[x]], table.ptr[a.ids[x] + 1]):
                best[table.column[q]] = 0.0
    return out


def support(beads: Ints, sides: tuple[Side, Side], words: Lexicon) -> Floats:
    """Return, by bead (left start, end, right start, end), the share of words with a counterpart, 0..1."""
    left, right = tokens(sides[0]), tokens(sides[1])
    ahead = _supported(beads, left, right, words.forward, False)
    return 0.5 * (ahead + _supported(beads, right, left, words.backward, True))


def design(beads: Ints, posterior: Floats, supported: Floats) -> Floats:
    """Return the regression's features by bead: 1, log-odds, one-sided, several, several both, support."""
    p = np.clip(posterior, 1e-6, 1 - 1e-6)
    odds = np.minimum(np.log(p / (1 - p)), 8.0)
    n, m = beads[:, 1] - beads[:, 0], beads[:, 3] - beads[:, 2]
    alone = (n == 0) | (m == 0)
    return np.column_stack(
        [np.ones(len(beads)), odds, alone, ~alone & (n + m > 2), (n > 1) & (m > 1), supported * ~alone]
    )


def confidences(beads: Ints, posterior: Floats, supported: Floats) -> Floats:
    """Return the calibrated probability that each bead is right."""
    sure: Floats = 1.0 / (1.0 + np.exp(-design(beads, posterior, supported) @ _COEFFICIENTS))
    return sure


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """What evidence is made of: both sides and the model of lengths."""

    sides: tuple[Side, Side]
    model: Model

    def score(self, bead: tuple[int, int, int, int], confidence: float, supported: float) -> Score:
        """Return the score of a bead (left start, end, right start, end) with the evidence that applies."""
        a, b, c, d = bead
        if a == b or c == d:
            return Score(confidence)
        left, right = self.sides
        x, y = left.lengths[a:b].sum(), right.lengths[c:d].sum()
        z = (y - self.model.ratio * x) ** 2 / (self.model.variance * 0.5 * (y + self.model.ratio * x) + 4.0)
        cognate, numbers = self._shared((a, b), (c, d))
        place = abs((a + b) / (2 * left.size) - (c + d) / (2 * right.size))
        return Score(confidence, float(np.exp(-z / 8)), min(1.0, supported), cognate, numbers, 1.0 - place)

    def _shared(self, first: tuple[int, int], second: tuple[int, int]) -> tuple[float | None, float | None]:
        """Return which share of long words, and of numbers, stands on both sides."""
        bags = []
        for side, (start, end) in zip(self.sides, (first, second), strict=True):
            ids = side.tokens[side.offsets[start] : side.offsets[end]].tolist()
            bags.append(
                (
                    {side.stems[k] for k in ids if len(side.stems[k]) > 3 and side.kinds[k] != NUMBER},
                    Counter(side.stems[k] for k in ids if side.kinds[k] == NUMBER),
                )
            )
        (words, numbers), (others, values) = bags
        least = min(len(words), len(others))
        union = (numbers | values).total()
        return len(words & others) / least if least else None, (numbers & values).total() / union if union else None
