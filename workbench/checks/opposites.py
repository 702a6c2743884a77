"""Opposites: an edition that has the opposite of the word that the others have ("refuse" for "accept")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from workbench.checks.material import Fault, Material, Place
from workbench.findings import Severity
from workbench.vocabulary import meanings

_WORD = re.compile(r"[^\W\d_]{3,}")
_NEED = 3  # editions that must have the one word where one has the other


def opposed(material: Material, row: int, editions: Sequence[int]) -> Iterator[Fault]:
    """Yield the faults of a row: all editions but one, three at least, have one word of a pair, that one the other.

    The pairs are given in English (``data/opposites.toml``); what their words are in a language, the shipped lexicon
    says. A warning, or info where the pair turns round with the sentence ("bought from", "sold to").
    """
    if len(editions) <= _NEED:
        return
    sides = {k: _sides(material, row, k) for k in editions}
    found: dict[int, set[int]] = {}
    for k in editions:
        for pair, at in sides[k]:
            found.setdefault(pair, set()).add(at)
    for pair in (pair for pair, both in found.items() if len(both) == 2):
        having = [[k for k in editions if (pair, at) in sides[k]] for at in (0, 1)]
        for at in (0, 1):
            odd, others = having[at], having[1 - at]
            if len(odd) == 1 and len(others) == len(editions) - 1:
                words = {k: sides[k][pair, at if k == odd[0] else 1 - at] for k in (*odd, *others)}
                sure = pair < len(_table()["pairs"])
                yield _fault(material, row, odd[0], words, Severity.WARNING if sure else Severity.INFO)


def _fault(material: Material, row: int, k: int, words: dict[int, list[Place]], severity: Severity) -> Fault:
    said = {j: material.text(j, places[0][0])[places[0][1] : places[0][2]] for j, places in sorted(words.items())}
    others = [j for j in said if j != k]
    expected = said[others[0]]
    message = f"{material.languages[k]} has “{said[k]}”, the opposite of “{expected}” in {material.names(others)}"
    return Fault("negation", severity, row, k, message, words, expected, said[k], (said[k], expected), said)


def _sides(material: Material, row: int, k: int) -> dict[tuple[int, int], list[Place]]:
    """Return the words of pairs that a cell has: by pair and side, where they stand."""
    found: dict[tuple[int, int], list[Place]] = {}
    entries, language = _entries(), material.languages[k]
    for i in material.cells[row][k]:
        for match in _WORD.finditer(material.text(k, i)):
            hit = {side for number in meanings(match[0], language) for side in entries.get(number, ())}
            for side in (side for side in hit if (side[0], 1 - side[1]) not in hit):
                found.setdefault(side, []).append((i, *match.span()))
    return found


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads((files("workbench") / "data" / "opposites.toml").read_text("utf-8"))


@cache
def _entries() -> dict[int, tuple[tuple[int, int], ...]]:
    """Return, by entry of the lexicon, the pairs and sides that it belongs to."""
    pairs = [line for lines in _table().values() for line in lines]
    found: dict[int, set[tuple[int, int]]] = {}
    for pair, line in enumerate(pairs):
        both = [
            frozenset(number for word in side.split() for number in meanings(word.replace("~", " "), "en"))
            for side in line.split(" / ")
        ]
        for side in (0, 1):
            for number in both[side] - both[1 - side]:
                found.setdefault(number, set()).add((pair, side))
    return {number: tuple(sorted(sides)) for number, sides in found.items()}
