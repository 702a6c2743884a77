"""How the dashboard words things: languages, dates, counts, plain text in Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from babel import Locale, UnknownLocaleError

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


@cache
def language_name(tag: str) -> str:
    """Return the English name of a language tag's language (``de-DE`` -> ``German``), else the tag."""
    locale = _locale(tag)
    return (locale and locale.get_language_name("en")) or tag


def language_names(tags: Sequence[str]) -> dict[str, str]:
    """Return a name for each tag; where two tags are of one language, with the tag (``German (de-AT)``)."""
    names = {tag: language_name(tag) for tag in tags}
    twice = {name for name, n in Counter(names.values()).items() if n > 1}
    return {tag: f"{name} ({tag})" if name in twice else name for tag, name in names.items()}


def short_tags(tags: Sequence[str]) -> list[str]:
    """Return the tags without their regions (``de``), but whole where two would be the same."""
    stems = [tag.split("-", maxsplit=1)[0] for tag in tags]
    return [tag if stems.count(stem) > 1 else stem for tag, stem in zip(tags, stems, strict=True)]


@cache
def direction(tag: str) -> str:
    """Return ``rtl`` for a language written from right to left, else ``ltr``."""
    locale = _locale(tag)
    return "rtl" if locale and locale.text_direction == "rtl" else "ltr"


def _locale(tag: str) -> Locale | None:
    for candidate in (tag, tag.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def day(moment: datetime | date | None) -> str:
    """Return a date in words (``7 July 2017``), with its time where it has one; empty for None."""
    if moment is None:
        return ""
    words = f"{moment.day} {moment:%B} {moment.year}"
    if isinstance(moment, datetime) and (moment.hour or moment.minute):
        words += f", {moment:%H:%M}"
    return words


def moment(stamp: str) -> datetime | None:
    """Return the time that a stamp in ISO 8601 names; None where it names none."""
    try:
        return datetime.fromisoformat(stamp)
    except ValueError:
        return None


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun (``1 row``, ``2,000 rows``)."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """Return a number of bytes as a reader of files has it (``12 kB``)."""
    if number < 1000:
        return f"{number} bytes"
    return f"{number / 1000:,.0f} kB" if number < 1_000_000 else f"{number / 1_000_000:,.1f} MB"


def spread(numbers: Iterable[int]) -> str:
    """Return what several editions hold as one figure (``32``) or a range (``30–32``)."""
    known = sorted(numbers)
    if not known:
        return ""
    low, high = known[0], known[-1]
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence has them (``German, English and Russian``)."""
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def plain(text: str) -> str:
    """Return text that Streamlit's Markdown shows exactly as it stands."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def suggested_name(title: str, moment: datetime | date | None) -> str:
    """Return a folder name made of a title's first words and its date."""
    words = re.findall(r"[^\W_]+", title.casefold())[:4]
    stamp = [f"{moment:%Y-%m-%d}"] if moment else []
    return "-".join([*stamp, *words])
