"""Why a row is believed: evidence that a reader can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from workbench.align.content import Units, amount, of_kind, together
from workbench.align.rows import Cells
from workbench.align.strangers import Vocabulary, vocabulary
from workbench.model import Role, Score


@dataclass(frozen=True, slots=True, eq=False)
class Witnesses:
    """What rows are judged by: the units of every edition, their roles, letters per letter of the first, and words."""

    units: tuple[Units, ...]
    roles: tuple[tuple[Role, ...], ...]
    ratios: tuple[float, ...]
    words: tuple[Vocabulary, ...]


def witnesses(units: Sequence[Units], roles: Sequence[Sequence[Role]]) -> Witnesses:
    """Return what rows are judged by; ``roles`` may hold nothing where units have none."""
    totals = [max(1.0, float(one.lengths.sum())) for one in units]
    ratios = tuple(total / totals[0] for total in totals)
    return Witnesses(tuple(units), tuple(map(tuple, roles)), ratios, tuple(map(vocabulary, units)))


def row_score(seen: Witnesses, cells: Cells, sure: float) -> Score:
    """Return a row's score: its confidence, and the mean evidence of its first edition with the others.

    Evidence is None where it does not apply: numbers where there are none, roles where units have none,
    all of it where only one edition has something.
    """
    present = [k for k, cell in enumerate(cells) if cell]
    if len(present) < 2:
        return Score(confidence=sure)
    found = [pair_evidence(seen, cells, present[0], y) for y in present[1:]]
    means = {}
    for name in ("length", "lexical", "cognate", "numbers", "position", "role"):
        values = [one[name] for one in found if name in one]
        means[name] = min(1.0, max(0.0, fmean(values))) if values else None
    return Score(confidence=sure, **means)


def pair_evidence(seen: Witnesses, cells: Cells, x: int, y: int) -> dict[str, float]:
    """Return what speaks for two cells of a row, each 0..1."""
    left, right = seen.units[x], seen.units[y]
    ours, theirs = cells[x], cells[y]
    sizes = amount(left.lengths, ours) / seen.ratios[x], amount(right.lengths, theirs) / seen.ratios[y]
    out = {
        "length": (min(sizes) + 1.0) / (max(sizes) + 1.0),
        "position": 1.0 - abs(_place(ours, left.lengths) - _place(theirs, right.lengths)),
    }
    for name, kinds in (("lexical", "cn"), ("cognate", "w"), ("numbers", "#")):
        a, b = together(of_kind(left, kinds), ours), together(of_kind(right, kinds), theirs)
        if a or b:
            out[name] = 2.0 * len(a & b) / (len(a) + len(b))
    roles = seen.roles[x], seen.roles[y]
    if roles[0] and roles[1]:
        out["role"] = sum(roles[0][i] is roles[1][j] for i in ours for j in theirs) / (len(ours) * len(theirs))
    return out


def _place(chosen: Sequence[int], lengths: NDArray[np.float64]) -> float:
    """Return where in its text, 0..1, a cell begins."""
    return float(chosen[0]) / max(1, len(lengths))
