"""The search space of one document pair, and what is expected over it.

A lattice holds, for each block, the nodes (i, j) that are still considered; every pass prunes it to
where the last one saw any probability.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.align import between, features, kernels, lexicon, paths, wordorder
from workbench.align.features import Model, Seen
from workbench.align.kernels import LONGEST, MOVES, NEVER, NULLS, Cells, Floats, Given, Ints, Lattice, Terms
from workbench.align.lexicon import Lexicon
from workbench.align.prepare import Side

SHORT = 7
"""So many of the moves, the shortest beads, are enough for a first look."""

DOUBT = 1e-4
"""Beads that are less probable by their words in any order are given up, those as much short of 1 are sure."""

CALM = 0.4
"""What scores weigh where it is asked how sure a bead is."""


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """Beads with probability over a lattice.

    ``scores`` by node and move, ``posterior`` likewise, ``nodes`` the probability of each
    node, ``transitions`` between match and null and the log-likelihood ratio.
    """

    lattice: Lattice
    scores: Floats
    posterior: Floats
    nodes: Floats
    transitions: Floats


def lattice(blocks: Ints, lo: Ints | None = None, hi: Ints | None = None) -> Lattice:
    """Return the lattice of blocks (left start, end, right start, end), whole unless bounds are given."""
    rows = blocks[:, 1] - blocks[:, 0] + 1
    first = np.concatenate(([0], np.cumsum(rows)[:-1]))
    if lo is None or hi is None:
        lo, hi = np.repeat(blocks[:, 2], rows), np.repeat(blocks[:, 3] + 1, rows)
    ptr = np.concatenate(([0], np.cumsum(hi - lo)))
    return Lattice(blocks, first, lo, hi, ptr)


def cells(area: Lattice, left: Side, right: Side, reach: int = LONGEST) -> Cells:
    """Return the band of pairs of segments that beads of at most ``reach`` on the left may need."""
    return Cells(*between.band(area, (left.offsets, right.offsets), reach))


def expect(sides: tuple[Side, Side], words: Lexicon, model: Model, area: Lattice, count: int) -> Expectation:
    """Return the posteriors of the first ``count`` moves' beads over a lattice (the E-step).

    Past a first look at the shortest beads, word order is asked of those in doubt without it; what is out of the
    question then stays so. The probability of nodes is that without order, so that the lattice can be pruned to it.
    """
    scores = score(sides, words, features.terms(model, *sides), area, count)
    gaps = features.gap_scores(model)
    posterior, nodes, transitions = paths.forward_backward(area, scores, gaps)
    if count == len(MOVES) and _order(scores, posterior, (sides, words, area), model.weights.words):
        posterior, _, transitions = paths.forward_backward(area, scores, gaps)
    return Expectation(area, scores, posterior, nodes, transitions)


def _order(scores: Floats, posterior: Floats, given: tuple[tuple[Side, Side], Lexicon, Lattice], weight: float) -> bool:
    """Add what word order says to the scores of beads in doubt; tell whether there are any."""
    (left, right), words, area = given
    matches = posterior[:, NULLS:]
    node, move = np.nonzero((matches > DOUBT) & (matches < 1.0 - DOUBT))
    if len(node) == 0:
        return False
    move += NULLS
    row = np.searchsorted(area.ptr, node, "right") - 1
    block = np.searchsorted(area.first, row, "right") - 1
    i, j = row - area.first[block] + area.blocks[block, 0], node - area.ptr[row] + area.lo[row]
    a, b = MOVES[move].T
    beads = np.column_stack([i - a, i, j - b, j])
    found = lexicon.tokens(left), lexicon.tokens(right)
    scores[node, move] += weight * wordorder.order_gains(beads, *found, words.forward, words.backward)
    return True


def tempered(found: Expectation, model: Model) -> Expectation:
    """Return what is expected at a temperature of 1/`CALM`: scores and transitions weigh less, doubts more.

    Tokens are no independent witnesses, so that posteriors are all but 0 or 1 (Guo et al. 2017 temper likewise).
    """
    scores = np.where(found.scores <= NEVER, found.scores, CALM * found.scores)
    posterior, nodes, transitions = paths.forward_backward(found.lattice, scores, CALM * features.gap_scores(model))
    return Expectation(found.lattice, found.scores, posterior, nodes, transitions)


def score(sides: tuple[Side, Side], words: Lexicon, terms: Terms, area: Lattice, count: int) -> Floats:
    """Return the scores of the first ``count`` moves' beads by the node where they end."""
    left, right = sides
    band = cells(area, left, right, int(MOVES[:count].max()))
    ratios = []
    for swap, table, a, b in ((False, words.forward, left, right), (True, words.backward, right, left)):
        ratios.append(kernels.fill_ratios(lexicon.tokens(a), lexicon.tokens(b), table, band, swap))
        kernels.leave_out(lexicon.tokens(a), lexicon.tokens(b), table, band, ratios[-1], swap)
    single = kernels.single_cells(band, (left.offsets, right.offsets), ratios[0], ratios[1])
    given = Given(left.offsets, right.offsets, ratios[0], ratios[1], single)
    return kernels.score_beads(area, band, given, terms, count)


def seen(found: Expectation, floor: float = 1e-4) -> Seen:
    """Return the beads with a posterior above a floor."""
    return Seen(*between.beads_above(found.lattice, found.posterior, floor))


def prune(found: Expectation, floor: float, slack: int) -> Lattice:
    """Return the lattice of nodes with a probability above a floor, and ``slack`` columns around them."""
    return lattice(found.lattice.blocks, *between.pruned(found.lattice, found.nodes, floor, slack))


def pairs(beads: Seen, size: int, *, weigh: bool = False, floor: float = 0.0) -> tuple[Ints, Ints, Floats]:
    """Return the probability that segments i and j stand in one bead, sorted by i, then j.

    ``size`` is that of the left side. With ``weigh`` pairs inside larger beads weigh as in the score.
    """
    return between.links_of_beads(beads.spans, beads.posterior, size, floor, weigh)


def alone(beads: Seen, sizes: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return the probability of each segment, left and right, of having no counterpart."""
    return between.lonely(beads.spans, beads.posterior, sizes)


def of_path(found: Expectation, path: Ints) -> Floats:
    """Return the posterior of each bead (left start, end, right start, end) of a path through the lattice."""
    area = found.lattice
    number = np.full((LONGEST + 1, LONGEST + 1), -1)
    number[MOVES[:, 0], MOVES[:, 1]] = np.arange(len(MOVES))
    # The blocks a bead may end in start at or before it; the last such one that holds it is its own.
    block = np.searchsorted(area.blocks[:, 0] + area.blocks[:, 2], path[:, 0] + path[:, 2], "right") - 1
    row = area.first[block] + path[:, 1] - area.blocks[block, 0]
    node = area.ptr[row] + path[:, 3] - area.lo[row]
    of_path: Floats = found.posterior[node, number[path[:, 1] - path[:, 0], path[:, 3] - path[:, 2]]]
    return of_path
