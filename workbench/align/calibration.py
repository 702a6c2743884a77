"""How sure rows and pairs are: calibrated on development data, whole documents left out in turn.

What the aligner believes of a row is no probability of its being right: it does not know of a missed exchange near
by, of a text that hardly corresponds, of a pair of languages without evidence. A logistic regression (Platt 1999;
Zadrozny & Elkan 2002) over these puts it right. ``tests/benchmarks/calibrate.py`` fits :data:`ROWS` and
:data:`PAIRS` and validates them by leaving out whole documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import log, log1p
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from workbench.align.content import amount, of_kind, together
from workbench.align.rows import Cells, Pair
from workbench.align.scores import Witnesses
from workbench.model import Alignment, Level, Row

Matrix = NDArray[np.float64]

_TOP = {Level.TURN: 16.0, Level.SEGMENT: 9.0}
"""Log-odds of belief above which none is surer."""
_WINDOW = 12
"""Rows either way in which a counterpart may have been missed; at the level of turns, all rows."""
_ROUND = 3
"""Rows either way whose belief tells whether a passage is harder than its text."""
_ENOUGH = 400
"""Rows that tell whether two texts are kin."""
_FEW, _USUAL = 3.0, 0.8
"""Units beyond two that tell next to nothing of kinship, and what is taken for granted with so few."""
_PROOF = 1.2
"""Standard errors, and a little more, by which translations share more keys than strangers do."""
ROW_FEATURES = (
    "constant", "mean belief", "least belief", "belief of the neighbours", "alone", "editions absent",
    "several segments", "words found", "sounds found", "numbers amiss", "lengths amiss",
    "a row lacking it is near", "likeness of that row", "row of turns", "better lengths with a neighbour",
    "words found in a neighbour", "lengths correlate", "words found beyond chance",
    "belief round about, less the text's", "editions absent in the neighbours", "several segments twice", "no numbers",
)  # fmt: skip
"""What a row is judged by, in the order of the coefficients."""
PAIR_FEATURES = (
    "constant", "belief", "one side empty", "row", "row, one side empty", "several segments",
    "lengths correlate, both sides", "words found beyond chance, both sides",
    "lengths correlate, one side empty", "words found beyond chance, one side empty",
)  # fmt: skip
"""What a pair of cells is judged by; ``row`` is the log-odds of its row's confidence, then its editions' kinship."""

ROWS: dict[tuple[Level, bool, bool], tuple[float, ...]] = {
    (Level.TURN, False, False): (
        -7.253, 0.265, 0.265, 0.038, 0.000, 0.000, -1.394, -1.495, -1.072, -4.080, -0.675, 0.000, 0.000,
        0.000, 0.000, 0.000, 0.716, 9.046, -0.037, 0.872, 0.000, -1.036,
    ),
    (Level.TURN, False, True): (
        -0.174, 0.223, 0.223, 0.173, -0.174, -0.087, 0.000, 0.000, 0.000, 0.000, 0.000, -1.052, -0.424, 0.000,
        0.114, -0.605, 0.014, 0.491, -0.307, -0.215, 0.000, -0.174,
    ),
    (Level.TURN, True, False): (
        -9.235, 0.031, 0.127, 0.139, 0.000, -0.501, -0.366, -0.335, 3.149, -3.254, -1.016, -0.697, -0.113,
        0.000, -0.154, -0.191, -0.081, 10.646, -0.050, -1.243, -0.680, -0.816,
    ),
    (Level.TURN, True, True): (
        -0.110, -0.356, 0.717, -0.004, -0.110, -0.530, 0.000, 0.000, 0.000, 0.000, 0.000, -1.422, 0.150,
        0.000, 0.035, -0.558, 0.144, 0.991, -0.215, -0.602, 0.000, -0.110,
    ),
    (Level.SEGMENT, False, False): (
        -3.698, 0.246, 0.246, 0.095, 0.000, 0.000, -0.726, -0.078, -0.804, -2.238, -1.754, 0.000, 0.000,
        0.235, 0.000, 0.000, 2.064, 5.340, 0.608, -1.216, -3.824, -1.469,
    ),
    (Level.SEGMENT, False, True): (
        -0.670, -0.016, -0.016, 0.255, -0.670, -0.335, -0.939, 0.000, 0.000, 0.000, 0.000, -0.890, -0.189,
        0.398, -0.207, 0.088, 1.744, 2.200, -0.141, -0.681, 0.000, -0.670,
    ),
    (Level.SEGMENT, True, False): (
        -4.574, 0.102, 0.161, 0.059, 0.000, -2.688, -0.684, 0.918, 0.854, -2.442, -2.835, 1.004, -0.188,
        0.087, -0.287, -0.062, 2.145, 5.910, 0.008, -1.878, -0.228, -1.259,
    ),
    (Level.SEGMENT, True, True): (
        -0.774, 0.544, -0.273, -0.013, -0.774, -0.768, 0.000, 0.000, 0.000, 0.000, 0.000, -1.234, 0.061,
        0.280, -0.519, 0.505, 1.235, 1.555, 0.151, -1.189, 0.000, -0.774,
    ),
}  # fmt: skip
PAIRS: dict[tuple[Level, bool], tuple[float, ...]] = {
    (Level.TURN, True): (
        -9.549, 0.248, 8.486, 0.239, 0.017, -1.678, -1.997, 12.821, 0.603, 0.171,
    ),
    (Level.SEGMENT, True): (
        -5.159, 0.222, 4.267, 0.197, 0.369, -1.197, 1.319, 6.129, 0.269, 0.338,
    ),
}  # fmt: skip


def calibrated(alignment: Alignment, seen: Witnesses, above: Alignment | None = None) -> Alignment:
    """Return an alignment whose raw beliefs, in rows' scores and pairs, are made confidences, 0..1.

    ``seen`` is what the rows were made of, ``above`` the alignment of turns that they lie in, calibrated already.
    """
    if not alignment.rows:
        return alignment
    many = len(alignment.languages) > 2
    kin = kinship(alignment, seen)
    features = row_features(alignment, seen, above, kin)
    alone = features[:, ROW_FEATURES.index("alone")] > 0.5
    chosen = np.array([ROWS[alignment.level, many, single] for single in (False, True)])
    sure = _logistic((features * chosen[alone.astype(np.int64)]).sum(axis=1))
    rows = []
    for row, confidence in zip(alignment.rows, sure.tolist(), strict=True):
        made = replace(row, score=replace(row.score, confidence=confidence))
        if many:
            known = _logistic(
                pair_features(row, confidence, alignment.level, kin) @ np.array(PAIRS[alignment.level, True])
            ).tolist()
            made = replace(made, pairs=dict(zip(row.pairs, known, strict=True)))
        else:
            made = replace(made, pairs=dict.fromkeys(row.pairs, confidence))
        rows.append(made)
    return replace(alignment, rows=tuple(rows))


def _logistic(odds: Matrix) -> Matrix:
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def log_odds(belief: float, level: Level) -> float:
    """Return the log-odds of a belief, 0..1, kept within what tells apart at a level."""
    kept = min(1.0 - 1e-12, max(1e-12, belief))
    return min(_TOP[level], max(-_TOP[level], log(kept / (1.0 - kept))))


def pair_features(row: Row, confidence: float, level: Level, kin: Mapping[Pair, tuple[float, float]]) -> Matrix:
    """Return the features of a row's pairs, (pairs, features), once the row's confidence is known.

    Two editions that are kin may stand together rightly in a row that a third, a stranger, makes wrong; so a pair is
    judged by the kinship of its own editions too. The columns are those of :data:`PAIR_FEATURES`.
    """
    whole = log_odds(confidence, level)
    out = []
    for (x, y), belief in row.pairs.items():
        empty = float(not row.cells[x] or not row.cells[y])
        several = float(len(row.cells[x]) > 1 or len(row.cells[y]) > 1)
        lengths, words = kin[x, y]
        out.append(
            (
                1.0, log_odds(belief, level), empty, whole, whole * empty, several,
                lengths * (1.0 - empty), words * (1.0 - empty), lengths * empty, words * empty,
            )
        )  # fmt: skip
    return np.array(out).reshape(-1, len(PAIR_FEATURES))


def row_features(
    alignment: Alignment, seen: Witnesses, above: Alignment | None, kin: Mapping[Pair, tuple[float, float]]
) -> Matrix:
    """Return the features of an alignment's rows, (rows, features), in the order of :data:`ROW_FEATURES`."""
    odds = [[log_odds(belief, alignment.level) for belief in row.pairs.values()] or [0.0] for row in alignment.rows]
    means = [fmean(some) for some in odds]
    absent = [1.0 - len(row.present) / len(row.cells) for row in alignment.rows]
    near, broad, torn = _neighbours(means), _neighbours(means, _ROUND), _neighbours(absent)
    usual = fmean(means) if means else 0.0
    missed = _missed(alignment, seen)
    beside = _beside(alignment, seen)
    out = []
    for n, row in enumerate(alignment.rows):
        score, count = row.score, len(row.present)
        up = 0.0 if above is None else log_odds(above.rows[row.turn_row].score.confidence, alignment.level)
        out.append(
            (
                1.0, means[n], min(odds[n]), near[n], float(count == 1), absent[n],
                float(max(map(len, row.cells)) > 1),
                score.lexical or 0.0, score.cognate or 0.0, 0.0 if score.numbers is None else 1.0 - score.numbers,
                0.0 if score.length is None else -log(max(score.length, 0.05)),
                *missed[n], up, *beside[n], *(_of(kin, row)),
                broad[n] - usual, torn[n], float(sum(len(cell) > 1 for cell in row.cells) > 1),
                float(score.numbers is None),
            )
        )  # fmt: skip
    return np.array(out)


def _of(kin: Mapping[Pair, tuple[float, float]], row: Row) -> tuple[float, float]:
    """Return the kinship of a row's editions: of each with the edition nearest to it, the least.

    The least, not the mean: one stranger makes a row wrong, however much kin the others are.
    """
    best = []
    for x in row.present:
        others = row.present if len(row.present) > 1 else range(len(row.cells))
        some = [kin[min(x, y), max(x, y)] for y in others if y != x]
        best.append(max(some, key=sum, default=(_USUAL, _USUAL)))
    return min(one[0] for one in best), min(one[1] for one in best)


def kinship(alignment: Alignment, seen: Witnesses) -> dict[Pair, tuple[float, float]]:
    """Return, by pair of editions, whether they tell the same at all: two figures, each −1 … 1, low for strangers.

    The correlation of the log lengths of cells that stand together, each less the mean of its role, so that short
    questions and long answers prove nothing; and how many more keys such cells share than cells a few rows apart, as
    a share of what proves kinship. Order and roles do not count: any two texts of one shape can be put side by side.
    """
    out = {}
    for x, y in combinations(range(len(alignment.languages)), 2):
        rows = [row for row in alignment.rows if row.cells[x] and row.cells[y]][:_ENOUGH]
        found = (_correlation(rows, (x, y), seen), _excess(rows, (x, y), seen)) if len(rows) > 2 else (0.0, 0.0)
        # two units tell nothing, short texts next to nothing; long ones that hardly meet do tell
        least = max(0, min(alignment.sizes[x], alignment.sizes[y]) - 2)
        share = least / (least + _FEW)
        out[x, y] = share * found[0] + (1.0 - share) * _USUAL, share * found[1] + (1.0 - share) * _USUAL
    return out


def _correlation(rows: Sequence[Row], pair: Pair, seen: Witnesses) -> float:
    """Return the correlation of the log lengths of two editions' cells within roles, drawn towards 0 for few rows."""
    logs = np.log([[amount(seen.units[k].lengths, row.cells[k]) + 2.0 for k in pair] for row in rows])
    roles = [row.role for row in rows]
    for role in set(roles):
        here = np.array([one is role for one in roles])
        logs[here] -= logs[here].mean(axis=0)
    ours, theirs = logs.T
    return float((ours * theirs).sum() / np.sqrt(((ours**2).sum() + 0.5) * ((theirs**2).sum() + 0.5)))


def _excess(rows: Sequence[Row], pair: Pair, seen: Witnesses) -> float:
    """Return how many more keys cells of one row share than cells of rows one, two and three apart.

    Concepts are left out: they are common, and what aligns strangers puts together those that share one.
    """
    telling = [of_kind(seen.units[k], "#nw") for k in pair]
    ours, theirs = ([together(keys, row.cells[k]) for row in rows] for keys, k in zip(telling, pair, strict=True))
    steps = (0, 1, 2, 3, -1, -2, -3)
    shared = [[len(keys & theirs[(n + step) % len(rows)]) for step in steps] for n, keys in enumerate(ours)]
    logs = np.log1p(shared)
    gains = logs[:, 0] - logs[:, 1:].mean(axis=1)
    error = float(gains.std()) / float(len(gains) ** 0.5)
    return min(1.0, max(-1.0, float(gains.mean()) / (0.1 + error) / _PROOF))


def _neighbours(values: Sequence[float], reach: int = 1) -> list[float]:
    """Return the mean of the values up to ``reach`` places before and after each; of one that stands alone, its own."""
    out = []
    for n, own in enumerate(values):
        beside = [*values[max(0, n - reach) : n], *values[n + 1 : n + reach + 1]]
        out.append(fmean(beside) if beside else own)
    return out


def _missed(alignment: Alignment, seen: Witnesses) -> list[tuple[float, float]]:
    """Return, for each row, whether a row near it could be its missing part, and how alike the likest of them is.

    That could be a row with nothing in any edition in which this one has something. Likeness is log(1 + keys found
    beyond chance), less the difference of the log lengths.
    """
    rows = alignment.rows
    window = len(rows) if alignment.level is Level.TURN else _WINDOW
    short = [n for n, row in enumerate(rows) if len(row.present) < len(row.cells)]
    out = [(0.0, 0.0)] * len(rows)
    for place, n in enumerate(short):
        ours = set(rows[n].present)
        likest = [
            _likeness(seen, rows[n].cells, rows[m].cells)
            for m in short[max(0, place - window) : place + window + 1]
            if abs(m - n) <= window and ours.isdisjoint(rows[m].present)
        ]
        if likest:
            out[n] = 1.0, max(likest)
    return out


def _beside(alignment: Alignment, seen: Witnesses) -> list[tuple[float, float]]:
    """Return, for each row that lacks an edition, what speaks for its being part of the row before or after.

    How much better the lengths of that row would agree (0..2), and log(1 + keys found there that are found in
    none of its own units); only where the units follow one another.
    """
    out = [(0.0, 0.0)] * len(alignment.rows)
    home = [alignment.row_of(k) for k in range(len(alignment.sizes))]
    for n, row in enumerate(alignment.rows):
        if len(row.present) == len(row.cells):
            continue
        best = (0.0, 0.0)
        for x in row.present:
            for unit in (row.cells[x][0] - 1, row.cells[x][-1] + 1):
                if 0 <= unit < alignment.sizes[x]:
                    other = alignment.rows[home[x][unit]].cells
                    for y in range(len(other)):
                        if y != x and other[y] and not row.cells[y]:
                            gain = _joining(seen, (x, y), row.cells[x], other)
                            best = max(best[0], gain[0]), max(best[1], gain[1])
        out[n] = best
    return out


def _joining(seen: Witnesses, pair: tuple[int, int], cell: tuple[int, ...], other: Cells) -> tuple[float, float]:
    """Return how much better lengths agree, and how many more keys are found, if a cell joins another row's."""
    x, y = pair
    a, b = seen.units[x], seen.units[y]
    mine, ours, theirs = (
        amount(side.lengths, units) / seen.ratios[k] + 5.0
        for side, units, k in ((a, cell, x), (a, other[x], x), (b, other[y], y))
    )
    better = abs(log(ours / theirs)) - abs(log((ours + mine) / theirs))
    known = together(a.keys, other[x])
    fresh = together(a.keys, cell) - known
    found = sum(1 for key in together(b.keys, other[y]) if key in fresh)
    return min(2.0, max(0.0, better)), log1p(found)


def _likeness(seen: Witnesses, one: Cells, other: Cells) -> float:
    """Return how alike rows of different editions are, −3 … 3."""
    best = -3.0
    for x, ours in enumerate(one):
        for y, theirs in enumerate(other):
            if ours and theirs:
                a, b = seen.units[x], seen.units[y]
                keys = together(a.keys, ours)
                shared = sum(1 for unit in theirs for key in b.keys[unit] if key in keys)
                sizes = [amount(side.lengths, cell) + 5.0 for side, cell in ((a, ours), (b, theirs))]
                apart = abs(log(sizes[0] / seen.ratios[x]) - log(sizes[1] / seen.ratios[y]))
                best = max(best, log1p(shared) - apart)
    return min(3.0, best)
