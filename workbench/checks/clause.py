"""Clauses left out of a sentence that stays, or put into one: length tells that, what the others say tells which."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from statistics import median

from workbench.checks.material import Fault, Material, Place
from workbench.findings import Severity
from workbench.names import likeness
from workbench.vocabulary import meanings

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_EDGE = re.compile(
    r"[,;:.!?()–—…]\s|\s[–—]\s|\s(?=(?:und|oder|aber|sondern|and|or|but|y|e|o|pero|sino|et|ou|mais|и|или|но|а)\s)"
)
_OFF = 2.8
"""Times the document's own spread that a length must be off for a clause to be looked for."""
_FAR = 3.4
"""Times the spread from which the length alone tells, if nothing speaks against it."""
_SAID = 0.4  # share of a clause's known words up to which it counts as not said
_LEAST = 25  # characters of a clause
_ALIKE = 0.7  # likeness from which two words are one name
_SHORT = 120  # characters of a row, of which a free translation may double the length
_WHOLE = 0.8  # share of a sentence that is no clause of it any more


def find_clauses(material: Material, row: int, spread: float) -> Iterator[Fault]:
    """Yield the clauses that one edition alone lacks or has in a row that all have; three others at least must agree.

    ``spread`` is how much the logarithms of the document's length ratios spread. The clause is the run of words between
    marks or conjunctions that makes up for the length, and whose words (by the lexicon, or spelled alike) are not
    said on the other side.
    """
    present = material.present(row)
    if len(present) < 4 or min(material.lengths[row][k] for k in present) < _LEAST:
        return
    off = {k: _off(material, row, k, spread) for k in present}
    k = max(present, key=lambda j: abs(off[j]))
    others = [j for j in present if j != k]
    if abs(off[k]) < _OFF or any(abs(off[j]) >= min(_OFF, 0.7 * abs(off[k])) for j in others):
        return
    found = _missing(material, row, k, others) if off[k] < 0 else _extra(material, row, k, others)
    if found is None:
        return
    (j, place), share = found
    sure = abs(off[k]) >= _FAR
    if share > (2 * _SAID if sure else _SAID) or (not sure and max(material.lengths[row]) < _SHORT):
        return
    yield _fault(material, row, k, (j, place))


def _off(material: Material, row: int, k: int, spread: float) -> float:
    """Return by how many times the spread an edition is longer (or, below 0, shorter) than the others let expect."""
    lengths, ratios = material.lengths[row], material.ratios
    expected = median([lengths[j] / ratios[j] for j in material.present(row) if j != k]) * ratios[k]
    return math.log(lengths[k] / expected) / (spread * (1 + 15 / expected))


def _missing(material: Material, row: int, k: int, others: list[int]) -> tuple[tuple[int, Place], float] | None:
    """Return the clause that most others have and an edition lacks, with the share of it that is said all the same."""
    length, ratios = material.lengths[row], material.ratios
    best = [_clause(material, row, j, length[j] - length[k] / ratios[k] * ratios[j], [k]) for j in others]
    found = [((j, clause[0]), clause[1]) for j, clause in zip(others, best, strict=True) if clause]
    if len(found) * 2 <= len(others):
        return None
    share = median([share for _, share in found])
    return min(found, key=lambda item: item[1])[0], share


def _extra(material: Material, row: int, k: int, others: list[int]) -> tuple[tuple[int, Place], float] | None:
    lengths, ratios = material.lengths[row], material.ratios
    expected = median([lengths[j] / ratios[j] for j in others]) * ratios[k]
    clause = _clause(material, row, k, lengths[k] - expected, others)
    return ((k, clause[0]), clause[1]) if clause else None


def _clause(material: Material, row: int, k: int, size: float, others: list[int]) -> tuple[Place, float] | None:
    """Return the run of clauses of a cell nearest to a length and least said by others, and the share that is said.

    None where no run is near that length, or none has two words that the lexicon knows.
    """
    said = {i: _said(material, row, k, i, others) for i in material.cells[row][k]}
    best: tuple[float, Place, float] | None = None
    for i, words in said.items():
        text = material.text(k, i)
        edges = [0, *(m.end() for m in _EDGE.finditer(text)), len(text)]
        for n, start in enumerate(edges[:-1]):
            for end in edges[n + 1 :]:
                inside = [share for at, share in words if start <= at < end]
                if not _LEAST <= end - start <= _WHOLE * material.lengths[row][k] or len(inside) < 2:
                    continue
                share = sum(inside) / len(inside)
                cost = abs(math.log((end - start) / max(1.0, size))) + share
                if abs(math.log((end - start) / max(1.0, size))) < 0.7 and (best is None or cost < best[0]):
                    best = cost, (i, start, end), share
    return best[1:] if best else None


def _said(material: Material, row: int, k: int, segment: int, others: list[int]) -> list[tuple[int, float]]:
    """Return where the words of a sentence stand that can be looked for, and which share of the others says each."""
    language = material.languages[k]
    there = {j: _WORD.findall(material.cell_text(row, j)) for j in others}
    known = {j: {n for word in there[j] for n in meanings(word, material.languages[j])} for j in others}
    found = []
    for match in _WORD.finditer(material.text(k, segment)):
        word = match[0]
        numbers = meanings(word, language)
        name = word[0].isupper() and match.start() > 0 and not numbers
        if (len(word) < 4 and not word.isdigit()) or not (numbers or name or word.isdigit()):
            continue
        says = [
            not numbers.isdisjoint(known[j])
            or word in there[j]
            or (name and any(likeness(word, other) >= _ALIKE for other in there[j]))
            for j in others
        ]
        found.append((match.start(), sum(says) / len(says)))
    return found


def _fault(material: Material, row: int, k: int, clause: tuple[int, Place]) -> Fault:
    j, (segment, start, end) = clause
    text = material.text(j, segment)[start:end]
    said = text.strip(" ,;:–—")
    start += text.index(said) if said else 0
    places = {j: [(segment, start, start + len(said))]}
    if j == k:
        message = f"only {material.languages[k]} has: {said}"
        return Fault("addition", Severity.WARNING, row, k, message, places, "", said, ("clause", said), concerned=(k,))
    places[k] = material.whole(k, material.cells[row][k])
    message = f"{material.languages[k]} lacks: {said}"
    return Fault("omission", Severity.WARNING, row, k, message, places, said, "", ("clause", said), concerned=(k,))
