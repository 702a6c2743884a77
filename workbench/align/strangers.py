"""What stands in a row by its place only: sentences added in one edition, or left out by one.

A bead must be contiguous, so a sentence that one edition adds in the middle of another is carried
along; and a sentence that one edition leaves out is easily taken to be joined with its neighbour. One
pair of editions cannot tell; several can: if hardly more of a sentence's keys are found in
the other cells than chance would have, it is taken out of the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import exp

from workbench.align.content import Units, amount, together
from workbench.align.rows import Cells

_EXCESS = 0.06
"""Keys found beyond chance per word below which a text is not there; right parts of rows have .15 and more."""
_ALONE, _TOGETHER = 40, 10
"""Words that must have been looked for, if one edition says the sentence and if three or more do."""
_MANY = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One edition's units, how often each key stands in them, its words in all, keys per word (1 or more), all keys.

    Keys of one word are no independent witnesses.
    """

    units: Units
    counts: Counter[str]
    total: float
    density: float
    known: frozenset[str] = frozenset()


def vocabulary(units: Units) -> Vocabulary:
    """Return the vocabulary of an edition's units."""
    counts, total = Counter(chain.from_iterable(units.keys)), max(1.0, float(units.tokens.sum()))
    return Vocabulary(units, counts, total, max(1.0, counts.total() / total), frozenset(counts))


def sifted(rows: Sequence[Cells], seen: Sequence[Vocabulary]) -> list[Cells]:
    """Return the rows with strangers in rows of their own, after the row they stood in.

    Three editions or more; fewer are returned as they are.
    """
    if len(seen) < _MANY:
        return list(rows)
    out: list[Cells] = []
    for row in rows:
        rest, taken = _without_added(row, seen)
        rest, more = _without_left_out(rest, seen)
        out += [rest, *taken, *more]
    return out


def _without_added(row: Cells, seen: Sequence[Vocabulary]) -> tuple[Cells, list[Cells]]:
    """Return a row without the units that no other edition has, and those in rows of their own."""
    alone = []
    for x, cell in enumerate(row):
        others = [y for y, other in enumerate(row) if y != x and other]
        if len(others) < 2:  # one other edition does not settle it
            continue
        for unit in cell:
            keys = seen[x].units.keys[unit]
            density = seen[x].density
            if _tally(keys, density, seen[others[0]], row[others[0]]).enough():
                continue
            if _absent([_tally(keys, density, seen[y], row[y]) for y in others], _ALONE):
                alone.append((x, unit))
    taken: list[Cells] = [tuple((unit,) if k == x else () for k in range(len(row))) for x, unit in alone]
    rest = tuple(tuple(unit for unit in cell if (x, unit) not in alone) for x, cell in enumerate(row))
    return (rest, taken) if sum(map(bool, rest)) > 1 else (row, [])


def _without_left_out(row: Cells, seen: Sequence[Vocabulary]) -> tuple[Cells, list[Cells]]:
    """Return a row without what one edition leaves out, and that in a row of its own.

    Where three editions or more have the same number of units and one has fewer, their k-th units, taken
    together, are looked for in the cell of that one.
    """
    most = max(map(len, row))
    full = [x for x, cell in enumerate(row) if len(cell) == most]
    short = [y for y, cell in enumerate(row) if 0 < len(cell) < most]
    if most < 2 or len(full) < _MANY or len(short) != 1 or len(full) + 1 < len([c for c in row if c]):
        return row, []
    (y,) = short
    for k in range(most):
        tally = [_tally(seen[x].units.keys[row[x][k]], seen[x].density, seen[y], row[y]) for x in full]
        if _absent(tally, _TOGETHER):
            gone = tuple((cell[k],) if x in full else () for x, cell in enumerate(row))
            rest = tuple((*cell[:k], *cell[k + 1 :]) if x in full else cell for x, cell in enumerate(row))
            return rest, [gone]
    return row, []


@dataclass(frozen=True, slots=True)
class _Tally:
    """How many words of a unit could be found in a cell of another edition, and how many keys were.

    ``known`` are the keys that the other edition has anywhere, ``words`` how many words of it the cell has.
    """

    looked: float
    found: int
    known: frozenset[str]
    words: float
    other: Vocabulary

    def enough(self) -> bool:
        """Whether so much is found beyond chance, by one witness alone, that the others need not be asked."""
        least = 5.0 * _EXCESS * max(7.0, self.looked)
        if self.found <= least:
            return False
        most = self.words * sum(map(self.other.counts.__getitem__, self.known)) / self.other.total  # 1 - exp(-x) < x
        return self.found - most > least or self.found - self.chance() > least

    def chance(self) -> float:
        """Return how many keys would be found by chance."""
        times = Counter(map(self.other.counts.__getitem__, self.known))
        share = self.words / self.other.total
        return sum(number * (1.0 - exp(-share * count)) for count, number in times.items())


def _tally(keys: frozenset[str], density: float, other: Vocabulary, cell: Sequence[int]) -> _Tally:
    """Return what of a unit's keys is found in a cell of another edition; ``density`` is how many make a word."""
    known = keys & other.known
    found = len(keys & together(other.units.keys, cell))
    return _Tally(len(known) / density, found, known, amount(other.units.tokens, cell), other)


def _absent(tally: Sequence[_Tally], least: float) -> bool:
    """Whether of at least so many words hardly more than by chance was found."""
    looked = sum(one.looked for one in tally)
    return looked >= least and sum(one.found - one.chance() for one in tally) / looked < _EXCESS
