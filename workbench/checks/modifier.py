"""Terms of two words of which one edition changes the modifier once: "testing campaign" for "vaccination campaign"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import Prefix

from workbench.checks.material import Fault, Material, Place
from workbench.findings import Severity
from workbench.numerals import is_number_word
from workbench.terms import Concept, stems_of

_STOP = re.compile(r"[.,;:!?()–—«»“”„]")
_ROOT = 4  # letters that the stems of one word share
_LEAST_STEM, _ENDING = 3, 2  # letters of a stem that is all of another, but for an ending that was taken for one
_CONTENT = 5  # letters from which a word may be a modifier
_GAP = 6  # characters between a word and its modifier: an article or a preposition at most
_COMPOUND = 12  # letters from which a single word holds its modifier (German)
_LEAST = 2  # rows in which the usual modifier must stand
_AGREEING = 3  # other editions that must have the whole term in the row
_AND = frozenset(["and", "or", "und", "oder", "y", "e", "o", "u", "et", "ou", "и", "или"])
Beside = dict[str, tuple[str, list[Place]]]
"""By side: the stem beside a word, and the places of both."""


def changed_modifiers(material: Material, concept: Concept) -> Iterator[Fault]:
    """Yield the rows in which one edition says the head of a term with another modifier than in all its other rows.

    Three other editions at least must have the term there, as two words or as one long one; a head without any
    modifier ("the campaign") is free variation.
    """
    for k, form in concept.forms.items():
        whole = [j for j, other in concept.forms.items() if j != k and (len(other) == 2 or len(other[0]) >= _COMPOUND)]
        if len(form) != 1 or len(whole) < _AGREEING:
            continue
        rows = [row for row in sorted(concept.rows[k]) if sum(row in concept.rows[j] for j in whole) >= _AGREEING]
        beside = {row: _beside(material, row, k, form[0]) for row in rows}
        for side in ("before", "after"):
            counts = Counter(found[side][0] for found in beside.values() if side in found)
            usual = counts.most_common(1)[0][0] if counts else ""
            times = sum(n for stem, n in counts.items() if _same(stem, usual))
            odd = [row for row in rows if side in beside[row] and not _same(beside[row][side][0], usual)]
            if times >= _LEAST and times >= len(rows) - 1 and len(odd) == 1:
                model = next(row for row in rows if side in beside[row] and beside[row][side][0] == usual)
                others = [j for j in whole if odd[0] in concept.rows[j]]
                yield _fault(material, odd[0], k, (beside[odd[0]][side][1], beside[model][side][1], times), others)


def _same(one: str, other: str) -> bool:
    """Tell whether two stems are of one word that a fleeting vowel or an ending parts (список, списка; режим, реж)."""
    common = Prefix.similarity(one, other)
    short, long = sorted((len(one), len(other)))
    return (common == short >= _LEAST_STEM and long - short <= _ENDING) or (common >= _ROOT and common >= 0.75 * short)


def _beside(material: Material, row: int, k: int, head: str) -> Beside:
    """Return the stems of content next to a stem in a cell; a side on which none stands is left out."""
    found: Beside = {}
    for i in material.cells[row][k]:
        text = material.text(k, i)
        words = stems_of(text, material.languages[k])
        for n, (stem, start, end, _) in enumerate(words):
            if stem != head:
                continue
            for side, near in (("before", reversed(words[max(0, n - 2) : n])), ("after", iter(words[n + 1 : n + 3]))):
                for other, a, b, word in near:
                    between = text[b:start] if side == "before" else text[end:a]
                    if len(between) > _GAP or _STOP.search(between) or word.casefold() in _AND:
                        break
                    if len(word) >= _CONTENT and not is_number_word(word.casefold(), material.languages[k]):
                        found.setdefault(side, (other, [(i, min(start, a), max(end, b))]))
                        break
    return found


def _fault(
    material: Material, row: int, k: int, phrases: tuple[list[Place], list[Place], int], others: list[int]
) -> Fault:
    here, usual, times = phrases
    said, model = (material.text(k, i)[a:b] for (i, a, b), *_ in (here, usual))
    message = (
        f"{material.languages[k]} has “{said}” here, “{model}” {times} times elsewhere,"
        f" where {material.names(others)} have one and the same term"
    )
    places = {k: here} | {j: material.whole(j, material.cells[row][j]) for j in others}
    return Fault("term", Severity.WARNING, row, k, message, places, model, said, ("modifier", said, model))
