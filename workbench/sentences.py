"""Sentences: sentencex, with abbreviations and initials protected per language.

sentencex knows where sentences usually end; it does not know "M. Lavrov",
"3 janv. 2017" or "12 p.m. y". Full stops that end no sentence are masked by
a letter before it looks, so that offsets stay those of the text as printed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import sentencex

from workbench.language import month_names, primary

_MASK = "x"
_FOLDED = re.compile(r"[ \t\r\n\f\v\u2028\u2029\u0085]+")
_SPACE = r"[\s\u00a0\u202f]?"
_TIME_OF_DAY = re.compile(r"\b[ap]\.[\s\u00a0]?m\.(?=\s+[a-z])", re.IGNORECASE)
_ONE_LETTER = re.compile(r"(?<![^\W_])[^\W\d_]\.$")
_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_a-zà-öø-ÿа-яё]\.$")
_ORDINAL_DE = (
    r"(?<!\w)(?i:d(?:ie|er|as|em|en|es)|[iv]m|am|zu[mr]|vom|beim|ein(?:e[mnrs]?)?|jede[mnrs]?|diese[mnrs]?"
    r"|(?:sein|ihr|unser|mein)e[mnrs]?)\s\d{1,3}\.(?=\s+[^\W\d_])"
)
_OPENS = r"[«„“”\"'‘(¿¡–—]{0,2}[\s\u00a0]?[A-ZÀ-ÖØ-ÞА-ЯЁ]"
_STOPPED = re.compile(rf"[.!?…)][»”“\"')\]]*[\s\u00a0]+(?=\d|{_OPENS})")
_WORD_STOP = re.compile(r"[^\W\d_A-ZА-ЯЁ]{3}\.$")  # an ordinal has its figure before the stop, not after
_COUNT_STOP = re.compile(r"(?<![\d.,])(?:3[2-9]|[4-9]\d|\d{3,})\.$")  # no day of a month
# a word is abbreviated before a vowel ("dott.", "ul.", "blz."): one in small letters that ends in one is whole
_WHOLE_WORD = re.compile(
    r"(?<![^\W_])(?<![.’'-])(?P<w>[^\W\d_A-ZÀ-ÖØ-Þ]+[aeiouyàáâãäåąèéêëęěìíîïòóôõöùúûüů])[.!?…][»”“\"')]*[\s\u00a0]+"
    r"(?=[«„“”\"'‘(¿¡–—]{0,2}[A-ZÀ-ÖØ-Þ][^\W\d_]*[\s\u00a0,])"
)
_CUT_AFTER_VOWEL = frozenset(["ca", "sra", "dra", "profa", "exma", "ilma"])
_TWO_MARKS = re.compile(r"[?!]{2}")
_CONTINUES = re.compile(r"[\s\u00a0]*[–—-]?[\s\u00a0]*(?P<next>[^\W\d_])")


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of one paragraph, as printed and without the spaces between them.

    ``language`` is a BCP 47 tag; one that sentencex does not know falls back to
    its general rules. Joined by single spaces they give the text with its white space folded.
    """
    masked = _mask(text, primary(language))
    pieces: list[str] = []
    start = 0
    for end in _ends(text, masked, primary(language)):
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


def _ends(text: str, masked: str, language: str) -> list[int]:
    """Return the offsets after each sentence: those that sentencex finds in the masked text, and those it overlooks."""
    ends, here = set(), 0
    for piece in sentencex.segment(language, masked):
        here += len(piece)
        ends.add(here)
    if here != len(masked):  # a piece was changed: trust none of the offsets
        return [len(masked)]
    if language in _abbreviations():
        ends.update(_overlooked(text, masked, language))
    if "words" not in _abbreviations().get(language, {}):  # no full list of ours
        ends.update(match.end() for match in _WHOLE_WORD.finditer(text) if match["w"] not in _CUT_AFTER_VOWEL)
    return sorted(end for end in ends if not _inside(text, end))


def _inside(text: str, end: int) -> bool:
    """Tell whether a break is none: within an acronym or a compound ("U.S.A.", "Dipl.-Ing.")."""
    after = text[end : end + 1]
    if not after or text[end - 1].isspace() or after.isspace():
        return False
    return after == "-" or bool(_ONE_LETTER.search(text[max(0, end - 3) : end]))


def _overlooked(text: str, masked: str, language: str) -> Iterator[int]:
    """Yield the offsets where sentences begin that sentencex may overlook."""
    context = _contexts(language)
    for match in _STOPPED.finditer(text):
        stop, end = match.start(), match.end()
        before, after = text[max(0, stop - 24) : stop + 1], text[end : end + 32]
        ends: object
        if after[:1].isdigit():
            ends = (masked[stop] == "." and _WORD_STOP.search(before)) or _COUNT_STOP.search(before)
        elif ")" in match.group():
            ends = text[stop] != ")" or text[stop - 1 : stop] in (".", "!", "?", "…")
        elif _TWO_MARKS.match(text, max(0, stop - 1)) or context.certain.search(before):
            ends = True
        elif before.endswith(("…", "...")) or context.ends.search(before):
            ends = context.opens.match(after) and not after.startswith("I ")
        else:
            ends = context.starters.match(after) and not (context.never_last.search(before) or _INITIAL.search(before))
        if ends:
            yield end


def _runs_on(after: str) -> bool:
    """Tell whether a break is none: the next piece goes on in lower case, in a script that has case."""
    follows = _CONTINUES.match(after)
    return bool(follows and follows["next"].islower())


def _mask(text: str, language: str) -> str:
    """Return the text with the full stops that end no sentence replaced by a letter."""
    if "." not in text[:-1]:
        return text
    for pattern in (*_patterns(language), _TIME_OF_DAY):
        text = pattern.sub(lambda m: m.group().replace(".", _MASK), text)
    return text


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return what to mask in a language: days before a month, ordinals, abbreviations, initials."""
    known = _abbreviations().get(language, {})
    goes_on = rf"(?!\s+(?:{_any(known.get('starters', []))})\b)"
    initials = rf"""
        (?<![^\W_])                 # no letter or digit before:
        (?:[^\W\d_]\.[-‐]?{_SPACE}){{0,2}} # maybe other initials,
        [^\W\d_a-zа-яё]\.          # a capital and its stop,
        (?={_SPACE}(?-i:[^\W\d_a-zа-яё])[^\W\d_]+) # then a name
        {goes_on}"""
    months = _any([*month_names(language)])
    ordinals = _ORDINAL_DE + goes_on if language == "de" else r"(?!)"
    return (
        re.compile(rf"(?<!\d)\d{{1,2}}\.(?=\s*(?:{months})\b)", re.IGNORECASE),
        re.compile(ordinals),
        re.compile(rf"(?<!\w)(?:{_any(_capitals(known.get('always', [])))})(?=\s*[^\W_]){goes_on}"),
        re.compile(rf"(?<!\w)(?:{_any(_capitals(known.get('number', [])))})(?=\s*\d)"),
        re.compile(initials, re.VERBOSE),
    )


@dataclass(frozen=True, slots=True)
class _Contexts:
    """What tells whether a stop that sentencex passed over ends a sentence: patterns of what is before and after."""

    certain: re.Pattern[str]
    ends: re.Pattern[str]
    never_last: re.Pattern[str]
    starters: re.Pattern[str]
    opens: re.Pattern[str]


@cache
def _contexts(language: str) -> _Contexts:
    known = _abbreviations().get(language, {})
    starters = _any(known.get("starters", []))
    last = {*known.get("final", []), *known.get("ends", [])}
    never = _any(_capitals([a for a in known.get("always", []) if a not in last]))
    words, lettered = _any(known.get("words", [])), _any(known.get("lettered", []))
    opens = rf"(?:{starters})\b|[A-ZÄÖÜ]\w+\s(?:Sie|wir|ich|haben|ist|sind)\b" if language == "de" else _OPENS
    return _Contexts(
        re.compile(rf"(?<!\w)(?:{words}|(?i:{lettered})\s[A-ZА-ЯЁ]\.)$"),
        re.compile(rf"(?<!\w)(?:{_any(known.get('ends', []))})$"),
        re.compile(rf"(?<!\w)(?:{never})$"),
        re.compile(rf"(?:{starters})\b"),
        re.compile(opens),
    )


def _capitals(entries: list[str]) -> list[str]:
    """Return entries with those that begin in lower case also as a sentence begins with them."""
    return [*entries, *(e[0].upper() + e[1:] for e in entries if e[0].islower())]


def _any(entries: list[str]) -> str:
    """Return an alternation of entries, longest first; of none, one that never matches."""
    escaped = [re.escape(e).replace(r"\ ", _SPACE) for e in sorted(entries, key=lambda e: (-len(e), e))]
    return "|".join(escaped) or r"(?!)"


@cache
def _abbreviations() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("workbench") / "data" / "abbreviations.toml").read_text("utf-8"))
