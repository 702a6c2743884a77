"""Looking for one edition's keys in another: what two units of any length share, weighed against chance.

Keys are numbers, concepts and names (:mod:`workbench.align.content`), and words that sound alike in the two languages.
How often a key of a class is rendered by its like differs by pair of languages: the rates are first assumed, then
learned from what is surely aligned (:func:`rates`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.align import counting
from workbench.align.content import KINDS, Units, incidence, shared
from workbench.align.prepare import sounding_alike

Matrix = NDArray[np.float64]
Marks = NDArray[np.bool_]
Ints = NDArray[np.int64]

_ASSUMED = np.array([0.9, 0.4, 0.7, 0.08, 0.25, 0.45, 0.6, 0.15, 0.4, 0.65, 0.8])
"""Chance that a key is rendered by the same key: numbers, concepts, CLDR names; words by likeness, short, then long."""
_ALIKE = (0.65, 0.75, 0.85, 0.999)
_LONG = 6  # letters
_NEAR = 0.08  # less alike than the best by more than this: another word
_TRUST = 8.0  # keys that the assumed rates are worth
_MOST = 4_000_000  # cells of a matrix


class Rows(NamedTuple):
    """The columns that are set of each row of a matrix of yes and no, at ``ptr[row]:ptr[row + 1]``."""

    ptr: Ints
    at: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """The keys of some units that another edition has anywhere, and where it has them.

    ``own`` are the units that have each key, ``found`` the keys that each unit of the other edition has; ``kinds``
    (keys,) the class of each key, ``units`` how many there are, ``tokens`` the words of the other edition's
    units, ``frequency`` (keys,) how often one of them is one of each key's likes.
    """

    own: Rows
    found: Rows
    kinds: Ints
    units: int
    tokens: Matrix
    frequency: Matrix


def lookups(left: Units, right: Units) -> tuple[Lookup, Lookup]:
    """Return what can be looked up of the left in the right, and of the right in the left."""
    ours, theirs = incidence(left), incidence(right)
    at = np.flatnonzero(shared(left, right))
    there = np.array([theirs.place[key] for key in ours.place if key in theirs.place], np.int64)
    classes = ours.kinds[at]
    a, b = ours.has[:, at], theirs.has[:, there]
    ahead, back = _sounds(left, right)
    return _joined((a, b, classes), ahead, right.tokens), _joined((b, a, classes), back, left.tokens)


def _joined(one: tuple[Marks, Marks, Ints], other: tuple[Marks, Marks, Ints], tokens: Matrix) -> Lookup:
    own, found, kinds = (np.concatenate(both, axis=-1) for both in zip(one, other, strict=True))
    frequency = np.count_nonzero(found, axis=0) / tokens.sum()
    return Lookup(_rows(own.T), _rows(found), kinds, len(own), tokens, frequency)


def _rows(marks: Marks) -> Rows:
    rows, at = np.nonzero(marks)
    return Rows(np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(marks))))), at)


def _sounds(left: Units, right: Units) -> tuple[tuple[Marks, Marks, Ints], tuple[Marks, Marks, Ints]]:
    """Return own, found and classes of the words that sound alike, both ways."""
    sizes = len(left.keys), len(right.keys)
    nothing = [(np.zeros((n, 0), bool), np.zeros((m, 0), bool), np.zeros(0, np.int64)) for n, m in (sizes, sizes[::-1])]
    if left.side is None or right.side is None:
        return nothing[0], nothing[1]
    a, b = left.side.sounds, right.side.sounds
    large = (len(a.ids) + len(b.ids)) * max(sizes) > _MOST
    e, f, alike = sounding_alike(a, b, _ALIKE[2 if large else 0], large)
    ours, theirs = _words(left), _words(right)
    return _alike((e, f, alike), a.sizes, (ours, theirs)), _alike((f, e, alike), b.sizes, (theirs, ours))


@lru_cache(maxsize=16)
def _words(units: Units) -> Marks:
    """Return which unit has which of the words that can be compared by sound, (units, words)."""
    side = units.side
    if side is None:
        return np.zeros((len(units.keys), 0), bool)
    column = np.full(len(side.stems), -1, np.int64)
    column[side.sounds.ids] = np.arange(len(side.sounds.ids))
    out = np.zeros((len(units.spans), len(side.sounds.ids)), bool)
    for row, (start, end) in enumerate(units.spans):
        words = column[side.tokens[side.offsets[start] : side.offsets[end]]]
        out[row, words[words >= 0]] = True
    return out


def _alike(pairs: tuple[Ints, Ints, Matrix], letters: Ints, words: tuple[Marks, Marks]) -> tuple[Marks, Marks, Ints]:
    """Return own, found and classes: each word of the first side that the other has one like it, with its likest."""
    e, f, alike = pairs
    best = np.zeros(words[0].shape[1])
    np.maximum.at(best, e, alike)
    chosen = np.flatnonzero(best > 0.0)
    close = alike >= best[e] - _NEAR
    order = np.lexsort((f[close], e[close]))
    mine, other = e[close][order], f[close][order]
    starts = np.flatnonzero(np.diff(mine, prepend=-1))  # one for each word that is chosen, in their order
    places = words[1].T[other]
    found = np.logical_or.reduceat(places, starts, axis=0).T if len(starts) else np.zeros((len(words[1]), 0), bool)
    kinds = len(KINDS) + np.searchsorted(_ALIKE, best[chosen], "right") - 1 + 4 * (letters[chosen] >= _LONG)
    return words[0][:, chosen], found, kinds.astype(np.int64)


def assumed() -> Matrix:
    """Return the rates before anything is seen."""
    return _ASSUMED.copy()


def rates(both: tuple[Lookup, Lookup], links: Matrix) -> Matrix:
    """Return h, by class: how often a key is rendered by its like where units correspond.

    A key of a unit is found in its counterpart with h + (1 − h)·b, b the chance of its standing there anyway; solved
    for h over all keys of units that ``links`` (left, right) connect, and drawn towards what is assumed.
    """
    seen, wanted = np.zeros(len(_ASSUMED)), np.zeros(len(_ASSUMED))
    for look, matrix in ((both[0], links), (both[1], links.T)):
        ptr, units = look.own
        keys = np.repeat(np.arange(len(look.kinds)), np.diff(ptr))
        words, total, meeting = np.zeros(look.units), np.zeros(look.units), np.zeros((look.units, len(look.kinds)))
        # sums over the few links: a product of matrices would start as many threads as there are cores
        for u, v in np.argwhere(matrix > 0.5).tolist():
            words[u] += matrix[u, v] * look.tokens[v]
            total[u] += matrix[u, v]
            meeting[u, look.found.at[look.found.ptr[v] : look.found.ptr[v + 1]]] += matrix[u, v]
        chance = 1.0 - np.exp(-words[units] * look.frequency[keys])
        there = np.minimum(1.0, meeting[units, keys])
        sure = np.minimum(1.0, total)[units]
        seen += np.bincount(look.kinds[keys], sure * (there - chance), len(_ASSUMED))
        wanted += np.bincount(look.kinds[keys], sure * (1.0 - chance), len(_ASSUMED))
    return np.asarray(np.clip((seen + _TRUST * _ASSUMED) / (wanted + _TRUST), 0.02, 0.95))


def content_ratios(look: Lookup, hit: Matrix, shapes: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], Matrix]:
    """Return how much likelier each unit's keys are if it translates the other edition's units at an offset.

    A key k stands in l words of the other edition by chance with b = 1 − exp(−ρ_k·l), ρ_k its rate there, and in
    its translation with h + (1−h)·b. The result, shape (units, units of the other edition), sums
    log((h + (1−h)b)/b) over the keys found and log(1−h) over those not found (naive Bayes; natural logarithm).
    Each of ``shapes`` says which units, from each on, are taken together.
    """
    chosen = sorted(shapes)
    offsets = np.zeros((len(chosen), max(map(len, chosen), default=1)), np.int64)
    for place, shape in enumerate(chosen):
        offsets[place, : len(shape)] = shape
    chances = look.frequency, hit, np.log1p(-hit)
    made = counting.key_ratios(look.own, look.found, look.kinds, (*chances, look.tokens), (look.units, offsets))
    return {shape: ratios.T for shape, ratios in zip(chosen, made, strict=True)}
