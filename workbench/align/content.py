"""What units of any length in two languages share: numbers, names, cognates, concepts.

Every turn is turned into a set of *keys* that do not depend on the language: a number by its value, a
word by the skeleton of its transliteration ("Lawrow" and "Лавров" both give ``lvrv``) and by the
concepts that the shipped lexicon and CLDR list it under. :mod:`workbench.align.lookup` weighs what two units share
against what they would share by chance. The bilingual aligner reads sentences far more closely; keys
serve whole turns, joined in any way, and cost next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby

import numpy as np
from numpy.typing import NDArray

from workbench.align.dictionary import lexicon_index, names_index
from workbench.align.prepare import MARK, NUMBER, Side, prepare
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
KINDS = "#cn"
"""First letters of the keys that are looked up: numbers, concepts, CLDR names."""
_PRESENT = {"#": (-2.0, 0.8), "c": (-0.6, 0.3)}
"""Log-likelihood ratio of a counterpart for keys that the other text lacks, and for those it has."""
_USUAL = 0.4
"""Share of the keys of a kind that a translation has, at least, where both languages have the kind."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of one edition as sets of keys.

    ``keys`` are the distinct keys of each unit, ``lengths`` its letters and digits,
    ``tokens`` its words and numbers; ``side`` and ``spans`` are the text, and which of its segments each unit has.
    """

    keys: tuple[frozenset[str], ...]
    lengths: Matrix
    tokens: Matrix
    side: Side | None = None
    spans: tuple[tuple[int, int], ...] = ()


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
def _keys(form: str, stem: str, language: str, known: bool) -> tuple[str, ...]:  # noqa: FBT001 — cached by place
    """Return the keys of a word by its full form and its stem."""
    bones = skeleton(form) if len(form) >= 4 else ""
    sounds = ("w" + bones[:4],) if len(bones) >= 3 else ()
    if not known:
        return sounds
    concepts = [f"c{c}" for c, share in lexicon_index(language).get(stem, ()) if share >= 0.5]
    names = [f"n{c}" for c, share in names_index(language).get(stem, ()) if share >= 0.5]
    return (*concepts, *names, *sounds)


def units_of(texts: Sequence[str], language: str, spans: Sequence[tuple[int, int]], *, known: bool = True) -> Units:
    """Return units made of half-open spans of segments in a language (BCP 47).

    Without ``known`` the shipped lexicon's concepts and CLDR's names are no keys.
    """
    if not texts:
        return Units((frozenset(),) * len(spans), np.zeros(len(spans)), np.ones(len(spans)))
    side = prepare(tuple(texts), language)
    language = primary(language)
    vocabulary = [
        () if kind == MARK else ("#" + stem,) if kind == NUMBER else _keys(form, stem, language, known)
        for form, stem, kind in zip(side.forms, side.stems, side.kinds.tolist(), strict=True)
    ]
    words = np.concatenate([[0], np.cumsum(side.kinds[side.tokens] != MARK)])
    letters = np.concatenate([[0.0], np.cumsum(side.lengths)])
    keys = []
    for a, b in spans:
        found = set(side.tokens[side.offsets[a] : side.offsets[b]].tolist())
        keys.append(frozenset(chain.from_iterable(map(vocabulary.__getitem__, found))))
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    tokens = words[side.offsets[ends]] - words[side.offsets[starts]]
    return Units(tuple(keys), letters[ends] - letters[starts], np.maximum(1.0, tokens), side, tuple(spans))


def presence(units: Units, other: Units) -> Matrix:
    """Return the log-likelihood ratios that units have a counterpart anywhere in the other text, (units,).

    A number or concept of which the other text holds no trace speaks against it, one that it holds somewhere
    a little for it; less so where the two texts share few of the kind, and not at all in languages without the
    lexicon. Kept within −6 … 2.
    """
    totals = np.zeros(len(units.keys))
    ours, there = incidence(units), shared(units, other)
    for kind, (lacking, having) in _PRESENT.items():
        here = ours.kinds == KINDS.index(kind)
        known, lost = here & there, here & ~there
        trust = min(1.0, known.sum() / (_USUAL * max(1, here.sum())))
        totals += trust * (having * ours.has[:, known].sum(axis=1) + lacking * ours.has[:, lost].sum(axis=1))
    return np.asarray(np.clip(totals, -6.0, 2.0))


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """Which unit has which number, concept or name.

    ``has`` (units, keys); ``place`` is each key's column, in the keys' order, ``kinds`` its place in :data:`KINDS`.
    """

    has: NDArray[np.bool_]
    place: dict[str, int]
    kinds: NDArray[np.int64]


@lru_cache(maxsize=32)
def incidence(units: Units) -> Incidence:
    """Return which unit has which of its edition's keys, words by sound left out."""
    known = [key for kind in KINDS for key in sorted(_by_kind(units).get(kind, ()))]
    place = {key: k for k, key in enumerate(known)}
    has = np.zeros((len(units.keys), len(known)), bool)
    for row, keys in enumerate(units.keys):
        has[row, [place[key] for key in keys & place.keys()]] = True
    return Incidence(has, place, np.array([KINDS.index(key[0]) for key in known], np.int64))


@lru_cache(maxsize=64)
def shared(units: Units, other: Units) -> NDArray[np.bool_]:
    """Return which keys of an edition's incidence the other has too, (keys,)."""
    ours, theirs = incidence(units).place, incidence(other).place
    return np.fromiter(map(theirs.__contains__, ours), bool, len(ours))


@lru_cache(maxsize=256)
def of_kind(units: Units, kinds: str) -> tuple[frozenset[str], ...]:
    """Return each unit's keys of some kinds, by their first letters."""
    chosen = frozenset().union(*(keys for kind, keys in _by_kind(units).items() if kind in kinds))
    return tuple(keys & chosen for keys in units.keys)


@lru_cache(maxsize=64)
def _by_kind(units: Units) -> dict[str, set[str]]:
    """Return an edition's distinct keys by their first letters."""
    out: dict[str, set[str]] = {}
    for key in frozenset().union(*units.keys):
        if key[0] in out:
            out[key[0]].add(key)
        else:
            out[key[0]] = {key}
    return out


def together(keys: Sequence[frozenset[str]], cell: Sequence[int]) -> frozenset[str]:
    """Return the keys of the units of a cell together."""
    return keys[cell[0]] if len(cell) == 1 else frozenset().union(*(keys[unit] for unit in cell))


def amount(values: Matrix, cell: Sequence[int]) -> float:
    """Return the sum of the values of the units of a cell."""
    return float(values[cell[0]]) if len(cell) == 1 else float(values[list(cell)].sum())
