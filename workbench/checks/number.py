"""Numbers by value: what is counted, measured and paid."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.material import Fault, Material
from workbench.checks.votes import settle


def check_numbers(material: Material) -> Iterator[Fault]:
    """Yield numbers that differ in value between the editions.

    Catches: digits changed or transposed, another magnitude (million for billion), another unit, a number word
    for another, a number left out or put in; decimal and grouping signs are read by each language's locale.
    Forgives: words for digits, "a dozen", "both", a half for 50 %, two weeks for 14 days, a number that stands in
    a neighbouring sentence; a conversion (miles for kilometres) is noted as info.
    Cannot see: a sign (minus), a number that is wrong in all editions, "one" and "first", small numbers that are
    left out and not replaced.
    """
    for fault in settle(material):
        if fault.check == "number":
            yield fault
