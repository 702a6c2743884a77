"""The compiled loops of the lexicon: pairs of tokens, expected counts, cognates."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.align.compiled import njit
from workbench.align.kernels import Floats, Ints, Tokens
from workbench.align.wordorder import NEAR, STEPS

Words = NDArray[np.uint8]
Ids = NDArray[np.int32]

ALPHA = 1.0
"""Pseudo-count of the background."""

DISCOUNT = 0.25
"""Taken from each expected count, given to the background."""


class Links(NamedTuple):
    """Cells with their posterior weight, and where each cell's entry ids begin."""

    left: Ints
    right: Ints
    weight: Floats
    start: Ints
    by_right: Ints  # order by right, then left segment


class Entries(NamedTuple):
    """Entries (e, f) of a lexicon: left id, right id, prior pseudo-count κ."""

    left: Ints
    right: Ints
    prior: Floats


@njit(cache=True, nogil=True)
def index_pairs(
    prior: Entries, links: Links, left: Tokens, right: Tokens, sizes: tuple[int, int]
) -> tuple[Ids, Ints, Ints]:
    """Return the entry of each pair of tokens of each cell, and the entries' left and right ids.

    The prior's entries come first, in their order. Left tokens are taken one by one, wherever they stand, so that a
    row of the table is all that is looked at; ``sizes`` are those of the vocabularies.
    """
    known, by_token = sort_rows(prior.left, sizes[0])
    places, seen = sort_rows(left.ids, sizes[0])
    segments = len(left.offsets) - 1
    owner = np.empty(len(left.ids), np.int64)
    for s in range(segments):
        for k in range(left.offsets[s], left.offsets[s + 1]):
            owner[k] = s
    cells = np.zeros(segments + 1, np.int64)  # the cells of a left segment follow each other
    for c in range(len(links.left)):
        cells[links.left[c] + 1] += 1
    for s in range(segments):
        cells[s + 1] += cells[s]
    count = len(prior.left)
    ids = np.empty(links.start[-1], np.int32)
    e_of = np.empty(count + links.start[-1], np.int64)
    f_of = np.empty(count + links.start[-1], np.int64)
    for q in range(count):
        e_of[q] = prior.left[q]
        f_of[q] = prior.right[q]
    row = np.full(sizes[1], -1, np.int32)
    for e in range(sizes[0]):
        first = count
        for q in range(by_token[e], by_token[e + 1]):
            row[prior.right[known[q]]] = known[q]
        for k in range(seen[e], seen[e + 1]):
            s = owner[places[k]]
            x = places[k] - left.offsets[s]
            for c in range(cells[s], cells[s + 1]):
                begin = right.offsets[links.right[c]]
                size = right.offsets[links.right[c] + 1] - begin
                place = links.start[c] + x * size
                for y in range(size):
                    f = right.ids[begin + y]
                    if row[f] < 0:
                        row[f] = count
                        e_of[count] = e
                        f_of[count] = f
                        count += 1
                    ids[place + y] = row[f]
        for q in range(first, count):
            row[f_of[q]] = -1
        for q in range(by_token[e], by_token[e + 1]):
            row[prior.right[known[q]]] = -1
    number = np.full(count, -1, np.int32)  # in the order of the cells, as the counting will come upon them
    left_of, right_of = e_of[:count].copy(), f_of[:count].copy()
    count = len(prior.left)
    for place in range(len(ids)):
        q = ids[place]
        if q >= len(prior.left):
            if number[q] < 0:
                number[q] = count
                left_of[count] = e_of[q]
                right_of[count] = f_of[q]
                count += 1
            ids[place] = number[q]
    return ids, left_of, right_of


@njit(cache=True, nogil=True)
def expected_counts(
    links: Links,
    ids: Ids,
    sides: tuple[Tokens, Tokens, Floats, float],
    value: Floats,
    base: Floats,
    swap: bool,
) -> tuple[Floats, Floats, Ints]:
    """Return IBM Model 2 counts c(e, f), each entry's greatest share from one cell, and that cell.

    ``sides`` is (tokens a, tokens b, P(segment b is not null), p0): a explains b. A token f of segment b is owed
    to token e of a segment a in proportion to weight·t(f|e)/p(f) and to how near their places in the segments are
    (`wordorder`), or to nothing in proportion to p0.
    """
    a, b, filled, p0 = sides
    sums = np.zeros((len(value), 3))  # of an entry: all, of the cell before, the greatest of a cell's
    at = np.full((len(value), 2), -1, np.int32)  # the cell before, the greatest's
    total = len(links.left)
    position = 0
    z = np.empty(4096)
    while position < total:
        first = links.by_right[position] if not swap else position
        t = links.left[first] if swap else links.right[first]
        end = position
        mass = 0.0
        while end < total:
            c = end if swap else links.by_right[end]
            if (links.left[c] if swap else links.right[c]) != t:
                break
            s = links.right[c] if swap else links.left[c]
            mass += links.weight[c] * (a.offsets[s + 1] - a.offsets[s])
            end += 1
        m = b.offsets[t + 1] - b.offsets[t]
        step = STEPS / max(m, 1)
        if mass > 0.0:
            share = (1.0 - p0) / mass
            for y in range(m):
                z[y] = p0
            for phase in range(2):
                for p in range(position, end):
                    c = p if swap else links.by_right[p]
                    s = links.right[c] if swap else links.left[c]
                    n = a.offsets[s + 1] - a.offsets[s]
                    w = share * links.weight[c]
                    for x in range(n):
                        ground = base[a.ids[a.offsets[s] + x]]
                        here = (x + 0.5) * STEPS / n
                        for y in range(m):
                            q = ids[links.start[c] + (y * n + x if swap else x * m + y)]
                            part = w * (value[q] + ground) * NEAR[int(abs(here - (y + 0.5) * step))]
                            if phase == 0:
                                z[y] += part
                                continue
                            part *= z[y]
                            sums[q, 0] += part
                            if at[q, 0] != c:
                                at[q, 0] = c
                                sums[q, 1] = 0.0
                            sums[q, 1] += part
                            if sums[q, 1] > sums[q, 2]:
                                sums[q, 2] = sums[q, 1]
                                at[q, 1] = c
                for y in range(m):
                    z[y] = filled[t] / z[y]
        position = end
    count, best, where = np.empty(len(value)), np.empty(len(value)), np.empty(len(value), np.int64)
    for q in range(len(value)):
        count[q], best[q], where[q] = sums[q, 0], sums[q, 2], at[q, 1]
    return count, best, where


@njit(cache=True, nogil=True)
def translation_ratios(
    by: Ints, to: Ints, counts: tuple[Floats, Floats, Floats], p: Floats, rows: int
) -> tuple[Floats, Floats, Floats]:
    """Return, by entry, t(f|e)/p(f) less its background, the same less its greatest share, and the background by e.

    ``counts`` are κ, expected counts and greatest shares by entry; see `lexicon` for the formula.
    """
    prior, count, best = counts
    norm = np.full(rows, ALPHA)
    base = np.full(rows, ALPHA)
    for q in range(len(by)):
        norm[by[q]] += count[q] + prior[q]
        base[by[q]] += min(count[q], DISCOUNT)
    value = np.empty(len(by))
    less = np.empty(len(by))
    for q in range(len(by)):
        unit = 1.0 / (norm[by[q]] * p[to[q]])
        value[q] = (max(0.0, count[q] - DISCOUNT) + prior[q]) * unit
        less[q] = (max(0.0, count[q] - best[q] - DISCOUNT) + prior[q]) * unit
    return value, less, base / norm


@njit(cache=True, nogil=True)
def sort_rows(key: Ints, rows: int) -> tuple[Ints, Ints]:
    """Return the stable order of entries by key, and where each key's entries begin."""
    ptr = np.zeros(rows + 1, np.int64)
    for k in key:
        ptr[k + 1] += 1
    for r in range(rows):
        ptr[r + 1] += ptr[r]
    fill = ptr[:-1].copy()
    order = np.empty(len(key), np.int64)
    for q in range(len(key)):
        order[fill[key[q]]] = q
        fill[key[q]] += 1
    return order, ptr


@njit(cache=True, nogil=True)
def _bits(x: np.uint64) -> np.int64:
    """Return the number of bits set."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True, nogil=True)
def _signature(word: Words, length: int) -> np.uint64:
    """Return a set of a word's letters as bits, a letter's second occurrence apart."""
    bits = np.uint64(0)
    for k in range(length):
        bit = np.uint64(1) << np.uint64(word[k] & 31)
        if bits & bit:
            bit <<= np.uint64(32)
        bits |= bit
    return bits


@njit(cache=True, nogil=True)  # pragma: no cover
def key_ratios(
    own: tuple[Ints, Ints],
    found: tuple[Ints, Ints],
    kinds: Ints,
    chances: tuple[Floats, Floats, Floats, Floats],
    asked: tuple[int, Ints],
) -> Floats:
    """Return the log-likelihood ratio of each unit's keys given units of another text, (shapes, others, units).

    ``own`` are the units with each key, ``found`` the keys of each other unit (where each one's begin, and they);
    ``kinds`` the keys' classes; ``chances`` each key's frequency, each class's rate h and log(1 − h), the others'
    words; ``asked`` how many units there are, and the shapes: offsets of the others that are taken together, filled up
    with 0. See :func:`workbench.align.lookup.content_ratios`.
    """
    ptr, at = own
    row, of = found
    frequency, rate, lost, tokens = chances
    units, shapes = asked
    others, width = len(tokens), len(kinds)
    missed = np.zeros(units)
    times = np.zeros(width, np.int64)  # keys of one class that stand equally often gain alike
    for k in range(width):
        for p in range(ptr[k], ptr[k + 1]):
            missed[at[p]] += lost[kinds[k]]
    for p in range(len(of)):
        times[of[p]] += 1
    gains = np.empty((len(rate), others + 1))
    out = np.empty((len(shapes), others, units))
    last = np.full(width, -1, np.int64)
    for s in range(len(shapes)):
        for v in range(others):
            for u in range(units):
                out[s, v, u] = missed[u]
            for kind in range(len(rate)):
                for p in range(others + 1):
                    gains[kind, p] = -1.0e9
            length = 0.0
            for place in range(shapes.shape[1]):
                offset = shapes[s, place]
                if v + offset < others and (place == 0 or offset > 0):
                    length += tokens[v + offset]
            for place in range(shapes.shape[1]):
                w = v + shapes[s, place]
                if w >= others or (place > 0 and w == v):
                    continue
                for q in range(row[w], row[w + 1]):
                    k = of[q]
                    if last[k] == s * others + v:
                        continue
                    last[k] = s * others + v
                    kind = kinds[k]
                    gain = gains[kind, times[k]]
                    if gain == -1.0e9:
                        chance = 1.0 - math.exp(-length * frequency[k] - 1e-6)
                        gain = math.log(rate[kind] / chance + 1.0 - rate[kind]) - lost[kind]
                        gains[kind, times[k]] = gain
                    for p in range(ptr[k], ptr[k + 1]):
                        out[s, v, at[p]] += gain
    return out


@njit(cache=True, nogil=True)
def similar_words(
    left: Words, right: Words, sizes: tuple[Ints, Ints], floor: float, strict: bool
) -> tuple[Ints, Ints, Floats]:
    """Return pairs of words with normalised Levenshtein similarity of at least ``floor``, and that.

    Words are rows of letters. A pair is compared only if lengths and sets of letters allow for so few edits;
    ``strict`` asks in addition for the same first letter (for large vocabularies).
    The distance is Myers' (1999), 64 letters in parallel.
    """
    marks = np.empty(len(right), np.uint64)
    for y in range(len(right)):
        marks[y] = _signature(right[y], sizes[1][y])
    order, start = sort_rows(sizes[1], 64)
    e_of = np.empty(1024, np.int64)
    f_of = np.empty(1024, np.int64)
    values = np.empty(1024)
    found = 0
    where = np.zeros(256, np.uint64)  # of each letter in the left word
    one = np.uint64(1)
    for x in range(len(left)):
        n = sizes[0][x]
        for k in range(n):
            where[left[x, k]] |= one << np.uint64(k)
        mark = _signature(left[x], n)
        last = one << np.uint64(n - 1)
        for m in range(math.ceil(n * floor), min(63, int(n / floor)) + 1):
            longest = max(n, m)
            limit = np.int64((1.0 - floor) * longest + 1e-9)
            for place in range(start[m], start[m + 1]):
                y = order[place]
                if _bits(mark ^ marks[y]) > 2 * limit or (strict and left[x, 0] != right[y, 0]):
                    continue
                up = ~np.uint64(0)
                down = np.uint64(0)
                d = n
                for k in range(m):
                    eq = where[right[y, k]]
                    xv = eq | down
                    xh = (((eq & up) + up) ^ up) | eq
                    ph = down | ~(xh | up)
                    mh = up & xh
                    if ph & last:
                        d += 1
                    elif mh & last:
                        d -= 1
                    ph = (ph << one) | one
                    mh = mh << one
                    up = mh | ~(xv | ph)
                    down = ph & xv
                if d > limit:
                    continue
                if found == len(e_of):
                    e_old, f_old, old = e_of, f_of, values
                    e_of, f_of = np.empty(2 * found, np.int64), np.empty(2 * found, np.int64)
                    values = np.empty(2 * found)
                    for k in range(found):
                        e_of[k], f_of[k], values[k] = e_old[k], f_old[k], old[k]
                e_of[found] = x
                f_of[found] = y
                values[found] = 1.0 - d / longest
                found += 1
        for k in range(n):
            where[left[x, k]] = np.uint64(0)
    return e_of[:found].copy(), f_of[:found].copy(), values[:found].copy()
