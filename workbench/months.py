"""The names of months in the cases that texts use: CLDR's (through Babel), and what is formed from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from workbench.language import month_names

_ADJECTIVE = ("ий", "ая", "ое", "ие", "ого", "ой", "ую", "ом", "их", "им", "ими", "ему")
_CASES = (
    "u", "owi", "em", "iem", "ie", "ego", "emu", "ym", "im", "om", "ovi", "i", "ě", "e", "і", "ю", "ем", "ом", "ні",
)  # fmt: skip
_ENDED = re.compile(r"(?:^|[.!?…:«„“\"(–—-])\s*$")
_NAME_NEXT = re.compile(r"\w*\s(\w)")
_CASE_VOWELS, _BARE = frozenset("aoueiyаяуюі"), 3  # a genitive's ending; letters of a name too short to inflect


def month_forms(base: str, adjectives: Sequence[str]) -> dict[str, int]:
    """Return the names of months of a language (primary subtag), casefolded, in the cases that texts use, by number.

    ``adjectives`` are the stems of the Russian ones, January first.
    """
    names = dict(month_names(base))
    if base == "ru":  # the other cases of the noun
        for name, number in list(names.items()):
            if len(name) > 3 and name[-1] in "ья":
                names.update((name[:-1] + end, number) for end in ("ь", "я", "ю", "ем", "е"))
            elif len(name) > 3 and number in (3, 8):
                stem = name.rstrip("а")
                names.update((stem + end, number) for end in ("", "а", "у", "ом", "е"))
        names.update(dict.fromkeys(("май", "мая", "маю", "маем", "мае"), 5))
        for number, adjective in enumerate(adjectives, start=1):
            names.update((adjective + end, number) for end in _ADJECTIVE)
    else:
        for name, number in _inflected_months(base).items():
            names.setdefault(name, number)
    return names


@cache
def _inflected_months(base: str) -> dict[str, int]:
    """Return further cases of the month names that CLDR gives in two (sierpień, sierpnia): the locative and so on."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        months = Locale.parse(base).months
    except (UnknownLocaleError, ValueError):
        return {}
    alone, said = (months[context]["wide"] for context in ("stand-alone", "format"))
    found: dict[str, int] = {}
    for number, name in said.items():
        if (
            name.casefold() == alone[number].casefold()
            or len(name) <= _BARE
            or name[-1:].casefold() not in _CASE_VOWELS
        ):
            continue
        stem = name[:-3] if name.endswith("ego") else name[:-1]
        found.update(dict.fromkeys((unicodedata.normalize("NFC", stem + end).casefold() for end in _CASES), number))
    return found


@cache
def _wide(base: str) -> frozenset[str]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        months = Locale.parse(base).months
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(n.casefold() for c in ("format", "stand-alone") for n in months[c]["wide"].values())


def is_wide(name: str, base: str) -> bool:
    """Tell whether a casefolded name of a month is written out, not abbreviated."""
    return name in _wide(base) or name in _inflected_months(base) or (base == "ru" and len(name) >= 3)


@cache
def writes_small(base: str) -> bool:
    """Tell whether a language writes the names of months with small letters, by CLDR ("en marzo", "в марте")."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        names = Locale.parse(base).months["format"]["wide"].values()
    except (UnknownLocaleError, ValueError):
        return False
    return all(name.islower() for name in names)


@cache
def days_end_in_points(base: str) -> bool:
    """Tell whether a language writes days and months with a point after each, by CLDR: "10.12.", not "10.12"."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return str(Locale.parse(base).datetime_skeletons["Md"].pattern).endswith(".")
    except (UnknownLocaleError, ValueError, KeyError):
        return False


def is_first_name(text: str, start: int, end: int) -> bool:
    """Tell whether a month's name is a person's, in a language that writes months small: "Марта Линдквист"."""
    if not text[start].isupper() or text[start:end].isupper():
        return False
    following = _NAME_NEXT.match(text, end)
    return bool(following and following[1].isupper()) or not _ENDED.search(text[:start])
