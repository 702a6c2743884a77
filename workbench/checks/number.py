"""Numbers and dates by value: what is counted, measured and paid, and when."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.material import Fault, Material
from workbench.checks.votes import settle


def check_quantities(material: Material) -> Iterator[Fault]:
    """Yield numbers and dates that differ in value between the editions.

    Catches (``number``): digits changed or transposed, another magnitude (million for billion), another unit, a
    number word for another, a number left out or put in; where three agree, another part, multiple or Roman numeral
    (a quarter for half, XIX for XX), degrees without their minus; (``date``) another day, month, year, weekday, season
    or time of day, "tomorrow" for "yesterday", a date left out. Decimal and grouping signs are read by each language's
    locale.
    Forgives: words for digits, "a dozen", "both", a half for 50 %, two weeks for 14 days, 12-hour and 24-hour clocks,
    one moment in two time zones ("noon Moscow time", "9.00 GMT"), a zone that only some name, local time, a year or
    weekday that some leave unsaid, what stands in a neighbouring sentence; a conversion (miles for kilometres) is
    noted as info.
    Cannot see: a sign (minus) of other than degrees, what is wrong in all editions, "one" and "first", small numbers
    left out and not replaced, whether a weekday fits its date, summer time.
    """
    yield from settle(material)
