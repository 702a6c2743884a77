"""Initials where they are introduced: "Institut für Meeressäuger (IMS)", whatever their letters are elsewhere."""

from __future__ import annotations

import re

from workbench.checks.material import Material

_IN_BRACKETS = re.compile(r"[(\[]([^\W\d_]{2,8})[)\],;]")
_WORDS = re.compile(r"[^\W\d_]+")
_REACH = 4
"""Words of a name beyond one a letter: articles, prepositions."""


def introduced(material: Material) -> tuple[dict[str, int], ...]:
    """Return, by edition, the row in which initials stand in brackets after the words that they shorten."""
    found: tuple[dict[str, int], ...] = tuple({} for _ in material.editions)
    for number, cells in enumerate(material.cells):
        for k, cell in enumerate(cells):
            for segment in cell:
                text = material.text(k, segment)
                for match in _IN_BRACKETS.finditer(text) if "(" in text or "[" in text else ():
                    if match[1].isupper() and shortens(match[1], text[: match.start()]):
                        found[k].setdefault(match[1], number)
    return found


def shortens(initials: str, before: str) -> bool:
    """Tell whether initials shorten the words at the end of a text: the first begins one, all stand in this order.

    The last begins one of the last two words or stands inside the last, as in compounds ("Meeressäuger": MS).
    """
    words = [m[0].casefold() for m in _WORDS.finditer(before)][-(len(initials) + _REACH) :]
    letters = initials.casefold()
    return any(word[0] == letters[0] and _spelled(letters[1:], words[n:], 1) for n, word in enumerate(words))


def _spelled(letters: str, words: list[str], at: int) -> bool:
    """Tell whether letters stand in order in words, from a place of the first on, and reach the last two words."""
    if not letters:
        return len(words) <= 2
    inside = words[0].find(letters[0], at)
    if inside >= 0 and _spelled(letters[1:], words, inside + 1):
        return True
    return any(
        word[0] == letters[0] and _spelled(letters[1:], words[n:], 1) for n, word in enumerate(words[1:], start=1)
    )
