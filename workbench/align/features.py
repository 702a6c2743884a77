"""What speaks for a bead beside its words: lengths, sizes, boundaries and edges, re-estimated from posteriors.

Lengths after Gale & Church (1993) with Student's T for the outliers; sizes by prior; merge log-odds
of each boundary by ridge logistic regression; association of how two segments end and start.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import exp, lgamma, log, pi

import numpy as np

from workbench.align import ends
from workbench.align.between import merge_odds
from workbench.align.kernels import LONGEST, MOVES, NULLS, TOP, Floats, Ints, Terms
from workbench.align.prepare import END_CLASSES, START_CLASSES, Side

_SIZES = (
    0.5, 0.5, 0.01, 0.01, 0.78, 0.07, 0.07, 0.012, 0.015, 0.015, 0.006, 0.006,
    0.005, 0.005, 0.003, 0.002, 0.002, 0.002, 0.002,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """Language-independent weights of the parts of a bead's score, each of them a log-likelihood ratio.

    ``both``: merges in beads of several segments on both sides, where the two sides' boundaries often are one
    another's counterparts; ``debris``: log-odds that scanned debris stands alone; ``stops``: ends of sentences;
    ``nu``: degrees of freedom of Student's T.
    """

    words: float = 1.0
    length: float = 1.0
    merge: float = 1.0
    both: float = 0.7
    edge: float = 1.2
    merge_alone: float = 1.0
    debris: float = 3.0
    stops: float = 1.0
    nu: float = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The model of beads without words, as estimated so far.

    ``ratio`` c: right letters per left letter; ``variance`` s² per letter; ``sizes``: probability by move, the
    one-sided two among themselves; ``gap``: P(null|match), P(null|null); ``merges``: log-odds
    of the boundary before each segment; ``pmi``: association of ends and of starts.
    """

    weights: Weights
    ratio: float
    variance: float
    sizes: Floats
    gap: Floats
    merges: tuple[Floats, Floats]
    pmi: tuple[Floats, Floats]
    apart: Floats
    coefficients: tuple[Floats, Floats] = field(default_factory=lambda: (np.zeros(0), np.zeros(0)))


def for_want_of_words(weights: Weights, known: float, size: int) -> Weights:
    """Return weights whose lengths make up for the words that say little yet.

    Words that find no counterpart speak against a bead that is too long, so that lengths beside them
    are heard twice. Where no lexicon and no cognates tell (``known``, the share of words that they do for), and
    there are few segments (``size``) to learn from, lengths weigh up to 1 + 1.6 times as much, as
    1.6·exp(−30·known)·50 / (50 + size).
    """
    return replace(weights, length=weights.length * (1.0 + _MORE * exp(-_TELLS * known) * _ENOUGH / (_ENOUGH + size)))


_MORE, _TELLS, _ENOUGH = 1.6, 30.0, 50.0


def initial(left: Side, right: Side, weights: Weights) -> Model:
    """Return the model before anything is seen but the lengths."""
    ratio = float(np.clip(right.lengths.sum() / max(1.0, left.lengths.sum()), 0.1, 10.0))
    return Model(
        weights,
        ratio,
        4.0,
        np.array(_SIZES),
        np.array([0.02, 0.8]),
        (np.zeros(left.size), np.zeros(right.size)),
        (np.zeros((END_CLASSES, END_CLASSES)), np.zeros((START_CLASSES, START_CLASSES))),
        np.zeros((len(MOVES), TOP)),
    )


def terms(model: Model, left: Side, right: Side) -> Terms:
    """Return the model as the kernels take it."""
    w = model.weights
    nu = w.nu
    student = lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * log(nu * pi)
    scale = np.array([model.ratio, model.variance, nu, student])
    ours, theirs = _fixed(left), _fixed(right)
    return Terms(
        (ours[0], theirs[0]),
        (_running(model.merges[0]), _running(model.merges[1])),
        (ours[1], theirs[1]),
        (left.ends, right.ends, left.starts, right.starts),
        model.pmi,
        (ours[2], theirs[2]),
        model.apart,
        np.log(model.sizes),
        np.stack([ours[3], theirs[3]]),
        scale,
        np.array([w.words, w.length, w.merge, w.both, w.edge, w.merge_alone, w.debris, w.stops]),
    )


def gap_scores(model: Model) -> Floats:
    """Return the log weights of match-match, match-null, null-match and null-null."""
    start, stay = model.gap
    weights: Floats = np.log(np.array([1 - start, start, 1 - stay, stay]))
    return weights


def _running(values: Floats) -> Floats:
    """Return running sums from 0."""
    return np.concatenate(([0.0], np.cumsum(values)))


@lru_cache(maxsize=16)
def _fixed(side: Side) -> tuple[Floats, Floats, Ints, Floats]:
    """Return what no pass changes: running sums of a side's lengths, debris and ends of sentences, and its gammas."""
    stops: Ints = np.concatenate(([0], np.cumsum(side.stops)))
    return _running(side.lengths), _running(side.odd), stops, _gamma(side.lengths)


def _gamma(lengths: Floats) -> Floats:
    """Return, for n = 0..5 segments, shape - 1, 1/scale and log constant of their total length's gamma density."""
    mean, variance = lengths.mean(), max(lengths.var(), 1.0)
    shape, scale = max(mean**2 / variance, 0.3), max(variance / mean, 0.1)
    if mean**2 / variance < 0.3:
        scale = mean / shape
    rows = [(0.0, 0.0, 0.0)]
    for n in range(1, LONGEST + 1):
        k = n * shape
        rows.append((k - 1, 1 / scale, -lgamma(k) - k * log(scale)))
    return np.array(rows)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Beads with their posteriors: ``spans`` has five rows, left start and end, right start and end, number of move."""

    spans: Ints
    posterior: Floats

    @property
    def move(self) -> Ints:
        """The numbers of the moves."""
        numbers: Ints = self.spans[4]
        return numbers

    @property
    def left(self) -> tuple[Ints, Ints]:
        """Where the beads start and end on the left."""
        return self.spans[0], self.spans[1]

    @property
    def right(self) -> tuple[Ints, Ints]:
        """Where the beads start and end on the right."""
        return self.spans[2], self.spans[3]

    def two_sided(self) -> Seen:
        """Return the beads that have something on both sides."""
        both = self.move >= NULLS
        return Seen(self.spans[:, both], self.posterior[both])


def update(model: Model, left: Side, right: Side, seen: Seen, transitions: Floats) -> Model:
    """Return the model re-estimated from bead posteriors and expected gap transitions (the M-step)."""
    counts = np.bincount(seen.move, seen.posterior, len(MOVES))
    sizes = np.array(_SIZES)
    sizes[:2] = (counts[:2] + 2.5) / (counts[:2].sum() + 5.0)  # a missing stretch is told one by one
    sizes[NULLS:] = counts[NULLS:] + 5 * sizes[NULLS:]
    sizes[NULLS:] /= sizes[NULLS:].sum()
    mm, mn, nm, nn = transitions[:4]
    gap = np.array([(mn + 0.5) / (mm + mn + 5.0), (nn + 1.6) / (nm + nn + 2.0)])
    both = seen.two_sided()
    ratio, variance = _lengths(model, left, right, both)
    parts = (left.boundaries, *both.left), (right.boundaries, *both.right)
    merges, coefficients = zip(*(merge_odds(*part, both.posterior) for part in parts), strict=True)
    return replace(
        model, ratio=ratio, variance=variance, sizes=sizes, gap=np.clip(gap, 1e-4, 0.97),
        merges=merges, coefficients=coefficients, pmi=_edges(left, right, both),
        apart=_apart(left, right, seen),
    )  # fmt: skip


def _lengths(model: Model, left: Side, right: Side, both: Seen) -> tuple[float, float]:
    """Return c and s² by weighted moments, far outliers weighted down as Student's T would."""
    a, b = _fixed(left)[0], _fixed(right)[0]
    x = a[both.left[1]] - a[both.left[0]]
    y = b[both.right[1]] - b[both.right[0]]
    nu = model.weights.nu
    z = (y - model.ratio * x) ** 2 / (model.variance * 0.5 * (y + model.ratio * x) + 4)
    w = both.posterior * (nu + 1) / (nu + z)
    ratio = (w @ y + 20.0 * model.ratio) / (w @ x + 20.0) if len(x) else model.ratio
    error = w @ ((y - ratio * x) ** 2 / (0.5 * (y + ratio * x)))
    return float(ratio), float(np.clip((error + 5 * 4.0) / (both.posterior.sum() + 5), 0.3, 50.0))


def _edges(left: Side, right: Side, both: Seen) -> tuple[Floats, Floats]:
    """Return the association (PMI) of how both sides of a bead end and start, smoothed by 5, clipped to ±2.5."""
    p = both.posterior
    tables = []
    for a, b, size in (
        (left.ends[both.left[1] - 1], right.ends[both.right[1] - 1], END_CLASSES),
        (left.starts[both.left[0]], right.starts[both.right[0]], START_CLASSES),
    ):
        joint = np.bincount(a * size + b, p, size * size).reshape(size, size)
        total = max(joint.sum(), 1e-9)
        expected = np.outer(joint.sum(1), joint.sum(0)) / total
        tables.append(np.clip(np.log((joint + 5.0) / (expected + 5.0)), -2.5, 2.5))
    return tables[0], tables[1]


def _apart(left: Side, right: Side, seen: Seen) -> Floats:
    """Return the log ratios of differences in ends of sentences, see `ends.ratios`."""
    a, b = _fixed(left)[2], _fixed(right)[2]
    apart = np.abs(a[seen.left[1]] - a[seen.left[0]] - b[seen.right[1]] + b[seen.right[0]])
    return ends.ratios(seen.move, apart, seen.posterior, (left.stops, right.stops))
