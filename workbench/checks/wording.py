"""How literally editions put the same: which words of one are said in others, by the lexicon or spelled alike.

What an edition puts in other words is free translation; what it says in the same words but for one is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.checks.material import Material, Place
from workbench.names import likeness
from workbench.vocabulary import meanings

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_MARK = re.compile(r"[,;:.!?–—]")
_LEAST = 4  # letters from which a word is looked for
_ALIKE = 0.7  # likeness from which two words are one name
_BESIDE = 4  # words to either side that go with a word


def said_words(material: Material, row: int, place: tuple[int, int], others: Sequence[int]) -> list[tuple[int, float]]:
    """Return where the words of a sentence stand that can be looked for, and which share of the others says each, 0..1.

    ``place`` is the sentence's edition and index. Looked for are words that the lexicon knows, names and numbers.
    """
    k, segment = place
    language = material.languages[k]
    there = {j: _WORD.findall(material.cell_text(row, j)) for j in others}
    known = {j: {n for word in there[j] for n in meanings(word, material.languages[j])} for j in others}
    found = []
    for match in _WORD.finditer(material.text(k, segment)):
        word = match[0]
        numbers = meanings(word, language)
        name = word[0].isupper() and match.start() > 0 and not numbers
        if (len(word) < _LEAST and not word.isdigit()) or not (numbers or name or word.isdigit()):
            continue
        says = [
            not numbers.isdisjoint(known[j])
            or word in there[j]
            or (name and any(likeness(word, other) >= _ALIKE for other in there[j]))
            for j in others
        ]
        found.append((match.start(), sum(says) / len(says)))
    return found


def said_in_cell(material: Material, row: int, k: int, others: Sequence[int]) -> list[tuple[int, float]]:
    """Return what :func:`said_words` does for all sentences of a cell."""
    return [word for i in material.cells[row][k] for word in said_words(material, row, (k, i), others)]


def literal(material: Material, row: int, k: int, others: Sequence[int]) -> float:
    """Return the share of a cell's words that the others say, 0..1; 0.5 where none can be looked for."""
    return _mean([share for _, share in said_in_cell(material, row, k, others)])


def literal_beside(material: Material, row: int, k: int, others: Sequence[int], places: Sequence[Place]) -> float:
    """Return the share of the words beside some places, in the same clause, that the others say; 0 without any."""
    shares = []
    for i in {place[0] for place in places}:
        text = material.text(k, i)
        spans = [(start, end) for segment, start, end in places if segment == i]
        words = said_words(material, row, (k, i), others)
        shares += [share for at, share in words if any(_beside(text, at, *span) for span in spans)]
    return _mean(shares) if shares else 0.0


def _beside(text: str, at: int, start: int, end: int) -> bool:
    """Tell whether a word goes with a span: few words and no mark stand between."""
    between = text[end:at] if at >= end else text[at:start]
    if start <= at < end:  # within "n'a ... pas"
        return end - start > 2 * _LEAST
    return not _MARK.search(between) and len(between.split()) <= _BESIDE


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares) if shares else 0.5
