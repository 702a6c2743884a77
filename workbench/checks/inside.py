"""Rows of several sentences: which of them an edition has lost, or has alone."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from statistics import median

from workbench.checks.length import expected_length
from workbench.checks.material import Fault, Material
from workbench.checks.wording import said_words
from workbench.findings import Severity
from workbench.vocabulary import has_lexicon, meanings

_WORDS = re.compile(r"\w+")
_LONGER = 0.1  # log of how much longer a row must be for a sentence in it that nobody else says a word of
_MUCH_LONGER = 0.22  # and for one that its length tells alone
_KNOWN = 2  # words that can be looked for in such a sentence
_TOLD = 0.25  # share of its words in the others from which a sentence is said there, too


def check_inside(material: Material, row: int, present: list[int]) -> Iterator[Fault]:
    """Yield sentences lost in a row of several; or one added, where none is lost and one edition alone has it."""
    cells = material.cells[row]
    if all(len(cells[k]) == 1 for k in present) or len(present) < 3:
        return
    lost = [fault for k in present if (fault := _lost(material, row, k, present))]
    added = [fault for k in present if (fault := _put_in(material, row, k, present))]
    yield from lost or (added if len(added) == 1 else [])


def _off(material: Material, row: int, k: int, present: list[int]) -> tuple[float, float, float] | None:
    """Return an edition's expected length, by how much it is off (log), and how many sentences the others have."""
    expected = expected_length(material, row, k)
    if not expected:
        return None
    usual = median([len(material.cells[row][j]) for j in present if j != k])
    return expected, math.log(material.lengths[row][k] / expected), usual


def _lost(material: Material, row: int, k: int, present: list[int]) -> Fault | None:
    found = _off(material, row, k, present)
    cells = material.cells[row]
    if found is None or found[1] >= -0.28 or len(cells[k]) >= found[2]:
        return None
    _, off, usual = found
    length = material.lengths[row]
    model = next(j for j in present if j != k and len(cells[j]) >= usual)
    part = _part(material, row, model, length[k] / material.ratios[k] * material.ratios[model], [k])
    kept = (length[model] - len(material.text(model, part))) / material.ratios[model] * material.ratios[k]
    if kept <= 0 or abs(math.log(length[k] / kept)) > 0.6 * -off or _told(material, row, (model, part), [k]):
        return None
    said = material.text(model, part)
    places = {model: material.whole(model, [part]), k: material.whole(k, cells[k])}
    message = f"{material.languages[k]} seems to lack: {said}"
    about = ("inside", material.languages[k])
    return Fault("omission", Severity.WARNING, row, k, message, places, said, "", about, concerned=(k,))


def _put_in(material: Material, row: int, k: int, present: list[int]) -> Fault | None:
    found = _off(material, row, k, present)
    if found is None or found[1] <= _LONGER or len(material.cells[row][k]) <= found[2]:
        return None
    expected, off, _ = found
    others = [j for j in present if j != k]
    unsaid = _unsaid(material, row, k, others)
    if unsaid is None and off <= _MUCH_LONGER:
        return None
    part = _part(material, row, k, expected, others) if unsaid is None else unsaid
    left = material.lengths[row][k] - len(material.text(k, part))
    unlike = left <= 0 or abs(math.log(left / expected)) > 0.6 * off
    if unsaid is None and (unlike or _told(material, row, (k, part), others)):
        return None
    said = material.text(k, part)
    message = f"only {material.languages[k]} seems to have: {said}"
    places = {k: material.whole(k, [part])}
    return Fault("addition", Severity.WARNING, row, k, message, places, "", said, ("inside",), concerned=(k,))


def _unsaid(material: Material, row: int, k: int, others: list[int]) -> int | None:
    """Return the one sentence of a cell of which no other edition, three at least, says a word, though each has less.

    The words tell, so its length may be what it is; None where there is none, or two.
    """
    cells = material.cells[row]
    if len(others) < 3 or any(len(cells[j]) >= len(cells[k]) for j in others):
        return None
    found = []
    for i in cells[k]:
        words = said_words(material, row, (k, i), others)
        if len(words) >= _KNOWN and not any(share for _, share in words):
            found.append(i)
    return found[0] if len(found) == 1 else None


def _told(material: Material, row: int, place: tuple[int, int], others: list[int]) -> bool:
    """Tell whether most others say a sentence all the same, by the lexicon, so that its length misled."""
    if not all(has_lexicon(material.languages[j]) for j in (place[0], *others)):
        return False
    return median([said_share(material, row, j, place) for j in others]) >= _TOLD


def _part(material: Material, row: int, k: int, left: float, others: list[int]) -> int:
    """Return the sentence of a cell without which it comes nearest to a length, and which the others say least."""
    cell = material.cells[row][k]
    sizes = {i: len(material.text(k, i)) for i in cell}
    total = sum(sizes.values())
    said = {i: median([said_share(material, row, j, (k, i)) for j in others]) for i in cell}
    return min(cell, key=lambda i: abs(total - sizes[i] - left) / total + said[i])


def said_share(material: Material, row: int, j: int, place: tuple[int, int]) -> float:
    """Return the share of a segment's words that edition j has in a row, 0..1: by the lexicon, or spelled alike.

    ``place`` is the segment's edition and index.
    """
    k, segment = place
    there = set(_WORDS.findall(material.cell_text(row, j)))
    meant = {number for w in there for number in meanings(w, material.languages[j])}
    words = [w for w in _WORDS.findall(material.text(k, segment)) if len(w) > 3 or not w[0].isalpha()]
    found = sum(w in there or not meant.isdisjoint(meanings(w, material.languages[k])) for w in words)
    return found / len(words) if words else 0.0
