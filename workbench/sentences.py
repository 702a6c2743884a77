"""Sentences: sentencex, with abbreviations and initials protected per language.

sentencex knows where sentences usually end; it does not know "M. Lavrov",
"3 janv. 2017" or "12 p.m. y". Full stops that end no sentence are masked by
a letter before it looks, so that offsets stay those of the text as printed.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import sentencex

from workbench.language import month_names, primary

_MASK = "x"
_FOLDED = re.compile(r"[ \t\r\n\f\v\u2028\u2029\u0085]+")
_SPACE = r"[\s\u00a0\u202f]?"
_TIME_OF_DAY = re.compile(r"\b[ap]\.[\s\u00a0]?m\.(?=\s+[a-z])", re.IGNORECASE)
_BEFORE_FIGURE = re.compile(r"[^\W\d_A-ZА-ЯЁ]{3}\.\s+(?=\d)")  # an ordinal has its figure before the stop, not after
_CONTINUES = re.compile(r"[\s\u00a0]*[–—-]?[\s\u00a0]*(?P<next>[^\W\d_])")


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of one paragraph, as printed and without the spaces between them.

    ``language`` is a BCP 47 tag; one that sentencex does not know falls back to
    its general rules. Joined by single spaces they give the text with its white space folded.
    """
    masked = _mask(text, primary(language))
    pieces: list[str] = []
    start = 0
    for end in _ends(masked, primary(language)):
        piece = text[start:end]
        if pieces and (_runs_on(piece) or not any(c.isalnum() for c in piece)):
            pieces[-1] += piece
        else:
            pieces.append(piece)
        start = end
    return [folded for piece in pieces if (folded := fold(piece))]


def fold(text: str) -> str:
    """Return a text with runs of ordinary white space made one space; no-break spaces stay as printed."""
    return _FOLDED.sub(" ", text).strip(" \u00a0\ufeff")


def _ends(masked: str, language: str) -> list[int]:
    """Return the offsets after each sentence that sentencex finds."""
    ends, here = set(), 0
    for piece in sentencex.segment(language, masked):
        here += len(piece)
        ends.add(here)
    if here != len(masked):  # a piece was changed: trust none of the offsets
        return [len(masked)]
    if language in _abbreviations():
        ends.update(match.end() for match in _BEFORE_FIGURE.finditer(masked))
    return sorted(ends)


def _runs_on(after: str) -> bool:
    """Tell whether a break is none: the next piece goes on in lower case, in a script that has case."""
    follows = _CONTINUES.match(after)
    return bool(follows and follows["next"].islower())


def _mask(text: str, language: str) -> str:
    """Return the text with the full stops that end no sentence replaced by a letter."""
    for pattern in (*_patterns(language), _TIME_OF_DAY):
        text = pattern.sub(lambda m: m.group().replace(".", _MASK), text)
    return text


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return what to mask in a language: days before a month, abbreviations, those before figures, initials."""
    known = _abbreviations().get(language, {})
    goes_on = rf"(?!\s+(?:{_any(known.get('starters', []))})\b)"
    initials = rf"""
        (?<![^\W_])                 # no letter or digit before:
        (?:[^\W\d_]\.{_SPACE}){{0,2}} # maybe other initials,
        [^\W\d_a-zа-яё]\.          # a capital and its stop,
        (?={_SPACE}(?-i:[^\W\d_a-zа-яё])[^\W\d_]+) # then a name
        {goes_on}"""
    months = _any([*month_names(language)])
    return (
        re.compile(rf"(?<!\d)\d{{1,2}}\.(?=\s*(?:{months})\b)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_any(known.get('always', []))})(?=\s*[^\W_]){goes_on}"),
        re.compile(rf"(?<!\w)(?:{_any(known.get('number', []))})(?=\s*\d)"),
        re.compile(initials, re.VERBOSE),
    )


def _any(entries: list[str]) -> str:
    """Return an alternation of entries, longest first; of none, one that never matches."""
    escaped = [re.escape(e).replace(r"\ ", _SPACE) for e in sorted(entries, key=lambda e: (-len(e), e))]
    return "|".join(escaped) or r"(?!)"


@cache
def _abbreviations() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("workbench") / "data" / "abbreviations.toml").read_text("utf-8"))
