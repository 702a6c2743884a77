"""Which turns of two or more editions say the same: pair by pair, then all editions together.

1. Each pair of editions: log-likelihood ratios of content, length, role and speaker
   (:class:`Evidence`), then forward–backward over the moves of :mod:`workbench.align.moves`.
2. What is left over on both sides, and matches strongly, was moved (:func:`moved_blocks`).
3. All pairs: the consistency transformation of ProbCons (Do et al. 2005), adapted to absent and joined
   units (:func:`workbench.align.rows.consensus`), whose verdict goes into a second round of 1.
4. Rows are what the links of the consensus connect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbench.align.content import Units, content_ratio, incidence, skeleton, units_of
from workbench.align.lattice import NONE, move_posteriors
from workbench.align.moves import GAPS, ONE_TO_ONE, SPLITS, TURN_MOVES, Move, steps_of
from workbench.align.prepare import prepare
from workbench.align.rows import (
    Cells,
    Links,
    between,
    components,
    consensus,
    editions_of,
    in_order,
    pair_confidence,
    pairs_of,
    verdict,
)
from workbench.model import Edition, Level, Role

Matrix = NDArray[np.float64]
Shape = tuple[int, ...]

_GAP = np.log(np.array([[0.97, 0.03], [0.4, 0.6]]))
_ROLE = {True: 0.65, False: -2.5}
_WIDE = 4_000_000
"""Cells of a lattice above which only the simple moves are tried (2,000 turns a side)."""


@dataclass(frozen=True, slots=True)
class TurnSide:
    """One edition as the turn aligner sees it: content, roles, labels.

    ``goes_on`` is, for each turn, the log-likelihood ratio that it goes on in the next, see
    :func:`continuation`.
    """

    units: Units
    roles: tuple[Role, ...]
    labels: tuple[str, ...]
    goes_on: Matrix

    @property
    def size(self) -> int:
        """How many turns there are."""
        return len(self.roles)


def turn_side(edition: Edition) -> TurnSide:
    """Return an edition as the turn aligner sees it."""
    side = prepare(tuple(segment.text for segment in edition.segments), edition.language)
    roles = tuple(turn.role for turn in edition.turns)
    labels = tuple(turn.label.casefold().strip() for turn in edition.turns)
    units = units_of(side, [(turn.start, turn.end) for turn in edition.turns])
    return TurnSide(units, roles, labels, continuation(roles, labels))


def continuation(roles: Sequence[Role], labels: Sequence[str]) -> Matrix:
    """Return the log-likelihood ratio that two turns in a row are one in another edition, (turns,).

    log(.95/s) where role and label stay the same, log(.05/(1 − s)) where they change; s is
    the share of turns that are followed by their like, so that pages without labels say little. The last
    entry stands for nothing.
    """
    speakers = list(zip(roles, labels, strict=True))
    same = np.array([a == b for a, b in zip(speakers, speakers[1:], strict=False)], bool)
    share = (same.sum() + 0.5) / (len(same) + 1.0)
    return np.append(np.where(same, np.log(0.95 / share), np.log(0.05 / (1.0 - share))), 0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Log-likelihood ratios that turns correspond, for cells of any shape.

    ``content[0][shape]`` (left, right) is the ratio of each left turn's keys given the right
    turns at j + shape, ``content[1]`` the mirror (right, left); ``lengths`` are letters, in
    units of the left; ``traits`` (left, right) the sum of role and speaker; ``bias`` what other editions
    say, ``goes_on`` what speaks for two turns in a row being one.
    """

    content: tuple[dict[Shape, Matrix], dict[Shape, Matrix]]
    lengths: tuple[Matrix, Matrix]
    traits: Matrix
    bias: Matrix
    goes_on: tuple[Matrix, Matrix]


def _shifted(matrix: Matrix, shape: Shape) -> Matrix:
    """Return each row joined (maximum) with the rows at the shape's offsets below it."""
    joined = matrix.copy()
    for offset in shape[1:]:
        joined[: len(matrix) - offset] = np.maximum(joined[: len(matrix) - offset], matrix[offset:])
    return joined


def _summed(values: Matrix, shape: Shape) -> Matrix:
    """Return each entry of a vector or row of a matrix plus those at the shape's offsets below it."""
    total = values.copy()
    for offset in shape[1:]:
        total[: len(values) - offset] += values[offset:]
    return total


def _shapes(moves: Sequence[Move]) -> tuple[set[Shape], set[Shape]]:
    """Return the shapes of left and right cells that the moves need, from offset 0."""
    cells = [cell for move in moves for cell in move.cells]
    return tuple({tuple(o - cell[side][0] for o in cell[side]) for cell in cells} for side in (0, 1))  # type: ignore[return-value]


def evidence(left: TurnSide, right: TurnSide, moves: Sequence[Move]) -> Evidence:
    """Return the log-likelihood ratios that two editions' turns correspond."""
    ours, theirs, hit = incidence(left.units, right.units)
    shapes = _shapes(moves)
    there = {
        s: content_ratio(ours, _shifted(theirs, s), _summed(right.units.tokens, s), hit) for s in shapes[1]
    }
    back = {s: content_ratio(theirs, _shifted(ours, s), _summed(left.units.tokens, s), hit) for s in shapes[0]}
    ratio = left.units.lengths.sum() / max(1.0, right.units.lengths.sum())
    lengths = (left.units.lengths + 1.0, right.units.lengths * ratio + 1.0)
    shape = (left.size, right.size)
    return Evidence((there, back), lengths, role_ratio(left, right), np.zeros(shape), (left.goes_on, right.goes_on))


def role_ratio(left: TurnSide, right: TurnSide) -> Matrix:
    """Return the log-likelihood ratios of the turns' roles; 0 where a side tells none apart."""
    if any(set(side.roles) <= {Role.STATEMENT} for side in (left, right)):
        return np.zeros((left.size, right.size))
    same = np.array([[a is b for b in right.roles] for a in left.roles])
    return np.where(same, _ROLE[True], _ROLE[False])


def label_ratio(left: TurnSide, right: TurnSide, links: Matrix) -> Matrix:
    """Return the log-likelihood ratios of the speakers' labels, learned from links.

    p(b|a) = (c(a,b) + κ(a,b) + q(b)) / (c(a) + κ(a) + 1), with c the expected links between turns
    under labels a and b less the turns' own, κ 2 where the labels share a name, q(b) the share of label
    b; the result is the mean of log p(b|a)/q(b) and its mirror.
    """
    names = (sorted(set(left.labels)), sorted(set(right.labels)))
    if len(names[0]) < 2 or len(names[1]) < 2:
        return np.zeros(links.shape)
    own = np.array([[a == b for b in names[0]] for a in left.labels], float)
    their = np.array([[a == b for b in names[1]] for a in right.labels], float)
    kin = np.array([[2.0 * _akin(a, b) for b in names[1]] for a in names[0]])
    joint = own.T @ links @ their
    pairs = np.maximum(0.0, own @ (joint + kin) @ their.T - links)
    total = np.zeros(links.shape)
    for rest, share, axis in (
        (joint.sum(1) + kin.sum(1), their.mean(0) @ their.T, 1),
        (joint.sum(0) + kin.sum(0), own.mean(0) @ own.T, 0),
    ):
        mass = (own @ rest)[:, None] if axis else (their @ rest)[None, :]
        chance = share[None, :] if axis else share[:, None]
        total += 0.5 * np.log((pairs + chance) / (np.maximum(0.0, mass - links) + 1.0) / chance)
    return total


def _akin(one: str, other: str) -> bool:
    """Whether two labels share a name, as transliterated."""
    bones = [{b for w in label.split() if len(b := skeleton(w)) >= 3} for label in (one, other)]
    return bool(bones[0] & bones[1])


def _cell_score(facts: Evidence, shape: tuple[Shape, Shape]) -> Matrix:
    """Return the log-likelihood ratio of a cell at every place (i, j) of its first turns."""
    mine, other = shape
    content = 0.3 * (_summed(facts.content[0][other], mine) + _summed(facts.content[1][mine], other).T)
    content = 12.0 * np.tanh(content / 12.0)
    widest = max(len(mine), len(other))
    traits = np.clip(_summed(_summed(facts.traits, mine).T, other).T / (len(mine) * len(other)), -3, 4)
    bias = _summed(_summed(facts.bias, mine).T, other).T / widest
    total = np.maximum(content, -6.0) + length_ratio(facts.lengths, shape) + traits * widest + bias
    for axis, offsets in enumerate(shape):
        for here, there in zip(offsets, offsets[1:], strict=False):
            if there == here + 1:
                run = facts.goes_on[axis]
                bonus = np.append(run[here:], np.zeros(here))
                total = total + (bonus[:, None] if axis == 0 else bonus[None, :])
    return total


def length_ratio(lengths: tuple[Matrix, Matrix], shape: tuple[Shape, Shape] = ((0,), (0,))) -> Matrix:
    """Return the log-likelihood ratios of lengths: log-normal round equality, against any two turns.

    The variance of log l_S/l_T is .03 + 4/l in translations and that of the turns' lengths by
    chance. The result is kept within −4 … 3.
    """
    ours, theirs = (_summed(side, s) for side, s in zip(lengths, shape, strict=True))
    apart = np.log(ours)[:, None] - np.log(theirs)[None, :]
    close = 0.03 + 4.0 / np.minimum(ours[:, None], theirs[None, :])
    any_two = max(0.5, float(np.var(np.log(lengths[0])) + np.var(np.log(lengths[1]))))
    ratio = 0.5 * (apart**2 / any_two - apart**2 / close + np.log(any_two / close))
    return np.clip(ratio, -4.0, 3.0)


def pair_links(facts: Evidence, moves: Sequence[Move]) -> Matrix:
    """Return the posterior probability that each turn stands in one cell with each other."""
    rows, columns = facts.traits.shape
    scores = np.full((len(moves), rows + 1, columns + 1), NONE)
    cells: dict[tuple[Shape, Shape], Matrix] = {}
    for k, move in enumerate(moves):
        a, b = move.step
        if a > rows or b > columns:
            continue
        total = np.full((rows - a + 1, columns - b + 1), -move.cost)
        for left, right in move.cells:
            shape = (tuple(o - left[0] for o in left), tuple(o - right[0] for o in right))
            if shape not in cells:
                cells[shape] = _cell_score(facts, shape)
            i, j = left[0], right[0]
            total += cells[shape][i : i + rows - a + 1, j : j + columns - b + 1]
        scores[k, : rows - a + 1, : columns - b + 1] = total
    posterior, _ = move_posteriors(scores, steps_of(tuple(moves)), _GAP)
    links = np.zeros((rows, columns))
    for k, move in enumerate(moves):
        a, b = move.step
        if a > rows or b > columns:
            continue
        for left, right in move.cells:
            for i in left:
                for j in right:
                    span = posterior[k, : rows - a + 1, : columns - b + 1]
                    if span.size:
                        links[i : i + rows - a + 1, j : j + columns - b + 1] += span
    return np.minimum(links, 1.0)


def moved_blocks(score: Matrix, links: Matrix) -> Matrix:
    """Return the links with runs of turns added that are left over on both sides and match strongly.

    Runs are diagonal (an exchange moves as a whole); one is taken if the sum of its ratios (``score``)
    passes log(rows·columns) + 3, the strongest first, until none is left.
    """
    rows, columns = links.shape
    links = links.copy()
    price = np.log(max(1, rows * columns)) + 3.0
    while True:
        free = np.outer(links.sum(axis=1) < 0.5, links.sum(axis=0) < 0.5)
        best, where = _best_run(np.where(free, score, NONE))
        if best <= price:
            return links
        odds = 1.0 / (1.0 + np.exp(price - 3.0 - best))
        for i, j in where:
            links[i, j] = odds


def pooled(scores: Links, links: Links, x: int, y: int) -> Matrix:
    """Return the ratios of x and y with half of those that lead through other editions added.

    Σ_z (S_xz·P_zy + P_xz·S_zy)/2: a turn that one edition moved is like its counterparts in
    all the others, and those are linked among themselves.
    """
    total = scores[x, y].copy()
    for z in editions_of(links):
        if z not in (x, y):
            total += 0.5 * between(scores, x, z) @ between(links, z, y)
            total += 0.5 * between(links, x, z) @ between(scores, z, y)
    return total


def _best_run(score: Matrix) -> tuple[float, list[tuple[int, int]]]:
    """Return the diagonal run of the highest sum, and its places (Kadane's algorithm)."""
    best, where = 0.0, (0, 0, 0)
    rows, columns = score.shape
    total = np.zeros((rows + 1, columns + 1))
    length = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    for i in range(rows):
        grown = total[i, :-1] + score[i]
        keep = grown > 0.0
        total[i + 1, 1:] = np.where(keep, grown, 0.0)
        length[i + 1, 1:] = np.where(keep, length[i, :-1] + 1, 0)
        j = int(total[i + 1].argmax())
        if total[i + 1, j] > best:
            best, where = float(total[i + 1, j]), (i, j - 1, int(length[i + 1, j]))
    i, j, count = where
    return best, [(i - k, j - k) for k in range(count)]


def turn_links(sides: Sequence[TurnSide], rounds: int = 2) -> Links:
    """Return the link matrices of all pairs of editions, each settled with the others' evidence."""
    pairs = pairs_of(len(sides))
    moves = {p: _moves_for(sides[p[0]], sides[p[1]]) for p in pairs}
    facts = {(x, y): evidence(sides[x], sides[y], moves[x, y]) for x, y in pairs}
    links = _round(facts, moves)
    for _ in range(rounds):
        told = {}
        for x, y in pairs:
            speakers = label_ratio(sides[x], sides[y], links[x, y])
            told[x, y] = replace(
                facts[x, y], traits=facts[x, y].traits + speakers, bias=verdict(links, x, y)
            )
        links = _round(told, moves)
    return consensus(links) if len(sides) > 2 else links


def _moves_for(left: TurnSide, right: TurnSide) -> tuple[Move, ...]:
    """Return all moves, or only the simple ones where the lattice would be too wide."""
    wide = left.size * right.size > _WIDE
    return (ONE_TO_ONE, *GAPS, *SPLITS[:2]) if wide else TURN_MOVES


def _round(
    facts: dict[tuple[int, int], Evidence], moves: dict[tuple[int, int], tuple[Move, ...]]
) -> dict[tuple[int, int], Matrix]:
    """Return the links of every pair, moved blocks included."""
    links = {pair: pair_links(facts[pair], moves[pair]) for pair in facts}
    scores = {pair: _cell_score(facts[pair], ((0,), (0,))) for pair in facts}
    return {(x, y): moved_blocks(pooled(scores, links, x, y), links[x, y]) for x, y in facts}


def turn_rows(sides: Sequence[TurnSide], links: Links, pivot: int) -> list[tuple[Cells, dict[tuple[int, int], float]]]:
    """Return the rows in the pivot's order, each with the confidence of its pairs."""
    found = components([side.size for side in sides], links)
    rows = [found[n] for n in in_order(found, pivot)]
    pairs = [(x, y) for x, y in pairs_of(len(sides))]
    return [(row, {(x, y): pair_confidence(links, x, y, row) for x, y in pairs if row[x] or row[y]}) for row in rows]
