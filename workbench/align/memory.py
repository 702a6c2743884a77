"""What earlier alignments taught about a pair of languages, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from workbench.align.counting import Entries
from workbench.align.kernels import Floats
from workbench.align.prepare import Side

_STRENGTH = 1.0  # pseudo-counts that memory gives a word at most
_WORTH = 0.5  # a smaller count is not worth keeping


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """Expected counts of stems that translate each other, as three columns.

    ``left[k]`` and ``right[k]`` are stems of the two languages in their order, ``count[k]`` how often they
    were seen to correspond. Pairs are unique and sorted, so that equal knowledge is equal.
    """

    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    count: Floats = field(default_factory=lambda: np.zeros(0))

    def flipped(self) -> Memory:
        """Return the memory of the pair in the other order."""
        return _sorted(dict(zip(zip(self.right, self.left, strict=True), self.count.tolist(), strict=True)))

    def plus(self, other: Memory, *, weight: float = 1.0, limit: int = 500_000) -> Memory:
        """Return both memories' counts, the other's times ``weight``; the ``limit`` greatest if there are more."""
        counts = dict(zip(zip(self.left, self.right, strict=True), self.count.tolist(), strict=True))
        for pair, count in zip(zip(other.left, other.right, strict=True), other.count.tolist(), strict=True):
            counts[pair] = counts.get(pair, 0.0) + weight * count
        if len(counts) > limit:
            counts = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit])
        return _sorted(counts)


def _sorted(counts: dict[tuple[str, str], float]) -> Memory:
    pairs = sorted(counts)
    return Memory(
        tuple(a for a, _ in pairs),
        tuple(b for _, b in pairs),
        np.array([counts[p] for p in pairs], np.float64),
    )


def remember(left: Side, right: Side, entries: Entries, count: Floats) -> Memory:
    """Return the memory of an aligned pair: the counts of its entries that are worth keeping."""
    worth = np.flatnonzero(count >= _WORTH).tolist()
    return _sorted({(left.stems[entries.left[q]], right.stems[entries.right[q]]): float(count[q]) for q in worth})


def recalled(memory: Memory, left: Side, right: Side) -> Entries:
    """Return what a memory says of two sides' words as entries.

    κ is the share of the left word's count that the pair has, times that count up to one, as a dictionary entry counts.
    """
    total: dict[str, float] = {}
    for stem, count in zip(memory.left, memory.count.tolist(), strict=True):
        total[stem] = total.get(stem, 0.0) + count
    of_left = {s: k for k, s in enumerate(left.stems)}
    of_right = {s: k for k, s in enumerate(right.stems)}
    rows = []
    for a, b, count in zip(memory.left, memory.right, memory.count.tolist(), strict=True):
        e, f = of_left.get(a), of_right.get(b)
        if e is not None and f is not None:
            rows.append((e, f, count * min(1.0, _STRENGTH / total[a])))
    e_column, f_column = (np.array([r[k] for r in rows], np.int64) for k in (0, 1))
    return Entries(e_column, f_column, np.array([r[2] for r in rows], np.float64))
