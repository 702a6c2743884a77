"""A side of a bitext, prepared once: token ids, lengths and what its boundaries look like."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from workbench import text
from workbench.align import dictionary, numerals
from workbench.align.ends import sentence_ends

WORD, NUMBER, MARK = 0, 1, 2
"""Kinds of tokens."""

END_CLASSES, START_CLASSES = 9, 7
"""Kinds of how a sentence ends and starts, for the edge association."""

BOUNDARY_FEATURES = 14
"""Number of features of a boundary, see `boundary_features`."""

_HEARD = 24  # letters of a word that are compared
_LONGEST = 3000  # tokens of a segment that are looked at; nobody's sentence is longer

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sounds:
    """The words of four letters or more as they sound: ids, rows of letters, lengths."""

    ids: Ints
    letters: NDArray[np.uint8]
    sizes: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side's segments as arrays.

    ``tokens`` holds the vocabulary ids of all segments in order, segment i at
    ``offsets[i]:offsets[i + 1]``. ``stems``, ``forms`` (the commonest full form),
    ``kinds`` and ``counts`` are by id. ``lengths`` are letters and digits per segment,
    at least 1. ``ends`` and ``starts`` are edge classes; ``boundaries[i]`` describes the
    boundary before segment i (row 0 is void); ``odd`` is 1 for debris: hardly a letter in it;
    ``stops`` is how many sentences end in a segment.
    """

    language: str
    texts: tuple[str, ...]
    tokens: Ints
    offsets: Ints
    stems: tuple[str, ...]
    forms: tuple[str, ...]
    kinds: Ints
    counts: Floats
    lengths: Floats
    ends: Ints
    starts: Ints
    boundaries: Floats
    odd: Floats
    stops: Ints
    sounds: Sounds

    @property
    def size(self) -> int:
        """How many segments there are."""
        return len(self.texts)


@lru_cache(maxsize=24)
def prepare(texts: tuple[str, ...], language: str) -> Side:
    """Return a side made of segments in a language (BCP 47); the last few are kept."""
    return prepare_anew(texts, language)


def _greek(t: str) -> str:
    """Return a clean text whose question marks are those of other languages."""
    return text.clean(t).replace(";", "?")


def prepare_anew(texts: tuple[str, ...], language: str) -> Side:
    """Return a side made of segments in a language, without keeping it."""
    primary = text.primary(language)
    clean = _greek if primary == "el" else text.clean
    cleaned = [clean(t) for t in text.strip_counters(texts)]
    raw = text.raw_tokens(cleaned if primary not in numerals.LANGUAGES else [numerals.spelt_out(t) for t in cleaned])
    frequency = Counter(raw)
    del frequency["\n"]
    units, stems, forms, kinds = _vocabulary(frequency, primary)
    flat: list[int] = []
    offsets = np.zeros(len(texts) + 1, np.int64)
    i = 0
    for token in raw:
        if token == "\n":  # noqa: S105 - the end of a segment, no password
            i += 1
            if len(flat) - offsets[i - 1] > _LONGEST:
                del flat[offsets[i - 1] + _LONGEST :]
            offsets[i] = len(flat)
        else:
            flat.extend(units[token])
    tokens = np.array(flat, np.int64)
    counts = np.bincount(tokens, minlength=len(stems)).astype(np.float64)
    lengths = np.array([max(1, sum(map(len, t.split()))) for t in cleaned], np.float64)
    ends, starts, boundaries = _edges(cleaned, lengths)
    return Side(
        language,
        texts,
        tokens,
        offsets,
        stems,
        forms,
        kinds,
        counts,
        lengths,
        ends,
        starts,
        boundaries,
        _odd(cleaned),
        np.array([sentence_ends(t.replace(";", "?") if primary == "el" else t) for t in texts], np.int64),
        _sounds(forms, kinds),
    )


def _parts(frequency: Counter[str], language: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return what compounds may be made of, with how often it stands alone, and what of that the lexicon lists."""
    if not text.compounding(language):
        return {}, {}
    listed = dict.fromkeys(dictionary.vocabulary(language), 1.0)
    known = dict(listed)
    for word, count in frequency.items():
        if len(word) > 3 and word[0].isalpha():
            known[word] = known.get(word, 0.0) + count
    return known, listed


def _vocabulary(
    frequency: Counter[str], language: str
) -> tuple[dict[str, tuple[int, ...]], tuple[str, ...], tuple[str, ...], Ints]:
    """Return the ids of each raw token and, by id, stems, commonest forms and kinds."""
    known, listed = _parts(frequency, language)
    ids: dict[str, int] = {}
    best: list[tuple[int, str]] = []
    kinds: list[int] = []
    units: dict[str, tuple[int, ...]] = {}

    def add(key: str, form: str, kind: int, count: int) -> int:
        number = ids.setdefault(key, len(ids))
        if number == len(best):
            best.append((count, form))
            kinds.append(kind)
        elif count > best[number][0]:
            best[number] = (count, form)
        return number

    for token, count in frequency.items():
        if token[0].isdigit():
            value = text.plain_number(token)
            units[token] = (add(value, value, NUMBER, count),)
        elif not token[0].isalpha():
            units[token] = () if token in text.DROPPED else (add(token, token, MARK, count),)
        else:
            parts = text.pieces(token)
            if len(parts) == 1 and known:
                parts = list(text.split_compound(token, known, listed))
            units[token] = tuple(add(text.stem(p, language), p, WORD, count) for p in parts)
    forms = tuple(form for _, form in best)
    return units, tuple(ids), forms, np.array(kinds, np.int64)


def _sounds(forms: tuple[str, ...], kinds: Ints) -> Sounds:
    chosen, keys = [], []
    for k, form in enumerate(forms):
        if kinds[k] == WORD and text.spelt(form):
            key = text.sound_key(form)[:_HEARD]
            if len(key) >= 4 and key.isascii():
                chosen.append(k)
                keys.append(key.encode())
    rows = np.frombuffer(b"".join(k.ljust(_HEARD, b"\0") for k in keys), np.uint8).reshape(-1, _HEARD)
    return Sounds(np.array(chosen, np.int64), rows, np.array([len(k) for k in keys], np.int64))


def _odd(cleaned: list[str]) -> Floats:
    """Return 1 for segments that are debris of a scan or a page: no word in them, and not a number alone.

    An initial or a closing bracket is no debris: it is the rest of a sentence that was cut at an abbreviation.
    """
    out = np.zeros(len(cleaned))
    for k, t in enumerate(cleaned):
        letters = len(_NO_LETTER.sub("", t))
        word = _TWO_LETTERS.search(t) is not None
        rest = _REST.search(t) is not None or t.count(")") > t.count("(")
        out[k] = not word and not rest and (letters < 0.5 * len(t.replace(" ", "")) or not t.strip().isdigit())
    return out


_NO_LETTER = re.compile(r"[\W_]+")
_REST = re.compile(r"\b[^\W\d_]\s?\.")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
_CLOSING = "\"')]}»”"
_ABBREVIATION_LENGTH = 3


def _end_class(t: str) -> int:
    """Return how a text ends: nothing, full stop, ?, !, colon, semicolon, comma, letter or digit, other."""
    bare = t.rstrip(_CLOSING + " ")
    if not bare:
        return 0
    place = ".?!:;,".find(bare[-1])
    if place >= 0:
        return 1 + place
    return 7 if bare[-1].isalnum() else 8


def _start_class(t: str) -> int:
    """Return how a text starts: nothing, upper case, lower case, digit, quote, dash, other."""
    bare = t.lstrip()
    if not bare:
        return 0
    c = bare[0]
    if c.isalpha():
        return 2 if c.islower() else 1
    if c.isdigit():
        return 3
    return {'"': 4, "'": 4, "-": 5}.get(c, 6)


def _edges(cleaned: list[str], lengths: Floats) -> tuple[Ints, Ints, Floats]:
    """Return edge classes and the features of the boundary before each segment.

    The features: 1, the end classes ; : , ?/! and none of them, next starts lower case,
    digit, quote or dash or other mark, an open bracket or quote, an abbreviation-like end, and
    log lengths either side, and whether either is very short.
    """
    ends = np.array([_end_class(t) for t in cleaned], np.int64)
    starts = np.array([_start_class(t) for t in cleaned], np.int64)
    n = len(cleaned)
    x = np.zeros((n, BOUNDARY_FEATURES))
    if n < 2:
        return ends, starts, x
    before, after = ends[:-1], starts[1:]
    opened = np.array([t.count("(") > t.count(")") or t.count('"') % 2 == 1 for t in cleaned[:-1]], np.float64)
    last = [t.rsplit(None, 1)[-1] if t.strip() else "" for t in cleaned[:-1]]
    short = np.array([0 < len(w.rstrip(".")) <= _ABBREVIATION_LENGTH and w.endswith(".") for w in last])
    logs = np.log(lengths)
    centre = logs.mean()
    x[1:] = np.column_stack(
        [
            np.ones(n - 1), before == 5, before == 4, before == 6, (before == 2) | (before == 3),
            (before == 7) | (before == 8), after == 2, after == 3, (after == 4) | (after == 5), after == 6,
            opened, short, logs[:-1] - centre, logs[1:] - centre,
        ]
    )  # fmt: skip
    return ends, starts, x
