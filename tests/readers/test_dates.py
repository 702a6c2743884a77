"""Date lines in the five languages, and through CLDR in others."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from babel import Locale, dates
from hypothesis import given
from hypothesis import strategies as st

from workbench.readers.dates import parse_date_line


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("7 July 201722:24", "en"), ("July 7, 2017 22:24", "en"), ("7. Juli 201722:24", "de"), ("7. Juli 2017, 22.24 Uhr", "de"),
        ("7 de julio de 2017 22:24", "es"), ("7 julio 201722:24", "es"), ("7 juillet 2017 22:24", "fr"), ("7 juillet 2017, 22h24", "fr"),
        ("7 июля 201722:24", "ru"), ("7 июля 2017 года, 22:24", "ru"), ("07.07.2017 22:24", "ru"), ("2017-07-07T22:24:00", "en"),
        ("2017年7月7日 22:24", "zh"), ("7 lipca 2017, 22:24", "pl"),
    ],
)  # fmt: skip
def test_dates_with_times(line: str, language: str) -> None:
    """Day, month, year and time are read, run together or not."""
    assert parse_date_line(line, language) == datetime(2017, 7, 7, 22, 24)  # noqa: DTZ001 — no zone is printed


@pytest.mark.parametrize(
    "language",
    [
        "de",
        "en",
        "es",
        "fr",
        "ru",
        "it",
        "pt",
        "nl",
        "pl",
        "cs",
        "sv",
        "da",
        "fi",
        "hu",
        "ro",
        "bg",
        "uk",
        "tr",
        "el",
        "hr",
        "id",
    ],
)
@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_long_dates_of_cldr(language: str, day: date) -> None:
    """What CLDR writes as a long date is read back, in many languages."""
    line = dates.format_date(day, "long", Locale.parse(language))
    assert parse_date_line(line, language) == day


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Question: What happened on 7 July 2017, and why did nobody say so at the time?",
        "The answers given by the minister in Riga, 7 July 2017",
        "12 million",
        "31 June 2017",
        "July",
    ],
)
def test_what_is_no_date_line(line: str) -> None:
    """A line that says more than a date, or no date, is none."""
    assert parse_date_line(line, "en") is None
