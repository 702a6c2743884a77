"""What speaks for two turns saying the same: content, length, role, speaker.

All are log-likelihood ratios (natural logarithm) of "these correspond" against "any two turns", for
single turns and for cells of several, whatever lies between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.align import lookup
from workbench.align.content import Units, presence, skeleton, units_of
from workbench.align.moves import Move
from workbench.model import Edition, Role
from workbench.text import primary

Matrix = NDArray[np.float64]
Shape = tuple[int, ...]

_ROLE = {True: 0.65, False: -2.5}
_ASKED, _ASKED_IN_GREEK = re.compile(r"[?؟？]\W*$"), re.compile(r"[;\u037e?]\W*$")
"""How a question ends."""
_PARTED = (-2.3, 0.5)
"""Log-likelihood ratio of a gap's edge between a question and its answer, and anywhere else."""
_TEMPER, _CAP = 0.4, 12.0
"""Keys are no independent witnesses: their sum is tempered, and long turns say no more than this."""


@dataclass(frozen=True, slots=True)
class TurnSide:
    """One edition as the turn aligner sees it: content, roles, labels.

    ``goes_on`` is, for each turn, the log-likelihood ratio that it goes on in the next, see
    :func:`continuation`; ``profile`` counts each turn's sentences, and its questions.
    """

    units: Units
    roles: tuple[Role, ...]
    labels: tuple[str, ...]
    goes_on: Matrix
    profile: tuple[Matrix, ...] = ()

    @property
    def size(self) -> int:
        """How many turns there are."""
        return len(self.roles)


def turn_side(edition: Edition, *, known: bool = True) -> TurnSide:
    """Return an edition as the turn aligner sees it; ``known``: with the shipped lexicon."""
    texts = [segment.text for segment in edition.segments]
    roles = tuple(turn.role for turn in edition.turns)
    labels = tuple(turn.label.casefold().strip() for turn in edition.turns)
    units = units_of(texts, edition.language, [(turn.start, turn.end) for turn in edition.turns], known=known)
    mark = _ASKED_IN_GREEK if primary(edition.language) == "el" else _ASKED
    asked = np.array([0, *np.cumsum([bool(mark.search(text)) for text in texts])], float)
    starts, ends = np.array([(t.start, t.end) for t in edition.turns], np.int64).reshape(-1, 2).T
    profile = (ends - starts).astype(float), asked[ends] - asked[starts]
    return TurnSide(units, roles, labels, continuation(roles, labels), profile)


def continuation(roles: Sequence[Role], labels: Sequence[str]) -> Matrix:
    """Return the log-likelihood ratio that two turns in a row are one in another edition, (turns,).

    log(.95/s) where role and label stay the same, log(.05/(1 − s)) where they change; s is
    the share of turns that are followed by their like, so that pages without labels say little. The last
    entry stands for nothing.
    """
    speakers = list(zip(roles, labels, strict=True))
    same = np.array([a == b for a, b in pairwise(speakers)], bool)
    share = (same.sum() + 0.5) / (len(same) + 1.0)
    return np.append(np.where(same, np.log(0.95 / share), np.log(0.05 / (1.0 - share))), 0.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Log-likelihood ratios that turns correspond, for cells of any shape.

    ``both`` are the keys looked up; ``content[0][shape]`` (left, right) is the ratio of each left turn's keys
    given the right turns at j + shape, ``content[1]`` the mirror (right, left); ``sizes`` what lengths and counts
    say of cells of each shape, ``traits`` (left, right) the sum of role and speaker, ``bias``
    what other editions say, ``goes_on`` what speaks for two turns in a row being one,
    ``present`` what speaks for each turn having a counterpart at all, ``edges`` what for a gap to begin or end
    before each turn, see :func:`exchange_edges`.
    """

    both: tuple[lookup.Lookup, lookup.Lookup]
    content: tuple[dict[Shape, Matrix], dict[Shape, Matrix]]
    sizes: dict[tuple[Shape, Shape], Matrix]
    traits: Matrix
    bias: Matrix
    goes_on: tuple[Matrix, Matrix]
    present: tuple[Matrix, Matrix]
    edges: tuple[Matrix, Matrix]


def _summed(values: Matrix, shape: Shape) -> Matrix:
    """Return each entry of a vector or row of a matrix plus those at the shape's offsets below it."""
    total = values.copy()
    for offset in shape[1:]:
        below = values[offset:]
        total[: len(below)] += below
    return total


@lru_cache(maxsize=1024)
def shape_of(cell: tuple[Shape, Shape]) -> tuple[Shape, Shape]:
    """Return a cell's shape: both sides from offset 0."""
    left, right = cell
    return tuple(o - left[0] for o in left), tuple(o - right[0] for o in right)


def evidence(left: TurnSide, right: TurnSide, moves: Sequence[Move]) -> Evidence:
    """Return the log-likelihood ratios that two editions' turns correspond."""
    both = lookup.lookups(left.units, right.units)
    ratio = left.units.lengths.sum() / max(1.0, right.units.lengths.sum())
    lengths = (left.units.lengths + 1.0, right.units.lengths * ratio + 1.0)
    profile = tuple(zip(left.profile, right.profile, strict=True))
    shapes = {shape_of(cell) for move in moves for cell in move.cells}
    return Evidence(
        both=both,
        content=_contents(both, lookup.assumed(), ({a for a, _ in shapes}, {b for _, b in shapes})),
        sizes={s: sum((count_ratio(counts, s) for counts in profile), length_ratio(lengths, s)) for s in shapes},
        traits=role_ratio(left, right),
        bias=np.zeros((left.size, right.size)),
        goes_on=(left.goes_on, right.goes_on),
        present=(presence(left.units, right.units), presence(right.units, left.units)),
        edges=(exchange_edges(left.roles), exchange_edges(right.roles)),
    )


def relearned(facts: Evidence, links: Matrix) -> Evidence:
    """Return the evidence with the rates at which words are rendered by their like learned from links."""
    shapes = set(facts.content[1]), set(facts.content[0])
    return replace(facts, content=_contents(facts.both, lookup.rates(facts.both, links), shapes))


def exchange_edges(roles: Sequence[Role]) -> Matrix:
    """Return the log-likelihood ratio that something left out begins or ends before each turn, (turns + 1,).

    Editions leave out, add or move whole exchanges: seldom does one part a question from its answer.
    """
    out = np.zeros(len(roles) + 1)
    parted = [a is Role.QUESTION and b is Role.ANSWER for a, b in pairwise(roles)]
    out[1 : len(roles)] = np.where(parted, *_PARTED)
    return out


def _contents(
    both: tuple[lookup.Lookup, lookup.Lookup], hit: Matrix, shapes: tuple[set[Shape], set[Shape]]
) -> tuple[dict[Shape, Matrix], dict[Shape, Matrix]]:
    """Return the ratios of both sides' keys given cells of every shape of the other."""
    return lookup.content_ratios(both[0], hit, shapes[1]), lookup.content_ratios(both[1], hit, shapes[0])


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


def cell_score(facts: Evidence, shape: tuple[Shape, Shape]) -> Matrix:
    """Return the log-likelihood ratio of a cell at every place (i, j) of its first turns."""
    mine, other = shape
    content = _TEMPER * (_summed(facts.content[0][other], mine) + _summed(facts.content[1][mine], other).T)
    content = _CAP * np.tanh(content / _CAP) + _strangers(facts, shape)
    widest = max(len(mine), len(other))
    traits = np.clip(_summed(_summed(facts.traits, mine).T, other).T / (len(mine) * len(other)), -3, 4)
    bias = _summed(_summed(facts.bias, mine).T, other).T
    total = np.maximum(content, -6.0) + facts.sizes[shape] + traits * widest + bias
    for axis, offsets in enumerate(shape):
        for here, there in pairwise(offsets):
            if there == here + 1:
                run = facts.goes_on[axis]
                bonus = np.append(run[here:], np.zeros(here))
                total = total + (bonus[:, None] if axis == 0 else bonus[None, :])
    return total


def _strangers(facts: Evidence, shape: tuple[Shape, Shape]) -> Matrix:
    """Return what speaks against single members of a cell of several turns, at most 0.

    Long turns that match well must not carry along others whose words are not found at all.
    """
    mine, other = shape
    total = np.zeros(facts.traits.shape)
    for axis, offsets in ((0, mine), (1, other)):
        if len(offsets) == 1:
            continue
        found = facts.content[axis][shape[1 - axis]] + facts.present[axis][:, None]
        own = np.minimum(0.0, 2.0 * _TEMPER * found)
        total += _summed(own, offsets) if axis == 0 else _summed(own, offsets).T
    return total


def length_ratio(lengths: tuple[Matrix, Matrix], shape: tuple[Shape, Shape] = ((0,), (0,))) -> Matrix:
    """Return the log-likelihood ratios of lengths: log-normal round equality, against any two turns.

    The variance of log l_S/l_T is .03 + 4/l in translations and that of the turns' lengths by
    chance. The result is kept within −4 … 3.
    """
    ours, theirs = (_summed(side, s) for side, s in zip(lengths, shape, strict=True))
    apart = np.log(ours)[:, None] - np.log(theirs)[None, :]
    close = 0.03 + 4.0 / np.minimum(ours[:, None], theirs[None, :])
    any_two = max(0.5, sum(float(np.var(np.log(side))) for side in lengths if len(side)))
    ratio = 0.5 * (apart**2 / any_two - apart**2 / close + np.log(any_two / close))
    return np.clip(ratio, -4.0, 3.0)


def count_ratio(counts: tuple[Matrix, Matrix], shape: tuple[Shape, Shape] = ((0,), (0,))) -> Matrix:
    """Return the log-likelihood ratios of how many sentences, or questions, there are, against any two turns.

    Translations mostly keep the number; the variance of the difference is .2 + .05·n. Kept within −2 … 2.
    """
    ours, theirs = (_summed(side, s) for side, s in zip(counts, shape, strict=True))
    apart = np.abs(ours[:, None] - theirs[None, :])
    most = np.maximum(ours[:, None], theirs[None, :]).astype(np.int64)
    spread, whole = _spreads(int(most.max(initial=0)))
    fits = np.exp(-(apart**2) / (2.0 * spread[most])) / whole[most] * np.where(apart > 0, 2.0, 1.0)
    size = np.minimum(apart, 11).astype(np.int64)
    chance = (np.bincount(size.ravel(), minlength=12) + 0.5) / (size.size + 6.0)
    return np.asarray(np.clip(np.log((fits + 0.01) / (chance[size] + 0.01)), -2.0, 2.0))


@lru_cache(maxsize=64)
def _spreads(most: int) -> tuple[Matrix, Matrix]:
    """Return the variance of differences in number, and what their weights sum up to, for up to so many."""
    spread = 0.2 + 0.05 * np.arange(most + 1.0)
    return spread, np.exp(-(np.arange(12.0)[:, None] ** 2) / (2.0 * spread)).sum(axis=0) * 2.0 - 1.0
