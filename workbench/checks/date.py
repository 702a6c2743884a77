"""Dates, weekdays, times of day and relative days by value."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.material import Fault, Material
from workbench.checks.votes import settle


def check_dates(material: Material) -> Iterator[Fault]:
    """Yield dates and times that differ between the editions.

    Catches: another day, month, year, weekday or time of day; "tomorrow" for "yesterday"; a date left out.
    Forgives: 12-hour and 24-hour clocks, a year or weekday that some editions leave unsaid, months in words or
    digits, a date that stands in a neighbouring sentence.
    Cannot see: time zones, and whether a weekday fits its date.
    """
    for fault in settle(material):
        if fault.check == "date":
            yield fault
