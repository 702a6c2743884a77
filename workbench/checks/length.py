"""Length: rows where an edition is implausibly short or long for the document."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from workbench.checks.material import Fault, Material
from workbench.findings import Severity

_SHORT = 3.5  # times the spread of log ratios that a length may be off before it is noted


def check_length(material: Material) -> Iterator[Fault]:
    """Yield rows where an edition is implausibly short or long for the document.

    Catches: text lost or added inside a sentence. Learned from the document: the usual ratio of each edition and
    how much rows spread around it. Forgives: what is within 3.5 times that spread, and rows below 25 characters.
    Cannot see: what is replaced by something equally long.
    """
    spread = length_spread(material)
    for row in range(len(material.rows)):
        present = material.present(row)
        if len(present) < 2 or len({len(material.cells[row][k]) for k in present}) > 1:
            continue
        for k in present:
            expected = expected_length(material, row, k)
            actual = material.lengths[row][k]
            if expected is None or expected < 25 or actual == 0:
                continue
            off = math.log(actual / expected)
            if abs(off) > max(0.6, _SHORT * spread) * (1 + 15 / expected):
                yield _length_fault(material, row, k, off)


def _length_fault(material: Material, row: int, k: int, off: float) -> Fault:
    what = "short" if off < 0 else "long"
    others = [j for j in material.present(row) if j != k]
    share = round(100 * math.exp(off))
    message = f"{material.languages[k]} is {what} here: {share} % of what {material.names(others)} let expect"
    places = {k: material.whole(k, material.cells[row][k])}
    places |= {j: material.whole(j, material.cells[row][j]) for j in others}
    return Fault(
        "length", Severity.INFO, row, k if len(others) > 1 else None, message, places, "", f"{share} %", (what,)
    )


def expected_length(material: Material, row: int, k: int) -> float | None:
    """Return how many characters long the other editions let this one be in a row; None where it stands alone."""
    lengths, ratios = material.lengths[row], material.ratios
    others = [lengths[j] / ratios[j] for j in range(material.count) if j != k and lengths[j]]
    return median(others) * ratios[k] if others else None


def length_spread(material: Material) -> float:
    """Return the median deviation of log length ratios, as a standard deviation; at least 0.08."""
    found = []
    for row, lengths in enumerate(material.lengths):
        if all(lengths) and min(lengths) > 25:
            for k in range(material.count):
                expected = expected_length(material, row, k)
                found.append(abs(math.log(lengths[k] / expected)) if expected else 0.0)
    return max(0.08, 1.4826 * median(found)) if found else 0.2
