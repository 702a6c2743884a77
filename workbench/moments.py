"""Dates, weekdays, times of day and relative days, by value.

Month and weekday names come from CLDR (through Babel); what stands around them ("Uhr", "de", "o'clock")
from ``data/moments.toml``. A date may be partial: "9 July" says nothing of the year.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workbench.months import days_end_in_points, is_first_name, is_wide, month_forms, writes_small
from workbench.numerals import Numeral
from workbench.text import primary
from workbench.zones import zone_after

_CONJUNCTION = r"(?:and|to|und|bis|y|al|a|e|et|au|à|и|по|до|[-–—])"
_SUFFIX = r"(?:\.|st|nd|rd|th|er|º|ª|-?го|-?е)?"
_NUMERIC = re.compile(
    r"(?<![\d.,/])(?:(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})|(?P<a>\d{1,2})(?P<s>[./])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})?)(?![\d/])"
)
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")
_MANY = 1 << 18  # words kept in a table before it begins anew
_DAY_HOURS = re.compile(r"uhr|heures|час")  # of languages that count 24, so that 12 is noon
_DAY_PARTS = 28  # characters after a time within which "in the evening" belongs to it


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, weekday, time or relative day at ``start:end`` of a text.

    ``kind`` is ``date``, ``weekday``, ``time``, ``season`` or ``relative``. For a date, ``value`` is (year, month,
    day), 0 for what is not said; a weekday is 0..6 from Monday, a season 0..3 from spring, a relative day -2..2, a
    time the minutes it may mean. ``zone`` is how many minutes a time's zone is ahead of UTC, if one is named.
    """

    kind: str
    value: tuple[int, ...]
    start: int
    end: int
    zone: int | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    months: dict[str, int]
    small: bool
    short: frozenset[str]
    long: frozenset[str]
    date: re.Pattern[str]
    weekday: re.Pattern[str] | None
    weekdays: tuple[str, ...]
    day_phrases: tuple[tuple[re.Pattern[str], int], ...]
    night: re.Pattern[str] | None
    relative: tuple[tuple[re.Pattern[str], int], ...]
    seasons: tuple[tuple[re.Pattern[str], int], ...]
    clocks: tuple[re.Pattern[str], ...]
    cue: re.Pattern[str]
    """What any time that the clocks tell has in it, so that most texts need not be searched for each."""
    named: tuple[tuple[re.Pattern[str], int], ...]
    parts: tuple[re.Pattern[str] | None, re.Pattern[str] | None]
    hours: dict[str, int]


@cache
def _tables() -> tuple[dict[str, dict[str, list[str]]], dict[str, dict[str, list[str]]]]:
    data = files("workbench") / "data"
    return (
        tomllib.loads((data / "moments.toml").read_text("utf-8")),
        tomllib.loads((data / "numerals.toml").read_text("utf-8")),
    )


def _either(words: list[str]) -> str:
    return "|".join(
        re.escape(w).replace("\\~", r"\s").replace("~", r"\s") for w in sorted(words, key=len, reverse=True)
    )


@cache
def _words(base: str) -> _Words:
    table, numerals = (tables.get(base, {}) for tables in _tables())
    months = month_forms(base, _tables()[0]["ru"]["month_adjectives"])
    hours = {
        form: int(value)
        for value, *forms in (line.split() for line in numerals.get("cardinal", []))
        for form in forms
        if value.isdigit()
        and 0 < int(value) <= 24
        and form not in ("eine", "einen", "einem", "einer", "eines", "un", "uno")
    }
    hour = (
        rf"(?<![\d.,])(?:[01]?\d|2[0-4])(?!\d)|\b(?:{_either(list(hours))})\b" if hours else r"(?<![\d.,])\d{1,2}(?!\d)"
    )
    ordinals = {form: int(value) for value, form in (line.split() for line in table.get("hours", []))}
    clocks = [c.replace("{h}", hour).replace("{o}", _either(list(ordinals))) for c in table.get("clock", [])]
    cues = table.get("clock_cue", [] if clocks else [r":\d"])
    clocks.append(r"(?<![\d:.,])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?![\d:])")
    weekdays = _weekdays(base)
    return _Words(
        months,
        writes_small(base),
        frozenset(m for m in months if not is_wide(m, base)),
        frozenset(m for m in months if is_wide(m, base)),
        _dates(months, base),
        re.compile(rf"\b({_either(list(weekdays))}){'(?!e)' if base == 'de' else ''}", re.IGNORECASE)
        if weekdays
        else None,
        weekdays,
        tuple((re.compile(line[2:], re.IGNORECASE), int(line[0])) for line in table.get("weekday_phrase", [])),
        _part(table.get("night")),
        _valued(table.get("relative", [])),
        _valued(table.get("season", [])),
        tuple(re.compile(rf"(?<!\w)(?:{c})", re.IGNORECASE) for c in clocks),
        re.compile("|".join(cues).replace("{h}", hour), re.IGNORECASE),
        tuple(
            (re.compile(rf"(?<![\w-])(?:{_either(table[name])})\b", re.IGNORECASE), minutes)
            for name, minutes in (("noon", 720), ("midnight", 0))
            if name in table
        ),
        (_part(table.get("before_noon")), _part(table.get("after_noon"))),
        hours | ordinals,
    )


def _dates(months: dict[str, int], base: str) -> re.Pattern[str]:
    """Return what a date with the name of a month looks like: day, month, year, the first and the last if said."""
    ending = "" if base == "de" else r"\b\.?"  # German compounds: "Oktoberwoche"
    month = rf"(?P<mon>{_either(list(months)) or '(?!)'}){ending}"
    day = rf"(?<![\d.,])(?P<d>[0-3]?\d|premier|primero){_SUFFIX}\s?(?:de\s|of\s|d')?"
    year = r"(?:,?\s(?:de\s|del\s|d')?(?P<y>[12]\d{3})(?!\d))?"
    date = rf"(?:{day})?\b{month}(?:\s(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d]|[.,:]\d))?{year}"
    return re.compile(date, re.IGNORECASE)


def _valued(lines: list[str]) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Return "value phrase" as patterns with values, the last first: "day after tomorrow" holds "tomorrow"."""
    entries = (line.split() for line in reversed(lines))
    return tuple((re.compile(rf"\b{_either([phrase])}\b"), int(value)) for value, phrase in entries)


def _part(words: list[str] | None) -> re.Pattern[str] | None:
    return re.compile(rf"(?:{_either(words)})(?!\w)", re.IGNORECASE) if words else None


def _weekdays(base: str) -> tuple[str, ...]:
    given = _tables()[0].get(base, {}).get("weekdays")
    if given:
        return tuple(given)
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        days = Locale.parse(base).days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return ()
    return tuple(unicodedata.normalize("NFC", days[k]).casefold() for k in range(7))


_INITIALS = 4  # letters of a month's name in capitals that may be initials
_NIGHT = 24  # characters between a weekday and the night that it names
_MONTH, _HOUR, _WEEKDAY, _RELATIVE, _NAMED = 1, 2, 4, 8, 16


class _Hints(dict[str, int]):
    """What a word may begin (a month's name, an hour in words, a weekday …), worked out once a word."""

    def __init__(self, base: str) -> None:
        super().__init__()
        words, table = _words(base), _tables()[0].get(base, {})
        self.begins = [
            (_MONTH, tuple(m.rstrip(".") for m in words.months)),
            (_WEEKDAY, (*words.weekdays, *table.get("weekday_stem", []))),
        ]
        self.hours = words.hours
        relative = [line.split()[1] for line in (*table.get("relative", []), *table.get("season", []))]
        named = [*table.get("noon", []), *table.get("midnight", [])]
        self.firsts = [
            (bit, {_LETTERS.findall(phrase)[0] for phrase in phrases})
            for bit, phrases in ((_RELATIVE, relative), (_NAMED, named))
        ]

    def __missing__(self, word: str) -> int:
        if len(self) > _MANY:
            self.clear()
        value = _HOUR if word in self.hours else 0
        value |= sum(bit for bit, beginnings in self.begins if word.casefold().startswith(beginnings))
        value |= sum(bit for bit, firsts in self.firsts if word in firsts)
        self[word] = value
        return value


@cache
def _hints(base: str) -> _Hints:
    return _Hints(base)


def find_moments(text: str, language: str, numerals: list[Numeral]) -> list[Moment]:
    """Return the dates, weekdays, times and relative days of a segment, in order and without overlap."""
    base = primary(language)
    plain = text.lower().replace("ё", "е").replace("’", "'")
    if len(plain) != len(text):  # a letter whose lower case is longer: places would shift
        plain = text
    digits = _DIGIT.search(plain) is not None
    hints = _hints(base)
    hint = 0
    for bits in map(hints.__getitem__, _LETTERS.findall(plain)):
        hint |= bits
    if not hint and not digits:
        return []
    words = _words(base)
    found = _numeric_dates(text, language) if digits else []
    if hint & _MONTH:
        found += _worded_dates(text, plain, words, numerals)
    taken = [(m.start, m.end) for m in found]
    times = _times(plain, words, clocks=digits or bool(hint & _HOUR)) if digits or hint & (_HOUR | _NAMED) else []
    days = _weekday_moments(text, words) if hint & _WEEKDAY else []
    relative = _relative(plain, text, words, base) if hint & _RELATIVE else []
    for moment in (*times, *days, *relative):
        if all(moment.end <= a or moment.start >= b for a, b in taken):
            found.append(moment)
            taken.append((moment.start, moment.end))
    return sorted(found, key=lambda m: m.start)


def _numeric_dates(text: str, language: str) -> list[Moment]:
    found = []
    for match in _NUMERIC.finditer(text):
        if match["iy"]:
            value = (int(match["iy"]), int(match["im"]), int(match["id"]))
        else:
            day, month = int(match["a"]), int(match["b"])
            if language == "en-US" or (month > 12 >= day and match["s"] == "/"):
                day, month = month, day
            if not match["y"] and (match["s"] == "/" or not days_end_in_points(primary(language))):
                continue  # "fallen to 1.3.", "в 11.15." is no date
            year = int(match["y"] or 0)
            value = (year + 2000 if 0 < year < 70 else year + 1900 if 70 <= year < 100 else year, month, day)
        if 1 <= value[1] <= 12 and 1 <= value[2] <= 31:
            found.append(Moment("date", value, *match.span()))
    return found


def _worded_dates(text: str, plain: str, words: _Words, numerals: list[Numeral]) -> list[Moment]:
    found = []
    for match in words.date.finditer(plain):
        name = match["mon"]
        day = match["d"] or match["d2"]
        if not day and not _month_alone(text, plain, match, words):
            continue
        start, end = match.span()
        month, year = words.months[name], int(match["y"] or 0)
        number = (int(day) if day.isdigit() else 1) if day else 0
        if not day:
            number, start = _worded_day(plain, start, numerals)
        if number > 31:
            continue
        found.append(Moment("date", (year, month, number), start, end))
        if number:
            found += _companion(plain, found[-1], before=bool(match["d"]))
    return found


def _month_alone(text: str, plain: str, match: re.Match[str], words: _Words) -> bool:
    """Tell whether a month's name without a day is meant as one: "may" and "march" are verbs, too."""
    name, at = match["mon"], match.start("mon")
    if len(name) <= _INITIALS and text[at : at + len(name)].isupper() and not text.isupper():
        return False  # АПР
    if plain[match.end("mon") : match.end("mon") + 1].isalpha():
        return name in words.long and len(name) > 3 and text[at].isupper() and name != "august"
    if match["y"]:
        return True
    if name in words.short or (words.small and is_first_name(text, at, match.end("mon"))):
        return False
    if name in ("may", "march", "mars", "august"):
        before = re.search(
            r"(?:\b(?:in|since|until|till|of|by|last|next|early|late|this|that|the|our|every|from|to|and|mid|before|after|en|de|au|seit|im|ab|bis|vom|zum)"
            r"|\b(?:(?:letzt|vergangen|nächst|kommend|vorig|dies|jed|folgend|ganz)e[nmrs]?|anfang|mitte|ende)|-)[\s-]*$",
            plain[:at],
        )
        return before is not None and (name == "mars" or text[at].isupper())
    return True


def _worded_day(plain: str, start: int, numerals: list[Numeral]) -> tuple[int, int]:
    """Return the day that an ordinal before a month gives ("the first of May"), and where the date begins."""
    for numeral in numerals:
        if (
            numeral.kind in ("ordinal", "words")
            and re.fullmatch(r"\s(?:of\s|de\s)?", plain[numeral.end : start] or "-")
            and 1 <= numeral.value <= 31
        ):
            return int(numeral.value), numeral.start
    return 0, start


def _companion(plain: str, moment: Moment, *, before: bool) -> list[Moment]:
    """Return the other day of "9 and 10 July" or "July 9 and 10"."""
    year, month, _ = moment.value
    if before:
        other = re.search(
            rf"(?<![\d.,])([0-3]?\d){_SUFFIX}\s?{_CONJUNCTION}\s?(?:el\s|le\s|the\s|am\s|den\s)?$",
            plain[: moment.start],
        )
    else:
        other = re.match(
            rf"\s?{_CONJUNCTION}\s?([0-3]?\d)(?![\d%]|[.,:]\d|\s?(?:%|am\b|pm\b|mill|bill))", plain[moment.end :]
        )
    if other is None or not 1 <= int(other[1]) <= 31:
        return []
    base = 0 if before else moment.end
    return [Moment("date", (year, month, int(other[1])), base + other.start(1), base + other.end(1))]


def _times(plain: str, words: _Words, *, clocks: bool) -> list[Moment]:
    found: list[Moment] = []
    for pattern, minutes in words.named:
        for match in pattern.finditer(plain):
            zone, end = zone_after(plain, match.end())
            found.append(Moment("time", (minutes,), match.start(), end, zone))
    for clock in words.clocks if clocks and words.cue.search(plain) else ():
        for match in clock.finditer(plain):
            moment = _time(match, plain, words)
            if moment and all(moment.end <= m.start or moment.start >= m.end for m in found):
                found.append(moment)
    return found


def _time(match: re.Match[str], plain: str, words: _Words) -> Moment | None:
    groups = match.groupdict()
    text = groups["h"]
    hour = int(text) if text.isdigit() else words.hours.get(text, 0)
    minute = int(groups.get("m") or groups.get("m2") or 0)
    plus = groups.get("plus") or ""
    if plus:
        minute = 30 if any(half in plus for half in ("med", "demi", "half")) else 15
        hour, minute = (hour - 1, 45) if plus.startswith(("menos", "moins", "quarter to")) else (hour, minute)
    if groups.get("half"):
        hour, minute = hour - 1, 30
    if hour > 24 or minute > 59:
        return None
    start = min(match.start(name) for name in ("half", "plus", "h") if groups.get(name))
    value = (hour % 24) * 60 + minute
    values: tuple[int, ...]
    tail = plain[match.end() : match.end() + _DAY_PARTS]
    morning, evening = (bool(p and (m := p.search(tail)) and m.start() < 6) for p in words.parts)
    if morning:
        values = (value % 720,) if hour == 12 else (value,)
    elif evening:
        values = (value % 720 + 720,)
        if hour == 12 and not tail.lstrip().startswith("p"):  # "las 12 de la noche"
            values = (720 + minute, minute)
    elif hour == 12 and _DAY_HOURS.search(match[0]):
        values = (value,)
    elif hour <= 12 and not groups.get("m"):
        values = (value % 720, value % 720 + 720)
    else:
        values = (value,)
    end = start + len(plain[start : match.end()].rstrip())
    zone, far = zone_after(plain, end)
    return Moment("time", tuple(sorted(set(values))), start, far, zone)


def _weekday_moments(text: str, words: _Words) -> list[Moment]:
    if words.weekday is None:
        return []
    found = []
    for match in words.weekday.finditer(text):
        number = next((k for k, day in enumerate(words.weekdays) if match[1].casefold() == day), None)
        if number is not None:
            near = text[max(0, match.start() - _NIGHT) : match.end() + _NIGHT]
            night = words.night is not None and words.night.search(near) is not None
            days = (number - 1) % 7, number, (number + 1) % 7  # "Saturday night", "die Nacht zum Sonntag"
            found.append(Moment("weekday", days if night else (number,), *match.span()))
    phrases = ((match, number) for pattern, number in words.day_phrases for match in pattern.finditer(text))
    return found + [Moment("weekday", (number,), *match.span("day")) for match, number in phrases]


def _relative(plain: str, text: str, words: _Words, base: str) -> list[Moment]:
    found: list[Moment] = []
    for pattern, days in words.relative:
        for match in pattern.finditer(plain):
            before = plain[: match.start()].rstrip().rpartition(" ")[2]
            if base == "es" and before in ("la", "esta", "una", "las", "misma", "media", "cada"):
                continue
            if (
                base == "de"
                and match[0] == "morgen"
                and (text[match.start()].isupper() or before in ("heute", "gestern"))
            ):
                continue
            if all(match.end() <= m.start or match.start() >= m.end for m in found):
                found.append(Moment("relative", (days,), *match.span()))
    for pattern, season in words.seasons:
        found += [Moment("season", (season,), *match.span()) for match in pattern.finditer(plain)]
    return found
