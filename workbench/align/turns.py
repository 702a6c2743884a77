"""Which turns of two or more editions say the same: pair by pair, then all editions together.

1. Each pair of editions: :mod:`workbench.align.evidence`, then forward–backward over the moves of
   :mod:`workbench.align.moves`, among them exchanges told in another order.
2. What is left over on both sides, and matches strongly, was moved (:func:`moved_links`).
3. All pairs: what the others say of a pair (:func:`workbench.align.rows.verdict`) goes into a second round of
   1 and 2, as do the speakers' labels, learned by then. The last word is
   :func:`workbench.align.rows.consensus`, after ProbCons (Do et al. 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.align.evidence import Evidence, TurnSide, cell_score, evidence, label_ratio, relearned, shape_of
from workbench.align.lattice import NONE, move_posteriors
from workbench.align.moves import GAPS, ONE_TO_ONE, SPLITS, TURN_MOVES, Move, steps_of
from workbench.align.rows import (
    Links,
    between,
    consensus,
    editions_of,
    pairs_of,
    verdict,
)

Matrix = NDArray[np.float64]
Pair = tuple[int, int]

_GAP = np.log(np.array([[0.96, 0.04], [0.3, 0.7]]))
"""Log probability of (matched, in a gap) after (matched, in a gap)."""
_WIDE = 4_000_000
"""Cells of a lattice above which only the simple moves are tried (2,000 turns a side)."""
_FREE = 400
"""Pairs of turns left over up to which they are tried in an exchange of places."""
_HOPELESS = -12.0
"""A move of several turns below this is not tried."""


def move_scores(facts: Evidence, moves: Sequence[Move]) -> Matrix:
    """Return the log score of every move at every place, (moves, left + 1, right + 1)."""
    rows, columns = facts.traits.shape
    scores = np.full((len(moves), rows + 1, columns + 1), NONE)
    cells: dict[tuple[tuple[int, ...], tuple[int, ...]], Matrix] = {}
    for k, move in enumerate(moves):
        a, b = move.step
        if a > rows or b > columns:
            continue
        total = np.full((rows - a + 1, columns - b + 1), -move.cost)
        for left, right in move.cells:
            shape = shape_of((left, right))
            if shape not in cells:
                cells[shape] = cell_score(facts, shape)
            i, j = left[0], right[0]
            total += cells[shape][i : i + rows - a + 1, j : j + columns - b + 1]
        if a * b > 1:
            total[total < _HOPELESS] = NONE
        scores[k, : rows - a + 1, : columns - b + 1] = total
    return scores


def links_of(posterior: Matrix, moves: Sequence[Move]) -> Matrix:
    """Return the probability that each turn stands in one cell with each other, of the moves' posteriors."""
    rows, columns = posterior.shape[1] - 1, posterior.shape[2] - 1
    links = np.zeros((rows, columns))
    for k, move in enumerate(moves):
        a, b = move.step
        if a > rows or b > columns:
            continue
        span = posterior[k, : rows - a + 1, : columns - b + 1]
        for left, right in move.cells:
            for i in left:
                for j in right:
                    links[i : i + rows - a + 1, j : j + columns - b + 1] += span
    return np.minimum(links, 1.0)


def moved_links(scores: Matrix, moves: Sequence[Move], links: Matrix, edges: tuple[Matrix, Matrix]) -> Matrix:
    """Return the links with those of moved blocks added.

    Forward–backward again, over the turns that are left over on both sides; the others cost nothing
    to pass, but each block found has to pay log(n·m) + 2 for standing anywhere, n and m the turns left
    over. Repeated until nothing more is found, at most four times.
    """
    links = links.copy()
    for _ in range(4):
        used = links.sum(axis=1) > 0.5, links.sum(axis=0) > 0.5
        free = (~used[0]).sum() * (~used[1]).sum()
        if not free:
            break
        price = float(np.log(free)) + 2.0
        block = np.array([[0.0, 0.0], [-price, 0.0]])
        posterior, _ = move_posteriors(_without(scores, moves, used), steps_of(tuple(moves)), block, 1, edges)
        found = links_of(posterior, moves)
        found[used[0]] = 0.0
        found[:, used[1]] = 0.0
        if found.max(initial=0.0) < 0.5:
            break
        links = np.maximum(links, np.where(found >= 0.5, found, 0.0))
    return links


def swapped_links(scores: Matrix, links: Matrix) -> Matrix:
    """Return the links with the turns changed over that two pairs hold crosswise, far better than straight.

    Forward–backward links two turns that an editor changed over to what stands in their places, since gaps cost more
    than unlike words. Changing over pays 2·(log n + 2), n the pairs: what two moved blocks pay. Both turns of one
    of the two pairs may be left over. The best first, each turn once; ``scores`` is of turns one to one.
    """
    left, right = np.nonzero(links > 0.5)
    sums = (links > 0.5).sum(axis=1), (links > 0.5).sum(axis=0)
    single = (sums[0][left] == 1) & (sums[1][right] == 1)
    alone = np.argwhere((sums[0] == 0)[:, None] & (sums[1] == 0)[None, :])
    alone = alone if len(alone) <= _FREE else alone[:0]
    left, right = np.append(left[single], alone[:, 0]), np.append(right[single], alone[:, 1])
    cross, straight = scores[np.ix_(left, right)], scores[left, right]
    straight[int(single.sum()) :] = 0.0  # two gaps
    gain = np.triu(cross + cross.T - straight[:, None] - straight[None, :], 1) - 2 * (np.log(len(left) + 1) + 2.0)
    gain[(cross <= straight[:, None]) | (straight[:, None] >= cross.T)] = 0.0
    gain[(left[:, None] == left[None, :]) | (right[:, None] == right[None, :])] = 0.0
    out, used = links.copy(), set[tuple[int, int]]()
    for a, b in sorted(np.argwhere(gain > 0).tolist(), key=lambda pair: -gain[pair[0], pair[1]]):
        turns = {(side, int(at[n])) for side, at in enumerate((left, right)) for n in (a, b)}
        if used.isdisjoint(turns):
            used |= turns
            out[np.ix_(left[[a, b]], right[[a, b]])] = [[0.0, 1.0], [1.0, 0.0]]
    return out


def _left_over(links: Matrix) -> bool:
    """Whether turns are left over on both sides."""
    return bool((links.sum(axis=1) <= 0.5).any() and (links.sum(axis=0) <= 0.5).any())


def _without(scores: Matrix, moves: Sequence[Move], used: tuple[Matrix, Matrix]) -> Matrix:
    """Return the scores with every move but gaps ruled out that touches a turn that is used."""
    left, right = (np.concatenate([[0], np.cumsum(side)]) for side in used)
    out = scores.copy()
    for k, move in enumerate(moves):
        a, b = move.step
        if move.is_gap or a >= len(left) or b >= len(right):
            continue
        touched = (left[a:] - left[: len(left) - a])[:, None] + (right[b:] - right[: len(right) - b])[None, :]
        part = out[k, : touched.shape[0], : touched.shape[1]]
        part[touched > 0] = NONE
    return out


def pooled(scores: Links, links: Links, x: int, y: int) -> Matrix:
    """Return the ratios of x and y with half of those that lead through other editions added.

    Σ_z (S_xz·P_zy + P_xz·S_zy)/2: a turn that one edition moved is like its counterparts in
    all the others, and those are linked among themselves.
    """
    total = scores[x, y].copy()
    for z in editions_of(links):
        if z not in (x, y):
            if _known(scores, x, z):
                total += 0.5 * between(scores, x, z) @ between(links, z, y)
            if _known(scores, z, y):
                total += 0.5 * between(links, x, z) @ between(scores, z, y)
    return total


def _known(scores: Links, x: int, y: int) -> bool:
    """Whether a pair was compared (pairs that are given are not)."""
    return (min(x, y), max(x, y)) in scores


def turn_links(sides: Sequence[TurnSide], *, fixed: Links | None = None, rounds: int = 2) -> Links:
    """Return the link matrices of all pairs of editions, each settled with the others' evidence.

    Pairs in ``fixed`` are heard, and stay as they are.
    """
    given = dict(fixed or {})
    pairs = [pair for pair in pairs_of(len(sides)) if pair not in given]
    moves = {p: _moves_for(sides[p[0]], sides[p[1]]) for p in pairs}
    facts = {(x, y): evidence(sides[x], sides[y], moves[x, y]) for x, y in pairs}
    links = _round(facts, moves, given)
    facts = {pair: relearned(facts[pair], links[pair]) for pair in pairs}
    for _ in range(rounds):
        told = {}
        for x, y in pairs:
            speakers = label_ratio(sides[x], sides[y], links[x, y])
            told[x, y] = replace(facts[x, y], traits=facts[x, y].traits + speakers, bias=verdict(links, x, y))
        before, links = links, _round(told, moves, given)
        if all(np.abs(before[pair] - links[pair]).max(initial=0.0) < 0.05 for pair in pairs):
            break
    return consensus(links) | given if len(sides) > 2 else links


def _moves_for(left: TurnSide, right: TurnSide) -> tuple[Move, ...]:
    """Return all moves, or only the simple ones where the lattice would be too wide."""
    wide = left.size * right.size > _WIDE
    return (ONE_TO_ONE, *GAPS, *SPLITS[:2]) if wide else TURN_MOVES


def _round(facts: dict[Pair, Evidence], moves: dict[Pair, tuple[Move, ...]], given: Links) -> dict[Pair, Matrix]:
    """Return the links of every pair, moved blocks included, and those that are given."""
    scores = {pair: move_scores(facts[pair], moves[pair]) for pair in facts}
    links = dict(given)
    for pair, score in scores.items():
        posterior, _ = move_posteriors(score, steps_of(moves[pair]), _GAP, 0, facts[pair].edges)
        links[pair] = links_of(posterior, moves[pair])
    for pair, known in facts.items():
        if known.traits.size <= _WIDE:
            links[pair] = swapped_links(cell_score(known, ((0,), (0,))), links[pair])
    out = dict(links)
    left_over = [pair for pair in facts if _left_over(links[pair])]
    single = {pair: cell_score(facts[pair], ((0,), (0,))) for pair in facts} if left_over else {}
    for x, y in left_over:
        known = facts[x, y]
        more = known.bias + pooled(single, links, x, y) - single[x, y]
        again = move_scores(replace(known, bias=more), moves[x, y]) if len(links) > 1 else scores[x, y]
        out[x, y] = moved_links(again, moves[x, y], links[x, y], known.edges)
    return out
