"""What two texts in different languages share on their face: numbers, names, cognates.

Every unit (a turn, a sentence) is turned into a set of *keys* that do not depend on the
language: a number by its value, a word by the skeleton of its transliteration ("Lawrow" and
"Лавров" both give ``lvrv``), and whatever a lexicon adds. :func:`content_ratio` then weighs what
two units share against what they would share by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
KeyMaker = Callable[[str, str], Sequence[str]]
"""Takes a language tag and a text, returns language-independent keys found in it."""

_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SOUNDS = (
    ("shch|tsch|sch|tch|tsh|ch|sh|zh|ts|dj|dzh", "s"),
    ("ph", "f"),
    ("ck|qu|q|kh|gh", "k"),
    ("x", "ks"),
    ("c(?=[eiy])|z|ç", "s"),
    ("c|g", "k"),
    ("w|u(?=[aeio])", "v"),
    ("[yj]", "i"),
    ("h", ""),
)
_RULES = tuple((re.compile(pattern), sound) for pattern, sound in _SOUNDS)
_HIT = {"#": 0.8, "w": 0.4, "c": 0.5}
"""Chance that a key of a class (number, word, lexicon concept) is rendered by the same key."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one edition as the aligner sees them.

    ``keys`` are the distinct keys of each unit, ``lengths`` its letters and digits,
    ``tokens`` its words and numbers.
    """

    keys: tuple[frozenset[str], ...]
    lengths: Matrix
    tokens: Matrix


def number_key(token: str) -> str:
    """Return the key of a number's value, whatever the locale's separators.

    A mark followed by exactly three digits groups thousands, else it is the decimal mark.
    """
    plain = re.sub(r"[.,\s](?=\d{3}(?:\D|$))", "", token)
    return "#" + plain.replace(",", ".")


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return the consonant skeleton of a word: transliterated, sounds folded, vowels dropped.

    The first vowel is kept as ``a``; doubled consonants count once. Empty for words
    of which fewer than two consonants are left.
    """
    plain = re.sub(r"[^a-z]", "", anyascii(word).lower())
    for pattern, sound in _RULES:
        plain = pattern.sub(sound, plain)
    body = "".join(letter for letter, _ in groupby(plain))
    folded = ("a" if body[:1] in "aeiou" else body[:1]) + re.sub("[aeiou]", "", body[1:])
    return folded if len(folded.lstrip("a")) >= 2 else ""


def keys_of(text: str) -> list[str]:
    """Return the keys of a text's numbers and words, in order, with repetitions."""
    keys = []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            keys.append(number_key(token))
        elif len(token) >= 4 or token.isupper():
            bones = skeleton(token)
            keys.append("w" + bones[:4] if len(bones) >= 2 else "w" + token.casefold())
        else:
            keys.append("")
    return keys


def units_of(texts: Sequence[str], language: str, more: KeyMaker | None = None) -> Units:
    """Return what the aligner needs of some texts; ``more`` adds keys of a lexicon."""
    keys, tokens, lengths = [], [], []
    for text in texts:
        found = keys_of(text)
        tokens.append(max(1, len(found)))
        lengths.append(sum(map(str.isalnum, text)))
        extra = more(language, text) if more else ()
        keys.append(frozenset(filter(None, found)) | frozenset(extra))
    return Units(tuple(keys), np.array(lengths, float), np.array(tokens, float))


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
    return sides[0], sides[1], np.array([_HIT.get(key[:1], 0.4) for key in shared])


def content_ratio(source: Matrix, target: Matrix, tokens: Matrix, hit: Matrix) -> Matrix:
    """Return how much likelier each source unit's keys are if it translates each target unit.

    A key k of the source stands in a target of length l by chance with
    b = 1 − exp(−ρ_k·l), ρ_k its rate there, and in its translation with h + (1−h)·b. The
    result, shape (sources, targets), sums log((h + (1−h)b)/b) over the keys found and
    log(1−h) over those not found (naive Bayes; natural logarithm).
    """
    rate = target.sum(axis=0) / tokens.sum()
    chance = 1.0 - np.exp(-np.outer(tokens, rate) - 1e-6)
    gain = np.log((hit + (1.0 - hit) * chance) / chance) - np.log1p(-hit)
    return np.asarray(source @ (target * gain).T + (source @ np.log1p(-hit))[:, None])
