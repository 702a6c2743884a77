"""What speaks for a bead beside its words: lengths, sizes, boundaries and edges, re-estimated from posteriors.

Lengths after Gale & Church (1993) with Student's T for the outliers; sizes by prior; merge log-odds
of each boundary by ridge logistic regression; association of how two segments end and start.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import exp, lgamma, log, log1p, pi

import numpy as np

from workbench.align import ends
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
    return Terms(
        (_running(left.lengths), _running(right.lengths)),
        (_running(model.merges[0]), _running(model.merges[1])),
        (_running(left.odd), _running(right.odd)),
        (left.ends, right.ends, left.starts, right.starts),
        model.pmi,
        (_counted(left.stops), _counted(right.stops)),
        model.apart,
        np.log(model.sizes),
        np.stack([_gamma(left.lengths), _gamma(right.lengths)]),
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


def _counted(values: Ints) -> Ints:
    """Return running sums of whole numbers from 0."""
    sums: Ints = np.concatenate(([0], np.cumsum(values)))
    return sums


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
    """Beads with their posteriors: spans as columns, move numbers, probabilities."""

    left: tuple[Ints, Ints]
    right: tuple[Ints, Ints]
    move: Ints
    posterior: Floats


def update(model: Model, left: Side, right: Side, seen: Seen, transitions: Floats) -> Model:
    """Return the model re-estimated from bead posteriors and expected gap transitions (the M-step)."""
    counts = np.bincount(seen.move, seen.posterior, len(MOVES))
    sizes = np.array(_SIZES)
    sizes[:2] = (counts[:2] + 2.5) / (counts[:2].sum() + 5.0)  # a missing stretch is told one by one
    sizes[NULLS:] = counts[NULLS:] + 5 * sizes[NULLS:]
    sizes[NULLS:] /= sizes[NULLS:].sum()
    mm, mn, nm, nn = transitions[:4]
    gap = np.array([(mn + 0.5) / (mm + mn + 5.0), (nn + 1.6) / (nm + nn + 2.0)])
    ratio, variance = _lengths(model, left, right, seen)
    merges, coefficients = zip(*(_merges(side, seen, k) for k, side in enumerate((left, right))), strict=True)
    return replace(
        model, ratio=ratio, variance=variance, sizes=sizes, gap=np.clip(gap, 1e-4, 0.97),
        merges=merges, coefficients=coefficients, pmi=_edges(left, right, seen),
        apart=_apart(left, right, seen),
    )  # fmt: skip


def _lengths(model: Model, left: Side, right: Side, seen: Seen) -> tuple[float, float]:
    """Return c and s² by weighted moments, far outliers weighted down as Student's T would."""
    both = seen.move >= NULLS
    p = seen.posterior[both]
    a, b = _running(left.lengths), _running(right.lengths)
    x = a[seen.left[1][both]] - a[seen.left[0][both]]
    y = b[seen.right[1][both]] - b[seen.right[0][both]]
    nu = model.weights.nu
    z = (y - model.ratio * x) ** 2 / (model.variance * 0.5 * (y + model.ratio * x) + 4)
    w = p * (nu + 1) / (nu + z)
    ratio = (w @ y + 20.0 * model.ratio) / (w @ x + 20.0) if len(x) else model.ratio
    error = w @ ((y - ratio * x) ** 2 / (0.5 * (y + ratio * x)))
    return float(ratio), float(np.clip((error + 5 * 4.0) / (p.sum() + 5), 0.3, 50.0))


def _merges(side: Side, seen: Seen, k: int) -> tuple[Floats, Floats]:
    """Return the merge log-likelihood ratio of the boundary before each segment, and the coefficients.

    Ridge logistic regression on the posterior that the boundary is inside a bead against that it
    lies between two two-sided beads; the base rate's log-odds are taken off; clipped to ±4.
    """
    both = seen.move >= NULLS
    start, end = seen.left if k == 0 else seen.right
    start, end, p = start[both], end[both], seen.posterior[both]
    inside, opens, closes = (np.zeros(side.size + 1) for _ in range(3))
    np.add.at(opens, start, p)
    np.add.at(closes, end, p)
    for step in range(1, LONGEST):
        long = end - start > step
        np.add.at(inside, start[long] + step, p[long])
    inside = inside[: side.size]
    apart = np.minimum(opens, closes)[: side.size]
    inside[0] = apart[0] = 0.0
    if inside.sum() + apart.sum() < 1.0:
        return np.zeros(side.size), np.zeros(side.boundaries.shape[1])
    beta = _logistic(side.boundaries, inside, apart)
    base = log((inside.sum() + 0.5) / (apart.sum() + 0.5))
    merges = np.clip(side.boundaries @ beta - base, -min(4.0, log1p(inside.sum())), min(4.0, log1p(apart.sum())))
    merges[0] = 0.0
    return merges, beta


def _logistic(x: Floats, yes: Floats, no: Floats) -> Floats:
    """Return ridge logistic coefficients for weighted outcomes (Newton, ridge 1, constant free)."""
    beta = np.zeros(x.shape[1])
    beta[0] = log((yes.sum() + 0.5) / (no.sum() + 0.5))
    ridge = np.ones(x.shape[1])
    ridge[0] = 1e-3
    centre = beta * 0.0
    centre[0] = beta[0]
    n = yes + no
    for _ in range(6):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (yes - n * p) - ridge * (beta - centre)
        hessian = (x * (n * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-3:
            break
    return beta


def _edges(left: Side, right: Side, seen: Seen) -> tuple[Floats, Floats]:
    """Return the association (PMI) of how both sides of a bead end and start, smoothed by 5, clipped to ±2.5."""
    both = seen.move >= NULLS
    p = seen.posterior[both]
    tables = []
    for a, b, size in (
        (left.ends[seen.left[1][both] - 1], right.ends[seen.right[1][both] - 1], END_CLASSES),
        (left.starts[seen.left[0][both]], right.starts[seen.right[0][both]], START_CLASSES),
    ):
        joint = np.bincount(a * size + b, p, size * size).reshape(size, size)
        total = max(joint.sum(), 1e-9)
        expected = np.outer(joint.sum(1), joint.sum(0)) / total
        tables.append(np.clip(np.log((joint + 5.0) / (expected + 5.0)), -2.5, 2.5))
    return tables[0], tables[1]


def _apart(left: Side, right: Side, seen: Seen) -> Floats:
    """Return the log ratios of differences in ends of sentences, see `ends.ratios`."""
    a, b = _counted(left.stops), _counted(right.stops)
    apart = np.abs(a[seen.left[1]] - a[seen.left[0]] - b[seen.right[1]] + b[seen.right[0]])
    return ends.ratios(seen.move, apart, seen.posterior, (left.stops, right.stops))
