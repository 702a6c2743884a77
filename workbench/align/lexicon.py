"""The lexicon: prior pseudo-counts κ and what is learned from the texts (IBM Model 2).

    t(f|e) = [max(0, c(e, f) - d) + κ(e, f) + (α + D_e)·p(f)] / (C_e + K_e + α)

c: expected counts (Brown et al. 1993, Model 2 as in `wordorder`), C_e their sum over f, d: absolute discount, D_e the
discounted mass of e, K_e the sum of κ over f, p(f): see `chances`, α: one pseudo-count
of background (Moore 2002 smooths likewise). Leave-one-out: an entry's greatest single contributor, one
pair of segments, is subtracted where that row or column is scored, so that words seen
once do not confirm themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.align import counting
from workbench.align.counting import Entries, Links
from workbench.align.kernels import Floats, Ints, Table, Tokens
from workbench.align.prepare import MARK, NUMBER, WORD, Side, sounding_alike

P0 = 0.4
"""Probability that a token has no counterpart."""

IMAGINED = 1000.0
"""Tokens of other text, in which a word seen once is not seen again."""

_Values = tuple[Floats, Floats, Floats]
_FLOOR = 0.6
_ALIKE = 0.65  # below, κ is next to nothing
_SLIGHT = 0.7  # a ratio t(f|e)/p(f) that adds nothing
_ENORMOUS = 100_000  # pairs of tokens
_SPARSE = 4_000_000  # more pairs of words than this are blocked by first letter


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Translation tables both ways: ``forward`` explains right by left tokens, ``backward`` left by right.

    ``ahead`` and ``back`` are the same ratios in the order of ``entries``; ``count`` are expected counts, the lesser of
    both directions.
    """

    entries: Entries
    count: Floats
    ahead: Floats
    back: Floats
    forward: Table
    backward: Table


def tokens(side: Side) -> Tokens:
    """Return a side's tokens as the kernels take them."""
    return Tokens(side.tokens, side.offsets)


def prior_entries(left: Side, right: Side, extra: Sequence[Entries] = ()) -> Entries:
    """Return κ: equal numbers 2 (one digit 1), identical words 1 (short ones less), marks .5, cognates.

    Cognates weigh ((sim - .6)/.4)^1.5 with sim the normalised Levenshtein similarity of their sounds in
    Latin letters, four letters or more. ``extra`` entries (dictionaries, memory) may name a pair again: the greatest
    κ counts.
    """
    width = max(1, len(right.stems))
    parts = [_identical(left, right), _cognates(left, right), *extra]
    e, f, kappa = (np.concatenate(column) for column in zip(*parts, strict=True))
    keys = e * width + f
    order = np.lexsort((-kappa, keys))
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    return Entries(keys[first] // width, keys[first] % width, kappa[order][first])


def known_share(prior: Entries, left: Side, right: Side) -> float:
    """Return the share of running words that the prior has a counterpart for, 0..1: the lesser of both sides'."""
    shares = []
    for side, ids in ((left, prior.left), (right, prior.right)):
        best = np.zeros(len(side.stems))
        np.maximum.at(best, ids, np.minimum(prior.prior, 1.0))
        weight = side.counts * (side.kinds == WORD)
        shares.append(float(best @ weight / max(1.0, weight.sum())))
    return min(shares)


def _identical(left: Side, right: Side) -> Entries:
    """Return entries of words, numbers and marks that both sides share."""
    by_stem = {s: k for k, s in enumerate(right.stems)}
    rows = []
    for e, stem in enumerate(left.stems):
        f = by_stem.get(stem)
        if f is None or left.kinds[e] != right.kinds[f]:
            continue
        kind, size = left.kinds[e], len(left.forms[e])
        if kind == NUMBER:
            rows.append((e, f, 2.0 if size > 1 else 1.0))
        elif kind == MARK:
            rows.append((e, f, 0.5))
        else:
            rows.append((e, f, 1.0 if size > 3 else 0.5 if size > 1 else 0.25))
    columns = [np.array([r[k] for r in rows], np.int64) for k in (0, 1)]
    return Entries(columns[0], columns[1], np.array([r[2] for r in rows], np.float64))


def _cognates(left: Side, right: Side) -> Entries:
    """Return entries of words that sound alike."""
    a, b = left.sounds, right.sounds
    strict = len(a.ids) * len(b.ids) > _SPARSE
    e, f, sim = sounding_alike(a, b, _ALIKE, strict)
    return Entries(a.ids[e], b.ids[f], ((sim - _FLOOR) / (1 - _FLOOR)) ** 1.5)


def _values(by: Ints, to: Ints, prior: Floats, counts: tuple[Floats, Floats], sides: tuple[Side, Side]) -> _Values:
    """Return the ratios t(f|e)/p(f) of entries less background, the same less greatest share, and the background."""
    p = chances(sides[1].counts)
    return counting.translation_ratios(by, to, (prior, *counts), p, len(sides[0].stems))


def chances(counts: Floats) -> Floats:
    """Return p(f), the chance of each word, out of its count n in N tokens: n / (N + M/n).

    A word that stands once in a short text is rarer in the language than that text has it (Good 1953); M tokens of
    other text are imagined for it, fewer for what is seen oftener.
    """
    p: Floats = counts / np.maximum(1.0, counts.sum() + IMAGINED / np.maximum(counts, 1.0))
    return p


def _table(by: Ints, to: Ints, values: _Values, at: tuple[Ints, Ints]) -> Table:
    """Return the table whose rows are the tokens ``by``."""
    value, less, base = values
    chosen = np.flatnonzero(value > _SLIGHT)
    order, ptr = counting.sort_rows(by[chosen], len(base))
    chosen = chosen[order]
    return Table(ptr, to[chosen], value[chosen], less[chosen], at[0][chosen], at[1][chosen], base)


def untaught(prior: Entries, left: Side, right: Side) -> Lexicon:
    """Return the lexicon that knows the prior only."""
    e, f, kappa = prior
    nothing = np.zeros(len(e))
    nowhere = np.full(len(e), -1, np.int64)
    ahead = _values(e, f, kappa, (nothing, nothing), (left, right))
    back = _values(f, e, kappa, (nothing, nothing), (right, left))
    forward = _table(e, f, ahead, (nowhere, nowhere))
    backward = _table(f, e, back, (nowhere, nowhere))
    return Lexicon(prior, nothing, ahead[0], back[0], forward, backward)


def links(left: Side, right: Side, i: Ints, j: Ints, p: Floats) -> Links:
    """Return cells with weights as the counting takes them; sorted by left, then right segment.

    Cells of enormous segments teach nothing and are left out.
    """
    sizes = np.diff(left.offsets)[i] * np.diff(right.offsets)[j]
    fit = sizes < _ENORMOUS
    i, j, p, sizes = i[fit], j[fit], p[fit], sizes[fit]
    start = np.concatenate(([0], np.cumsum(sizes)))
    return Links(i, j, p, start, np.lexsort((i, j)))


def learn(lexicon: Lexicon, sides: tuple[Side, Side], cells: Links, filled: tuple[Floats, Floats]) -> Lexicon:
    """Return the lexicon after a round of IBM Model 2 over cells, both ways.

    ``filled`` is the probability of each segment, left and right, of not being alone.
    """
    left, right = sides
    old = lexicon.entries
    ids, e, f = counting.index_pairs(old, cells, tokens(left), tokens(right), (len(left.stems), len(right.stems)))
    kappa = _extend(old.prior, len(e))
    at = np.append(cells.left, -1), np.append(cells.right, -1)
    counts, values, tables = [], [], []
    for swap, known, table, (a, b) in (
        (False, lexicon.ahead, lexicon.forward, (left, right)),
        (True, lexicon.back, lexicon.backward, (right, left)),
    ):
        by, to = (f, e) if swap else (e, f)
        given = (tokens(a), tokens(b), filled[0] if swap else filled[1], P0)
        count, best, where = counting.expected_counts(cells, ids, given, _extend(known, len(e)), table.base, swap)
        made = _values(by, to, kappa, (count, best), (a, b))
        counts.append(count)
        values.append(made[0])
        tables.append(_table(by, to, made, (at[swap][where], at[1 - swap][where])))
    keep = np.flatnonzero((kappa > 0.0) | (values[0] > 0.0) | (values[1] > 0.0))
    least = np.minimum(counts[0], counts[1])[keep]
    entries = Entries(e[keep], f[keep], kappa[keep])
    return Lexicon(entries, least, values[0][keep], values[1][keep], tables[0], tables[1])


def _extend(values: Floats, size: int) -> Floats:
    """Return values with zeros added."""
    out = np.zeros(size)
    out[: len(values)] = values
    return out
