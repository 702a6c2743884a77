"""What units of any length in two languages share: numbers, names, cognates, concepts.

Every turn is turned into a set of *keys* that do not depend on the language: a number by its value, a
word by the skeleton of its transliteration ("Lawrow" and "Лавров" both give ``lvrv``) and by the
concepts that the shipped lexicon and CLDR list it under. :func:`content_ratio` weighs what two units share
against what they would share by chance. The bilingual aligner reads sentences far more closely; keys
serve whole turns, joined in any way, and cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from workbench.align.dictionary import lexicon_index, names_index
from workbench.align.lattice import sparse_product
from workbench.align.prepare import MARK, NUMBER, prepare
from workbench.text import primary, transliterate

Matrix = NDArray[np.float64]

_SOUNDS = (
    ("shch|tsch|sch|tch|tsh|ch|sh|zh|ts|dj|dzh", "s"),
    ("ph", "f"),
    ("ck|qu|q|kh|gh", "k"),
    ("x", "ks"),
    ("c(?=[eiy])|z", "s"),
    ("c|g", "k"),
    ("w|u(?=[aeio])", "v"),
    ("[yj]", "i"),
    ("h", ""),
)
_RULES = tuple((re.compile(pattern), sound) for pattern, sound in _SOUNDS)
_HIT = {"#": 0.9, "w": 0.5, "c": 0.4, "n": 0.7}
"""Chance that a key of a class (number, word's skeleton, concept, CLDR name) is rendered by the same key."""

_PRESENT = {"#": (-2.0, 0.8), "c": (-0.6, 0.3)}
"""Log-likelihood ratio of a counterpart for keys that the other text lacks, and for those it has."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of one edition as sets of keys.

    ``keys`` are the distinct keys of each unit, ``lengths`` its letters and digits,
    ``tokens`` its words and numbers.
    """

    keys: tuple[frozenset[str], ...]
    lengths: Matrix
    tokens: Matrix


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return the consonant skeleton of a word: transliterated, sounds folded, vowels dropped.

    The first vowel is kept as ``a``; doubled consonants count once. Empty for words
    of which fewer than two consonants are left.
    """
    plain = re.sub(r"[^a-z]", "", transliterate(word))
    for pattern, sound in _RULES:
        plain = pattern.sub(sound, plain)
    body = "".join(letter for letter, _ in groupby(plain))
    folded = ("a" if body[:1] in "aeiou" else body[:1]) + re.sub("[aeiou]", "", body[1:])
    return folded if len(folded.lstrip("a")) >= 2 else ""


@lru_cache(maxsize=1 << 16)
def _keys(form: str, stem: str, language: str) -> tuple[str, ...]:
    """Return the keys of a word by its full form and its stem."""
    concepts = [f"c{c}" for c, share in lexicon_index(language).get(stem, ()) if share >= 0.5]
    names = [f"n{c}" for c, share in names_index(language).get(stem, ()) if share >= 0.5]
    bones = skeleton(form) if len(form) >= 4 else ""
    return (*concepts, *names, *(["w" + bones[:4]] if len(bones) >= 3 else ()))


def units_of(texts: Sequence[str], language: str, spans: Sequence[tuple[int, int]]) -> Units:
    """Return units made of half-open spans of segments in a language (BCP 47)."""
    if not texts:
        return Units((frozenset(),) * len(spans), np.zeros(len(spans)), np.ones(len(spans)))
    side = prepare(tuple(texts), language)
    language = primary(language)
    vocabulary = [
        () if kind == MARK else ("#" + stem,) if kind == NUMBER else _keys(form, stem, language)
        for form, stem, kind in zip(side.forms, side.stems, side.kinds.tolist(), strict=True)
    ]
    words = np.concatenate([[0], np.cumsum(side.kinds[side.tokens] != MARK)])
    letters = np.concatenate([[0.0], np.cumsum(side.lengths)])
    keys = []
    for a, b in spans:
        found = set(side.tokens[side.offsets[a] : side.offsets[b]].tolist())
        keys.append(frozenset(key for word in found for key in vocabulary[word]))
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    tokens = words[side.offsets[ends]] - words[side.offsets[starts]]
    return Units(tuple(keys), letters[ends] - letters[starts], np.maximum(1.0, tokens))


def incidence(left: Units, right: Units) -> tuple[Matrix, Matrix, Matrix]:
    """Return which shared key stands in which unit of either side, and each key's hit chance.

    Shapes are (units of the side, shared keys) twice, then (shared keys,). Keys that one side
    lacks altogether tell nothing and are left out.
    """
    shared = sorted(frozenset().union(*left.keys) & frozenset().union(*right.keys))
    place = {key: k for k, key in enumerate(shared)}
    sides = []
    for side in (left, right):
        matrix = np.zeros((len(side.keys), len(shared)))
        for row, keys in enumerate(side.keys):
            matrix[row, [place[key] for key in keys if key in place]] = 1.0
        sides.append(matrix)
    return sides[0], sides[1], np.array([_HIT[key[0]] for key in shared])


def content_ratio(source: Matrix, target: Matrix, tokens: Matrix, hit: Matrix) -> Matrix:
    """Return how much likelier each source unit's keys are if it translates each target unit.

    A key k of the source stands in a target of l words by chance with
    b = 1 − exp(−ρ_k·l), ρ_k its rate there, and in its translation with h + (1−h)·b. The
    result, shape (sources, targets), sums log((h + (1−h)b)/b) over the keys found and
    log(1−h) over those not found (naive Bayes; natural logarithm).
    """
    rate = target.sum(axis=0) / tokens.sum()
    units, keys = np.nonzero(target)
    chance = 1.0 - np.exp(-tokens[units] * rate[keys] - 1e-6)
    gain = np.log((hit[keys] + (1.0 - hit[keys]) * chance) / chance) - np.log1p(-hit[keys])
    missed = np.where(source > 0.0, np.log1p(-hit), 0.0).sum(axis=1)
    return np.asarray(missed[:, None] + sparse_product(np.ascontiguousarray(source.T), units, keys, gain, len(target)))


def presence(units: Units, other: Units) -> Matrix:
    """Return the log-likelihood ratios that units have a counterpart anywhere in the other text, (units,).

    A number or concept of which the other text holds no trace speaks against it, one that it holds somewhere
    a little for it. Kept within −6 … 2.
    """
    totals = np.zeros(len(units.keys))
    for kind, (lacking, having) in _PRESENT.items():
        there = frozenset().union(*of_kind(other, kind))
        for place, keys in enumerate(of_kind(units, kind)):
            shared = len(keys & there)
            totals[place] += having * shared + lacking * (len(keys) - shared)
    return np.asarray(np.clip(totals, -6.0, 2.0))


@lru_cache(maxsize=256)
def of_kind(units: Units, kinds: str) -> tuple[frozenset[str], ...]:
    """Return each unit's keys of some kinds, by their first letters."""
    return tuple(frozenset(key for key in keys if key[0] in kinds) for keys in units.keys)
