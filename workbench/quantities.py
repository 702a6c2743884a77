"""Numbers, dates and times of a segment by value, whatever the locale, digits or words.

Two quantities of different editions agree when one reading of each is the same (:func:`agree`): "2.35
billion euros" and "2,35 Milliarden Euro", "12 pm" and "12.00", "two weeks" and "14 Tage".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from workbench.moments import Moment, find_moments
from workbench.numerals import DIGITS, LOOSE, ORDINAL, PART, WORDS, Numeral, find_numerals, half_after
from workbench.rounding import hedge, rounds_to
from workbench.running import roman
from workbench.text import primary
from workbench.units import Unit, rate, unit_beside

FIRM, WEAK, SLACK = 2, 1, 0
"""How much a quantity binds a translation: digits, small number words, words that may be none."""


_SHARED = re.compile(r"\s?(?:[-–—]|to|and|or|bis|auf|und|oder|a|y|o|à|et|ou|до|на|и|или|,)\s?")
_TO = re.compile(r"\s?(?:[-–—]|to|bis|auf|a|hasta|à|до|на)\s?")
_POWERS = (3, 4, 5, 6, 7, 8, 9, 12)  # that a word unread may name: thousand, lakh, million, crore …
_BARE = re.compile(r"\s*(?:[,.;:)…–—]|$)|\s(?:and|und|y|e|et|и)\b")  # no noun follows
_ROMAN = re.compile(r"\b[IVXLC]+(?=(?:er?|ème|e)?\b)")
_BELOW = re.compile(r"(?:(?:^|[\s(])[-−–]|\b(?:minus|moins|menos|минус|минуса)\s)$", re.IGNORECASE)
_FROST = re.compile(
    r".{0,22}?\b(?:below (?:zero|freezing)|of frost|unter (?:null|dem gefrierpunkt)|bajo cero|sous (?:le )?zéro"
    r"|au-dessous de zéro|en dessous de zéro|ниже нуля|мороза)\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(r"\sчас(?:а|у|ом|е)?\b")  # "пятый час": past four
_PAST = re.compile(r"\b(?:минут[аыу]?|половин[аеыу]|четверть)\s$", re.IGNORECASE)  # "десять минут третьего": 2:10
_ALWAYS = re.compile(
    r"\b24\s(?:hours\sa\sday|heures\ssur\s24|horas\s(?:al|del)\sdía|Stunden\s(?:am\sTag|täglich)|часа\sв\sсутки|ore\s(?:su\s24|al\sgiorno))"
    r"|\b24\s?h\s?(?:/|sur)\s?24\b|\b24/7\b|\blas\s24\shoras\b(?!\s(?:siguientes|posteriores|anteriores|previas|de\b(?!l)))",
    re.IGNORECASE,
)
_UNCOUNTED = {
    "ru": (re.compile(r"\bсут(?:ки|ок|кам|ками|ках)\b"), 1440.0),
    "es": (re.compile(r"\bhora y media\b"), 90.0),
}
_COUNTED = re.compile(r"\s[^\W\d_]+")  # the word after a number: what it counts
_BY = (2, 3, 4)  # "вдвое" more, or less by half
_DECADE = re.compile(r"(?:años|années|anni|anos)(?: de los)?\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, date or time at ``start:end`` of a segment.

    ``kind`` is ``number``, ``date``, ``weekday``, ``time``, ``season`` or ``relative``. ``readings`` are what it may
    mean, each a tuple that starts with its sort. ``unit`` is a unit's name ("" if none is printed), ``dimension`` its
    dimension, ``measure`` the value in its base unit. ``strength`` is FIRM, WEAK or SLACK. ``zone`` is a time's
    distance from UTC in minutes, if its zone is named; ``ordinal`` says that it counts a place ("the second quarter"),
    ``sort`` what else it is that is told apart where many agree: ``part`` (a half, twice, a dozen) or ``roman``.
    ``per`` is the unit of time of a rate ("145 m³ per second"); ``reach`` is where unit and rate end. ``magnitude`` is
    that of a number before it, which it may share without repeating it ("300 millones; Japón, 145"), else 1. ``about``
    is ``about``, ``under`` or ``over`` where the number is said to be no more than near ("knapp 5").
    """

    kind: str
    readings: frozenset[tuple[object, ...]]
    start: int
    end: int
    strength: int
    value: float = 0.0
    unit: str = ""
    dimension: str = ""
    measure: float = 0.0
    date: tuple[int, ...] = ()
    ordinal: bool = False
    zone: int | None = None
    sort: str = ""
    per: str = ""
    reach: int = 0
    magnitude: float = 1.0
    about: str = ""


def agree(left: Quantity, right: Quantity) -> bool:
    """Tell whether two quantities can mean the same."""
    if left.date and right.date:
        return all(a == b or not a or not b for a, b in zip(left.date, right.date, strict=True)) and any(
            a and a == b for a, b in zip(left.date, right.date, strict=True)
        )
    if left.kind == right.kind == "time" and left.zone is not None and right.zone is not None:
        shift = left.zone - right.zone
        return any((a - b - shift) % 1440 == 0 for a in _minutes(left) for b in _minutes(right))
    return not left.readings.isdisjoint(right.readings) or _rounded(left, right) or _rounded(right, left)


def _rounded(left: Quantity, right: Quantity) -> bool:
    """Tell whether the first is said to be about so much, and is the second in round figures: "nearly 5", 4.9."""
    same = left.kind == right.kind == "number" and (left.unit == right.unit or not (left.unit and right.unit))
    return bool(left.about) and same and rounds_to(right.value, left.value, left.about)


def _minutes(quantity: Quantity) -> list[int]:
    return [reading[1] for reading in quantity.readings if reading[0] == "time" and isinstance(reading[1], int)]


def converted(left: Quantity, right: Quantity) -> bool:
    """Tell whether one is the other in another unit of the same dimension, within six per cent (rounding)."""
    if not left.dimension or left.dimension != right.dimension or left.unit == right.unit or not left.measure:
        return False
    if left.dimension == "temperature":
        cold, warm = (left, right) if left.unit == "celsius" else (right, left)
        return abs(cold.value * 1.8 + 32 - warm.value) <= 1
    return abs(left.measure - right.measure) <= 0.06 * abs(left.measure)


def elided(left: Quantity, right: Quantity) -> bool:
    """Tell whether the first is the second if it shares the magnitude of a number before it."""
    return left.magnitude > 1 and ("n", _key(left.value * left.magnitude)) in right.readings


@lru_cache(maxsize=1 << 15)
def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the quantities of a segment in order; dates and times take their numbers with them."""
    numerals, moments = _read(text, language)
    magnitude = 1.0
    reached = 0
    found = [_of_moment(m, text) for m in moments]
    for numeral, scale in zip(numerals, _scales(numerals, text), strict=True):
        if numeral.start < reached or any(numeral.end > m.start and numeral.start < m.end for m in moments):
            continue
        quantity = _of_numeral(numeral, text, primary(language))
        if quantity is None:
            continue
        reached = quantity.reach
        if near := hedge(text, quantity.start, primary(language)):
            quantity = replace(quantity, about=near)
        if scale > 1:
            quantity = replace(quantity, readings=quantity.readings | {("n", _key(quantity.value * scale))})
        elif magnitude > 1 and numeral.kind == DIGITS and not numeral.scaled and _BARE.match(text, numeral.end):
            quantity = replace(quantity, magnitude=magnitude)
        magnitude = _magnitude(numeral) if numeral.scaled else magnitude
        found.append(quantity)
    found += _romans(text)
    found += _uncounted(text, primary(language), found)
    return tuple(sorted(found, key=lambda q: q.start))


def _read(text: str, language: str) -> tuple[list[Numeral], list[Moment]]:
    """Return the numbers and moments of a text, but for those of "24 hours a day", which says "always"."""
    numerals = find_numerals(text, language)
    moments = find_moments(text, language, numerals)
    idioms = [match.span() for match in _ALWAYS.finditer(text)] if "24" in text else []
    if idioms:
        moments = [m for m in moments if not any(m.start < b and a < m.end for a, b in idioms)]
        numerals = [n for n in numerals if not any(n.start < b and a < n.end for a, b in idioms)]
    return numerals, moments


def _scales(numerals: list[Numeral], text: str) -> list[float]:
    """Return by what each number is to be multiplied if it shares the magnitude of the next: "2 and 1.4 billion".

    So may one that a range ends with: "from 12 million to 6".
    """
    scales = [1.0] * len(numerals)
    for n in range(len(numerals) - 2, -1, -1):
        this, after = numerals[n], numerals[n + 1]
        between = text[this.end : after.start]
        if this.scaled or len(between) > 8 or not _SHARED.fullmatch(between):
            continue
        scales[n] = scales[n + 1]
        if after.scaled:
            scales[n] = _magnitude(after)
    for n, (before, this) in enumerate(pairwise(numerals), start=1):
        bare = before.scaled and not this.scaled and this.value < before.value and _BARE.match(text, this.end)
        if bare and _TO.fullmatch(text[before.end : this.start]):  # "from 12 million to 6"
            scales[n] = _magnitude(before)
    return scales


def _magnitude(numeral: Numeral) -> float:
    return next((s for s in (1e12, 1e9, 1e6, 1e3) if numeral.value >= s), 1.0)


def _of_moment(moment: Moment, text: str) -> Quantity:
    named = moment.kind == "time" and moment.value in ((0,), (720,)) and text[moment.start].isalpha()
    strength = WEAK if named or moment.kind in ("relative", "season") else FIRM  # "midday": at lunchtime
    if moment.kind == "date":
        year, month, day = moment.value
        readings: set[tuple[object, ...]] = {("date", *moment.value)}
        if day and not year:  # "from 10 July to the 11th"
            readings.add(("n", float(day)))
        return Quantity("date", frozenset(readings), moment.start, moment.end, FIRM, date=(year, month, day))
    readings = {(moment.kind, value) for value in moment.value}
    if moment.kind == "time":  # "à 7 heures" and "in 7 hours" look alike
        readings |= {("n", float(value // 60)) for value in moment.value if value % 60 == 0}
        readings |= {("n", _key(value // 60 + value % 60 / 100)) for value in moment.value}
    return Quantity(moment.kind, frozenset(readings), moment.start, moment.end, strength, zone=moment.zone)


def _key(value: float) -> float:
    return float(f"{value:.9g}")


def _of_numeral(numeral: Numeral, text: str, base: str) -> Quantity | None:
    value, start, end = numeral.value, numeral.start, numeral.end
    unit, reach = unit_beside(text, start, end, base)
    counted = reach if unit else match.end() if (match := _COUNTED.match(text, end)) else end
    if numeral.kind in (DIGITS, WORDS) and end < counted < (after := half_after(text, counted, base)):
        value, reach, end = value + 0.5, after, after  # "cuatro años y medio", "due ore e mezza"
    if numeral.kind in (WORDS, LOOSE) and value == 1:
        return None
    if _is_year(numeral, text, unit):
        return Quantity(
            "date",
            frozenset([("date", int(value), 0, 0), ("n", value)]),
            start,
            end,
            FIRM,
            value,
            date=(int(value), 0, 0),
        )
    if _several(text, start, end, value):
        return None
    readings = _counts(numeral, value, base, vague=numeral.vague and unit is None)
    strength = _strength(numeral)
    measure = value * unit.factor if unit else 0.0
    readings |= _of_unit(value, measure, unit) if unit else set()
    if (_DECADE.search(text[max(0, start - 14) : start]) and value < 100) or (
        re.match(r"s\b|er\b|-?[ея]\b|-?х\b|'s\b", text[end : end + 3]) and value < 3000 and value % 10 == 0
    ):
        readings |= {("n", value % 100), ("n", 1900 + value % 100)}  # a decade
        strength = WEAK
    ordinal = numeral.kind == ORDINAL
    sort = "part" if numeral.kind in (LOOSE, PART) and value < 1000 else ""
    if unit and unit.dimension == "temperature" and below_zero(text, start, end):
        value, measure, readings = -value, -measure, {("n", _key(-value))}
    if ordinal and base == "ru" and (_UNDER_WAY.match(text, end) or _PAST.search(text, 0, start)):
        readings |= {("n", value - 1), *(("time", int(value - 1) * 60 + half) for half in (0, 720))}
    if unit:
        per, reach = rate(text, reach)
        named = (unit.name, unit.dimension, measure)
        return Quantity(
            "number", frozenset(readings), start, end, strength, value, *named, ordinal=ordinal, per=per, reach=reach
        )
    return Quantity("number", frozenset(readings), start, end, strength, value, ordinal=ordinal, sort=sort)


def _counts(numeral: Numeral, value: float, base: str, *, vague: bool) -> set[tuple[object, ...]]:
    """Return what a number may count: itself, a share, a half of an hour or a year, a magnitude that nobody reads."""
    readings: set[tuple[object, ...]] = {("n", _key(value)), ("n", _key(value - numeral.article))}
    if vague:
        readings |= {("n", _key(value * 10.0**power)) for power in _POWERS}
    if numeral.kind == PART or (numeral.kind == LOOSE and value in (_BY if base == "ru" else _BY[1:])):
        readings |= {("n", _key(1 / value))}
    if value == 0.5:
        readings |= {("n", 50.0), ("d", 30.0), ("d", 262800.0), ("n", 30.0), ("n", 6.0)}
    if value == 1.5:  # "half as much again"
        readings |= {("n", 0.5), ("n", 50.0)}
    return readings


def _of_unit(value: float, measure: float, unit: Unit) -> set[tuple[object, ...]]:
    """Return what else an amount means by its unit: a duration, a share."""
    if unit.dimension == "time":
        return {("d", _key(measure)), *_durations(value, unit.name)}
    return {("n", _key(value / 100))} if unit.dimension == "share" else set()


_SEVERAL = re.compile(
    r"\b(?:mehrere[rn]?|einige[rn]?|viele[rn]?|varias|varios|plusieurs|quelques|several|some|many|few|несколько|нескольких)\s$",
    re.IGNORECASE,
)  # fmt: skip


def below_zero(text: str, start: int, end: int) -> bool:
    """Tell whether a temperature at ``start:end`` is one below zero: by a sign or a word before or after it."""
    return _BELOW.search(text[max(0, start - 8) : start]) is not None or _FROST.match(text, end) is not None


def _several(text: str, start: int, end: int, value: float) -> bool:
    """Tell whether a number is a vague multiple: "mehrere zehn Milliarden", "tens of billions", "decenas de miles"."""
    printed = text[start:end]
    if any(c.isdigit() for c in printed) or value < 10:
        return False
    leading = float(f"{value:.0e}"[0])
    return leading == 1 and _SEVERAL.search(text[max(0, start - 12) : start]) is not None


def _durations(value: float, unit: str) -> set[tuple[object, ...]]:
    """Return other usual ways to say a duration: a week is seven days, or eight in French, a year twelve months."""
    found: set[tuple[object, ...]] = set()
    if unit in ("week", "fortnight"):
        weeks = value * (2 if unit == "fortnight" else 1)
        found |= {("n", weeks * 7)} | ({("n", 15.0)} if weeks == 2 else set()) | ({("n", 8.0)} if weeks == 1 else set())
    if unit == "day" and value in (8, 15):
        found |= {("d", (value - 1) * 1440)}
    if unit == "year":
        found |= {("d", _key(value * 12 * 43800)), ("d", value * 365 * 1440.0)}
    if unit == "month":
        found |= {("d", value * 30 * 1440.0)}
    return found


def _strength(numeral: Numeral) -> int:
    if numeral.kind in (LOOSE, PART) or numeral.attached:
        return SLACK if numeral.kind != PART else WEAK
    if numeral.kind == DIGITS or (numeral.kind == WORDS and (numeral.scaled or numeral.value > 12)):
        return FIRM
    return SLACK if numeral.kind == ORDINAL and numeral.value <= 2 else WEAK


def _is_year(numeral: Numeral, text: str, unit: Unit | None) -> bool:
    printed = text[numeral.start : numeral.end]
    plain = len(printed) == 4 and printed.isdigit() and 1500 <= numeral.value <= 2100
    return plain and not numeral.attached and (unit is None or unit.name == "year")


def _uncounted(text: str, base: str, found: list[Quantity]) -> list[Quantity]:
    """Return durations without a number: "сутки" is 24 hours, "hora y media" 90 minutes, which others may count."""
    if base not in _UNCOUNTED:
        return []
    pattern, minutes = _UNCOUNTED[base]
    readings: frozenset[tuple[object, ...]] = frozenset([("d", minutes), ("n", minutes / 60.0)])
    return [
        Quantity("number", readings, *match.span(), SLACK, 1.0)
        for match in pattern.finditer(text)
        if not any(q.start <= match.start() < max(q.end, q.reach) for q in found)
    ]


def _romans(text: str) -> list[Quantity]:
    """Return Roman numerals beside a century's word or after a capitalised word; none binds."""
    found = []
    for match in _ROMAN.finditer(text):
        value = roman(match[0])
        if value and (value > 1 or len(match[0]) > 1) and len(match[0]) > 1 | (match[0] in "VX"):
            readings = frozenset([("n", float(value))])
            found.append(Quantity("number", readings, *match.span(), SLACK, float(value), sort="roman"))
    return found
