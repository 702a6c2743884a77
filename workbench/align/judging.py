"""How sure rows are that a person made: by their evidence alone, without aligning anything anew.

A logistic regression over what two cells share says how likely it is that they stand together, whole. It was fitted on
pairs of cells that are right (the hand alignments of the bundled transcripts and of public development texts) and as
many with a segment too many, one too few, or another's partner; held out one text at a time, it tells the two apart
with an area under the curve of 0.94 to 0.99.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, pairwise
from math import exp, log, sqrt
from statistics import fmean

from workbench.align.content import units_of
from workbench.align.rows import Cells
from workbench.align.scores import Witnesses, pair_evidence, row_score, witnesses
from workbench.model import Edition, Level, Score

_OFFSET, _APART, _SEVERAL = -1.6, -2.26, -2.32
_SHARES = {"lexical": (10.83, 1.91), "cognate": (2.01, 1.47), "numbers": (2.83, 2.14)}
"""Weight of each kind of evidence (0..1), and what stands for it where it does not apply."""

ALONE = 0.5
"""Confidence of a row of one edition: nothing speaks for it or against it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row's score, and the confidence (0..1) of each pair of editions that has something in it, by position."""

    score: Score
    pairs: dict[tuple[int, int], float]


def prepare(languages: Iterable[str]) -> None:
    """Load kernels, and the lexicon of some languages, which is kept for as long as the program runs."""
    for language in languages:
        units_of(["1 word."], language, [(0, 1)])


def judged(editions: Sequence[Edition], rows: Sequence[Cells], level: Level = Level.SEGMENT) -> list[Judged]:
    """Return how sure rows of a level are; only their own text is read closely."""
    needed = [sorted({unit for row in rows for unit in row[k]}) for k in range(len(editions))]
    local = [{unit: n for n, unit in enumerate(units)} for units in needed]
    seen = replace(_witnesses(editions, needed, level), ratios=_ratios(editions))
    found = []
    for row in rows:
        cells = tuple(tuple(local[k][unit] for unit in cell) for k, cell in enumerate(row))
        pairs = {(x, y): _sure(seen, cells, x, y) for x, y in combinations(range(len(row)), 2) if cells[x] and cells[y]}
        score = row_score(seen, cells, fmean(pairs.values()) if pairs else ALONE)
        found.append(Judged(replace(score, position=_position(editions, row, level)) if pairs else score, pairs))
    return found


def _witnesses(editions: Sequence[Edition], needed: Sequence[Sequence[int]], level: Level) -> Witnesses:
    """Return what the rows are judged by: the units that stand in them, and no others."""
    units, roles = [], []
    for edition, some in zip(editions, needed, strict=True):
        turns = edition.segment_turns() if level is Level.SEGMENT else ()
        spans = [edition.turns[u].segments if level is Level.TURN else range(u, u + 1) for u in some]
        texts = [edition.segments[i].text for span in spans for i in span]
        ends = pairwise(accumulate((len(span) for span in spans), initial=0))
        units.append(units_of(texts, edition.language, list(ends)))
        roles.append([edition.turns[turns[u] if level is Level.SEGMENT else u].role for u in some])
    return witnesses(units, roles)


def _ratios(editions: Sequence[Edition]) -> tuple[float, ...]:
    """Return the characters of each edition for each of the first."""
    totals = [max(1, sum(len(segment.text) for segment in edition.segments)) for edition in editions]
    return tuple(total / totals[0] for total in totals)


def _position(editions: Sequence[Edition], row: Cells, level: Level) -> float:
    """Return how near to each other the cells of a row stand in their texts, 0..1, on average."""
    places = [cell[0] / max(1, edition.size(level)) for edition, cell in zip(editions, row, strict=True) if cell]
    return 1.0 - fmean(abs(places[0] - place) for place in places[1:])


def _sure(seen: Witnesses, cells: Cells, x: int, y: int) -> float:
    """Return how likely it is that two cells stand together, whole, 0..1."""
    found = pair_evidence(seen, cells, x, y)
    letters = min(float(seen.units[k].lengths[list(cells[k])].sum()) / seen.ratios[k] for k in (x, y))
    apart = -log(found["length"]) / sqrt(0.03 + 4.0 / max(letters, 1.0))
    odds = _OFFSET + _APART * min(apart, 6.0) + _SEVERAL * (len(cells[x]) + len(cells[y]) > 2)
    for name, (weight, absent) in _SHARES.items():
        odds += weight * found[name] if name in found else absent
    return 1.0 / (1.0 + exp(-odds))
