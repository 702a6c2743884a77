"""How far apart two names are by their consonants, whatever the script and spelling.

Vowels change from spelling to spelling (Suwaida, Soueïda, Сувейда), consonants hardly: each is read as the sounds that
its letters may stand for in any of the languages (c for k, s or ts), and two words are laid beside each other as in an
edit distance. Letters that are often mute or unwritten (h, w, a final t) cost little.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.text import transliterate

Sound = tuple[frozenset[str], float]
"""The sounds that a consonant may stand for, and what it costs to leave it out."""

_UNLIKE, _LEFT_OUT, _MUTE, _VOICED = 1.6, 1.0, 0.3, 0.4
_SOUNDS: dict[str, tuple[str, float]] = {
    "schtsch": ("S", 1), "shch": ("S", 1), "chtch": ("S", 1), "tsch": ("CSJ", 1), "dsch": ("J", 0.5), "dzh": ("J", 0.5),
    "tch": ("CSJ", 1), "sch": ("SK", 1), "ch": ("CSHKJ", 1), "sh": ("SJ", 1), "zh": ("JZ", 1), "dj": ("J", 0.5),
    "ph": ("F", 1), "th": ("TSF", 1), "kh": ("HKGJ", 1), "gh": ("GH", 0.3), "ck": ("K", 1), "qu": ("K", 1),
    "zs": ("JZ", 1), "ts": ("SCZ", 1), "tz": ("SCZ", 1), "gn": ("N", 1), "wh": ("FH", 0.3), "ng": ("N", 1),
    "b": ("BF", 1), "c": ("KSC", 1), "d": ("D", 1), "f": ("F", 1), "g": ("GJHK", 1), "h": ("HG", 0.3),
    "j": ("JHC", 0.5), "k": ("KH", 1), "l": ("L", 1), "m": ("M", 1), "n": ("N", 1), "p": ("P", 1), "q": ("K", 1),
    "r": ("R", 1), "s": ("SZ", 1), "t": ("T", 1), "v": ("FB", 1), "w": ("FB", 0.3), "x": ("KSH", 1), "y": ("J", 0.1),
    "z": ("ZSC", 1),
}  # fmt: skip
_LETTERS = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_MUTE_FIRST = re.compile(r"^(?:k(?=n)|w(?=r)|p(?=[st]))")  # Knott, Wright
_DOUBLED = re.compile(r"(.)\1")
_MUTE_LAST = frozenset("tdsxzpg")
_VOICES = ({"D", "T"}, {"B", "P"}, {"G", "K"}, {"Z", "S"}, {"J", "S"})
_CASES = re.compile(r"(?:ogo|ego|omu|emu|ami|yami|akh|yakh|om|em|ym|im|am|yam|oy|ey)$")  # of Russian names
_CASED = re.compile("[\u0400-\u04ff]")


@lru_cache(maxsize=1 << 16)
def apart(left: str, right: str) -> float:
    """Return how far apart the consonants of two words are: 0 for the same sounds, 1 and more for quite others."""
    return min((_distance(a, b) for a in _readings(left) for b in _readings(right)), default=1.0)


def weight(word: str) -> float:
    """Return how much the consonants of a word tell: their number, mute ones counted in part."""
    return sum(cost for _, cost in _readings(word)[0])


@lru_cache(maxsize=1 << 16)
def _readings(word: str) -> tuple[tuple[Sound, ...], ...]:
    """Return the consonants of a word, and of what is left of it without a Russian ending."""
    plain = transliterate(word.casefold())
    forms = [plain]
    if _CASED.search(word):
        forms += [plain[: m.start()] for m in [_CASES.search(plain)] if m and m.start() > 2]
    return tuple(_consonants(form, silent=word.isascii() or not _CASED.search(word)) for form in forms)


def _consonants(plain: str, *, silent: bool) -> tuple[Sound, ...]:
    plain = _DOUBLED.sub(_once, plain)
    first = _MUTE_FIRST.match(plain) if silent else None
    found = []
    for match in _LETTERS.finditer(plain):
        sounds, cost = _SOUNDS[match[0]]
        if silent and match.end() == len(plain) and match[0] in _MUTE_LAST:
            cost = _VOICED
        if first and not match.start():
            cost = _MUTE
        found.append((frozenset(sounds), cost))
    return tuple(found)


def _once(doubled: re.Match[str]) -> str:
    return doubled[1]  # a function: a template would be read anew for every word


def _distance(left: tuple[Sound, ...], right: tuple[Sound, ...]) -> float:
    longest = max(sum(cost for _, cost in side) for side in (left, right))
    if not longest:
        return 0.0
    above = [0.0]
    for _, cost in right:
        above.append(above[-1] + cost)
    for sounds, cost in left:
        line = [above[0] + cost]
        for n, (others, theirs) in enumerate(right):
            line.append(min(above[n + 1] + cost, line[n] + theirs, above[n] + _unlike(sounds, others)))
        above = line
    return above[-1] / max(longest, 1.0)


@lru_cache(maxsize=1 << 12)
def _unlike(left: frozenset[str], right: frozenset[str]) -> float:
    if left & right:
        return 0.0
    return _VOICED if any(left & voices and right & voices for voices in _VOICES) else _UNLIKE
