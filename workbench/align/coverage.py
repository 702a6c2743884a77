"""How much of each edition found a counterpart, and what its lonely segments may be believed of.

A segment that stands alone is surely alone only in a text that is otherwise aligned. Where next to nothing of an
edition corresponds to any other, the texts have nothing in common or the aligner failed; either way no row is sure.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.model import Alignment, Row

LEAST = 0.3
"""The share of an edition, or of its counterpart, that must correspond for its lonely segments to be believed."""


def coverage(alignment: Alignment) -> tuple[float, ...]:
    """Return, for each edition, the best share (0..1) in which it and another edition correspond.

    Units count with the confidence of their pair. Of the two shares of a pair (of this edition's units, of the
    other's) the greater counts, so that a summary and the long text it sums up are both covered.
    """
    number = len(alignment.languages)
    shared = [[0.0] * number for _ in range(number)]
    for row in alignment.rows:
        for x in row.present:
            for y in row.present:
                sure = row.pairs.get((min(x, y), max(x, y)), row.score.confidence)
                shared[x][y] += sure * len(row.cells[x])
    best = []
    for x in range(number):
        shares = [
            max(shared[x][y] / max(1, alignment.sizes[x]), shared[y][x] / max(1, alignment.sizes[y]))
            for y in range(number)
            if y != x
        ]
        best.append(min(1.0, max(shares, default=0.0)))
    return tuple(best)


def tempered(alignment: Alignment) -> Alignment:
    """Return the alignment with the confidence of lonely segments lowered where their edition is hardly covered."""
    trust = [min(1.0, share / LEAST) for share in coverage(alignment)]
    if min(trust, default=1.0) >= 1.0:
        return alignment
    return replace(alignment, rows=tuple(_tempered(row, trust) for row in alignment.rows))


def _tempered(row: Row, trust: list[float]) -> Row:
    if len(row.present) > 1:
        return row
    factor = trust[row.present[0]]
    pairs = {pair: value * factor if row.present[0] in pair else value for pair, value in row.pairs.items()}
    return replace(row, score=replace(row.score, confidence=row.score.confidence * factor), pairs=pairs)
