"""Date lines: "7 July 201722:24", "7 de julio de 2017 22:24", "07.07.2017"; month names from CLDR."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from workbench.language import month_names, primary

_LONGEST = 70  # characters: a line that is longer says more than a date
_MOST_WORDS = 5  # of three letters or more, month and weekday among them
_LONG_WORDS = re.compile(r"[^\W\d_]{3,}")
_TIME = r"(?P<hour>[01]?\d|2[0-3])[:.hч](?P<minute>[0-5]\d)"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:(?P<y1>\d{{4}})(?:[-/]|\.\s?)(?P<m1>\d{{1,2}})(?:[-/]|\.\s?)(?P<d1>\d{{1,2}})"
    rf"|(?P<d2>\d{{1,2}})(?:[./]\s?|\s(?:tháng|thg)\s)(?P<m2>\d{{1,2}})(?:[./]\s?|,\s)(?P<y2>\d{{4}}))(?:\D{{0,8}}{_TIME})?"
)
_EAST_ASIAN = re.compile(
    rf"(?P<y>\d{{4}})\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日일](?:\D{{0,8}}{_TIME})?"
)
_AFTER_YEAR = re.compile(rf"\D{{0,12}}?{_TIME}")
_WORDS = re.compile(r"[^\s\d.,،/()_-]{3,}\.?")
_AFTER_DAY = re.compile(rf"\D{{0,4}}\d{{1,2}}(?!\d)\D{{0,12}}?{_TIME}")
_OTHERS = ("en", "de", "es", "fr", "ru")


def parse_date_line(line: str, language: str) -> datetime | date | None:
    """Return the date, with its time where there is one, of a line that holds little else; else None.

    Day, month and year are expected, the time may stick to the year. Month names
    are those of the language in CLDR, then those of the five languages of the workbench.
    """
    if len(line) > _LONGEST or not re.search(r"\d", line):
        return None
    if len(_LONG_WORDS.findall(line)) > _MOST_WORDS:
        return None
    return find_date(line, language)


def find_date(line: str, language: str) -> datetime | date | None:
    """Return the first date in a text, whatever else it says; see :func:`parse_date_line`."""
    line = unicodedata.normalize("NFC", line)
    for tag in dict.fromkeys((primary(language), *_OTHERS)):
        found = _with_month_name(line, tag)
        if found:
            return found
    for pattern in (_NUMERIC, _EAST_ASIAN):
        match = pattern.search(line)
        if match:
            parts = [int(v) for k, v in match.groupdict().items() if v and k[0] in "ymd" and k != "minute"]
            year, month, day = parts if parts[0] > 31 else parts[::-1]
            return _build(year, month, day, match)
    return None


def _with_month_name(line: str, language: str) -> datetime | date | None:
    months = month_names(language)
    for word in _WORDS.finditer(line):
        name = word.group().rstrip(".").casefold()
        month = months.get(name) or months.get(name.removeprefix("ב"))  # Hebrew writes "in" and the month as one word
        if not month:
            continue
        before, after = line[: word.start()], line[word.end() :]
        year = re.search(r"(?<!\d)((?:19|20)\d\d)", after)
        day = re.search(r"(?<!\d)(\d{1,2})(?!\d)\D{0,6}$", before) or re.match(r"\D{0,3}(\d{1,2})(?!\d)", after)
        first = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", before)  # Hungarian, Lithuanian: the year comes first
        if first and not year and day:
            return _build(int(first[1]), month, int(day[1]), _AFTER_DAY.match(after))
        if year and day:
            return _build(int(year[1]), month, int(day[1]), _AFTER_YEAR.match(after, year.end()))
    return None


def _build(year: int, month: int, day: int, time: re.Match[str] | None) -> datetime | date | None:
    try:
        if time and time["hour"]:
            return datetime(year, month, day, int(time["hour"]), int(time["minute"]))  # noqa: DTZ001 — no zone is printed
        return date(year, month, day)
    except ValueError:
        return None
