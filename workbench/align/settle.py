"""Every pair of editions settled with the evidence of all others: message passing over bead lattices.

Each pair of editions has a lattice of scored beads (:mod:`workbench.align.search`). In each round every third edition
z tells the pair (x, y), through its own links with both, which units belong together: log-odds
that are added to the scores of the beads; then forward–backward again. A composite likelihood: pairs are not
independent witnesses, hence the weight below 1. The last word is the consistency transformation
(Do et al. 2005).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.align import paths, search
from workbench.align.bilingual import bead_gain
from workbench.align.kernels import MOVES, NULLS
from workbench.align.lattice import gather_links, hear, lean
from workbench.align.rows import Cells, Pair, components, editions_of

Matrix = NDArray[np.float64]
Ints = NDArray[np.int64]

Flat = dict[Pair, Matrix]
"""The links of all pairs, flat: block by block, row by row."""

WEIGHT = 0.6
"""How much a witness counts beside the pair's own evidence."""
FLOOR = 0.05
"""No witness is surer than this."""
OWN = 2.0
"""Weight of a pair's own links in the last word, a witness counting 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """All pairs after the last round: beads expected (``found``), and the consensus of links (``flat``).

    ``sizes`` (blocks, editions) counts the units of each block, ``starts`` says where each block's links begin.
    """

    sizes: Ints
    found: Mapping[Pair, search.Expectation]
    flat: Flat
    starts: Mapping[Pair, Ints]

    def links(self, block: int) -> dict[Pair, Matrix]:
        """Return the link matrices of one block."""
        out = {}
        for (x, y), values in self.flat.items():
            start = self.starts[x, y][block]
            n, m = self.sizes[block, x], self.sizes[block, y]
            out[x, y] = values[start : start + n * m].reshape(n, m)
        return out

    def rows(self, block: int, threshold: float) -> list[Cells]:
        """Return the cells of one block's rows: what links of at least ``threshold`` connect.

        Two editions have no third to be consistent with; their rows are the best beads.
        """
        if self.sizes.shape[1] != 2 or not self.found:
            return components(self.sizes[block].tolist(), self.links(block), threshold)
        (ours, theirs), (m, n) = self.sizes[:block].sum(axis=0).tolist(), self.sizes[block].tolist()
        path = self.beads((0, 1))
        inside = (path[:, 0] >= ours) & (path[:, 1] <= ours + m) & (path[:, 2] >= theirs) & (path[:, 3] <= theirs + n)
        shifted = (path[inside] - [ours, ours, theirs, theirs]).tolist()
        return [row for a, b, c, d in shifted for row in _single(tuple(range(a, b)), tuple(range(c, d)))]

    def beads(self, pair: Pair) -> Ints:
        """Return the best beads of a pair as rows (left start, end, right start, end), all blocks in order."""
        found = self.found[pair]
        return paths.best_path(found.lattice, bead_gain(found), np.zeros(4))


def _single(left: tuple[int, ...], right: tuple[int, ...]) -> list[Cells]:
    """Return a bead as it is, or, of one side only, a row for each unit: nothing says that they belong together."""
    if left and right:
        return [(left, right)]
    return [((unit,), ()) for unit in left] + [((), (unit,)) for unit in right]


def block_starts(sizes: Ints, x: int, y: int) -> Ints:
    """Return where each block's flat links of x and y begin, and where the last end."""
    return np.concatenate([[0], np.cumsum(sizes[:, x] * sizes[:, y])]).astype(np.int64)


def settle(
    found: Mapping[Pair, search.Expectation],
    sizes: Ints,
    *,
    fixed: Mapping[Pair, Matrix] | None = None,
    rounds: int = 3,
) -> Settled:
    """Return the pairs after some rounds of hearing each other.

    ``found`` holds what each pair expects for itself; all lattices have the same blocks, of
    ``sizes`` (blocks, editions). ``fixed`` holds flat links that are heard, and stay as they are.
    """
    given = dict(fixed or {})
    starts = {(x, y): block_starts(sizes, x, y) for x, y in (*found, *given)}
    gaps = {pair: gap_weights(one.transitions) for pair, one in found.items()}
    now, links = dict(found), given | {pair: _links(one, starts[pair]) for pair, one in found.items()}
    for _ in range(rounds if sizes.shape[1] > 2 else 0):
        told = {pair: WEIGHT * _heard(links, starts, sizes, pair)[2] for pair in found}
        now = {pair: _again(found[pair], (starts[pair], told[pair]), gaps[pair]) for pair in found}
        links = given | {pair: _links(one, starts[pair]) for pair, one in now.items()}
    flat = dict(given)
    for pair in found:
        support, known, _ = _heard(links, starts, sizes, pair)
        flat[pair] = (OWN * links[pair] + support) / (OWN + known)
    return Settled(sizes, now, flat, starts)


def _links(found: search.Expectation, starts: Ints) -> Matrix:
    """Return the flat links of a pair."""
    return gather_links(found.lattice, found.posterior, MOVES, NULLS, starts)


def _heard(links: Flat, starts: Mapping[Pair, Ints], sizes: Ints, pair: Pair) -> Matrix:
    """Return what all other editions say of a pair's links: support, knowledge and log-odds, summed."""
    x, y = pair
    total = np.zeros((3, len(links[pair])))
    for z in editions_of(links):
        if z in pair:
            continue
        left = (links[x, z], starts[x, z], False) if x < z else (links[z, x], starts[z, x], True)
        right = (links[z, y], starts[z, y], False) if z < y else (links[y, z], starts[y, z], True)
        total += hear(np.ascontiguousarray(sizes[:, [x, z, y]]), left, right, FLOOR)
    return total


def _again(found: search.Expectation, told: tuple[Ints, Matrix], gap: Matrix) -> search.Expectation:
    """Return what is expected of a pair once it is told what the others say."""
    scores = lean(found.lattice, found.scores, MOVES, NULLS, told)
    posterior, nodes, transitions = paths.forward_backward(found.lattice, scores, gap)
    return search.Expectation(found.lattice, scores, posterior, nodes, transitions)


def gap_weights(transitions: Matrix) -> Matrix:
    """Return the log weights of match-match, match-null, null-match and null-null out of expected counts."""
    mm, mn, nm, nn = transitions[:4]
    start, stay = (mn + 1.0) / (mm + mn + 2.0), (nn + 1.0) / (nm + nn + 2.0)
    return np.asarray(np.log([1.0 - start, start, 1.0 - stay, stay]))
