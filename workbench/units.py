"""Units beside numbers, and the time that an amount is counted by, by tables (``data/units.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LETTERS = re.compile(r"\w*")
_PER = r"(?:per|an?|each|every|pro|je|die|am|im|in der|por|al|a la|cada|par|à l['’]|в|за)"  # what makes a rate


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its name, its dimension, and how many of the dimension's base unit it is."""

    name: str
    dimension: str
    factor: float


@cache
def _units() -> tuple[dict[str, Unit], re.Pattern[str], list[tuple[str, Unit]], re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads((files("workbench") / "data" / "units.toml").read_text("utf-8"))
    short: dict[str, Unit] = {}
    long: list[tuple[str, Unit]] = []
    for name, line in table.items():
        abbreviations, _, words = line.partition("|")
        dimension, factor, *forms = abbreviations.split()
        unit = Unit(name, dimension, float(factor))
        short.update((form, unit) for form in forms)
        long += [(word.replace("~", " "), unit) for word in words.split()]
    long.sort(key=lambda item: -len(item[0]))
    marks = "|".join(re.escape(form) for form in sorted(short, key=len, reverse=True))
    stems = "|".join(re.escape(word) for word, _ in long)
    between = r"of|an?(?=\sh|\sy|\sd|\sm)|de|d['’]|us|consecutive|full|whole|más"
    gap = rf"[\s\u00a0\u202f]?[-‐]?(?:(?:{between})[\s\u00a0]?){{0,2}}"
    after_short = re.compile(rf"[\s\u00a0\u202f]?(?:de\s)?({marks})(?![^\W\d_])")
    after_long = re.compile(rf"{gap}({stems})", re.IGNORECASE)
    before = re.compile(r"(US\$|[€$£¥₽₴₺₹]|EUR|USD|GBP|CHF)[\s\u00a0]?$")
    return short, after_short, long, after_long, before


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit's abbreviation as printed ("MWh", "МВт")."""
    return word in _units()[0]


def unit_beside(text: str, start: int, end: int, base: str) -> tuple[Unit | None, int]:
    """Return the unit before or after a number at ``start:end``, None if none, and where what is read ends."""
    short, after_short, long, after_long, before = _units()
    if match := before.search(text[max(0, start - 5) : start]):
        return short.get(match[1]), end
    tail = text[end : end + 40]
    if match := after_short.match(tail):
        unit = short[match[1]]
        if not (base == "fr" and match[1] == "l"):  # "2 l'an"
            return unit, end + match.end()
    if match := after_long.match(tail):
        word = match[1].lower()
        rest = _LETTERS.match(text, end + match.end())
        if word == "an" and base != "fr":  # a year in French alone
            return None, end
        if rest and (len(word) >= 4 or len(rest[0]) <= 2):
            return next(unit for stem, unit in long if stem == word), rest.end()
    return None, end


@cache
def _rates() -> tuple[re.Pattern[str], dict[str, str]]:
    times = {stem: unit.name for stem, unit in _units()[2] if unit.dimension == "time"}
    short = {"h": "hour", "s": "second", "min": "minute", "ч": "hour", "с": "second", "мин": "minute"}
    stems = "|".join(re.escape(word) for word in times)
    said = rf"[\s\u00a0]{_PER}[\s\u00a0]?(?P<long>{stems})\w{{0,3}}(?!\w)"
    return re.compile(rf"(?:{said}|/(?P<short>{'|'.join(short)})(?!\w))", re.IGNORECASE), times | short


def rate(text: str, at: int) -> tuple[str, int]:
    """Return the unit of time that an amount at this place is counted by ("per second"), "" if none, and its end."""
    pattern, names = _rates()
    match = pattern.match(text, at)
    return (names[(match["long"] or match["short"]).lower()], match.end()) if match else ("", at)
