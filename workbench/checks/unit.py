"""The same number in another unit: pounds for euros, cubic metres per minute for cubic metres per second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbench.checks.material import Fault, Material
from workbench.findings import Severity

if TYPE_CHECKING:
    from workbench.checks.votes import Ballot
    from workbench.quantities import Quantity


def wrong_unit(material: Material, ballot: Ballot) -> Iterator[Fault]:
    """Yield the fault of an edition that has the number in another unit than the others, or per another time."""
    units = {k: q for k, (_, q) in ballot.entries.items() if q.unit and q.kind == "number"}
    names = [q.unit for q in units.values()]
    usual = max(names, key=lambda n: (names.count(n), -names.index(n)), default="")
    agreeing = [k for k, q in units.items() if q.unit == usual]
    if len(agreeing) < 2 and not (len(units) == 2 and material.count == 2):
        return
    model = units[agreeing[0]]
    rates = Counter(units[k].per for k in agreeing if units[k].per)
    rate = next((per for per, times in rates.most_common(1) if times > 1 or material.count == 2), "")
    for k, quantity in units.items():
        same = quantity.dimension == model.dimension and quantity.measure == model.measure
        otherwise = rate and quantity.per and quantity.per != rate and quantity.unit == usual
        if not otherwise and (quantity.unit == usual or quantity.value != model.value or same):
            continue
        segment = ballot.entries[k][0]
        others = [j for j in agreeing if j != k and not (otherwise and units[j].per != rate)]
        printed, usually = (_with_unit(material, j, *ballot.entries[j]) for j in (k, others[0]))
        message = f"{material.languages[k]} has {printed[3]}; {material.have(others)} {usually[3]}: another unit"
        places = ballot.places() | {k: [(segment, printed[1], printed[2])]}
        said = ballot.said(material)
        yield Fault(
            "number",
            Severity.ERROR,
            ballot.row,
            k,
            message,
            places,
            usually[3],
            printed[3],
            ("unit", quantity.unit, quantity.per),
            said,
        )


def _with_unit(material: Material, k: int, segment: int, quantity: Quantity) -> tuple[int, int, int, str]:
    text = material.text(k, segment)
    end = max(quantity.end, quantity.reach)
    return segment, quantity.start, end, text[quantity.start : end]
