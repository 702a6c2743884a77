"""A side of a bitext, prepared once: token ids, lengths and what its boundaries look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

from workbench import text
from workbench.align import counting, dictionary, numerals
from workbench.align.ends import sentence_ends

WORD, NUMBER, MARK = 0, 1, 2
"""Kinds of tokens."""

END_CLASSES, START_CLASSES = 9, 7
"""Kinds of how a sentence ends and starts, for the edge association."""

BOUNDARY_FEATURES = 14
"""Number of features of a boundary, see `_boundaries`."""

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
class Reading:
    """What is read in each segment, whatever the others hold, so that a part need not be read again.

    ``raw`` are the numbers of the raw tokens' ``names``, segment i at ``offsets[i]:offsets[i + 1]``; ``opened`` says
    whether a bracket or quote is left open, ``abbreviated`` whether it ends like an abbreviation; the rest is as in
    `Side`.
    """

    names: tuple[str, ...]
    raw: NDArray[np.int32]
    offsets: Ints
    lengths: Floats
    ends: Ints
    starts: Ints
    opened: NDArray[np.bool_]
    abbreviated: NDArray[np.bool_]
    odd: Floats
    stops: Ints

    def part(self, start: int, end: int) -> Reading:
        """Return what is read in some consecutive segments."""
        offsets = self.offsets[start : end + 1]
        inside = slice(start, end)
        return Reading(
            self.names,
            self.raw[offsets[0] : offsets[-1]],
            offsets - offsets[0],
            self.lengths[inside],
            self.ends[inside],
            self.starts[inside],
            self.opened[inside],
            self.abbreviated[inside],
            self.odd[inside],
            self.stops[inside],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side's segments as arrays.

    ``tokens`` holds the vocabulary ids of all segments in order, segment i at
    ``offsets[i]:offsets[i + 1]``. ``stems``, ``forms`` (the commonest full form),
    ``kinds`` and ``counts`` are by id. ``lengths`` are letters and digits per segment,
    at least 1. ``ends`` and ``starts`` are edge classes; ``boundaries[i]`` describes the
    boundary before segment i (row 0 is void); ``odd`` is 1 for debris: hardly a letter in it;
    ``stops`` is how many sentences end in a segment; ``reading`` is what parts are made of.
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
    reading: Reading

    @property
    def size(self) -> int:
        """How many segments there are."""
        return len(self.texts)


@lru_cache(maxsize=24)
def sounding_alike(left: Sounds, right: Sounds, floor: float, strict: bool) -> tuple[Ints, Ints, Floats]:  # noqa: FBT001 — cached by place
    """Return pairs of words, by their places, and how alike they sound, see `counting.similar_words`; kept for a while.

    Turns and their sentences ask the same.
    """
    return counting.similar_words(left.letters, right.letters, (left.sizes, right.sizes), floor, strict)


@lru_cache(maxsize=24)
def prepare(texts: tuple[str, ...], language: str) -> Side:
    """Return a side made of segments in a language (BCP 47); the last few are kept."""
    return prepare_anew(texts, language)


def prepare_anew(texts: tuple[str, ...], language: str) -> Side:
    """Return a side made of segments in a language, without keeping it."""
    return _made(texts, language, _read(texts, text.primary(language)))


def excerpt(side: Side, start: int, end: int) -> Side:
    """Return a side made of consecutive segments of another, with a vocabulary of its own, without keeping it."""
    return _made(side.texts[start:end], side.language, side.reading.part(start, end))


def _read(texts: tuple[str, ...], primary: str) -> Reading:
    """Return what is read in each segment of a language (primary subtag); a Greek question mark is one."""
    if primary == "el":
        texts = tuple(t.replace(";", "?").replace("\u037e", "?") for t in texts)
    cleaned = [text.clean(t) for t in text.strip_counters(texts)]
    raw = text.raw_tokens(cleaned if primary not in numerals.LANGUAGES else [numerals.spelt_out(t) for t in cleaned])
    names = dict(zip(dict.fromkeys(raw), count()))
    numbers = np.fromiter(map(names.__getitem__, raw), np.int32, len(raw))
    closing = numbers == names["\n"]
    return Reading(
        tuple(names),
        numbers[~closing],
        np.concatenate(([0], np.flatnonzero(closing) - np.arange(len(texts)))),
        np.array([max(1, len("".join(t.split()))) for t in cleaned], np.float64),
        np.array([_end_class(t) for t in cleaned], np.int64),
        np.array([_start_class(t) for t in cleaned], np.int64),
        np.array([t.count("(") > t.count(")") or t.count('"') % 2 == 1 for t in cleaned], bool),
        np.array([_abbreviated(t) for t in cleaned], bool),
        _odd(cleaned),
        np.array([sentence_ends(t) for t in texts], np.int64),
    )


def _made(texts: tuple[str, ...], language: str, reading: Reading) -> Side:
    """Return the side of segments that are read."""
    seen, first, number, times = np.unique(reading.raw, return_index=True, return_inverse=True, return_counts=True)
    order = np.argsort(first)  # words are numbered as they come
    frequency = {reading.names[k]: n for k, n in zip(seen[order].tolist(), times[order].tolist(), strict=True)}
    units, stems, forms, kinds = _vocabulary(frequency, text.primary(language))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    tokens, offsets = _flattened(list(units.values()), rank[number], reading.offsets)
    return Side(
        language,
        texts,
        tokens,
        offsets,
        stems,
        forms,
        kinds,
        np.bincount(tokens, minlength=len(stems)).astype(np.float64),
        reading.lengths,
        reading.ends,
        reading.starts,
        _boundaries(reading),
        reading.odd,
        reading.stops,
        _sounds(forms, kinds),
        reading,
    )


def _flattened(units: list[tuple[int, ...]], raw: Ints, offsets: Ints) -> tuple[Ints, Ints]:
    """Return tokens and where each segment's begin, each raw token having become some; at most so many a segment."""
    sizes = np.array([len(unit) for unit in units], np.int64)
    flat = np.array([k for unit in units for k in unit], np.int64)
    counts = sizes[raw]
    ends = np.concatenate(([0], np.cumsum(counts)))
    shift = (np.cumsum(sizes) - sizes)[raw] - ends[:-1]
    tokens = flat[np.repeat(shift, counts) + np.arange(ends[-1])]
    offsets = ends[offsets]
    lengths = np.diff(offsets)
    if (lengths > _LONGEST).any():
        tokens = tokens[np.arange(len(tokens)) - np.repeat(offsets[:-1], lengths) < _LONGEST]
        offsets = np.concatenate(([0], np.cumsum(np.minimum(lengths, _LONGEST))))
    return tokens, offsets


def _parts(frequency: Mapping[str, int], language: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return what compounds may be made of, with how often it stands alone, and what of that the lexicon lists."""
    if not text.compounding(language):
        return {}, {}
    listed = dict.fromkeys(dictionary.vocabulary(language), 1.0)
    known = dict(listed)
    for word, times in frequency.items():
        if len(word) > 3 and word[0].isalpha():
            known[word] = known.get(word, 0.0) + times
    return known, listed


def _vocabulary(
    frequency: Mapping[str, int], language: str
) -> tuple[dict[str, tuple[int, ...]], tuple[str, ...], tuple[str, ...], Ints]:
    """Return the ids of each raw token and, by id, stems, commonest forms and kinds."""
    known, listed = _parts(frequency, language)
    ids: dict[str, int] = {}
    best: list[tuple[int, str]] = []
    kinds: list[int] = []
    units: dict[str, tuple[int, ...]] = {}

    def add(key: str, form: str, kind: int, times: int) -> int:
        number = ids.setdefault(key, len(ids))
        if number == len(best):
            best.append((times, form))
            kinds.append(kind)
        elif times > best[number][0]:
            best[number] = (times, form)
        return number

    for token, times in frequency.items():
        if token[0].isdigit():
            value = text.plain_number(token)
            units[token] = (add(value, value, NUMBER, times),)
        elif not token[0].isalpha():
            units[token] = () if token in text.DROPPED else (add(token, token, MARK, times),)
        else:
            parts = text.pieces(token)
            if len(parts) == 1 and known:
                parts = list(text.split_compound(token, known, listed))
            units[token] = tuple(add(text.stem(p, language), p, WORD, times) for p in parts)
    forms = tuple(form for _, form in best)
    return units, tuple(ids), forms, np.array(kinds, np.int64)


def _sounds(forms: tuple[str, ...], kinds: Ints) -> Sounds:
    keys = [_heard(form) if kind == WORD else b"" for form, kind in zip(forms, kinds.tolist(), strict=True)]
    chosen = [k for k, key in enumerate(keys) if key]
    rows = np.frombuffer(b"".join(keys[k].ljust(_HEARD, b"\0") for k in chosen), np.uint8).reshape(-1, _HEARD)
    return Sounds(np.array(chosen, np.int64), rows, np.array([len(keys[k]) for k in chosen], np.int64))


@lru_cache(maxsize=1 << 17)
def _heard(form: str) -> bytes:
    """Return what a word sounds like, for comparing; nothing if it is too short, or its signs are no sounds."""
    key = text.sound_key(form)[:_HEARD] if text.spelt(form) else ""
    return key.encode() if len(key) >= 4 and key.isascii() else b""


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


def _abbreviated(t: str) -> bool:
    """Tell whether a text ends like an abbreviation."""
    last = t.rsplit(None, 1)
    return bool(last) and last[-1].endswith(".") and 0 < len(last[-1].rstrip(".")) <= _ABBREVIATION_LENGTH


def _boundaries(reading: Reading) -> Floats:
    """Return the features of the boundary before each segment.

    1, the end classes ; : , ?/! and none of them, next starts lower case, digit, quote or dash or other mark, an open
    bracket or quote, an abbreviation-like end, and log lengths either side.
    """
    n = len(reading.lengths)
    x = np.zeros((n, BOUNDARY_FEATURES))
    if n < 2:
        return x
    before, after = reading.ends[:-1], reading.starts[1:]
    logs = np.log(reading.lengths)
    centre = logs.mean()
    x[1:] = np.column_stack(
        [
            np.ones(n - 1), before == 5, before == 4, before == 6, (before == 2) | (before == 3),
            (before == 7) | (before == 8), after == 2, after == 3, (after == 4) | (after == 5), after == 6,
            reading.opened[:-1], reading.abbreviated[:-1], logs[:-1] - centre, logs[1:] - centre,
        ]
    )  # fmt: skip
    return x
