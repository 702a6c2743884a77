"""The lexicon: prior pseudo-counts κ and what is learned from the texts (IBM Model 1).

    t(f|e) = [max(0, c(e, f) - d) + κ(e, f) + (α + D_e)·p(f)] / (C_e + K_e + α)

c: expected counts (Brown et al. 1993, Model 1), C_e their sum over f, d: absolute discount, D_e the
discounted mass of e, K_e the sum of κ over f, p(f): relative frequency, α: one pseudo-count
of background (Moore 2002 smooths likewise). Leave-one-out: an entry's greatest single contributor, one
pair of segments, is subtracted where that row or column is scored, so that words seen
once do not confirm themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench import text
from workbench.align import counting
from workbench.align.counting import Entries, Links
from workbench.align.kernels import Floats, Ints, Table, Tokens
from workbench.align.prepare import MARK, NUMBER, WORD, Side

ALPHA = 1.0
DISCOUNT = 0.25
P0 = 0.4
"""Probability that a token has no counterpart."""

_Values = tuple[Floats, Floats, Floats]
_FLOOR = 0.6
_SPARSE = 4_000_000  # more pairs of words than this are blocked by first letter


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Translation tables both ways: ``forward`` explains right by left tokens, ``backward`` left by right.

    ``ahead`` and ``back`` are the same ratios in the order of ``entries``.
    """

    entries: Entries
    ahead: Floats
    back: Floats
    forward: Table
    backward: Table


def tokens(side: Side) -> Tokens:
    """Return a side's tokens as the kernels take them."""
    return Tokens(side.tokens, side.offsets)


def prior_entries(left: Side, right: Side, extra: Entries | None = None) -> Entries:
    """Return κ: equal numbers 2 (one digit 1), identical words 1 (short ones less), marks .5, cognates.

    Cognates weigh ((sim - .6)/.4)^1.5 with sim the normalised Levenshtein similarity of their sounds in
    Latin letters, four letters or more. ``extra`` entries (dictionaries, memory) are taken at
    their greatest.
    """
    found: dict[int, float] = {}
    width = max(1, len(right.stems))

    def note(e: int, f: int, value: float) -> None:
        key = e * width + f
        if value > found.get(key, 0.0):
            found[key] = value

    by_stem = {s: k for k, s in enumerate(right.stems)}
    for e, stem in enumerate(left.stems):
        f = by_stem.get(stem)
        if f is None or left.kinds[e] != right.kinds[f]:
            continue
        kind = left.kinds[e]
        if kind == NUMBER:
            note(e, f, 2.0 if len(stem) > 1 else 1.0)
        elif kind == MARK:
            note(e, f, 0.5)
        else:
            size = len(left.forms[e])
            note(e, f, 1.0 if size > 3 else 0.5 if size > 1 else 0.25)
    for e, f, value in zip(*_cognates(left, right), strict=True):
        note(e, f, value)
    if extra is not None:
        for e, f, value in zip(extra.left.tolist(), extra.right.tolist(), extra.prior.tolist(), strict=True):
            note(e, f, value)
    keys = np.array(sorted(found), np.int64)
    values = np.array([found[k] for k in keys.tolist()], np.float64)
    return Entries(keys // width, keys % width, values)


def _cognates(left: Side, right: Side) -> tuple[list[int], list[int], list[float]]:
    """Return left ids, right ids and κ of words that sound alike."""
    sides = [_letters(left), _letters(right)]
    strict = len(sides[0][0]) * len(sides[1][0]) > _SPARSE
    e, f, sim = counting.similar_words(
        sides[0][1], sides[1][1], (sides[0][2], sides[1][2]), _FLOOR, strict
    )
    value = ((sim - _FLOOR) / (1 - _FLOOR)) ** 1.5
    keep = value > 0.03
    return sides[0][0][e[keep]].tolist(), sides[1][0][f[keep]].tolist(), value[keep].tolist()


def _letters(side: Side) -> tuple[Ints, counting.Words, Ints]:
    """Return the ids of words of four letters or more, their sounds as rows of bytes, and lengths."""
    chosen, keys = [], []
    for k, form in enumerate(side.forms):
        if side.kinds[k] == WORD:
            key = text.sound_key(form)[:24]
            if len(key) >= 4 and key.isascii():
                chosen.append(k)
                keys.append(key.encode())
    sizes = np.array([len(k) for k in keys], np.int64)
    rows = np.zeros((len(keys), 24), np.uint8)
    if keys:
        rows = np.frombuffer(b"".join(k.ljust(24, b"\0") for k in keys), np.uint8).reshape(-1, 24)
    return np.array(chosen, np.int64), rows, sizes


def _values(by: Ints, to: Ints, prior: Floats, counts: tuple[Floats, Floats], sides: tuple[Side, Side]) -> _Values:
    """Return the ratios t(f|e)/p(f) of entries without background and without their greatest share, and the background."""
    rows = len(sides[0].stems)
    c, best = counts
    total = np.bincount(by, c, rows)
    kept = np.maximum(0.0, c - DISCOUNT)
    discounted = total - np.bincount(by, kept, rows)
    norm = total + np.bincount(by, prior, rows) + ALPHA
    p = sides[1].counts / max(1.0, sides[1].counts.sum())
    unit = 1.0 / (norm[by] * p[to])
    value = (kept + prior) * unit
    less = (np.maximum(0.0, c - best - DISCOUNT) + prior) * unit
    return value, less, (ALPHA + discounted) / norm


def _table(by: Ints, to: Ints, values: _Values, at: tuple[Ints, Ints]) -> Table:
    """Return the table whose rows are the tokens ``by``."""
    value, less, base = values
    chosen = np.flatnonzero(value > 0.0)
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
    return Lexicon(prior, ahead[0], back[0], forward, backward)


def links(left: Side, right: Side, i: Ints, j: Ints, p: Floats) -> Links:
    """Return cells with weights as the counting takes them; sorted by left, then right segment."""
    sizes = np.diff(left.offsets)[i] * np.diff(right.offsets)[j]
    start = np.concatenate(([0], np.cumsum(sizes)))
    return Links(i, j, p, start, np.lexsort((i, j)))


def learn(lexicon: Lexicon, sides: tuple[Side, Side], cells: Links, filled: tuple[Floats, Floats], rounds: int = 2) -> Lexicon:
    """Return the lexicon after some rounds of IBM Model 1 over cells, both ways.

    ``filled`` is the probability of each segment, left and right, of not being alone.
    """
    left, right = sides
    old = lexicon.entries
    ids, e, f = counting.index_pairs(old, cells, tokens(left), tokens(right), max(1, len(right.stems)))
    kappa = _extend(old.prior, len(e))
    at = np.append(cells.left, -1), np.append(cells.right, -1)
    done = []
    for swap, known, table, (a, b) in (
        (False, lexicon.ahead, lexicon.forward, (left, right)),
        (True, lexicon.back, lexicon.backward, (right, left)),
    ):
        by, to = (f, e) if swap else (e, f)
        given = (tokens(a), tokens(b), filled[0] if swap else filled[1], P0)
        value, base = _extend(known, len(e)), table.base
        for _ in range(rounds):
            count, best, where = counting.expected_counts(cells, ids, given, value, base, swap)
            values = _values(by, to, kappa, (count, best), (a, b))
            value, _, base = values
        done.append((values, _table(by, to, values, (at[swap][where], at[1 - swap][where]))))
    keep = np.flatnonzero((kappa > 0.0) | (done[0][0][0] > 0.0) | (done[1][0][0] > 0.0))
    return Lexicon(
        Entries(e[keep], f[keep], kappa[keep]), done[0][0][0][keep], done[1][0][0][keep], done[0][1], done[1][1]
    )


def _extend(values: Floats, size: int) -> Floats:
    """Return values with zeros added."""
    out = np.zeros(size)
    out[: len(values)] = values
    return out
