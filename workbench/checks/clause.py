"""Clauses left out of a sentence that stays, or put into one: length tells that, what the others say tells which."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

from workbench.checks.material import Fault, Material, Place
from workbench.checks.wording import said_in_cell, said_words
from workbench.findings import Severity
from workbench.quantities import agree

_EDGE = re.compile(
    r"[,;:.!?()–—…]\s|\s[–—]\s|\s(?=(?:und|oder|aber|sondern|and|or|but|y|e|o|pero|sino|et|ou|mais|и|или|но|а)\s)"
)
_OFF = 2.0
"""Times the document's own spread that a length must be off for a clause to be looked for."""
_AGREED = 2.8
"""Times the spread that the lengths of all others may be off at most."""
_WEIGHTS = (1.8, -7.2, -2.1, -4.9, -7.35)
"""What speaks for a clause (:func:`_belief`), a logistic regression: 6,900 clauses taken out of rows in five editions
or put into them, against the rows of 12 texts as they are. With each text judged by a regression on the others, half of
the clauses are found at 6 false ones in 5,700 rows (by length and share alone, before: half at 29)."""
_SURE, _LIKELY = 1.0, 0.15
"""Belief (log odds) from which a clause is a warning, and from which it is noted."""
_LEAST = 25  # characters of a clause
_UNLIKE = 0.7  # log ratio of the lengths of a clause and of what is looked for, at most
_WHOLE = 0.8  # share of a sentence that is no clause of it any more


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause: whose it is and where, the share of its words that is said on the other side, how many these are."""

    edition: int
    place: Place
    share: float
    words: int


def find_clauses(material: Material, row: int, spread: float) -> Iterator[Fault]:
    """Yield the clauses that one edition alone lacks or has in a row that all have; three others at least must agree.

    ``spread`` is how much the logarithms of the document's length ratios spread. The clause is the run of words between
    marks or conjunctions that makes up for the length, and whose words (by the lexicon, or spelled alike) are not
    said on the other side. An edition that has words of its own instead has put it freely: that speaks against it.
    """
    present = material.present(row)
    if len(present) < 4 or min(material.lengths[row][k] for k in present) < _LEAST:
        return
    off = {k: _off(material, row, k, spread) for k in present}
    k = max(present, key=lambda j: abs(off[j]))
    others = [j for j in present if j != k]
    if abs(off[k]) < _OFF or any(abs(off[j]) >= min(_AGREED, 0.7 * abs(off[k])) for j in others):
        return
    found = _missing(material, row, k, others) if off[k] < 0 else _extra(material, row, k, others)
    if found is None:
        return
    belief = _belief(material, row, (k, others), abs(off[k]), found)
    if belief >= _LIKELY:
        yield _fault(material, row, k, (found.edition, found.place), sure=belief >= _SURE)


def _belief(material: Material, row: int, sides: tuple[int, list[int]], off: float, clause: _Clause) -> float:
    """Return the log odds that a clause is missing or too many, and not put in other words or at other length.

    For it: a length far off; against it: a clause that is said all the same, one that is most of the sentence, and
    words on the other side that no other edition says.
    """
    k, others = sides
    if clause.edition == k:
        own = [sum(1 - share for _, share in said_in_cell(material, row, j, [k])) for j in others]
    else:
        own = [sum(1 - share for _, share in said_in_cell(material, row, k, others))]
    _, start, end = clause.place
    part = (end - start) / material.lengths[row][clause.edition]
    evidence = (off, clause.share, sum(own) / len(own) / clause.words, math.log(part), 1.0)
    return sum(weight * value for weight, value in zip(_WEIGHTS, evidence, strict=True))


def _off(material: Material, row: int, k: int, spread: float) -> float:
    """Return by how many times the spread an edition is longer (or, below 0, shorter) than the others let expect."""
    lengths, ratios = material.lengths[row], material.ratios
    expected = median([lengths[j] / ratios[j] for j in material.present(row) if j != k]) * ratios[k]
    return math.log(lengths[k] / expected) / (spread * (1 + 15 / expected))


def _missing(material: Material, row: int, k: int, others: list[int]) -> _Clause | None:
    """Return the clause that most others have and an edition lacks, with the share of it that is said all the same."""
    length, ratios = material.lengths[row], material.ratios
    best = [_clause(material, row, j, length[j] - length[k] / ratios[k] * ratios[j], [k]) for j in others]
    found = [clause for clause in best if clause]
    if len(found) * 2 <= len(others):
        return None
    return replace(min(found, key=lambda clause: clause.share), share=median([clause.share for clause in found]))


def _extra(material: Material, row: int, k: int, others: list[int]) -> _Clause | None:
    lengths, ratios = material.lengths[row], material.ratios
    expected = median([lengths[j] / ratios[j] for j in others]) * ratios[k]
    return _clause(material, row, k, lengths[k] - expected, others)


def _clause(material: Material, row: int, k: int, size: float, others: list[int]) -> _Clause | None:
    """Return the run of clauses of a cell nearest to a length and least said by others.

    None where no run is near that length, or none has two words that the lexicon knows.
    """
    best: tuple[float, _Clause] | None = None
    for i in material.cells[row][k]:
        runs = list(_runs(material.text(k, i), _WHOLE * material.lengths[row][k], size))
        words = said_words(material, row, (k, i), others) if runs else []
        counted = _counted(material, row, (k, i), others) if len(words) > 1 else []
        for start, end, unlike in runs:
            inside = [share for at, share in words if start <= at < end]
            if len(inside) < 2 or any(start <= at < end for at in counted):
                continue  # what is said of a number is there with it, be it in a word
            share = sum(inside) / len(inside)
            if best is None or unlike + share < best[0]:
                best = unlike + share, _Clause(k, (i, start, end), share, len(inside))
    return best[1] if best else None


def _runs(text: str, most: float, size: float) -> Iterator[tuple[int, int, float]]:
    """Yield the runs of clauses of a sentence that are about as long as a size, with how unlike it they are."""
    edges = [0, *(m.end() for m in _EDGE.finditer(text)), len(text)]
    for n, start in enumerate(edges[:-1]):
        for end in edges[n + 1 :]:
            if _LEAST <= end - start <= most:
                unlike = abs(math.log((end - start) / max(1.0, size)))
                if unlike < _UNLIKE:
                    yield start, end, unlike


def _counted(material: Material, row: int, place: tuple[int, int], others: list[int]) -> list[int]:
    """Return where the quantities of a sentence begin that most others have in the row, in digits or in words."""
    k, segment = place
    there = [[q for _, q in material.quantities(row, j)] for j in others]
    found = []
    for _, quantity in (entry for entry in material.quantities(row, k) if entry[0] == segment):
        having = sum(any(agree(quantity, other) for other in theirs) for theirs in there)
        if quantity.strength and having * 2 > len(others):
            found.append(quantity.start)
    return found


def _fault(material: Material, row: int, k: int, clause: tuple[int, Place], *, sure: bool) -> Fault:
    j, (segment, start, end) = clause
    text = material.text(j, segment)[start:end]
    said = text.strip(" ,;:–—")
    start += text.index(said) if said else 0
    places = {j: [(segment, start, start + len(said))]}
    severity = Severity.WARNING if sure else Severity.INFO
    if j == k:
        message = f"only {material.languages[k]} has: {said}"
        return Fault("addition", severity, row, k, message, places, "", said, ("clause", said), concerned=(k,))
    places[k] = material.whole(k, material.cells[row][k])
    message = f"{material.languages[k]} lacks: {said}"
    return Fault("omission", severity, row, k, message, places, said, "", ("clause", said), concerned=(k,))
