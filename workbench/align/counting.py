"""The compiled loops of the lexicon: pairs of tokens, expected counts, cognates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.align.kernels import Floats, Ints, Tokens

Words = NDArray[np.uint8]


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
def index_pairs(prior: Entries, links: Links, left: Tokens, right: Tokens, width: int) -> tuple[Ints, Ints, Ints]:
    """Return the entry of each pair of tokens of each cell, and the entries' left and right ids.

    The prior's entries come first, in their order. An open-addressing table with multiplicative hashing.
    """
    need = len(prior.left) + links.start[-1]
    size = 16
    shift = 60
    while size < 2 * need:
        size *= 2
        shift -= 1
    keys = np.full(size, -1, np.int64)
    slots = np.empty(size, np.int64)
    ids = np.empty(links.start[-1], np.int64)
    e_of = np.empty(need, np.int64)
    f_of = np.empty(need, np.int64)
    count = 0
    for phase in range(2):
        cells = 1 if phase == 0 else len(links.left)
        for c in range(cells):
            place = 0
            i0 = 0
            i1 = len(prior.left)
            j0 = 0
            j1 = 1
            if phase == 1:
                place = links.start[c]
                i0 = left.offsets[links.left[c]]
                i1 = left.offsets[links.left[c] + 1]
                j0 = right.offsets[links.right[c]]
                j1 = right.offsets[links.right[c] + 1]
            for x in range(i0, i1):
                for y in range(j0, j1):
                    if phase == 0:
                        e = prior.left[x]
                        f = prior.right[x]
                    else:
                        e = left.ids[x]
                        f = right.ids[y]
                    key = e * width + f
                    slot = np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(shift))
                    while keys[slot] != key:
                        if keys[slot] < 0:
                            keys[slot] = key
                            slots[slot] = count
                            e_of[count] = e
                            f_of[count] = f
                            count += 1
                            break
                        slot = (slot + 1) & (size - 1)
                    if phase == 1:
                        ids[place] = slots[slot]
                        place += 1
    return ids, e_of[:count].copy(), f_of[:count].copy()


@njit(cache=True, nogil=True)
def expected_counts(links: Links, ids: Ints, sides: tuple, value: Floats, base: Floats, swap: bool) -> tuple[Floats, Floats, Ints]:  # type: ignore[type-arg]
    """Return IBM Model 1 counts c(e, f), each entry's greatest share from one cell, and that cell.

    ``sides`` is (tokens a, tokens b, P(segment b is not null), p0): a explains b. A token f of segment b is owed
    to token e of a segment a in proportion to weight·t(f|e)/p(f), or to nothing in proportion to p0.
    """
    a, b, filled, p0 = sides
    count = np.zeros(len(value))
    best = np.zeros(len(value))
    where = np.full(len(value), -1, np.int64)
    current = np.zeros(len(value))
    owner = np.full(len(value), -1, np.int64)
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
        if mass > 0.0:
            share = (1.0 - p0) / mass
            z[:m] = p0
            for phase in range(2):
                for p in range(position, end):
                    c = p if swap else links.by_right[p]
                    s = links.right[c] if swap else links.left[c]
                    n = a.offsets[s + 1] - a.offsets[s]
                    w = share * links.weight[c]
                    for x in range(n):
                        ground = base[a.ids[a.offsets[s] + x]]
                        for y in range(m):
                            q = ids[links.start[c] + (y * n + x if swap else x * m + y)]
                            part = w * (value[q] + ground)
                            if phase == 0:
                                z[y] += part
                                continue
                            part *= filled[t] / z[y]
                            count[q] += part
                            if owner[q] != c:
                                owner[q] = c
                                current[q] = 0.0
                            current[q] += part
                            if current[q] > best[q]:
                                best[q] = current[q]
                                where[q] = c
        position = end
    return count, best, where


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
def _bits(x: np.uint64) -> int:
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


@njit(cache=True, nogil=True)
def _distance(x: Words, n: int, y: Words, m: int, limit: int) -> int:
    """Return the Levenshtein distance of two words, or limit + 1 if it is more than that."""
    row = np.arange(m + 1)
    for i in range(1, n + 1):
        diagonal = row[0]
        row[0] = i
        least = i
        for j in range(1, m + 1):
            cost = diagonal + (x[i - 1] != y[j - 1])
            diagonal = row[j]
            row[j] = min(cost, min(row[j], row[j - 1]) + 1)
            least = min(least, row[j])
        if least > limit:
            return limit + 1
    return row[m]


@njit(cache=True, nogil=True)
def similar_words(left: Words, right: Words, sizes: tuple[Ints, Ints], floor: float, strict: bool) -> tuple[Ints, Ints, Floats]:
    """Return pairs of words with normalised Levenshtein similarity above ``floor``, and that.

    Words are rows of letters, zero-padded. A pair is compared only if lengths and sets of letters allow
    for so few edits; ``strict`` asks in addition for the same first letter (for large vocabularies).
    """
    marks = np.empty(len(right), np.uint64)
    for y in range(len(right)):
        marks[y] = _signature(right[y], sizes[1][y])
    e_of = np.empty(64, np.int64)
    f_of = np.empty(64, np.int64)
    values = np.empty(64)
    found = 0
    for x in range(len(left)):
        n = sizes[0][x]
        if n == 0:
            continue
        mark = _signature(left[x], n)
        for y in range(len(right)):
            m = sizes[1][y]
            longest = max(n, m)
            limit = np.int64((1.0 - floor) * longest)
            if m == 0 or abs(n - m) > limit or (strict and left[x, 0] != right[y, 0]):
                continue
            if _bits(mark ^ marks[y]) > 2 * limit:
                continue
            d = _distance(left[x], n, right[y], m, limit)
            if d > limit:
                continue
            if found == len(e_of):
                e_of = np.concatenate((e_of, np.empty_like(e_of)))
                f_of = np.concatenate((f_of, np.empty_like(f_of)))
                values = np.concatenate((values, np.empty_like(values)))
            e_of[found] = x
            f_of[found] = y
            values[found] = 1.0 - d / longest
            found += 1
    return e_of[:found].copy(), f_of[:found].copy(), values[:found].copy()
