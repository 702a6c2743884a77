"""Magnitudes after digits in languages that have no table of number words: by CLDR's compact formats."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import Prefix

_AFTER = re.compile(r"[ \u00a0\u202f\u2009]?(?P<w>[^\W\d_]+)")
_SHORTEST = 4  # letters that a magnitude in another case shares with a known form


def magnitude_after(text: str, end: int, base: str) -> tuple[float, int]:
    """Return the magnitude that the word after a number names, and where it ends.

    1 and ``end`` where no word follows; 0 and ``end`` where a word follows that may be one, for all that is known.
    ``base`` is the primary language subtag.
    """
    match = _AFTER.match(text, end)
    if match is None:
        return 1.0, end
    word, known = match["w"].casefold(), magnitudes(base)
    scale = known.get(word)
    if scale is None and not match["w"][0].isascii() and not text[end].isspace():  # scripts without spaces: 18億円
        scale = next((known[word[:n]] for n in (3, 2, 1) if word[:n] in known), None)
        if scale is not None:
            return scale, match.start("w") + next(n for n in (3, 2, 1) if word[:n] in known)
    if scale is None:
        near = max(known, key=lambda form: Prefix.similarity(form, word), default="")
        scale = known[near] if near and _inflected(near, word) else None
    return (scale, match.end()) if scale else (0.0, end)


def _inflected(form: str, word: str) -> bool:
    cut = max(_SHORTEST, len(form) - 2)
    return len(form) >= cut and len(word) <= len(form) + 3 and word.startswith(form[:cut])


@cache
def magnitudes(base: str) -> dict[str, float]:
    """Return the words and signs for thousand, million … of a language (casefolded) in CLDR's compact formats."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 — slow to import

    try:
        formats = Locale.parse(base).compact_decimal_formats
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, float] = {}
    for width in ("long", "short"):
        for patterns in (formats.get(width) or {}).values():
            for power, pattern in patterns.items():
                words = re.findall(r"[^\W\d_]+", pattern.pattern)
                zeros = pattern.pattern.count("0")
                if len(words) == 1 and zeros and (width == "long" or len(words[0]) > 1 or not words[0].isascii()):
                    found.setdefault(words[0].casefold(), float(power) / 10.0 ** (zeros - 1))
    return found
