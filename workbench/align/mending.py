"""What no monotone path of contiguous beads can say.

Two sentences that a translator put the other way round come out as one bead of two and two; one that moved further
is left alone on both sides; a page number, the noise of a scan or an added sentence that stands between the halves of
another comes out inside the bead. Once the path is known, such readings are scored like any bead, and taken
where they are likelier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from workbench.align import features, search
from workbench.align.features import Model
from workbench.align.kernels import MOVES, NULLS, Floats, Ints, Lattice, Table
from workbench.align.lexicon import Lexicon
from workbench.align.prepare import Side

Cells = tuple[tuple[int, ...], tuple[int, ...]]
Known = tuple[tuple[Side, Side], Lexicon, Model]

_NUMBER = {tuple(move): k for k, move in enumerate(MOVES.tolist())}
_ONE = _NUMBER[1, 1]

# Log-odds before anything is seen, of
_CROSSED = -4.0  # two sentences of a bead having changed places
_STRANGER = -6.0  # a segment inside a bead being no part of it
_DEBRIS = 4.0  # the same, if hardly a letter is in it
_MOVED = -8.0  # two lonely segments being one another's counterpart
_REACH = 12  # beads that a segment may have moved over
_MANY = 200_000  # pairs of lonely segments; more are the sign of texts that do not correspond


@dataclass(frozen=True, slots=True)
class Found:
    """A bead as cells of segments, its posterior, and the same at a temperature (see `search.tempered`)."""

    cells: Cells
    posterior: float
    tempered: float

    def less_sure(self, cells: Cells, odds: float) -> Found:
        """Return a bead that was made of this one, as sure as that was and the log-odds of making it are."""
        share = 1.0 / (1.0 + exp(-odds))
        return Found(cells, self.posterior * share, self.tempered * share)


def mended(known: Known, found: Sequence[Found], spans: Ints) -> list[Found]:
    """Return the beads of a path with what crosses, what is debris and what moved as beads of their own.

    Every segment stays in exactly one bead, and in its block; ``spans`` holds those as rows (left start, left end,
    right start, right end).
    """
    return _moved(known, _over_strangers(known, _without_strangers(known, _crossed(known, found))), spans)


def _crossed(known: Known, found: Sequence[Found]) -> list[Found]:
    """Return beads of two and two whose sentences changed places as two beads.

    They changed places if they are likelier so than together, and each has nothing to do with the one it faces.
    """
    two = [k for k, one in enumerate(found) if len(one.cells[0]) == 2 == len(one.cells[1])]
    ways = []
    for k in two:
        (a, b), (c, d) = found[k].cells
        ways += [found[k].cells, ((a,), (d,)), ((b,), (c,)), ((a,), (c,)), ((b,), (d,))]
    whole, first, second, *facing = scores(known, ways).reshape(-1, 5).T
    odds = first + second - whole + _CROSSED
    odds[np.maximum(*facing) > 0.0] = -np.inf
    likely = {k: x for k, x in zip(two, odds.tolist(), strict=True) if x > 0.0}
    out = []
    for k, one in enumerate(found):
        if k not in likely:
            out.append(one)
            continue
        (a, b), (c, d) = one.cells
        out += [one.less_sure(((a,), (d,)), likely[k]), one.less_sure(((b,), (c,)), likely[k])]
    return out


def _without_strangers(known: Known, found: Sequence[Found]) -> list[Found]:
    """Return beads without debris, and without segments inside them that are no part of them."""
    ways: list[tuple[int, int, int]] = []
    for k, one in enumerate(found):
        for side, cell in enumerate(one.cells):
            if len(cell) > 1 and one.cells[1 - side]:
                odd = known[0][side].odd
                ways += [(k, side, i) for i in cell if odd[i] or i not in (cell[0], cell[-1])]
    owners = sorted({k for k, _, _ in ways})
    whole = dict(zip(owners, scores(known, [found[k].cells for k in owners]).tolist(), strict=True))
    values = scores(known, [_less(found[k].cells, side, i) for k, side, i in ways])
    best: dict[int, tuple[float, int, int]] = {}
    for (k, side, i), value in zip(ways, values.tolist(), strict=True):
        odds = value - whole[k] + (_DEBRIS if known[0][side].odd[i] else _STRANGER)
        if odds > best.get(k, (0.0,))[0]:
            best[k] = odds, side, i
    out = []
    for k, one in enumerate(found):
        if k not in best:
            out.append(one)
            continue
        odds, side, i = best[k]
        alone: Cells = ((i,), ()) if side == 0 else ((), (i,))
        out += [one.less_sure(_less(one.cells, side, i), odds), one.less_sure(alone, odds)]
    return out if not best else _without_strangers(known, out)


def _over_strangers(known: Known, found: Sequence[Found]) -> list[Found]:
    """Return beads that take in the second of two lonely segments next to them, where that is the rest of them.

    The first is then a stranger inside the bead; this is the same reading as in `_without_strangers`, met where the
    path left both of them out.
    """
    ways = [
        (k, k + 2 * step, side)
        for k, one in enumerate(found)
        if all(one.cells)
        for step in (-1, 1)
        for side in (0, 1)
        if _alone_beyond(found, k, step, side)
    ]
    whole = scores(known, [_more(found[k].cells, side, found[m].cells[side]) for k, m, side in ways])
    rest = scores(known, [found[k].cells for k, _, _ in ways])
    out: list[Found | None] = list(found)
    for (k, m, side), odds in zip(ways, (whole - rest + _STRANGER).tolist(), strict=True):
        here, other = out[k], out[m]
        if odds > 0.0 and here is found[k] and other is found[m]:
            out[k], out[m] = here.less_sure(_more(here.cells, side, other.cells[side]), odds), None
    return [one for one in out if one is not None]


def _alone_beyond(found: Sequence[Found], k: int, step: int, side: int) -> bool:
    """Whether the two beads before (step -1) or after a bead are the single segments next to it on a side."""
    if not 0 <= k + 2 * step < len(found):
        return False
    edge = found[k].cells[side][-1 if step > 0 else 0]
    near = [found[k + step].cells, found[k + 2 * step].cells]
    return all(cells[side] == (edge + n * step,) and not cells[1 - side] for n, cells in enumerate(near, 1))


def _more(cells: Cells, side: int, more: tuple[int, ...]) -> Cells:
    """Return a bead's cells with further segments."""
    both = tuple(sorted(cells[side] + more))
    return (both, cells[1]) if side == 0 else (cells[0], both)


def _less(cells: Cells, side: int, segment: int) -> Cells:
    """Return a bead's cells without a segment."""
    rest = tuple(i for i in cells[side] if i != segment)
    return (rest, cells[1]) if side == 0 else (cells[0], rest)


def _moved(known: Known, found: Sequence[Found], spans: Ints) -> list[Found]:
    """Return beads with lonely segments on both sides united where they are one another's counterparts."""
    left, right = (
        [(k, one.cells[side][0]) for k, one in enumerate(found) if _lonely(one, side, known[0][side])]
        for side in (0, 1)
    )
    if not left or not right or len(left) * len(right) > _MANY:
        return list(found)
    table = _all_pairs(known, [i for _, i in left], [j for _, j in right]) + _MOVED
    apart = np.abs(np.array([k for k, _ in left])[:, None] - np.array([k for k, _ in right])[None, :])
    blocks = [
        np.searchsorted(spans[:, column], [segment for _, segment in lonely], "right")
        for column, lonely in ((1, left), (3, right))
    ]
    table[(apart > _REACH) | (blocks[0][:, None] != blocks[1][None, :])] = -np.inf
    out: list[Found | None] = list(found)
    while table.max() > 0.0:
        x, y = np.unravel_index(int(table.argmax()), table.shape)
        (k, i), (m, j) = left[x], right[y]
        surest = max(found[k], found[m], key=lambda one: one.posterior)
        out[k], out[m] = surest.less_sure(((i,), (j,)), float(table[x, y])), None
        table[x, :] = table[:, y] = -np.inf
    return [one for one in out if one is not None]


def _lonely(one: Found, side: int, known: Side) -> bool:
    """Whether a bead is a single segment of a side, and no debris."""
    return len(one.cells[side]) == 1 and not one.cells[1 - side] and not known.odd[one.cells[side][0]]


def scores(known: Known, beads: Sequence[Cells]) -> Floats:
    """Return the scores of beads of any segments in any order; -inf where a bead is larger than any move.

    As many at a time as have no segment in common are laid out as texts of their own.
    """
    out = np.full(len(beads), -np.inf)
    waiting = [k for k, (a, b) in enumerate(beads) if (len(a), len(b)) in _NUMBER]
    while waiting:
        used: tuple[set[int], set[int]] = set(), set()
        now, later = [], []
        for k in waiting:
            if used[0].isdisjoint(beads[k][0]) and used[1].isdisjoint(beads[k][1]):
                used[0].update(beads[k][0])
                used[1].update(beads[k][1])
                now.append(k)
            else:
                later.append(k)
        out[now] = _laid_out(known, [beads[k] for k in now])
        waiting = later
    return out


def _laid_out(known: Known, beads: Sequence[Cells]) -> Floats:
    """Return the scores of beads that have no segment in common."""
    sizes = np.array([(len(a), len(b)) for a, b in beads], np.int64)
    ends = np.cumsum(sizes, axis=0)
    area = search.lattice(np.column_stack([ends[:, 0] - sizes[:, 0], ends[:, 0], ends[:, 1] - sizes[:, 1], ends[:, 1]]))
    chosen = tuple(np.array([i for bead in beads for i in bead[side]], np.int64) for side in (0, 1))
    found = _scored(known, (chosen[0], chosen[1]), area, len(MOVES))
    row = area.first + sizes[:, 0]
    node = area.ptr[row] + ends[:, 1] - area.lo[row]
    scored: Floats = found[node, [_NUMBER[a, b] for a, b in sizes.tolist()]]
    return scored


def _all_pairs(known: Known, left: Sequence[int], right: Sequence[int]) -> Floats:
    """Return the scores of one-to-one beads of all pairs of some segments, left × right."""
    n, m = len(left), len(right)
    area = search.lattice(np.array([[0, n, 0, m]]))
    found = _scored(known, (np.array(left, np.int64), np.array(right, np.int64)), area, NULLS + 1)
    return found[:, _ONE].reshape(n + 1, m + 1)[1:, 1:].copy()


def _scored(known: Known, chosen: tuple[Ints, Ints], area: Lattice, count: int) -> Floats:
    """Return the scores over a lattice of texts that are made of the chosen segments."""
    whole, words, model = known
    sides = _chosen(whole[0], chosen[0]), _chosen(whole[1], chosen[1])
    place = [np.full(side.size + 1, -1, np.int64) for side in whole]  # the last entry stands for "nowhere", -1
    for side in (0, 1):
        place[side][chosen[side]] = np.arange(len(chosen[side]))
    tables = replace(
        words, forward=_placed(words.forward, place[0], place[1]), backward=_placed(words.backward, place[1], place[0])
    )
    merges = model.merges[0][chosen[0]], model.merges[1][chosen[1]]
    gamma = features.terms(model, *whole).gamma
    terms = features.terms(replace(model, merges=merges), *sides)._replace(gamma=gamma)
    return search.score(sides, tables, terms, area, count)


def _chosen(side: Side, segments: Ints) -> Side:
    """Return a side of some segments in the order given."""
    spans = [side.tokens[side.offsets[i] : side.offsets[i + 1]] for i in segments.tolist()]
    return replace(
        side,
        texts=tuple(side.texts[i] for i in segments.tolist()),
        tokens=np.concatenate([*spans, np.zeros(0, np.int64)]),
        offsets=np.concatenate(([0], np.cumsum([len(s) for s in spans]))).astype(np.int64),
        lengths=side.lengths[segments],
        ends=side.ends[segments],
        starts=side.starts[segments],
        boundaries=side.boundaries[segments],
        odd=side.odd[segments],
        stops=side.stops[segments],
    )


def _placed(table: Table, first: Ints, second: Ints) -> Table:
    """Return a table whose greatest contributors are where the segments stand now."""
    return table._replace(at_a=first[table.at_a], at_b=second[table.at_b])
