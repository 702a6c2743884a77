"""Opposites: rise for fall, refuse for accept, by a table of concepts (``data/opposites.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from workbench.checks.denials import plain
from workbench.checks.material import Material, Place
from workbench.vocabulary import contraries, meanings

Side = tuple[str, str]
"""A concept and one of its sides, "a" or "b"."""
Sides = dict[Side, list[Place]]

_WORD = re.compile(r"[^\W\d_]+")
_AFFIXED = 5  # letters of a word that may have a prefix, or be what one denies
_TURNS = re.compile(
    r"(?:(?P<plain>(?:\b(?:not|cannot|nicht|pas|не)|n['’]t|\bno(?:\s\w+)?))|\b(?:peu|wenig|poco|little|less|moins|menos|мало|менее))\s$",
    re.IGNORECASE,
)
_HEAP = 12  # patterns that are tried as one before each of them is
_MANY = 1 << 18  # words kept before the table begins anew
_FIRST = re.compile(r"\(\?[!=<].*|\s.*")


def sides_of(material: Material, row: int, k: int) -> Sides:
    """Return the sides that a cell takes, with their places; empty where the language has no table."""
    patterns = _patterns().get(material.bases[k])
    found: Sides = {}
    if patterns is None:
        return found
    begins = _begins(material.bases[k])
    for i in material.cells[row][k]:
        text = plain(material.text(k, i))
        if text is None or not any(map(begins.__getitem__, _WORD.findall(text))):
            continue
        for word in _WORD.finditer(text):
            for number in begins[word[0]]:
                side, pattern = patterns[number]
                match = pattern.match(text, word.start())
                if match:
                    found.setdefault(side, []).append((i, match.start(), max(match.end(), word.end())))
    return found


def affixed(material: Material, row: int, editions: Iterable[int]) -> tuple[dict[int, Sides], dict[int, int]]:
    """Return which concepts an edition's words name (side "a") and which they deny by a prefix (side "b").

    Concepts are the entries of the lexicon; only those that some edition denies so are told. A denial right before a
    word ("not likely", "peu probable") does what a prefix does; how many plain ones each edition has so is returned,
    too.
    """
    words = {
        k: [
            (match[0], (i, *match.span()))
            for i in material.cells[row][k]
            for match in _WORD.finditer(material.text(k, i))
            if len(match[0]) >= _AFFIXED
        ]
        for k in editions
    }
    denied = {
        k: [(n, place) for word, place in found for n in contraries(word, material.languages[k])]
        for k, found in words.items()
    }
    told = {n for found in denied.values() for n, _ in found}
    sides: dict[int, Sides] = {k: {} for k in words}
    turned: dict[int, set[Place]] = {k: set() for k in words}
    for k, found in words.items() if told else ():
        for word, place in found:
            named = told & meanings(word, material.languages[k])
            before = _TURNS.search(material.text(k, place[0]), 0, place[1]) if named else None
            if before and before["plain"]:
                turned[k].add(place)
            for n in named:
                sides[k].setdefault((str(n), "b" if before else "a"), []).append(place)
        for n, place in denied[k]:
            sides[k].setdefault((str(n), "b"), []).append(place)
    return sides, {k: len(places) for k, places in turned.items()}


def contradictions(sides: Mapping[int, Sides]) -> Iterator[tuple[int, Side, list[int]]]:
    """Yield an edition that takes the other side of a concept than all that take one, its side, and those others.

    At least two others must take the opposite side, and nobody both.
    """
    for concept in sorted({concept for found in sides.values() for concept, _ in found}):
        a, b = ([k for k, found in sides.items() if (concept, side) in found] for side in "ab")
        if set(a) & set(b):
            continue
        for odd, others, side in ((a, b, "a"), (b, a, "b")):
            if len(odd) == 1 and len(others) >= 2:
                yield odd[0], (concept, side), others


@cache
def _patterns() -> dict[str, list[tuple[Side, re.Pattern[str]]]]:
    table = tomllib.loads((files("workbench") / "data" / "opposites.toml").read_text("utf-8"))
    found: dict[str, list[tuple[Side, re.Pattern[str]]]] = {}
    for concept, languages in table.items():
        for base, sides in languages.items():
            for side, words in sides.items():
                found.setdefault(base, []).extend(((concept, side), re.compile(word)) for word in words)
    return found


class _Begins(dict[str, tuple[int, ...]]):
    """Which patterns may begin at a word, worked out once a word."""

    def __init__(self, base: str) -> None:
        super().__init__()
        firsts = [(n, _first(pattern.pattern)) for n, (_, pattern) in enumerate(_patterns()[base])]
        heaps = [firsts[at : at + _HEAP] for at in range(0, len(firsts), _HEAP)]
        self.any = _either(firsts)
        self.heaps = [(_either(heap), heap) for heap in heaps]

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) > _MANY:
            self.clear()
        told = self.any.match(word)
        heaps = (heap for any_, heap in self.heaps if any_.match(word)) if told else ()
        self[word] = found = tuple(n for heap in heaps for n, first in heap if first.match(word))
        return found


def _either(firsts: list[tuple[int, re.Pattern[str]]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{first.pattern})" for _, first in firsts))


@cache
def _begins(base: str) -> _Begins:
    return _Begins(base)


def _first(pattern: str) -> re.Pattern[str]:
    """Return what a pattern's first word must be like, or something more general."""
    head = _FIRST.sub("", pattern)
    try:
        return re.compile(head)
    except re.error:  # a bracket that a space had closed
        return re.compile(head.partition("(")[0])
